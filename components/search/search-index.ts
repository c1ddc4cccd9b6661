import type { GraphNode } from '@/lib/model/graph';
import type { Card } from '@/lib/view/view';

/** One thing that can be found. `id` is what gets selected; `hay` is all its searchable text in lower case. */
export interface Findable {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly line: string;
  readonly onMap: boolean;
  readonly hay: string;
}

type SearchNode = Pick<GraphNode, 'id' | 'kind' | 'name' | 'namespace' | 'key' | 'facts' | 'cluster'> & {
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly tags?: readonly { readonly scope: string; readonly tag: string }[] | undefined;
};

/** Cards of the view first, then every object of the scope that is not the face of a card. */
export function buildIndex(cards: Iterable<Card>, nodes: readonly SearchNode[]): readonly Findable[] {
  const found: Findable[] = [];
  const faces = new Set<string>();
  const byId = new Map(nodes.map((node) => [String(node.id), node]));
  for (const card of cards) {
    const id = card.nodes[0] ?? card.id;
    faces.add(id);
    const behind = card.nodes.map((node) => byId.get(node)).filter((node) => node !== undefined);
    const hay = [card.title, card.line, card.kind, ...behind.map(textOf)].join('\n').toLowerCase();
    found.push({ id, kind: card.kind, title: card.title, line: card.line, onMap: true, hay });
  }
  for (const node of nodes) {
    if (faces.has(node.id)) continue;
    const line = node.namespace ?? node.cluster ?? '';
    found.push({ id: node.id, kind: node.kind, title: node.name, line, onMap: false, hay: textOf(node).toLowerCase() });
  }
  return found;
}

function textOf(node: SearchNode): string {
  const labels = Object.entries(node.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  const tags = (node.tags ?? []).map((tag) => `${tag.scope}|${tag.tag}`);
  return [
    node.name,
    node.kind,
    node.namespace ?? '',
    node.key,
    ...Object.values(node.facts).flat().map(String),
    ...labels,
    ...tags,
  ].join('\n');
}

/** The best `most` of what holds every word; a title that starts with the first word comes first, then a title that holds it. */
export function find(
  index: readonly Findable[],
  text: string,
  most: number,
): { readonly hits: readonly Findable[]; readonly total: number } {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const first = words[0] ?? '';
  const rank = (entry: Findable) => {
    const title = entry.title.toLowerCase();
    const match = title === text.trim().toLowerCase() ? 0 : title.startsWith(first) ? 1 : title.includes(first) ? 2 : 3;
    return match * 2 + (entry.onMap ? 0 : 1);
  };
  const hits = index.filter((entry) => words.every((word) => entry.hay.includes(word)));
  return { hits: [...hits].sort((a, b) => rank(a) - rank(b)).slice(0, most), total: hits.length };
}
