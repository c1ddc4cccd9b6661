import type { FactValue } from '../../model';
import type { KubernetesKind, ParseContext } from '../define';
import { isObject, type Json, shareText, textOf } from '../reading';
import { kubernetesParser, type Meta, type Projection, shared, toNamed } from './object';
import { type NamedPort, namedPortsOf } from './pod-ports';
import { podSecrets } from './pod-secrets';
import { podState } from './pod-state';

const NO_FIELDS: Json = {};
const NO_KEYS: readonly string[] = [];

/** What NetworkPolicies need of a Pod besides its facts; only Pods that name ports have one. */
export interface PodDetail {
  readonly namedPorts: readonly NamedPort[];
}

/**
 * Pods come by the ten thousand, so their fields are read by hand: a schema library costs several times the bare
 * projection. The property test holds the reader to never throw and never let a foreign type through.
 */
function project(raw: Json, meta: Meta, _context: ParseContext): Projection {
  const spec = isObject(raw.spec) ? raw.spec : NO_FIELDS;
  const status = isObject(raw.status) ? raw.status : NO_FIELDS;
  const verdict = podState(spec, status);
  const phase = textOf(status.phase) ?? 'Unknown';
  const hostNetwork = spec.hostNetwork === true;
  const finished = phase === 'Succeeded' || phase === 'Failed';
  const addresses = addressesOf(status);
  const node = textOf(spec.nodeName);
  const owner = meta.owners.find((candidate) => candidate.controller) ?? meta.owners[0];
  const facts: Record<string, FactValue> = {
    phase,
    address: addresses[0] ?? null,
    node: node === null ? null : shareText(node),
    hostNetwork,
    ready: shareText(`${verdict.ready}/${verdict.containers}`),
    restarts: verdict.restarts,
    workload: workloadOf(meta, owner),
    owner: owner === undefined ? null : shareText(`${owner.kind} ${owner.name}`),
    addresses: addresses.length > 1 ? addresses : null,
  };
  const detail = namedPortsOf(spec);
  return {
    ...(detail === null ? {} : { detail }),
    state: verdict.state,
    reason: verdict.reason,
    facts,
    relations: node === null ? [] : [runsOn(shareText(node))],
    // A Pod on the host network answers to its node's address, and a finished one has given its address back.
    keys: hostNetwork || finished ? NO_KEYS : addresses,
  };
}

function addressesOf(status: Json): readonly string[] {
  const first = textOf(status.podIP);
  if (!Array.isArray(status.podIPs) || status.podIPs.length < 2) return first === null ? NO_KEYS : [first];
  const all = status.podIPs.flatMap((entry) => (isObject(entry) ? (textOf(entry.ip) ?? []) : []));
  return first === null || all.includes(first) ? all : [first, ...all];
}

/** The Deployment of a ReplicaSet's Pod is its owner's name without the template hash; other owners stand for themselves. */
function workloadOf(meta: Meta, owner: Meta['owners'][number] | undefined): string | null {
  if (owner === undefined) return null;
  const hash = meta.labels['pod-template-hash'];
  const suffix = `-${hash ?? ''}`;
  if (owner.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(suffix)) {
    return shareText(owner.name.slice(0, -suffix.length));
  }
  return owner.name;
}

/** The same for all Pods of a cluster node. */
const runsOn = shared((name) => toNamed('runs-on', 'spec.nodeName', { kind: 'cluster-node', namespace: null, name }));

const names = { name: 'pod', type: 'Pod' } as const;

/** A Pod: on NSX it is a segment port. */
export const pod: KubernetesKind = {
  ...names,
  plane: 'kubernetes',
  resource: { group: '', versions: ['v1'], plural: 'pods', namespaced: true, optional: false },
  counterpart: {
    kind: 'segment-port',
    needed: (node) =>
      node.facts.hostNetwork !== true && node.facts.phase !== 'Succeeded' && node.facts.phase !== 'Failed',
    namespaceOn: 'segment',
    waiting: 'waiting for its segment port',
  },
  presentation: {
    singular: 'Pod',
    plural: 'Pods',
    icon: 'box',
    lane: 'pod',
    line: (node) => [node.facts.address, node.facts.node].filter((part) => typeof part === 'string').join(' · '),
    facts: [
      { name: 'phase', label: 'Phase' },
      { name: 'address', label: 'Address', mono: true },
      { name: 'addresses', label: 'All addresses', mono: true },
      { name: 'node', label: 'Cluster node' },
      { name: 'ready', label: 'Containers ready' },
      { name: 'restarts', label: 'Restarts' },
      { name: 'owner', label: 'Owner' },
      { name: 'workload', label: 'Workload' },
      { name: 'hostNetwork', label: 'Host network' },
    ],
  },
  parse: kubernetesParser(names, project),
  redact: [...podSecrets('spec'), 'metadata.managedFields'],
  hides: 'Pods, and with them what runs behind every segment port and VIP',
};
