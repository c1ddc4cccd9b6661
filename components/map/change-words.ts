import type { LiveView } from '@/components/live/live-view';
import { kindTitle } from '@/components/marks/kind-icon';
import { STATE_LOOKS, STATE_ORDER } from '@/components/marks/state';
import type { Card } from '@/lib/view/view';
import { cardOfTile, tilesOf } from './tile-words';

/** How many cards are named; more are counted. */
const NAMED = 2;

/**
 * What changed between two views of one scope, for people who do not see it: what turned ill or well first, then what came
 * and what went. Null when nothing worth saying did.
 */
export function changeWords(before: LiveView, after: LiveView): string | null {
  const turned: Card[] = [];
  const came: Card[] = [];
  const [earlier, now] = [drawnIn(before), drawnIn(after)];
  for (const [id, card] of now) {
    const old = earlier.get(id);
    if (old === undefined) came.push(card);
    else if (old.state !== card.state) turned.push(card);
  }
  const went = [...earlier.values()].filter(({ id }) => !now.has(id));
  turned.sort((a, b) => STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state));
  const parts = [
    words(turned, (card) => `is ${STATE_LOOKS[card.state].word.toLowerCase()}`, 'changed their state'),
    words(came, () => 'came', 'came'),
    words(went, () => 'went', 'went'),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `${parts.join('. ')}.`;
}

/** Cards, and tiles as cards. */
function drawnIn({ cards, regions }: LiveView): ReadonlyMap<string, Card> {
  const tiles = tilesOf(regions.values());
  return tiles.length === 0 ? cards : new Map([...cards, ...tiles.map((tile) => [tile.id, cardOfTile(tile)] as const)]);
}

function words(cards: readonly Card[], of: (card: Card) => string, many: string): string | null {
  if (cards.length === 0) return null;
  if (cards.length > NAMED) return `${cards.length} cards ${many}`;
  return cards
    .map((card) => `${card.kind === 'fold' ? '' : `${kindTitle(card.kind, card.nodes[0])} `}${card.title} ${of(card)}`)
    .join(', ');
}
