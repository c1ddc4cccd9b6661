import { absoluteTime } from '@/components/ui/time';
import type { Exported } from './export-view';
import { tilesOf } from './tile-words';
import type { PlacedView } from './use-placed-view';

/** What an export of the map takes; null until there is one. */
export function exportOf({ view, spec, placement }: PlacedView): Exported | null {
  if (view === null || placement === null) return null;
  const { drawn, objects, folded } = view.summary;
  const tiles = tilesOf(view.regions.values()).length;
  const scope = [spec.cluster, spec.namespace].filter((part) => part !== null).join(', namespace ');
  return {
    view,
    spec,
    placement,
    shown: new Set(view.cards.keys()),
    caption: {
      title: scope === '' ? 'Map of everything' : `Map of ${scope}`,
      time: `${absoluteTime(view.at)} (${new Date(view.at).toISOString().slice(0, 19)}Z)`,
      counts: `${drawn} of ${objects} objects drawn${folded > 0 ? `, ${folded} folded` : ''}${tiles > 0 ? `, ${tiles} boxes as tiles` : ''}`,
      address: location.href,
    },
  };
}
