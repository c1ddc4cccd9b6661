import type { Verdict } from '../dfw/reach';
import type { NetworkPolicyDetail } from '../kinds/kubernetes/network-policy-detail';
import type { PodDetail } from '../kinds/kubernetes/pod';
import type { GraphNode, GraphQueries } from '../model';
import { legDifference, type LivePolicy } from './difference';
import { type Access, combineSides, type FlowEnd, judge, type PodFacts, type Side } from './evaluate';

/** What Kubernetes alone says to a flow, beside what NSX does with it. */
export interface Intent {
  /** `mixed`: members behind one address fare differently. */
  readonly outcome: Access | 'mixed';
  readonly because: string;
  readonly policies: readonly {
    readonly node: GraphNode;
    readonly direction: Side['direction'];
    readonly effect: Side['policies'][number]['effect'];
  }[];
  readonly assumed: readonly string[];
  /** What NSX does otherwise, and why; null where both say the same, or one of them cannot tell. */
  readonly difference: string | null;
}

/** The verdict of NetworkPolicies for the flow that a verdict of NSX is about; null when no end is a Pod. */
export function intentOf(graph: GraphQueries, verdict: Verdict): Intent | null {
  const { from } = verdict;
  if (from.type !== 'host') return null;
  const sender = podOf(graph, from.node);
  const policiesOf = policyReader(graph);
  const judged = verdict.legs.flatMap((leg) => {
    const receiver = podOf(graph, leg.to.node);
    if (sender === null && receiver === null) return [];
    const six = leg.to.address?.includes(':') ?? false;
    const source = from.addresses.find((one) => one.includes(':') === six) ?? null;
    const ends = { from: endOf(graph, sender, source), to: endOf(graph, receiver, leg.to.address) };
    const policies = [...policiesOf(sender), ...(sameNamespace(sender, receiver) ? [] : policiesOf(receiver))];
    const sides = judge(policies, { ...ends, traffic: leg.traffic });
    return [{ leg, sides, ...combineSides(sides), difference: legDifference(graph, leg, sides) }];
  });
  const [first] = judged;
  if (first === undefined) return null;
  const outcomes = new Set(judged.map(({ outcome }) => outcome));
  const through = judged.filter(({ outcome }) => outcome === 'allowed').length;
  const policies = judged.flatMap(({ sides }) =>
    [sides.egress, sides.ingress].flatMap((side) =>
      side.policies.map(({ policy, effect }) => ({ node: policy.node, direction: side.direction, effect })),
    ),
  );
  const differences = [...new Set(judged.flatMap(({ difference }) => difference ?? []))];
  return {
    outcome: outcomes.size === 1 ? first.outcome : 'mixed',
    because:
      outcomes.size === 1 ? first.because : `NetworkPolicies let ${through} of ${judged.length} members be reached`,
    policies: [...new Map(policies.map((one) => [`${one.direction} ${one.effect} ${one.node.id}`, one])).values()],
    assumed: assumptions(verdict, [sender, ...verdict.legs.map(({ to }) => podOf(graph, to.node))]),
    difference: differences.length === 0 ? null : differences.join(' '),
  };
}

function assumptions(verdict: Verdict, pods: readonly (GraphNode | null)[]): readonly string[] {
  return [
    ...(pods.some((pod) => pod?.facts.hostNetwork === true)
      ? ['Kubernetes does not define what becomes of Pods on the host network; mostly they count as their cluster node']
      : []),
    ...(verdict.to.type === 'front' && verdict.to.by === 'load-balancer'
      ? ['That NetworkPolicies see the sender itself, not the load balancer: Kubernetes leaves open which of both']
      : []),
  ];
}

const endOf = (graph: GraphQueries, pod: GraphNode | null, address: string | null): FlowEnd => ({
  pod: pod === null ? null : factsOf(graph, pod),
  address,
});

/** The Pod itself, or the one that a segment port is for. */
function podOf(graph: GraphQueries, node: GraphNode | null): GraphNode | null {
  if (node === null || node.kind === 'pod') return node;
  const hop = graph.hopsTo(node.id).find(({ kind, from }) => kind === 'realizes' && from.node.kind === 'pod');
  return hop?.from.node ?? null;
}

function sameNamespace(a: GraphNode | null, b: GraphNode | null): boolean {
  return a !== null && b !== null && a.source === b.source && a.namespace === b.namespace;
}

/** Every namespace carries this label with its name, put there by the API server. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

function factsOf(graph: GraphQueries, pod: GraphNode): PodFacts {
  const [namespace] = pod.namespace === null ? [] : graph.named(pod.source, 'namespace', null, pod.namespace);
  const detail = graph.record(pod.id)?.detail as PodDetail | undefined; // only Pods are asked about
  const home = graph.hopsFrom(pod.id).find(({ kind }) => kind === 'runs-on')?.to.node.facts.address;
  return {
    id: pod.id,
    name: pod.name,
    cluster: pod.source,
    namespace: pod.namespace,
    labels: pod.labels ?? {},
    namespaceLabels: namespace === undefined ? null : { [NAME_LABEL]: namespace.name, ...namespace.labels },
    ports: detail?.namedPorts ?? [],
    onHost: pod.facts.hostNetwork === true,
    home: typeof home === 'string' ? home : null,
  };
}

/** The NetworkPolicies of a Pod's namespace; read once for each. */
function policyReader(graph: GraphQueries): (pod: GraphNode | null) => readonly LivePolicy[] {
  const known = new Map<string, readonly LivePolicy[]>();
  return (pod) => {
    if (pod === null) return [];
    const key = `${pod.source} ${pod.namespace ?? ''}`;
    const found = known.get(key) ?? policiesIn(graph, pod);
    known.set(key, found);
    return found;
  };
}

function policiesIn(graph: GraphQueries, { source, namespace }: GraphNode): readonly LivePolicy[] {
  const found: LivePolicy[] = [];
  for (const node of graph.nodesOfKind('network-policy')) {
    if (node.source !== source || node.namespace !== namespace) continue;
    const detail = graph.record(node.id)?.detail as NetworkPolicyDetail | undefined; // the kind gives every policy this detail
    if (detail !== undefined) found.push({ node, detail, name: node.name, cluster: source, namespace });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
