import type { Evidence } from '../model';

const RANK: Readonly<Record<Evidence['by'], number>> = { tag: 3, uid: 1, path: 2, address: 4, inferred: 5 };

/** Lower is stronger. A tag that holds a UID beats everything; one that holds a name does not, since names are used again. */
const rankOf = (evidence: Evidence): number =>
  evidence.by === 'tag' && evidence.scope.endsWith('_uid') ? 0 : RANK[evidence.by];

/** Strongest first, each piece once; the same input in any order gives the same list. */
export function sortEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  if (isInOrder(evidence)) return evidence;
  const seen = new Map<string, Evidence>();
  for (const piece of evidence) seen.set(JSON.stringify(piece), piece);
  return [...seen]
    .sort(([a, first], [b, second]) => rankOf(first) - rankOf(second) || (a < b ? -1 : 1))
    .map(([, piece]) => piece);
}

/** True when every piece is weaker than the one before it, so that none can be there twice. */
function isInOrder(evidence: readonly Evidence[]): boolean {
  let last = -1;
  for (const piece of evidence) {
    const rank = rankOf(piece);
    if (rank <= last) return false;
    last = rank;
  }
  return true;
}

/** How a relation is known, in words: `by tag ncp/pod_uid`. */
export function evidenceWords(evidence: Evidence | undefined): string {
  switch (evidence?.by) {
    case undefined:
      return 'not known how';
    case 'tag':
      return evidence.scope.startsWith('ncp/') || evidence.scope.startsWith('nsx-op/')
        ? `by tag ${evidence.scope}`
        : `by tag ${evidence.scope} | ${evidence.tag}`;
    case 'uid':
      return `by UID in ${evidence.field}`;
    case 'path':
      return `by ${evidence.field}`;
    case 'address':
      return `by address ${evidence.address}`;
    case 'inferred':
      return `inferred: ${evidence.reason}`;
  }
}
