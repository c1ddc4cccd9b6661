import { CARD_HEIGHT } from '@/lib/layout/metrics';

/** How much larger than others a card of that height is drawn. */
export const scaleOfCard = (height: number | undefined): number => (height ?? CARD_HEIGHT) / CARD_HEIGHT;

/** From this zoom on the two lines of a card can be read. */
const READABLE = 0.75;
/** What a name should have on the screen, and the most that fits on a card. */
const NAME = { least: 11, most: 28, step: 2 } as const;

/** The type size of a name that stands alone on a card seen at this zoom; null where the whole card can be read. */
export function nameSizeAt(zoom: number): number | null {
  if (zoom >= READABLE) return null;
  return Math.min(NAME.most, Math.ceil(NAME.least / zoom / NAME.step) * NAME.step);
}
