import { createHash } from 'node:crypto';
import {
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

const BASIS = [
  'Members are evaluated from the criteria of the group and the tags of segment ports and segments, as read from the policy API of NSX.',
  'Beside it stand the effective members that NSX itself told for this audit.',
  'Addresses are those that Kubernetes tells of the Pod, else static ones of the port.',
];

type Group = Pick<GroupResponse, 'group' | 'summary' | 'criteria'>;

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
  // The id is that of a node of the graph.
  const found = await inTurns(inOrder(graph, group.group.id as NodeId, nsx));
  if (found === null) return null;
  return write(headOf(group, found.comparison, ground()), piecesOf(graph, group, found));
}

interface Ordered {
  readonly comparison: Comparison;
  readonly members: readonly ComparedMember[];
}

function* inOrder(graph: GraphQueries, id: NodeId, nsx: NsxMembers): Steps<Ordered | null> {
  const comparison = yield* compareMembers(graph, id, nsx);
  if (comparison === null) return null;
  const byPath = (a: ComparedMember, b: ComparedMember): number => (pathOf(a) < pathOf(b) ? -1 : 1);
  return { comparison, members: yield* sorted(comparison.members, byPath) };
}

function piecesOf(graph: GraphQueries, group: Group, { comparison, members }: Ordered): Iterable<string> {
  return auditPieces(
    group,
    comparison,
    (function* () {
      for (const member of members) yield describeMember(graph, comparison, member);
    })(),
  );
}

function headOf(
  group: Group,
  { ours, nsx }: Pick<Comparison, 'ours' | 'nsx'>,
  { moment, status }: AuditGround,
): Omit<GroupAudit, 'content' | 'sha256'> {
  return {
    ...moment,
    sources: status.map(({ name, plane, state, lastSuccessAt }) => ({
      name,
      plane,
      state,
      lastReadAt: lastSuccessAt === null ? null : new Date(lastSuccessAt).toISOString(),
    })),
    partial: [...missingParts(status)],
    basis: [...BASIS],
    notes: [
      ...(group.summary.note === null ? [] : [group.summary.note]),
      ...(ours.state === 'not-evaluable' ? [ours.reason] : []),
      ...(nsx.state === 'unavailable' ? [nsx.reason] : []),
      ...(nsx.state === 'read' && !nsx.whole
        ? ['The pages in which NSX told its members did not fit together: some may be missing.']
        : []),
    ],
    nsxReadAt: nsx.state === 'read' ? nsx.at : null,
  };
}

/** As many letters as go out at once. */
const PIECE = 32_768;

/** The content is written as canonical JSON, so that its digest comes of the very bytes that are sent. */
async function* write(head: Omit<GroupAudit, 'content' | 'sha256'>, content: Iterable<string>): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let piece = `${JSON.stringify(head).slice(0, -1)},"content":`;
  for (const part of content) {
    hash.update(part, 'utf8');
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield `${piece},"sha256":"${hash.digest('hex')}"}`;
}
