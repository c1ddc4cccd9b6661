import type { SourceStatus } from '../model';
import type { Card, Region, View } from './view';

/** Kinds without which the counts on a map would be zero although there may be many. */
const COUNTED = { kubernetes: 'pod', nsx: 'segment-port' } as const;

/** Clusters of which Pods, or segment ports, were never read: there it is not known how many there are. */
interface Unread {
  readonly pods: ReadonlySet<string>;
  readonly ports: ReadonlySet<string>;
}

/** The view, saying "unknown" where it would say "none" of what was never read. */
export function withUnknown(view: View, sources: readonly SourceStatus[]): View {
  const unread = unreadOf(sources);
  if (unread.pods.size === 0 && unread.ports.size === 0) return view;
  const regions = new Map([...view.regions].map(([id, region]) => [id, inRegion(region, unread)]));
  const cards = new Map(
    [...view.cards].map(([id, card]) => [
      id,
      onCard(card, view.regions.get(card.region ?? '')?.cluster ?? null, unread),
    ]),
  );
  return { ...view, regions, cards };
}

function unreadOf(sources: readonly SourceStatus[]): Unread {
  const blind = sources.filter(
    ({ plane, kinds }) => kinds.find(({ kind }) => kind === COUNTED[plane])?.lastListAt === null,
  );
  const clusters = sources.filter(({ plane }) => plane === 'kubernetes');
  const managers = new Set(blind.map(({ id }) => id));
  return {
    pods: new Set(blind.flatMap(({ plane, name }) => (plane === 'kubernetes' ? name : []))),
    ports: new Set(clusters.flatMap(({ name, manager }) => (manager !== null && managers.has(manager) ? name : []))),
  };
}

function inRegion(region: Region, { pods }: Unread): Region {
  if (region.cluster === null || !pods.has(region.cluster)) return region;
  return { ...region, summary: region.summary.replace(/(^| · )no Pods( ·|$)/, '$1Pods unknown$2') };
}

function onCard(card: Card, cluster: string | null, { ports }: Unread): Card {
  if (cluster === null || !ports.has(cluster)) return card;
  if (card.folded > 0) return { ...card, title: card.title.replace(/(^|, )0 ports$/, '$1ports unknown') };
  return card.lane === 'segment' ? { ...card, line: card.line.replace(/ · 0$/, ' · ports unknown') } : card;
}
