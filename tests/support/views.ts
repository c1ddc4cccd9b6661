import type { BoxKind, Card, Lane, Region, View } from '@/lib/view';

/** A region with nothing special about it. */
export function region(name: string, folded = false, kind: BoxKind = 'namespace'): Region {
  return {
    id: name,
    kind,
    title: name,
    cluster: 'pandora',
    namespace: name,
    node: null,
    summary: '',
    state: 'healthy',
    reason: null,
    folded,
    pods: 0,
  };
}

/** A folded region that is drawn as a tile. */
export function tile(name: string, cluster = 'pandora', objects = 3): Region {
  return { ...region(name, true), id: `${cluster}|${name}`, cluster, tile: { planes: ['kubernetes', 'nsx'], objects } };
}

/** A card with nothing special about it; its id tells lane, name and region. */
export function card(lane: Lane, title: string, home: string | null, folded = 0): Card {
  return {
    id: `${lane}|${home ?? ''}|${title}`,
    kind: folded > 0 ? 'fold' : lane,
    lane,
    region: home,
    cluster: null,
    namespace: null,
    title,
    line: '',
    badge: null,
    planes: ['nsx'],
    state: 'healthy',
    reason: null,
    nodes: [],
    folded,
  };
}

/** A view of these regions and cards, without links. */
export function viewOf(regions: readonly Region[], cards: readonly Card[]): View {
  return {
    spec: { cluster: null, namespace: null, open: [], groups: false },
    seq: 1,
    regions: new Map(regions.map((item) => [item.id, item])),
    cards: new Map(cards.map((item) => [item.id, item])),
    links: new Map(),
    summary: { drawn: cards.length, folded: 0, objects: cards.length, orphans: 0, notes: [], empty: null },
  };
}
