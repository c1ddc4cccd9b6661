import { createHash } from 'node:crypto';
import {
  type AuditPiece,
  auditPieces,
  type Comparison,
  compareMembers,
  type ComparedMember,
  describeMember,
  type NsxMembers,
  pathOf,
} from '@/lib/dfw';
import type { GraphQueries, NodeId, SourceStatus } from '@/lib/model';
import { sorted, type Steps } from '@/lib/steps';
import type { GroupAudit, GroupResponse } from '@/lib/wire';
import { inTurns } from '../turns';
import { missingParts } from './graph';
import type { Moment } from './moment';

const EVALUATED =
  'Members are evaluated from the criteria of the group and the tags of segment ports and segments, as read from the policy API of NSX.';
const ADDRESSES = 'Addresses are those that Kubernetes tells of the Pod, else static ones of the port.';

type Group = Pick<GroupResponse, 'group' | 'summary' | 'criteria'>;
type Head = Omit<GroupAudit, 'content' | 'sha256' | 'nsxReadAt'>;

/** What an audit rests on. */
export interface AuditGround {
  readonly moment: Moment;
  readonly status: readonly SourceStatus[];
}

/**
 * What a group holds, fit to be kept, as the text of a {@link GroupAudit}, piece by piece: with the state of the sources
 * it rests on and a digest of the content. Null when the group has gone.
 */
export async function auditGroup(
  graph: GraphQueries,
  group: Group,
  nsx: NsxMembers,
  ground: () => AuditGround,
): Promise<AsyncGenerator<string> | null> {
  const found = await inTurns(inOrder(graph, group, nsx));
  if (found === null) return null;
  const head: Omit<GroupAudit, 'content' | 'sha256'> = {
    ...headOf(ground(), notesOf(group, found.comparison), true),
    nsxReadAt: nsx.state === 'read' ? nsx.at : null,
  };
  return write(head, piecesOf(graph, group, found, nsx.state));
}

/** Members of a group in order of paths. */
export interface OrderedMembers {
  readonly comparison: Comparison;
  readonly members: readonly ComparedMember[];
}

export function* inOrder(graph: GraphQueries, { group }: Group, nsx: NsxMembers): Steps<OrderedMembers | null> {
  // The id is that of a node of the graph.
  const comparison = yield* compareMembers(graph, group.id as NodeId, nsx);
  if (comparison === null) return null;
  const byPath = (a: ComparedMember, b: ComparedMember): number => (pathOf(a) < pathOf(b) ? -1 : 1);
  return { comparison, members: yield* sorted(comparison.members, byPath) };
}

/** The content of an audit of one group. */
export function piecesOf(
  graph: GraphQueries,
  group: Group,
  { comparison, members }: OrderedMembers,
  nsx: GroupAudit['content']['nsx'],
): Iterable<AuditPiece> {
  const described = (function* () {
    for (const member of members) yield describeMember(graph, comparison, member);
  })();
  return auditPieces(group, comparison, nsx, described);
}

/** What is to be said of a group besides who is in it. */
function notesOf(group: Group, { ours, nsx }: Pick<Comparison, 'ours' | 'nsx'>): string[] {
  return [
    ...(group.summary.note === null ? [] : [group.summary.note]),
    ...(ours.state === 'not-evaluable' ? [ours.reason] : []),
    ...(nsx.state === 'unavailable' ? [nsx.reason] : []),
    ...(nsx.state === 'read' && !nsx.whole
      ? ['The pages in which NSX told its members did not fit together: some may be missing.']
      : []),
  ];
}

export function headOf({ moment, status }: AuditGround, notes: readonly string[], asked: boolean): Head {
  const beside = asked
    ? 'Beside it stand the effective members that NSX itself told for this audit.'
    : 'NSX was not asked for its own effective members: the audit of a single group holds them.';
  return {
    ...moment,
    sources: status.map(({ name, plane, state, lastSuccessAt }) => ({
      name,
      plane,
      state,
      lastReadAt: lastSuccessAt === null ? null : new Date(lastSuccessAt).toISOString(),
    })),
    partial: [...missingParts(status)],
    basis: [EVALUATED, beside, ADDRESSES],
    notes: [...notes],
  };
}

/** As many letters as go out at once. */
export const PIECE = 32_768;

/** The content is written as canonical JSON, so that its digest comes of the very bytes that are sent. */
async function* write(
  head: Omit<GroupAudit, 'content' | 'sha256'>,
  content: Iterable<AuditPiece>,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let piece = `${JSON.stringify(head).slice(0, -1)},"content":`;
  for (const { json } of content) {
    hash.update(json, 'utf8');
    piece += json;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield `${piece},"sha256":"${hash.digest('hex')}"}`;
}
