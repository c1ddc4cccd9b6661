import type { ClusterIdentity } from '@/lib/model';

/** A configuration in the cluster that tells how the cluster is called on NSX. */
export interface Configuration {
  readonly from: 'ncp-ini' | 'nsx-operator';
  readonly where: string;
  readonly cluster: string | null;
  /** Addresses of NSX Managers as written there. */
  readonly managers: readonly string[];
  readonly facts: ClusterIdentity['facts'];
}

/** What is known about a cluster's name on NSX. */
export interface IdentityEvidence {
  readonly name: string;
  /** The value in the settings; it goes before everything. */
  readonly tagValue: string | null;
  readonly manager: { readonly name: string; readonly urls: readonly string[] };
  /** Preferred first. */
  readonly configurations: readonly Configuration[];
  /** How many nodes of this cluster have a port that is tagged for which cluster; null while the ports were not read. */
  readonly nodePorts: ReadonlyMap<string, number> | null;
  /** Whether the cluster has been read, so that what is missing is missing. */
  readonly synced: boolean;
}

export interface FoundIdentity {
  readonly identity: ClusterIdentity;
  /** Where the evidence disagrees. */
  readonly warnings: readonly string[];
}

/** Finds the value of a cluster's tags on NSX: settings, NCP's configuration, nsx-operator's, tags of node ports, name. */
export function findIdentity(evidence: IdentityEvidence): FoundIdentity {
  const told = evidence.configurations.filter(({ cluster }) => cluster !== null);
  const identity = choose(evidence, told);
  const warnings = [
    ...configurationWarnings(evidence, told, identity),
    ...portWarnings(evidence, identity),
    ...managerWarnings(evidence),
    ...(identity.from === 'name' && evidence.synced ? [guessWarning(evidence)] : []),
  ];
  return { identity, warnings };
}

function choose(evidence: IdentityEvidence, told: readonly Configuration[]): ClusterIdentity {
  const { name, tagValue, nodePorts } = evidence;
  const [first] = told;
  const facts = (first ?? evidence.configurations[0])?.facts ?? [];
  if (tagValue !== null) return { tagValue, from: 'settings', where: 'tagValue in the settings', facts };
  if (first?.cluster != null) return { tagValue: first.cluster, from: first.from, where: first.where, facts };
  const byPorts = majority(nodePorts);
  if (byPorts !== null) {
    const where = `cluster tags on the ports of ${byPorts.count} cluster ${byPorts.count === 1 ? 'node' : 'nodes'}`;
    return { tagValue: byPorts.value, from: 'node-ports', where, facts };
  }
  return { tagValue: name, from: 'name', where: "the cluster's name in the settings", facts };
}

/** The value that most nodes have; null when there is none, or two that are as common. */
function majority(ports: IdentityEvidence['nodePorts']): { readonly value: string; readonly count: number } | null {
  const sorted = [...(ports ?? [])].sort((a, b) => b[1] - a[1]);
  const [first, second] = sorted;
  if (first === undefined || first[1] === second?.[1]) return null;
  return { value: first[0], count: first[1] };
}

function configurationWarnings(
  { name }: IdentityEvidence,
  told: readonly Configuration[],
  { tagValue, from, where }: ClusterIdentity,
): readonly string[] {
  return told
    .filter(({ cluster }) => cluster !== tagValue)
    .map((other) => {
      const used = from === 'settings' ? `The settings say that ${name}` : `${where} says that ${name}`;
      return `${used} is "${tagValue}" on NSX, but ${other.where} says "${other.cluster}". "${tagValue}" is used.`;
    });
}

function portWarnings({ nodePorts }: IdentityEvidence, { tagValue, where }: ClusterIdentity): readonly string[] {
  if (nodePorts === null || nodePorts.size === 0 || nodePorts.has(tagValue)) return [];
  const others = [...nodePorts.keys()].sort().map((value) => `"${value}"`);
  return [
    `The ports of its cluster nodes are tagged for ${others.join(', ')} on NSX, not for "${tagValue}" (${where}).`,
  ];
}

function managerWarnings({ configurations, manager }: IdentityEvidence): readonly string[] {
  const ours = manager.urls.map(hostOf);
  // Through a tunnel or a port forward an address says nothing.
  if (ours.some(isLoopback)) return [];
  return configurations.flatMap(({ where, managers }) => {
    const theirs = managers.map(hostOf);
    // A name and an address may be the same machine.
    const comparable = theirs.some((host) => ours.some((other) => isAddress(host) === isAddress(other)));
    if (!comparable || theirs.some((host) => ours.includes(host))) return [];
    return [
      `${where} names the NSX Manager ${theirs.join(', ')}, but ${manager.name} in the settings is ${ours.join(', ')}. ` +
        'If that is not the same NSX, the wrong one is read for this cluster.',
    ];
  });
}

function guessWarning({ name, configurations }: IdentityEvidence): string {
  const why =
    configurations.length === 0
      ? 'no configuration of NCP or nsx-operator can be read, and no port of its nodes is tagged'
      : 'its configuration does not name it, and no port of its nodes is tagged';
  return `How this cluster is called on NSX is a guess, "${name}": ${why}. Set tagValue if it is another name.`;
}

/** Host of `https://host:port`, `host:port` or `host`, in lower case. */
function hostOf(address: string): string {
  const bare = address
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/\/.*$/, '')
    .toLowerCase();
  return /^\[([^\]]+)\]/.exec(bare)?.[1] ?? (bare.split(':').length > 2 ? bare : bare.replace(/:\d+$/, ''));
}

const isAddress = (host: string): boolean => /^[\d.]+$/.test(host) || host.includes(':');
const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');
