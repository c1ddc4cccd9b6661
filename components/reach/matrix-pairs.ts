import { toCsv } from '@/lib/csv';
import { OUTCOME_LOOKS } from '@/components/marks/outcome';
import { outcomeSchema, type ReachOutcome } from '@/lib/wire/firewall';
import type { ReachClass, ReachMatrixResponse, ReachSaying } from '@/lib/wire/reach-matrix';
import { type ReachParams, reachLink } from './reach-params';

/** One cell: who sends, who receives, and what is said of it. */
export interface Pair {
  readonly key: string;
  readonly from: ReachClass;
  readonly to: ReachClass;
  readonly saying: ReachSaying;
  /** Where the verdict of a flow between one of each is. */
  readonly link: string;
}

/** The pair at a place of the matrix; null where a class of one would send to itself. */
export function pairAt(matrix: ReachMatrixResponse, row: number, column: number, params: ReachParams): Pair | null {
  const [from, to] = [matrix.rows[row], matrix.columns[column]];
  const place = matrix.cells[row]?.[column];
  const saying = place == null ? undefined : matrix.sayings[place];
  if (from === undefined || to === undefined || saying === undefined) return null;
  const sender = params.from ?? from.ends[0] ?? '';
  const receiver = params.to ?? to.ends.find((end) => end !== sender) ?? '';
  const { protocol, port } = params;
  const link = reachLink({ from: sender, to: receiver, protocol, port });
  return { key: `${row} ${column}`, from, to, saying, link };
}

/** All pairs, row by row. */
export function pairsOf(matrix: ReachMatrixResponse, params: ReachParams): readonly Pair[] {
  return matrix.rows.flatMap((_, row) =>
    matrix.columns.flatMap((__, column) => pairAt(matrix, row, column, params) ?? []),
  );
}

/** How many pairs have each outcome, those that occur. */
export function tally(matrix: ReachMatrixResponse): readonly (readonly [ReachOutcome, number])[] {
  const counts = new Map<ReachOutcome, number>();
  for (const place of matrix.cells.flat()) {
    const outcome = place === null ? undefined : matrix.sayings[place]?.outcome;
    if (outcome !== undefined) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return outcomeSchema.options.flatMap((outcome) => {
    const count = counts.get(outcome);
    return count === undefined ? [] : [[outcome, count] as const];
  });
}

/** `web (shop), 3 of them`. */
export function classWords({ name, place, count }: ReachClass): string {
  return `${name}${place === '' ? '' : ` (${place})`}${count === null || count === 1 ? '' : `, ${count} of them`}`;
}

/** What a cell means, in one sentence. */
export function pairWords({ from, to, saying }: Pair): string {
  return `${classWords(from)} to ${classWords(to)}: ${OUTCOME_LOOKS[saying.outcome].word.toLowerCase()}, ${saying.because}`;
}

/** What is not on the screen, exactly, and how to see it; null when all is. */
export function leftOutWords(matrix: ReachMatrixResponse): string | null {
  const { classes, shown, endpoints, endpointsShown } = matrix;
  if (shown === classes) return null;
  return `${number(classes - shown)} of ${number(classes)} classes are left out, the smallest, with ${number(endpoints - endpointsShown)} of ${number(endpoints)} endpoints. Choose a cluster, a namespace or one end to see them.`;
}

/** Every pair for a spreadsheet. */
export function pairsCsv(pairs: readonly Pair[]): string {
  const head = ['from', 'from place', 'from count', 'to', 'to place', 'to count', 'verdict', 'rule', 'why'];
  const rows = pairs.map(({ from, to, saying }) => [
    from.name,
    from.place,
    from.count,
    to.name,
    to.place,
    to.count,
    saying.outcome,
    saying.rule?.name ?? null,
    saying.because,
  ]);
  return toCsv([head, ...rows]);
}

const number = (value: number): string => value.toLocaleString('en');
