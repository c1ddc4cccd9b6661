import type { GraphNode, GraphQueries } from '../model';
import type { DifferenceCause } from '../wire';
import { doubtsIn } from './doubtful-groups';
import { segmentRecord } from './lookup';
import type { ComparedMember, Comparison } from './members';
import { toGroup } from './subjects';

/** Why a member is one by one evaluation only. */
export interface Difference {
  readonly cause: DifferenceCause;
  readonly words: string;
}

/** What changed so shortly before NSX was asked may not have reached its groups: it takes them seconds. */
const LAG_MS = 60_000;

/** What proves why the evaluations differ on a member; null where they do not, or where NSX could not be asked. */
export function differenceOf(
  graph: GraphQueries,
  { group, evaluation, nsx }: Pick<Comparison, 'group' | 'evaluation' | 'nsx'>,
  member: ComparedMember,
  near: (port: GraphNode) => string | null,
): Difference | null {
  const { verdict, port } = member;
  if (nsx.state !== 'read' || (verdict !== 'only-ours' && verdict !== 'only-nsx')) return null;
  if (port === null)
    return {
      cause: 'elsewhere',
      words:
        'NSX lists a port that is not among those read: it belongs to no cluster known here, or is newer than the last read',
    };
  const late = lag(graph, { port, group: group.node, asked: nsx.at });
  if (verdict === 'only-ours') return late ?? onlyOurs(port, nsx.whole);
  if (evaluation.state === 'not-evaluable') return { cause: 'not-evaluated', words: evaluation.reason };
  const left = doubtsIn(toGroup(group).expression);
  if (left.length > 0)
    return { cause: 'not-evaluated', words: `Part of the expression is not evaluated here: ${left.join('; ')}` };
  if (late !== null) return late;
  const close = near(port);
  if (close !== null) return { cause: 'near', words: close };
  return {
    cause: 'unknown',
    words: 'No tag that was read matches, and nothing that was read says why NSX counts it in',
  };
}

function onlyOurs(port: GraphNode, whole: boolean): Difference {
  if (port.state === 'pending')
    return { cause: 'not-realized', words: `The port is ${port.reason ?? 'pending'}, so NSX has not added it yet` };
  if (!whole) return { cause: 'partial', words: 'NSX told a part of its members only: its pages did not fit together' };
  return {
    cause: 'unknown',
    words: 'The criteria match, and nothing that was read says why NSX does not count it in',
  };
}

/** Times of changes are NSX's own. */
function lag(
  graph: GraphQueries,
  { port, group, asked }: { readonly port: GraphNode; readonly group: GraphNode; readonly asked: string },
): Difference | null {
  const changed = [
    { what: 'port', at: port.modifiedAt },
    { what: 'segment', at: segmentRecord(graph, port.id)?.node.modifiedAt ?? null },
    { what: 'group', at: group.modifiedAt },
  ];
  for (const { what, at } of changed) {
    if (at === null || Math.abs(Date.parse(asked) - at) > LAG_MS) continue;
    const seconds = Math.max(0, Math.round((Date.parse(asked) - at) / 1_000));
    return {
      cause: 'lag',
      words: `The ${what} was changed ${seconds} s before NSX was asked, by its own clock: its groups may lag behind`,
    };
  }
  return null;
}
