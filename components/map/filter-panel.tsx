'use client';

import { useEffect, useState } from 'react';
import type { LiveView } from '@/components/live/live-view';
import { KindIcon, kindTitle } from '@/components/marks/kind-icon';
import { STATE_LOOKS, STATE_ORDER, StateGlyph } from '@/components/marks/state';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { MapParams } from '@/components/url/map-params';
import type { UpdateMap } from '@/components/url/use-map-params';
import { isOpenFilter, tally } from './card-filter';

const SETTLE_MS = 180;

/** Text, states and kinds; what does not match is dimmed (find) or taken away (hide). */
export function FilterPanel({
  view,
  params,
  update,
}: {
  readonly view: LiveView | null;
  readonly params: MapParams;
  readonly update: UpdateMap;
}) {
  const { kinds, states } = tally(view?.cards.values() ?? []);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex gap-1 rounded-md bg-raised p-0.5" role="radiogroup" aria-label="What does not match is">
        {(['find', 'hide'] as const).map((mode) => (
          // biome-ignore lint/a11y/useSemanticElements: a segmented control of two
          <button
            key={mode}
            type="button"
            role="radio"
            aria-checked={params.mode === mode}
            onClick={() => update({ mode })}
            className={cn(
              'h-7 flex-1 rounded text-sm',
              params.mode === mode ? 'bg-surface shadow-card' : 'text-muted hover:text-text',
            )}
          >
            {mode === 'find' ? 'Find: dim the rest' : 'Hide the rest'}
          </button>
        ))}
      </div>
      <FilterText text={params.text} onText={(text) => update({ text })} />
      <fieldset>
        <legend className="pb-1 text-muted text-xs">State</legend>
        <div className="flex flex-wrap gap-1">
          {STATE_ORDER.filter((state) => states.has(state) || params.states.includes(state)).map((state) => (
            <Toggle
              key={state}
              on={params.states.includes(state)}
              onToggle={() => update({ states: toggled(params.states, state) })}
            >
              <StateGlyph state={state} silent size={12} />
              {STATE_LOOKS[state].word}
              <span className="text-muted">{states.get(state) ?? 0}</span>
            </Toggle>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="pb-1 text-muted text-xs">Kind</legend>
        <div className="flex flex-wrap gap-1">
          {[...new Set([...kinds.keys(), ...params.kinds])].map((kind) => (
            <Toggle
              key={kind}
              on={params.kinds.includes(kind)}
              onToggle={() => update({ kinds: toggled(params.kinds, kind) })}
            >
              <KindIcon kind={kind} size={12} />
              {kindTitle(kind)}
              <span className="text-muted">{kinds.get(kind) ?? 0}</span>
            </Toggle>
          ))}
        </div>
      </fieldset>
      <Button
        disabled={isOpenFilter(params)}
        onClick={() => update({ text: '', states: [], kinds: [] })}
        className="justify-center"
      >
        Clear the filter
      </Button>
    </div>
  );
}

function FilterText({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onText(typed), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed, text, onText]);
  return (
    <label className="block">
      <span className="block pb-1 text-muted text-xs">Words to find; a leading minus excludes</span>
      <input
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder="frontend 10.0.6 -worker-2"
        className="h-8 w-full rounded-md border border-line bg-canvas px-2.5 text-sm placeholder:text-muted"
      />
    </label>
  );
}

function Toggle({
  on,
  onToggle,
  children,
}: {
  readonly on: boolean;
  readonly onToggle: () => void;
  readonly children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onToggle}
      className={cn(
        'flex h-6 items-center gap-1.5 rounded-md border px-2 text-xs',
        on ? 'border-text bg-raised' : 'border-line hover:border-strong',
      )}
    >
      {children}
    </button>
  );
}

function toggled<T>(list: readonly T[], value: T): readonly T[] {
  return list.includes(value) ? list.filter((entry) => entry !== value) : [...list, value];
}
