import { toRef } from '../details/refs';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import type { GroupMember, GroupMembersResponse } from '../wire';
import { holdsAddress } from './address';
import { unevaluated } from './comparison';
import { notEvaluable } from './groups';
import { addressesOf, groupAddresses, groupRecord, isPort, matchesOf, realizedBy } from './lookup';
import { toGroup } from './subjects';

/** A member by our evaluation of intent. */
export interface OurMember {
  readonly port: GraphNode;
  readonly addresses: readonly string[];
}

/** Our evaluation of a group. */
export type Evaluation =
  | { readonly state: 'evaluated'; readonly members: readonly OurMember[]; readonly addresses: readonly string[] }
  | { readonly state: 'not-evaluable'; readonly reason: string };

/** Who is in the group by tags, paths and nesting; null when the id is not a group. */
export function evaluateGroup(graph: GraphQueries, id: NodeId): Evaluation | null {
  const record = groupRecord(graph, id);
  if (record === null) return null;
  const reason = notEvaluable(graph, record);
  if (reason !== null) return { state: 'not-evaluable', reason };
  const ports = [...(graph.criteriaOf(id)?.members.keys() ?? [])].map(({ node }) => node);
  const members = ports.map((port): OurMember => ({ port, addresses: addressesOf(graph, port) }));
  members.sort((a, b) => (a.port.key < b.port.key ? -1 : 1));
  return { state: 'evaluated', members, addresses: groupAddresses(graph, record) };
}

/** NSX's own effective members, as read on demand. Ids are paths, UUIDs, or display names, depending on the release. */
export type NsxMembers =
  | {
      readonly state: 'read';
      readonly at: string;
      readonly ports: readonly { readonly id: string; readonly name: string | null; readonly path?: string | null }[];
      readonly addresses: readonly string[];
    }
  | { readonly state: 'unavailable'; readonly at: string; readonly reason: string };

type Comparison = Pick<GroupMembersResponse, 'ours' | 'nsx' | 'members' | 'addresses'>;

/** Our members beside NSX's, with every difference explained; null when the id is not a group. */
export function compareMembers(graph: GraphQueries, id: NodeId, nsx: NsxMembers): Comparison | null {
  const evaluation = evaluateGroup(graph, id);
  const record = groupRecord(graph, id);
  if (evaluation === null || record === null) return null;
  const ours = evaluation.state === 'evaluated' ? evaluation.members : [];
  const listed = nsx.state === 'read' ? matchListed(graph, record.node.source, nsx.ports) : null;
  const members: GroupMember[] = ours.map(({ port }) => {
    const verdict = listed === null ? 'nsx-unknown' : listed.known.has(port.id) ? 'both' : 'only-ours';
    const explanation = verdict === 'only-ours' ? whyOnlyOurs(port) : null;
    return toMember(graph, port, { group: id, verdict, explanation });
  });
  const mine = new Set(ours.map(({ port }) => port.id));
  for (const port of listed?.known.values() ?? []) {
    if (mine.has(port.id)) continue;
    const explanation = whyOnlyNsx(evaluation, unevaluated(toGroup(record).expression));
    members.push(toMember(graph, port, { group: id, verdict: 'only-nsx', explanation }));
  }
  for (const port of listed?.unknown ?? []) members.push(unknownMember(port));
  return {
    ours:
      evaluation.state === 'evaluated'
        ? { state: 'evaluated', count: ours.length }
        : { state: 'not-evaluable', reason: evaluation.reason },
    nsx:
      nsx.state === 'read'
        ? { state: 'read', at: nsx.at, count: nsx.ports.length }
        : { state: 'unavailable', at: nsx.at, reason: nsx.reason },
    members,
    addresses: withoutPort(members, evaluation, nsx),
  };
}

type Listed = Extract<NsxMembers, { state: 'read' }>['ports'][number];

/** Finds NSX's members among the ports we know: by path first, then by id, and by name only when the name is unique. */
function matchListed(graph: GraphQueries, source: GraphNode['source'], ports: readonly Listed[]) {
  const index = new Map<string, GraphNode | null>();
  const add = (key: unknown, node: GraphNode): void => {
    if (typeof key === 'string' && key !== '') index.set(key, index.has(key) && index.get(key) !== node ? null : node);
  };
  for (const node of graph.nodesOfSource(source)) {
    if (!isPort(node)) continue;
    add(node.key, node);
    add(node.key.slice(node.key.lastIndexOf('/') + 1), node);
    add(node.facts.uniqueId, node);
    add(node.name, node);
  }
  const known = new Map<NodeId, GraphNode>();
  const unknown: Listed[] = [];
  for (const port of ports) {
    const node = [port.path, port.id, port.name].map((key) => index.get(key ?? '')).find((found) => found != null);
    if (node === undefined || node === null) unknown.push(port);
    else known.set(node.id, node);
  }
  return { known, unknown };
}

function toMember(
  graph: GraphQueries,
  port: GraphNode,
  about: { readonly group: NodeId } & Pick<GroupMember, 'verdict' | 'explanation'>,
): GroupMember {
  const pod = realizedBy(graph, port.id);
  return {
    port: toRef(port),
    pod: pod === null ? null : toRef(pod),
    path: port.key,
    addresses: [...addressesOf(graph, port)],
    matches: matchesOf(graph, port.id, about.group).map((match) => ({ ...match })),
    verdict: about.verdict,
    explanation: about.explanation,
  };
}

function unknownMember(listed: Listed): GroupMember {
  return {
    port: null,
    pod: null,
    path: listed.path ?? listed.name ?? listed.id,
    addresses: [],
    matches: [],
    verdict: 'only-nsx',
    explanation:
      'NSX lists a port that is not among those read: it belongs to no cluster known here, or is newer than the last read',
  };
}

function whyOnlyOurs(port: GraphNode): string {
  if (port.state === 'pending') return `The port is ${port.reason ?? 'pending'}, so NSX has not added it yet`;
  return 'The tag matches, but NSX has not added the port: its evaluation lags behind a change, or the port is not realized';
}

function whyOnlyNsx(evaluation: Evaluation, left: readonly string[]): string {
  if (evaluation.state === 'not-evaluable') return evaluation.reason;
  if (left.length > 0) return `Part of the expression is not evaluated here: ${left.join('; ')}`;
  return 'No tag that we have read matches: NSX lags behind a removed tag, or the tag is newer than the last read';
}

/** Addresses that are members without belonging to a member port. */
function withoutPort(members: readonly GroupMember[], evaluation: Evaluation, nsx: NsxMembers): string[] {
  const ofPorts = new Set(members.flatMap((member) => member.addresses));
  const listed = evaluation.state === 'evaluated' ? evaluation.addresses : [];
  const effective = nsx.state === 'read' ? nsx.addresses : [];
  const all = new Set([...listed, ...effective]);
  return [...all].filter(
    (entry) =>
      ![...ofPorts].some((address) => entry === address || (!isNetwork(entry) && holdsAddress(entry, address))),
  );
}

const isNetwork = (entry: string): boolean => entry.includes('/') || entry.includes('-');
