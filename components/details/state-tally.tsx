import { STATE_LOOKS, StateGlyph } from '@/components/marks/state';
import type { ObjectList } from '@/lib/wire/page';

/** How many objects are in each state but the healthy one, with their glyphs. */
export function StateTally({ states }: { readonly states: ObjectList['states'] }) {
  const unwell = states.filter(({ state }) => state !== 'healthy');
  if (unwell.length === 0) return null;
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      {unwell.map(({ state, count }) => (
        <span key={state} className={`inline-flex items-center gap-1 ${STATE_LOOKS[state].text}`}>
          <StateGlyph state={state} size={12} silent />
          {`${count.toLocaleString('en')} ${STATE_LOOKS[state].word.toLowerCase()}`}
        </span>
      ))}
    </span>
  );
}
