import type { LiveView } from '@/components/live/live-view';
import { boxWords } from '@/lib/view/box-words';
import type { BoxKind } from '@/lib/view/view';
import { isTile } from './tile-words';

type Shown = Pick<LiveView, 'regions' | 'summary'>;

/** What a live change did to the whole map. */
export type Turned = 'tiles' | 'cards';

/** Whether a map has come to be drawn in tiles, or no longer is; null where it is drawn as before. */
export function turnedTo(before: Shown, after: Shown): Turned | null {
  const [had, has] = [before, after].map(({ regions }) => [...regions.values()].some(isTile));
  // A map that was empty, or becomes so, was drawn as nothing.
  if (had === has || before.regions.size === 0 || after.regions.size === 0) return null;
  return has === true ? 'tiles' : 'cards';
}

/** Why everything on the map has another place now. */
export function turnedWords(turned: Turned, { regions, summary }: Shown, by: BoxKind | undefined): string {
  const { one, many } = boxWords(by === undefined ? {} : { by }, summary.networks);
  const boxes = `${regions.size.toLocaleString('en')} ${regions.size === 1 ? one : many} now`;
  return turned === 'tiles'
    ? `${boxes}, too many for a card each: they became tiles, and the map was arranged anew.`
    : `${boxes}, few enough for a card each: tiles became cards, and the map was arranged anew.`;
}
