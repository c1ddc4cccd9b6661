'use client';

import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useCard } from '@/components/live/hooks';
import { KindIcon } from '@/components/marks/kind-icon';
import { PlaneBar } from '@/components/marks/plane';
import { STATE_LOOKS, StateGlyph } from '@/components/marks/state';
import { cn } from '@/components/ui/cn';
import { MiddleCut } from '@/components/ui/middle-cut';
import type { Card } from '@/lib/view/view';
import { cardName } from './card-words';
import type { CardFlowNode } from './elements';
import { useEmphasis, useMap } from './map-context';

/** One card: a button with bar, icon, name, one line of facts, count and state. */
export const CardNode = memo(function CardNode({ data }: NodeProps<CardFlowNode>) {
  const { store, selectCard, drillCard } = useMap();
  const card = useCard(store, data.id);
  const emphasis = useEmphasis(data.id);
  if (card === undefined || emphasis === 'gone') return null;
  const region = card.region === null ? undefined : store.view()?.regions.get(card.region);
  const selected = emphasis === 'selected';
  const changed = store.changedAt(data.id);
  return (
    <button
      type="button"
      // A change remounts the outline below and so plays its glow once; the button itself stays and keeps the focus.
      data-card={card.id}
      aria-label={cardName(card, region)}
      aria-pressed={selected}
      onClick={() => selectCard(card)}
      onDoubleClick={() => drillCard(card)}
      className={cn(
        'pointer-events-auto relative flex size-full items-stretch rounded-lg border bg-surface text-left shadow-card transition-opacity duration-150',
        STATE_LOOKS[card.state].outline,
        card.folded > 0 && !selected && 'card-stack',
        selected && 'border-text outline outline-1 outline-text',
        emphasis === 'lowered' && 'opacity-25 focus-visible:opacity-100',
      )}
    >
      <PlaneBar planes={card.planes} className="-my-px -ml-px rounded-l-lg" />
      <CardBody card={card} />
      {changed !== undefined && (
        <span key={changed} className="card-glow pointer-events-none absolute inset-0 rounded-lg" />
      )}
    </button>
  );
});

function CardBody({ card }: { readonly card: Card }) {
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2.5 py-1 pr-2.5 pl-2.5">
      <KindIcon kind={card.kind} className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <MiddleCut text={card.title} className="font-medium text-sm leading-[18px]" />
        <span className="block truncate font-mono text-muted text-xs leading-[16px]" title={card.line}>
          {card.line}
        </span>
      </span>
      {card.badge !== null && <span className="shrink-0 rounded bg-raised px-1.5 text-xs leading-5">{card.badge}</span>}
      <StateGlyph state={card.state} reason={card.reason} size={15} />
    </span>
  );
}
