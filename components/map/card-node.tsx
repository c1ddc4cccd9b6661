'use client';

import { type NodeProps, useStore } from '@xyflow/react';
import { memo, use } from 'react';
import { useCard } from '@/components/live/hooks';
import { KindIcon } from '@/components/marks/kind-icon';
import { OUTCOME_LOOKS, OutcomeGlyph } from '@/components/marks/outcome';
import { PlaneBar } from '@/components/marks/plane';
import { STATE_LOOKS, StateGlyph } from '@/components/marks/state';
import { cn } from '@/components/ui/cn';
import { MiddleCut } from '@/components/ui/middle-cut';
import { CARD_HEIGHT } from '@/lib/layout/metrics';
import type { Card } from '@/lib/view/view';
import { cardName } from './card-words';
import { type CardFlowNode, SIDES } from './elements';
import { nameSizeAt, scaleOfCard } from './card-size';
import { ReachMarks, useEmphasis, useMap } from './map-context';

/** One card: a button with bar, icon, name, one line of facts, count and state. */
export const CardNode = memo(function CardNode({ data, width, height }: NodeProps<CardFlowNode>) {
  const { store, selectCard, drillCard } = useMap();
  const card = useCard(store, data.id);
  const emphasis = useEmphasis(data.id);
  if (card === undefined) return <Anchors />;
  const region = card.region === null ? undefined : store.view()?.regions.get(card.region);
  const selected = emphasis === 'selected';
  const scale = scaleOfCard(height);
  return (
    <>
      <Anchors />
      <button
        type="button"
        data-emphasis={emphasis}
        data-card={card.id}
        aria-label={cardName(card, region, store.view()?.summary.spansClusters)}
        aria-pressed={selected}
        onClick={() => selectCard(card)}
        onDoubleClick={() => drillCard(card)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !selected) return;
          event.preventDefault();
          drillCard(card);
        }}
        style={scale === 1 ? undefined : { ...enlarged(scale), width: (width ?? 0) / scale, height: CARD_HEIGHT }}
        className={cn(
          'pointer-events-auto relative flex size-full items-stretch rounded-lg border bg-surface text-left shadow-card transition-colors duration-150 hover:border-strong',
          STATE_LOOKS[card.state].outline,
          card.folded > 0 && 'card-stack',
          selected && 'border-text outline outline-1 outline-text',
          emphasis === 'lowered' && 'card-lowered',
        )}
      >
        <PlaneBar planes={card.planes} className="-my-px -ml-px rounded-l-lg" />
        {scale === 1 ? <CardBody card={card} /> : <LargeBody card={card} scale={scale} />}
        <Glow changed={store.changedAt(data.id)} />
      </button>
      <Reached card={data.id} />
    </>
  );
});

const enlarged = (scale: number) => ({ transform: `scale(${scale})`, transformOrigin: '0 0' });

/** A larger name needs the room that the icon takes. */
const ICON_UP_TO = 20;

/** Of a card beside tiles, which are looked at from afar: there it has its name alone, as large as it may be. */
function LargeBody({ card, scale }: { readonly card: Card; readonly scale: number }) {
  const size = useStore((state) => nameSizeAt(state.transform[2] * scale));
  if (size === null) return <CardBody card={card} />;
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2 px-2">
      {size <= ICON_UP_TO && <KindIcon kind={card.kind} className="shrink-0 text-muted" />}
      <span className="min-w-0 flex-1 font-medium" style={{ fontSize: size, lineHeight: 1.2 }}>
        <MiddleCut text={card.title} />
      </span>
      <StateGlyph state={card.state} reason={card.reason} size={size} />
    </span>
  );
}

/** Whether it may reach the selection, or be reached from it, where that is asked. */
function Reached({ card }: { readonly card: string }) {
  const outcome = use(ReachMarks).get(card);
  if (outcome === undefined) return null;
  const { word } = OUTCOME_LOOKS[outcome];
  return (
    <span
      title={word}
      className="pointer-events-none absolute -top-2 -right-2 flex size-5 items-center justify-center rounded-full border border-line bg-surface shadow-card"
    >
      <span className="sr-only">{word}</span>
      <OutcomeGlyph outcome={outcome} size={15} />
    </span>
  );
}

/** Plays once per change: a new key is a new element. The button around it stays and keeps the focus. */
function Glow({ changed }: { readonly changed: number | undefined }) {
  if (changed === undefined) return null;
  return <span key={changed} className="card-glow pointer-events-none absolute inset-0 rounded-lg" />;
}

const ANCHORS = {
  left: 'top-1/2 left-0',
  right: 'top-1/2 right-0',
  top: 'top-0 left-1/2',
  bottom: 'bottom-0 left-1/2',
} as const;

/** Where links meet the card. React Flow measures mounted cards by these marks, even where handles are given as data. */
function Anchors() {
  return SIDES.map((side) => (
    <span
      key={side}
      aria-hidden
      data-handleid={side}
      data-handlepos={side}
      className={cn('source pointer-events-none absolute size-px', ANCHORS[side])}
    />
  ));
}

function CardBody({ card }: { readonly card: Card }) {
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2 px-2 py-1">
      <KindIcon kind={card.kind} className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <MiddleCut text={card.title} className="font-medium text-sm leading-[18px]" />
        {(card.line !== '' || card.badge !== null) && (
          <span className="flex items-center gap-1">
            <MiddleCut text={card.line} className="min-w-0 flex-1 font-mono text-2xs text-muted" />
            {card.badge !== null && <span className="shrink-0 rounded bg-raised px-1 text-2xs">{card.badge}</span>}
          </span>
        )}
      </span>
      <StateGlyph state={card.state} reason={card.reason} size={15} />
    </span>
  );
}
