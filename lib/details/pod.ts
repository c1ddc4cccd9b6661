import { groupsOf as groupsOfPort, matchesOf, rulesSeenBy, switchedOffAt } from '../dfw';
import { kindNamed } from '../kinds';
import { pod as podKind } from '../kinds/kubernetes/pod';
import { EXCLUDE_LIST } from '../kinds/nsx/exclude-list';
import type { Evidence, GraphEdge, GraphNode, GraphQueries, SourceStatus } from '../model';
import { kubernetesSource } from '../model';
import type { PodResponse, PortState } from '../wire';
import { compareLabels } from './labels';
import { first } from './page/list';
import { membershipList } from './page/relations';
import { pairedFacts } from './pod-facts';
import { reportsAbout } from './reports';
import { toRef, toWireEvidence, toWireNode } from './refs';

/** A Pod as people name it. */
export interface PodName {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

/** The Pod of that name, and its segment port if it has one; the newest while a name changes hands. */
export function findPod(
  graph: GraphQueries,
  wanted: PodName,
): { readonly pod: GraphNode; readonly port: GraphNode | null } | null {
  const { cluster, namespace, name } = wanted;
  const found = graph.named(kubernetesSource(cluster), podKind.name, namespace, name);
  const [pod] = [...found].sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0) || (a.key < b.key ? -1 : 1));
  if (pod === undefined) return null;
  return { pod, port: correlationOf(graph, pod)?.port ?? null };
}

/** The Pod's passport without the time of the answer; null when there is no such Pod. */
export function describePod(
  graph: GraphQueries,
  wanted: PodName,
  portState: PortState | null,
  sources: readonly SourceStatus[],
): Omit<PodResponse, 'at'> | null {
  const found = findPod(graph, wanted);
  if (found === null) return null;
  const { pod, port } = found;
  const correlation = correlationOf(graph, pod);
  return {
    seq: graph.seq,
    pod: toWireNode(pod),
    port: port === null ? null : toWireNode(port),
    noPort: port === null ? whyNoPort(graph, pod, sources) : null,
    correlation: correlation === null ? [] : howWeKnow(correlation, pod, portState),
    facts: pairedFacts(graph, pod, port, portState),
    ...compareLabels(pod.labels ?? {}, port === null ? null : (port.tags ?? [])),
    chain: port === null ? [] : chainOf(graph, pod, { port, evidence: correlation?.edge.evidence ?? [] }),
    clusterNode: clusterNodeOf(graph, pod),
    snat: snatOf(graph, pod),
    vips: vipsOf(graph, pod),
    groups: port === null ? [] : groupsMet(graph, port),
    rules: port === null ? [] : [...rulesSeenBy(graph, port)],
    portState,
    notes: [...reportsOf(graph, pod, port), ...notesOf(graph, port, portState, sources)],
  };
}

function correlationOf(
  graph: GraphQueries,
  pod: GraphNode,
): { readonly edge: GraphEdge; readonly port: GraphNode } | null {
  const matches = graph.edgesFrom(pod.id).flatMap((edge) => {
    const port = edge.kind === 'realizes' ? graph.node(edge.to) : undefined;
    return port !== undefined && port.kind === podKind.counterpart?.kind ? [{ edge, port }] : [];
  });
  return matches.sort((a, b) => (a.port.key < b.port.key ? -1 : 1))[0] ?? null;
}

/** Evidence of the join, the cluster tag on the same object, and a realized address that agrees. */
function howWeKnow(
  { edge, port }: { readonly edge: GraphEdge; readonly port: GraphNode },
  pod: GraphNode,
  state: PortState | null,
): Evidence[] {
  const cluster = (port.tags ?? []).filter((tag) => CLUSTER_SCOPES.has(tag.scope));
  const bound = state?.state === 'read' ? state.bindings.flatMap((binding) => binding.ip ?? []) : [];
  const same = bound.filter((address) => address === pod.facts.address);
  return toWireEvidence([
    ...edge.evidence,
    ...cluster.map(({ scope, tag }): Evidence => ({ by: 'tag', scope, tag })),
    ...same.map((address): Evidence => ({ by: 'address', field: 'realized_bindings', address })),
  ]);
}

