import { holdsAddress } from '../dfw/address';
import type { Traffic } from '../dfw/traffic';
import type {
  LabelSelector,
  NetworkPolicyDetail,
  PolicyPeer,
  PolicyPort,
  PolicyRule,
} from '../kinds/kubernetes/network-policy-detail';
import { type Labels, selects } from './selector';

/** A port of a container that has a name. */
export interface NamedPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

/** What NetworkPolicies see of a Pod. */
export interface PodFacts {
  readonly id: string;
  readonly name: string;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly labels: Labels;
  /** Null where the namespace itself has not been read. */
  readonly namespaceLabels: Labels | null;
  readonly ports: readonly NamedPort[];
  /** On the host network: policies take its traffic for that of its cluster node. */
  readonly onHost: boolean;
  /** Address of its cluster node. */
  readonly home: string | null;
}

/** Who sends or receives: a Pod, or an address that is none; null is anywhere outside. */
export interface FlowEnd {
  readonly pod: PodFacts | null;
  readonly address: string | null;
}

export interface Policy {
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly name: string;
  readonly detail: NetworkPolicyDetail;
}

export interface Flow {
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  readonly traffic: Traffic;
}

export type Access = 'allowed' | 'denied' | 'undecidable';

/** What the policies of one Pod say, in one direction. */
export interface Side<P extends Policy = Policy> {
  readonly direction: 'Ingress' | 'Egress';
  readonly outcome: Access;
  readonly because: string;
  /** Policies that select the Pod for the direction: the one that allows alone, else all of them. */
  readonly policies: readonly { readonly policy: P; readonly effect: 'allows' | 'isolates' | 'unknown' }[];
}

const PROTOCOLS: Readonly<Record<string, number>> = { TCP: 6, UDP: 17, SCTP: 132 };

/** Whether NetworkPolicies alone let a new connection through: out of the source and into the destination. */
export function judge<P extends Policy>(policies: readonly P[], flow: Flow): { egress: Side<P>; ingress: Side<P> } {
  return { egress: judgeSide(policies, flow, 'Egress'), ingress: judgeSide(policies, flow, 'Ingress') };
}

/** Both sides have to allow. */
export function combineSides({ egress, ingress }: { egress: Side; ingress: Side }): {
  readonly outcome: Access;
  readonly because: string;
} {
  for (const outcome of ['denied', 'undecidable'] as const) {
    const side = [egress, ingress].find((one) => one.outcome === outcome);
    if (side !== undefined) return { outcome, because: side.because };
  }
  const telling = [ingress, egress].find(({ policies }) => policies.length > 0);
  return { outcome: 'allowed', because: telling?.because ?? 'No NetworkPolicy selects either end for this direction' };
}

function judgeSide<P extends Policy>(all: readonly P[], flow: Flow, direction: Side['direction']): Side<P> {
  const [own, peer] = direction === 'Ingress' ? [flow.to, flow.from] : [flow.from, flow.to];
  const free = (because: string): Side<P> => ({ direction, outcome: 'allowed', because, policies: [] });
  const { pod } = own;
  if (pod === null) return free('NetworkPolicies select Pods alone');
  if (pod.onHost) return free(`${pod.name} is on the host network: NetworkPolicies do not select it`);
  if (peer.pod?.id === pod.id || (peer.address !== null && peer.address === own.address)) {
    return free('what a Pod sends to itself is always allowed');
  }
  if (pod.home !== null && peer.address === pod.home)
    return free('traffic with its own cluster node is always allowed');
  const selecting = all.flatMap((policy) => {
    if (policy.cluster !== pod.cluster || policy.namespace !== pod.namespace) return [];
    const selected = policy.detail.types.includes(direction) && selects(policy.detail.podSelector, pod.labels);
    return selected === false ? [] : [{ policy, selected: selected === true && policy.detail.whole }];
  });
  const way = direction === 'Ingress' ? 'into' : 'out of';
  if (selecting.length === 0) return free(`No NetworkPolicy selects ${pod.name} for traffic ${way} it`);
  const judged = selecting.map(({ policy, selected }) => ({
    policy,
    selected,
    allows: policyAllows(policy, direction, peer, flow),
  }));
  const sure = judged.filter(({ selected, allows }) => selected && allows === true);
  if (sure.length > 0) {
    return {
      direction,
      outcome: 'allowed',
      because: `${namesOf(sure)} ${sure.length === 1 ? 'allows' : 'allow'} it ${way} ${pod.name}`,
      policies: sure.map(({ policy }) => ({ policy, effect: 'allows' })),
    };
  }
  const effects = judged.map(({ policy, selected, allows }) => ({
    policy,
    effect: selected && allows === false ? ('isolates' as const) : ('unknown' as const),
  }));
  const doubt = doubtOf(judged, flow.traffic);
  if (doubt !== null) return { direction, outcome: 'undecidable', because: doubt, policies: effects };
  const one = judged.length === 1;
  const because = `${namesOf(judged)} ${one ? 'isolates' : 'isolate'} ${pod.name}, and ${one ? 'does not allow' : 'none allows'} this ${way} it`;
  return { direction, outcome: 'denied', because, policies: effects };
}

