import type { FactValue } from '@/lib/model/graph';
import type { ObjectResponse } from '@/lib/wire/details';

/** One line of a comparison; null where that object has no such thing. */
export interface ComparedRow {
  readonly label: string;
  readonly values: readonly [string | null, string | null];
  readonly isSame: boolean;
}

export interface ComparedSection {
  readonly title: string;
  readonly rows: readonly ComparedRow[];
}

/** Two objects side by side: facts, labels, tags and relations. Differences first within each section, empty sections left out. */
export function compareObjects(a: ObjectResponse, b: ObjectResponse): readonly ComparedSection[] {
  const both = (read: (object: ObjectResponse) => ReadonlyMap<string, string>) => rowsOf(read(a), read(b));
  const sections = [
    { title: 'Facts', rows: both(factsOf) },
    { title: 'Labels', rows: both(({ node }) => new Map(Object.entries(node.labels ?? {}))) },
    { title: 'Tags', rows: both(tagsOf) },
    { title: 'Relations', rows: both(relationsOf) },
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

function rowsOf(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly ComparedRow[] {
  const rows = [...new Set([...a.keys(), ...b.keys()])].map((label): ComparedRow => {
    const values = [a.get(label) ?? null, b.get(label) ?? null] as const;
    return { label, values, isSame: values[0] === values[1] };
  });
  return [...rows.filter(({ isSame }) => !isSame), ...rows.filter(({ isSame }) => isSame)];
}

function factsOf({ node, facts }: ObjectResponse): ReadonlyMap<string, string> {
  const rows: (readonly [string, FactValue])[] = [
    ['Kind', node.type],
    ['State', node.reason === null ? node.state : `${node.state}: ${node.reason}`],
    ['Cluster', node.cluster],
    ['Namespace', node.namespace],
    ...facts.map(({ label, value }) => [label, value] as const),
  ];
  return new Map(rows.flatMap(([label, value]) => (wordsOf(value) === null ? [] : [[label, wordsOf(value) ?? '']])));
}

function tagsOf({ node }: ObjectResponse): ReadonlyMap<string, string> {
  return collected((node.tags ?? []).map(({ scope, tag }) => [scope === '' ? '(no scope)' : scope, tag]));
}

function relationsOf({ relations }: ObjectResponse): ReadonlyMap<string, string> {
  return collected(relations.map(({ words, other }) => [words, other.name]));
}

/** How many names of one relation are written out. */
const NAMED = 5;

/** Values of one name together, sorted, so that their order makes no difference. */
function collected(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const found = new Map<string, string[]>();
  for (const [name, value] of pairs) found.set(name, [...(found.get(name) ?? []), value]);
  return new Map(
    [...found].map(([name, values]) => {
      const sorted = [...values].sort();
      const rest = sorted.length - NAMED;
      return [name, rest > 0 ? `${sorted.slice(0, NAMED).join(', ')} and ${rest} more` : sorted.join(', ')];
    }),
  );
}

function wordsOf(value: FactValue): string | null {
  if (value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString('en');
  return typeof value === 'string' ? value : value.join(', ');
}
