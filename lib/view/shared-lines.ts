import { counted } from './contents';
import { LIMITS } from './folding';
import type { Card, Link } from './view';

/**
 * Lines from segments to Pods in boxes that are not their own, of segments that have many: where Namespaces share one, they
 * would run over all boxes. What is folded keeps its one line.
 */
export function sharedLines(links: Iterable<Link>, cards: ReadonlyMap<string, Card>): ReadonlySet<string> {
  const bySegment = new Map<string, string[]>();
  for (const { id, kind, from, to } of links) {
    if (kind !== 'contains') continue;
    const [segment, pod] = [cards.get(from), cards.get(to)];
    if (segment?.lane !== 'segment' || pod?.lane !== 'pod') continue;
    if (pod.region === null || pod.region === segment.region) continue;
    const known = bySegment.get(from);
    if (known === undefined) bySegment.set(from, [id]);
    else known.push(id);
  }
  return new Set([...bySegment.values()].flatMap((ids) => (ids.length > LIMITS.linesOfShared ? ids : [])));
}

/** What is said of lines that are drawn on demand because their segments are shared. */
export function sharedNotes(lines: ReadonlySet<string>, links: ReadonlyMap<string, Link>): readonly string[] {
  if (lines.size === 0) return [];
  const segments = new Set([...lines].map((id) => links.get(id)?.from)).size;
  return [
    `${counted(segments, 'network is', 'networks are')} shared by Namespaces: lines to the Pods are drawn while one end is selected`,
  ];
}
