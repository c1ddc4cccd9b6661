/** Counters of one rule. */
export interface RuleHits {
  readonly hits: number;
  readonly packets: number | null;
  readonly bytes: number | null;
  readonly sessions: number | null;
}

type Raw = Readonly<Record<string, unknown>>;

/**
 * Reads the statistics of a policy: for each enforcement point a list of rules. A rule may be realized as several, and on
 * several enforcement points: what they counted is added up.
 */
export function readRuleHits(answer: unknown): ReadonlyMap<string, RuleHits> {
  const found = new Map<string, RuleHits>();
  for (const point of objects(isObject(answer) ? answer.results : undefined)) {
    const { statistics } = point;
    for (const entry of objects(isObject(statistics) ? statistics.results : undefined)) {
      const hits = count(entry.hit_count);
      if (typeof entry.rule !== 'string' || hits === null) continue;
      const known = found.get(entry.rule);
      found.set(entry.rule, {
        hits: (known?.hits ?? 0) + hits,
        packets: sum(known?.packets, count(entry.packet_count)),
        bytes: sum(known?.bytes, count(entry.byte_count)),
        sessions: sum(known?.sessions, count(entry.session_count)),
      });
    }
  }
  return found;
}

const sum = (known: number | null | undefined, more: number | null): number | null =>
  known === null || known === undefined ? more : known + (more ?? 0);

/** Long counters may come as text. */
function count(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): readonly Raw[] => (Array.isArray(value) ? value.filter(isObject) : []);