const CLUSTER_SCOPES = new Set(['ncp/cluster', 'nsx-op/cluster']);

function whyNoPort(graph: GraphQueries, pod: GraphNode, sources: readonly SourceStatus[]): string {
  if (pod.facts.hostNetwork === true)
    return 'The Pod is on the host network: it uses the address of its cluster node and needs no port';
  if (podKind.counterpart?.needed(pod) === false)
    return `The Pod is ${String(pod.facts.phase).toLowerCase()}: its port has been given back`;
  const cluster = sources.find((source) => source.plane === 'kubernetes' && source.name === pod.cluster);
  const manager = sources.find((source) => source.id === cluster?.manager);
  if (sources.length > 0 && manager === undefined) return 'No NSX Manager is known for this cluster';
  if (manager !== undefined && manager.state !== 'live' && manager.state !== 'partial') {
    return `NSX ${manager.name} is ${manager.state}${manager.reason === null ? '' : `: ${manager.reason}`}; whether there is a port is unknown`;
  }
  const [namespace] = graph.edgesTo(pod.id).filter((edge) => edge.kind === 'contains');
  const onNsx = namespace !== undefined && graph.edgesFrom(namespace.from).some((edge) => edge.kind === 'realizes');
  if (!onNsx) return `Namespace ${pod.namespace ?? ''} has no segment in NSX`;
  return 'NCP has not made its segment port yet';
}

/** From the Pod up: its port, the segment, the Tier-1, the Tier-0, each with how the step is known. */
function chainOf(
  graph: GraphQueries,
  pod: GraphNode,
  { port, evidence }: { readonly port: GraphNode; readonly evidence: readonly Evidence[] },
): PodResponse['chain'] {
  const start = kindNamed(pod.kind)?.presentation.line?.(pod) ?? '';
  const chain: PodResponse['chain'] = [{ node: toRef(pod), line: start, evidence: [] }];
  const visited = new Set<string>();
  let here: { readonly node: GraphNode; readonly evidence: readonly Evidence[] } | null = { node: port, evidence };
  while (here !== null && !visited.has(here.node.id)) {
    visited.add(here.node.id);
    const line = kindNamed(here.node.kind)?.presentation.line?.(here.node) ?? '';
    chain.push({ node: toRef(here.node), line, evidence: toWireEvidence(here.evidence) });
    here = stepUp(graph, here.node);
  }
  return chain;
}

function stepUp(graph: GraphQueries, node: GraphNode) {
  const containers = graph
    .edgesTo(node.id)
    .filter((edge) => edge.kind === 'contains')
    .map((edge) => ({ edge, to: edge.from }));
  const gateways = graph
    .edgesFrom(node.id)
    .filter((edge) => edge.kind === 'connects')
    .map((edge) => ({ edge, to: edge.to }));
  for (const { edge, to } of [...gateways, ...containers]) {
    const next = graph.node(to);
    if (next !== undefined) return { node: next, evidence: edge.evidence };
  }
  return null;
}

function clusterNodeOf(graph: GraphQueries, pod: GraphNode): PodResponse['clusterNode'] {
  for (const edge of graph.edgesFrom(pod.id)) {
    const node = edge.kind === 'runs-on' ? graph.node(edge.to) : undefined;
    if (node !== undefined) return toRef(node);
  }
  return null;
}

/** SNAT rules of the Pod's Namespace. */
function snatOf(graph: GraphQueries, pod: GraphNode): PodResponse['snat'] {
  return graph.edgesTo(pod.id).flatMap((edge) => {
    if (edge.kind !== 'contains') return [];
    return graph.edgesFrom(edge.from).flatMap((made) => {
      const node = made.kind === 'realizes' ? graph.node(made.to) : undefined;
      const address = node?.facts.translated;
      return node?.facts.action === 'SNAT' && typeof address === 'string' ? [{ address, node: toRef(node) }] : [];
    });
  });
}

