import type { GraphNode, GraphQueries, NodeId, ObjectRecord } from '../model';
import { STRIDE, type Steps } from '../steps';
import type { GroupMember, GroupMembersResponse } from '../wire';
import { boundsOf } from './address';
import { notEvaluable } from './groups';
import { addressesOf, groupAddresses, groupRecord, isPort } from './lookup';
import { isOfVpc } from './spaces';

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
export function* evaluateGroup(graph: GraphQueries, id: NodeId): Steps<Evaluation | null> {
  const record = groupRecord(graph, id);
  if (record === null) return null;
  const reason = notEvaluable(graph, record);
  if (reason !== null) return { state: 'not-evaluable', reason };
  // A copy: members may come and go between two steps.
  const ports = Array.from(graph.criteriaOf(id)?.members.keys() ?? [], ({ node }) => node);
  const members: OurMember[] = [];
  for (const port of ports) {
    members.push({ port, addresses: addressesOf(graph, port) });
    if (members.length % STRIDE === 0) yield;
  }
  return { state: 'evaluated', members, addresses: groupAddresses(graph, record) };
}

/** A port as NSX lists it. Ids are paths, UUIDs, or display names, depending on the release. */
export interface Listed {
  readonly id: string;
  readonly name: string | null;
  readonly path?: string | null;
}

/** NSX's own effective members, as read on demand. */
export type NsxMembers =
  | {
      readonly state: 'read';
      readonly at: string;
      readonly ports: readonly Listed[];
      readonly addresses: readonly string[];
      /** False when the pages did not fit together. */
      readonly whole: boolean;
    }
  | { readonly state: 'unavailable'; readonly at: string; readonly forbidden: boolean; readonly reason: string };

/** A member by either evaluation: a port that we know, or what NSX lists and we do not know. */
export type ComparedMember =
  | {
      readonly port: GraphNode;
      readonly addresses: readonly string[];
      readonly verdict: GroupMember['verdict'];
    }
  | { readonly port: null; readonly listed: Listed; readonly verdict: 'only-nsx' };

/** Our members beside those of NSX. */
export interface Comparison extends Pick<GroupMembersResponse, 'ours' | 'nsx'> {
  readonly group: ObjectRecord;
  readonly evaluation: Evaluation;
  /** In no order. */
  readonly members: readonly ComparedMember[];
  /** Addresses, networks and ranges that are members without a port. */
  readonly addresses: readonly string[];
  /** Addresses that NSX counts into the group, in the form of {@link sameAddress}; null when it was not read. */
  readonly effective: ReadonlySet<string> | null;
}

/** Our members beside NSX's; null when the id is not a group. Large groups have tens of thousands, so it goes in steps. */
export function* compareMembers(graph: GraphQueries, id: NodeId, nsx: NsxMembers): Steps<Comparison | null> {
  const record = groupRecord(graph, id);
  const evaluation = yield* evaluateGroup(graph, id);
  if (evaluation === null || record === null) return null;
  const ours = evaluation.state === 'evaluated' ? evaluation.members : [];
  const listed = nsx.state === 'read' ? yield* matchListed(graph, record.node.source, nsx.ports) : null;
  const effective = nsx.state === 'read' ? new Set(nsx.addresses.map(sameAddress)) : null;
  const toldByAddress = (member: OurMember) => isToldByAddress(record.node.key, member, effective);
  const members: ComparedMember[] = [];
  const mine = new Set<NodeId>();
  for (const { port, addresses } of ours) {
    const isListed = listed?.known.has(port.id) ?? null;
    members.push({ port, addresses, verdict: verdictOn(isListed, toldByAddress({ port, addresses })) });
    mine.add(port.id);
    if (members.length % STRIDE === 0) yield;
  }
  for (const port of listed?.known.values() ?? [])
    if (!mine.has(port.id)) members.push({ port, addresses: addressesOf(graph, port), verdict: 'only-nsx' });
  for (const port of listed?.unknown ?? []) members.push({ port: null, listed: port, verdict: 'only-nsx' });
  return {
    group: record,
    evaluation,
    ours: evaluation.state === 'evaluated' ? { state: 'evaluated', count: ours.length } : evaluation,
    nsx: readOf(nsx),
    members,
    addresses: withoutPort(members, evaluation, nsx),
    effective,
  };
}

