import type { NodeId, SourceId } from '../model';

interface Move {
  readonly id: NodeId;
  readonly source: SourceId;
  readonly before: readonly string[] | undefined;
  readonly now: readonly string[];
}

/** Keeps an index by what objects name: from what one named before to what it names now. True when something changed. */
export function move(index: Map<SourceId, Map<string, Set<NodeId>>>, { id, source, before, now }: Move): boolean {
  if (before === undefined && now.length === 0) return false;
  if (before !== undefined && before.length === now.length && before.every((key, i) => key === now[i])) return false;
  let ofSource = index.get(source);
  if (ofSource === undefined) {
    ofSource = new Map();
    index.set(source, ofSource);
  }
  for (const key of before ?? []) {
    const ids = ofSource.get(key);
    ids?.delete(id);
    if (ids?.size === 0) ofSource.delete(key);
  }
  for (const key of now) {
    const ids = ofSource.get(key);
    if (ids === undefined) ofSource.set(key, new Set([id]));
    else ids.add(id);
  }
  return true;
}
