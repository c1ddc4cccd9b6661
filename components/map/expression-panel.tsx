'use client';

import { useEffect, useId, useRef, useState } from 'react';
import type { LiveView } from '@/components/live/live-view';
import { KindIcon, kindTitle } from '@/components/marks/kind-icon';
import { STATE_LOOKS, STATE_ORDER, StateGlyph } from '@/components/marks/state';
import { cn } from '@/components/ui/cn';
import { PRESETS, parseFind } from '@/lib/find';
import { tally } from './card-tally';
import { ExpressionChips } from './expression-chips';
import { valuesOf, withValue } from './expression-words';

const SETTLE_MS = 250;

const EXAMPLES: readonly (readonly [example: string, says: string])[] = [
  ['redis', 'the word in a name, address or reason'],
  ['kind:pod,segment-port', 'any of these kinds'],
  ['label:app=web', 'a label, also without its value'],
  ['tag:ncp/project|shop', 'an NSX tag'],
  ['name~web-*-0', 'part of a name; * is anything'],
  ['ip in 10.0.0.0/8', 'an address in a network'],
  ['node:worker-1', 'on a cluster node'],
  ['not (unhealthy or kind:vpc)', 'and, or, not, brackets'],
];

interface ExpressionPanelProps {
  /** `Find` or `Hide`, and what becomes of what is meant. */
  readonly label: string;
  readonly says: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly view: LiveView | null;
}

/** An expression: written, or put together from presets and from what is in the view. */
export function ExpressionPanel({ label, says, text, onText, view }: ExpressionPanelProps) {
  const { kinds, states } = tally(view?.cards.values() ?? []);
  kinds.delete('fold');
  const chosen = { state: valuesOf(text, 'state'), kind: valuesOf(text, 'kind') };
  return (
    <div className="flex flex-col gap-3">
      <ExpressionText label={label} says={says} text={text} onText={onText} />
      <ExpressionChips text={text} onText={onText} view={view} />
      <div className="flex flex-wrap gap-1">
        {PRESETS.map(({ word, says: meaning }) => (
          <Choice key={word} on={text === word} title={meaning} onChoose={() => onText(text === word ? '' : word)}>
            {word}
          </Choice>
        ))}
      </div>
      <fieldset>
        <legend className="pb-1 text-muted text-xs">In this view</legend>
        <div className="flex max-h-40 flex-wrap gap-1 overflow-y-auto">
          {STATE_ORDER.filter((state) => states.has(state) || chosen.state.includes(state)).map((state) => (
            <Choice
              key={state}
              on={chosen.state.includes(state)}
              onChoose={() => onText(withValue(text, 'state', state))}
            >
              <StateGlyph state={state} silent size={12} />
              {STATE_LOOKS[state].word}
            </Choice>
          ))}
          {[...new Set([...kinds.keys(), ...chosen.kind])].map((kind) => (
            <Choice key={kind} on={chosen.kind.includes(kind)} onChoose={() => onText(withValue(text, 'kind', kind))}>
              <KindIcon kind={kind} size={12} />
              {kindTitle(kind)}
            </Choice>
          ))}
        </div>
      </fieldset>
      <details className="text-xs">
        <summary className="cursor-pointer text-muted hover:text-text">How to write it</summary>
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 pt-2">
          {EXAMPLES.map(([example, meaning]) => (
            <div key={example} className="contents">
              <dt className="font-mono">{example}</dt>
              <dd className="text-muted">{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

function ExpressionText({ label, says, text, onText }: Omit<ExpressionPanelProps, 'view'>) {
  const [typed, setTyped] = useState(text);
  const problem = useId();
  const waiting = useRef<(() => void) | null>(null);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    waiting.current = typed.trim() === text ? null : () => onText(typed.trim());
    const timer = setTimeout(() => waiting.current?.(), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed, text, onText]);
  // Who closes the panel at once means what was written.
  useEffect(() => () => waiting.current?.(), []);
  const parsed = typed.trim() === '' ? null : parseFind(typed);
  const mistake = parsed?.ok === false ? parsed.mistake : null;
  return (
    <div>
      <label className="block">
        <span className="block pb-1 text-muted text-xs">{says}</span>
        <input
          value={typed}
          aria-label={label}
          aria-invalid={mistake !== null}
          aria-describedby={problem}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
          placeholder="kind:pod and not label:app=web"
          className={cn(
            'h-8 w-full rounded-md border bg-canvas px-2.5 font-mono text-xs placeholder:text-muted',
            mistake === null ? 'border-line' : 'border-failed',
          )}
        />
      </label>
      <p id={problem} role="status" className="pt-2 text-failed text-xs empty:hidden">
        {mistake !== null && `At character ${mistake.at + 1}: ${mistake.message}`}
      </p>
    </div>
  );
}

function Choice({
  on,
  onChoose,
  title,
  children,
}: {
  readonly on: boolean;
  readonly onChoose: () => void;
  readonly title?: string;
  readonly children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={on}
      title={title}
      onClick={onChoose}
      className={cn(
        'flex h-6 items-center gap-1.5 rounded-md border px-2 text-xs',
        on ? 'border-text bg-raised' : 'border-line hover:border-strong',
      )}
    >
      {children}
    </button>
  );
}