/** Virtual servers whose pools have the Pod's address among their members. */
function vipsOf(graph: GraphQueries, pod: GraphNode): PodResponse['vips'] {
  const vips = new Map<string, PodResponse['vips'][number]>();
  for (const backs of graph.edgesTo(pod.id)) {
    if (backs.kind !== 'backs') continue;
    for (const balances of graph.edgesTo(backs.from)) {
      const server = balances.kind === 'balances' ? graph.node(balances.from) : undefined;
      if (server === undefined) continue;
      const { address, ports } = server.facts;
      vips.set(server.id, {
        address: typeof address === 'string' ? address : '',
        ports: Array.isArray(ports) ? [...ports] : [],
        virtualServer: toRef(server),
        service: serviceOf(graph, [server.id, backs.from]),
      });
    }
  }
  return [...vips.values()].sort((a, b) => (a.virtualServer.id < b.virtualServer.id ? -1 : 1));
}

/** The Service that the virtual server was made for; one without a Service tag is known through its pool. */
function serviceOf(graph: GraphQueries, ids: readonly GraphNode['id'][]): PodResponse['vips'][number]['service'] {
  for (const id of ids) {
    for (const edge of graph.edgesTo(id)) {
      const node = edge.kind === 'realizes' ? graph.node(edge.from) : undefined;
      if (node !== undefined) return toRef(node);
    }
  }
  return null;
}

/** Most groups of one criteria that are named at once. */
const MOST_GROUPS = 12;

function groupsMet(graph: GraphQueries, port: GraphNode): PodResponse['groups'] {
  const met = graph.criteriaMetBy(port.id).map(({ criteria: { id, groups } }) => {
    const [any] = groups;
    // Groups that share criteria are met by the same.
    const matches = any === undefined ? [] : matchesOf(graph, port.id, any.node.id);
    const named = first(
      [...groups].map(({ node }) => node),
      MOST_GROUPS,
      (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1),
    );
    return {
      matches: matches.map((match) => ({ ...match })),
      count: groups.size,
      first: named.map(toRef),
      list: membershipList(id),
    };
  });
  // Few groups are made by people, very many by policies.
  return met.sort((a, b) => a.count - b.count || (a.list < b.list ? -1 : 1));
}

/** What is reported about the Pod and its port, one by one. */
function reportsOf(graph: GraphQueries, pod: GraphNode, port: GraphNode | null): readonly string[] {
  return [pod, ...(port === null ? [] : [port])].flatMap((node) =>
    reportsAbout(graph, node.id).map((report) => `Reported of the ${node === pod ? 'Pod' : 'port'}: ${report}`),
  );
}

/** Whether the port passes every rule, as far as the switch and the exclude list are known. */
function unguardedNote(graph: GraphQueries, port: GraphNode): string {
  const off = switchedOffAt(graph, port);
  if (off.is !== 'no') return `No rule may apply to the port: ${off.because}`;
  const own = [port.id, ...groupsOfPort(graph, port.id).map((group) => group.id)];
  const segments = graph.edgesTo(port.id).flatMap((edge) => (edge.kind === 'contains' ? [edge.from] : []));
  const through = [...own, ...segments].find((id) => graph.hopsTo(id).some((hop) => hop.kind === 'excludes'));
  if (through !== undefined) {
    const what = through === port.id ? 'The port' : (graph.node(through)?.name ?? 'What it belongs to');
    return `${what} is on the exclude list of the distributed firewall: no rule applies to the port`;
  }
  const known = graph.byKey(port.source, EXCLUDE_LIST) !== undefined;
  return known
    ? 'Rules are listed from intent; the port is not on the exclude list of the distributed firewall'
    : 'Rules are listed from intent; the exclude list of the distributed firewall is not read';
}

function notesOf(
  graph: GraphQueries,
  port: GraphNode | null,
  state: PortState | null,
  sources: readonly SourceStatus[],
): string[] {
  const notes: string[] = [];
  if (state?.state === 'unavailable') notes.push(`Realized state could not be read: ${state.reason}`);
  if (port !== null && state === null)
    notes.push('Realized state has not been read; addresses are what Kubernetes says');
  if (port !== null) notes.push(unguardedNote(graph, port));
  for (const source of sources) {
    if (source.state === 'stale')
      notes.push(`${titleOf(source)} is stale since ${new Date(source.lastSuccessAt ?? source.since).toISOString()}`);
  }
  return notes;
}

const titleOf = ({ plane, name }: SourceStatus): string =>
  plane === 'nsx' ? `NSX Manager ${name}` : `Cluster ${name}`;