function verdictOn(isListed: boolean | null, isTold: boolean): 'nsx-unknown' | 'both' | 'only-ours' {
  if (isListed === null) return 'nsx-unknown';
  return isListed || isTold ? 'both' : 'only-ours';
}

/** Of a group outside VPCs NSX lists the ports on segments; of those on subnets of VPCs it tells the addresses alone. */
function isToldByAddress(
  group: string,
  { port, addresses }: OurMember,
  effective: ReadonlySet<string> | null,
): boolean {
  if (effective === null || !isOfVpc(port.key) || isOfVpc(group)) return false;
  return addresses.some((address) => effective.has(sameAddress(address)));
}

/** What is told of the reading itself. */
function readOf(nsx: NsxMembers): Comparison['nsx'] {
  if (nsx.state === 'read') return { state: 'read', at: nsx.at, count: nsx.ports.length, whole: nsx.whole };
  return { state: 'unavailable', at: nsx.at, forbidden: nsx.forbidden, reason: nsx.reason };
}

/** Finds NSX's members among the ports we know: by path first, then by id, and by name only when the name is unique. */
function* matchListed(graph: GraphQueries, source: GraphNode['source'], ports: readonly Listed[]) {
  const known = new Map<NodeId, GraphNode>();
  const open: Listed[] = [];
  let visited = 0;
  for (const port of ports) {
    if (++visited % STRIDE === 0) yield;
    const node = [port.path, port.id].map((key) => graph.byKey(source, key ?? '')).find((found) => found !== undefined);
    if (node !== undefined && isPort(node)) known.set(node.id, node);
    else open.push(port);
  }
  const unknown: Listed[] = [];
  // Releases that give no paths are rare: only then every port is looked at.
  const index = open.length === 0 ? new Map<string, GraphNode | null>() : yield* portsByOtherNames(graph, source);
  for (const port of open) {
    const node = [port.id, port.name].map((key) => index.get(key ?? '')).find((found) => found != null);
    if (node == null) unknown.push(port);
    else known.set(node.id, node);
  }
  return { known, unknown };
}

/** Ports by the last part of their path, the id that NSX gives them besides, and their name; null where several have it. */
function* portsByOtherNames(graph: GraphQueries, source: GraphNode['source']): Steps<Map<string, GraphNode | null>> {
  const index = new Map<string, GraphNode | null>();
  const add = (key: unknown, node: GraphNode): void => {
    if (typeof key === 'string' && key !== '') index.set(key, index.has(key) && index.get(key) !== node ? null : node);
  };
  let visited = 0;
  for (const node of graph.nodesOfSource(source)) {
    if (++visited % STRIDE === 0) yield;
    if (!isPort(node)) continue;
    add(node.key.slice(node.key.lastIndexOf('/') + 1), node);
    add(node.facts.uniqueId, node);
    add(node.name, node);
  }
  return index;
}

/** Addresses that are members without belonging to a member port. */
function withoutPort(members: readonly ComparedMember[], evaluation: Evaluation, nsx: NsxMembers): readonly string[] {
  const ofPorts = new Set<string>();
  for (const member of members)
    for (const address of member.port === null ? [] : member.addresses) ofPorts.add(sameAddress(address));
  const listed = evaluation.state === 'evaluated' ? evaluation.addresses : [];
  const effective = nsx.state === 'read' ? nsx.addresses : [];
  return [...new Set([...listed, ...effective])].filter((entry) => !ofPorts.has(sameAddress(entry)));
}

/** The same text for the same address, however it is written: IPv6 has several ways. */
export function sameAddress(text: string): string {
  if (!text.includes(':') || text.includes('/') || text.includes('-')) return text;
  const bounds = boundsOf(text);
  return bounds === null ? text : bounds.first.toString(16);
}
