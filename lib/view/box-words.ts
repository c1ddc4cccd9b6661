import type { BoxKind } from './view';

interface BoxNoun {
  readonly one: string;
  readonly many: string;
}

const NOUNS: Readonly<Record<BoxKind, BoxNoun>> = {
  namespace: { one: 'Namespace', many: 'Namespaces' },
  'tier-1': { one: 'Tier-1', many: 'Tier-1s' },
  segment: { one: 'segment', many: 'segments' },
  'cluster-node': { one: 'cluster node', many: 'cluster nodes' },
  workload: { one: 'workload', many: 'workloads' },
  group: { one: 'group', many: 'groups' },
};

/** What the boxes of a view are called. */
export const boxWords = ({ by }: { readonly by?: BoxKind }): BoxNoun => NOUNS[by ?? 'namespace'];

/** Whether the box is that of what belongs to no other, which comes last. */
export const isRemainder = ({ id }: { readonly id: string }): boolean => id.endsWith('|');

/** `1 Namespace stays`, `12 cluster nodes stay`. */
export function sayBoxes(spec: { readonly by?: BoxKind }, count: number, does: string, doTheyAll: string): string {
  const { one, many } = boxWords(spec);
  return `${count} ${count === 1 ? `${one} ${does}` : `${many} ${doTheyAll}`}`;
}