function doubtOf(
  judged: readonly { policy: Policy; selected: boolean; allows: boolean | null }[],
  { protocol }: Traffic,
): string | null {
  const unread = judged.find(({ selected }) => !selected);
  if (unread !== undefined) return `NetworkPolicy ${unread.policy.name} has parts that cannot be read here`;
  const open = judged.find(({ allows }) => allows === null);
  if (open !== undefined) return `Whether NetworkPolicy ${open.policy.name} allows it depends on more than was asked`;
  if (Object.values(PROTOCOLS).includes(protocol)) return null;
  return 'Kubernetes defines NetworkPolicies for TCP, UDP and SCTP; what becomes of other protocols is left to the network';
}

const namesOf = (judged: readonly { readonly policy: Policy }[]): string =>
  `${judged.length === 1 ? 'NetworkPolicy' : 'NetworkPolicies'} ${judged.map(({ policy }) => policy.name).join(', ')}`;

function policyAllows(policy: Policy, direction: Side['direction'], peer: FlowEnd, flow: Flow): boolean | null {
  const rules = direction === 'Ingress' ? policy.detail.ingress : policy.detail.egress;
  return any(rules.map((rule) => ruleAllows(policy, rule, peer, flow)));
}

function ruleAllows(policy: Policy, { peers, ports }: PolicyRule, peer: FlowEnd, flow: Flow): boolean | null {
  const who = peers.length === 0 || any(peers.map((one) => isPeer(policy, one, peer)));
  const what = ports.length === 0 || any(ports.map((one) => isPort(one, flow)));
  if (who === false || what === false) return false;
  return who === null || what === null ? null : true;
}

/** Pods are selected by labels alone; an address block holds Pods too that have an address in it. */
function isPeer(
  policy: Policy,
  { podSelector, namespaceSelector, ipBlock }: PolicyPeer,
  peer: FlowEnd,
): boolean | null {
  if (ipBlock !== null) return isInBlock(ipBlock, peer.address);
  // What names nobody in a way that is known here may mean anybody: Kubernetes lets no peer be empty.
  if (podSelector === null && namespaceSelector === null) return null;
  const { pod } = peer;
  if (pod === null || pod.onHost || pod.cluster !== policy.cluster) return false;
  const there = namespaceSelector === null || isNamespaceSelected(namespaceSelector, pod);
  const inside = namespaceSelector === null ? pod.namespace === policy.namespace : there;
  const chosen = podSelector === null || selects(podSelector, pod.labels);
  if (inside === false || chosen === false) return false;
  return inside === null || chosen === null ? null : true;
}

/** An empty selector selects all namespaces, whatever is known of them. */
function isNamespaceSelected(selector: LabelSelector, { namespaceLabels }: PodFacts): boolean | null {
  if (namespaceLabels !== null) return selects(selector, namespaceLabels);
  return Object.keys(selector.matchLabels).length + selector.matchExpressions.length === 0 ? true : null;
}

function isInBlock({ cidr, except }: NonNullable<PolicyPeer['ipBlock']>, address: string | null): boolean | null {
  if (address === null) return cidr.endsWith('/0') && except.length === 0 ? true : null;
  return holdsAddress(cidr, address) && !except.some((one) => holdsAddress(one, address));
}

/** A name stands for a port of the Pod that receives. */
function isPort({ protocol, port, endPort }: PolicyPort, { to, traffic }: Flow): boolean | null {
  if (PROTOCOLS[protocol.toUpperCase()] !== traffic.protocol) return false;
  if (port === null) return true;
  const asked = traffic.port;
  if (typeof port === 'string') {
    const named = to.pod?.ports.filter((one) => one.name === port && one.protocol === protocol) ?? [];
    if (named.length === 0) return false;
    return asked === null ? null : named.some((one) => one.port === asked);
  }
  if (asked === null) return null;
  return port <= asked && asked <= (endPort ?? port);
}

const any = (matches: readonly (boolean | null)[]): boolean | null =>
  matches.includes(true) ? true : matches.includes(null) ? null : false;
