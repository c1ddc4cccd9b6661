import { createHash } from 'node:crypto';
import { toCsv } from '@/lib/csv';
import { describeGroup, type GroupList, type GroupQuestion, type GroupSurvey, type NsxMembers } from '@/lib/dfw';
import { evidenceText } from '@/lib/evidence-words';
import type { GraphQueries } from '@/lib/model';
import type { GroupResponse, GroupsAudit } from '@/lib/wire';
import { nextTurn, inTurns } from '../turns';
import { type AuditGround, headOf, inOrder, type OrderedMembers, PIECE, piecesOf } from './group-audit';

/** How an audit is written. */
export type AuditFormat = 'json' | 'csv';

/** Reading NSX's members of thousands of groups would take as many requests. */
const NOT_ASKED: NsxMembers = { state: 'unavailable', at: '', forbidden: false, reason: 'NSX was not asked.' };

const COLUMNS = [
  'Group',
  'Group path',
  'Cluster',
  'Namespace',
  'Pod',
  'Segment port',
  'Addresses',
  'Criterion',
  'Evidence',
  'Path',
];

/** So long at once when groups are small. */
const TURN_MS = 5;

interface Listed extends Pick<GroupList, 'ids'> {
  readonly question: GroupQuestion;
  readonly survey: GroupSurvey;
}

/**
 * All groups of a filter with their members by our evaluation, as the text of a {@link GroupsAudit} or as CSV, piece by
 * piece and group after group: there may be hundreds of thousands of members. The digest is of the JSON content in either
 * case. A group that went since the list was made is left out, and counted as such in the last line.
 */
export async function* auditGroups(
  graph: GraphQueries,
  { ids, question, survey }: Listed,
  ground: AuditGround,
  format: AuditFormat,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const out = format === 'json' ? new JsonWriter() : new CsvWriter();
  let text = out.begin();
  let count = 0;
  let turn = performance.now();
  const take = (json: string): void => {
    hash.update(json, 'utf8');
    if (format === 'json') text += json;
  };
  take('[');
  for (const id of ids) {
    if (performance.now() - turn > TURN_MS) {
      await nextTurn();
      turn = performance.now();
    }
    const group = describeGroup(graph, id, survey);
    const found = group === null ? null : await inTurns(inOrder(graph, group, NOT_ASKED));
    if (group === null || found === null) continue;
    if (count++ > 0) take(',');
    text += out.group(group, found);
    for (const { json, member } of piecesOf(graph, group, found, 'not-asked')) {
      take(json);
      if (member !== null) text += out.member(group, member);
      if (text.length < PIECE) continue;
      yield text;
      text = '';
    }
  }
  take(']');
  const notes = ids.length > count ? [`${ids.length - count} groups went while this was written.`] : [];
  const head = headOf(ground, notes, false);
  const { text: filter, ofNsx, warned } = question;
  yield text + out.end({ ...head, filter, ofNsx, warned, count, sha256: hash.digest('hex') });
}

type Group = Pick<GroupResponse, 'group' | 'summary'>;
type Member = GroupsAudit['content'][number]['members'][number];
type Rest = Omit<GroupsAudit, 'content'>;

/** The content comes first, so that nothing of it has to be kept until the digest is known. */
class JsonWriter {
  begin = (): string => '{"content":';
  group = (_group: Group, _found: OrderedMembers): string => '';
  member = (_group: Group, _member: Member): string => '';
  end = (rest: Rest): string => `,${JSON.stringify(rest).slice(1)}`;
}

class CsvWriter {
  begin = (): string => toCsv([COLUMNS]);

  group({ group, summary }: Group, { comparison: { addresses, ours }, members }: OrderedMembers): string {
    const lines = [...addresses].sort().map((address) => [address, 'address without a port']);
    // A group that nobody is in is told too.
    if (lines.length === 0 && members.length === 0)
      lines.push(['', ours.state === 'evaluated' ? 'nobody is in it' : ours.reason]);
    return lines.length === 0
      ? ''
      : toCsv(
          lines.map(([address = '', remark = '']) => [
            group.name,
            summary.path,
            null,
            null,
            null,
            null,
            address,
            remark,
            null,
            null,
          ]),
        );
  }

  member({ group, summary }: Group, member: Member): string {
    return toCsv([
      [
        group.name,
        summary.path,
        member.cluster,
        member.namespace,
        member.pod,
        member.port,
        member.addresses.join(' '),
        member.reasons.map(({ criterion }) => criterion).join('; '),
        member.reasons.map(({ evidence }) => evidenceText(evidence)).join('; '),
        member.path,
      ],
    ]);
  }

  end(rest: Rest): string {
    return toCsv([
      [],
      ['Groups', rest.count],
      ['Filter', rest.filter],
      ['Groups made by NSX itself', rest.ofNsx ? 'included' : 'left out'],
      ['Only groups with a warning', rest.warned ? 'yes' : 'no'],
      ['Read at', rest.at],
      ...rest.sources.map(({ name, state, lastReadAt }) => [`Source ${name}`, state, lastReadAt ?? 'never read']),
      ...[...rest.partial, ...rest.notes].map((note) => ['Remark', note]),
      ...rest.basis.map((basis) => ['Basis', basis]),
      ['SHA-256', rest.sha256],
      [
        'Digest',
        'SHA-256 of the field "content" of the JSON audit of the same moment: jq -cjS .content FILE | sha256sum',
      ],
    ]);
  }
}
