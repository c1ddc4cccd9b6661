'use client';

import { ContextMenu } from 'radix-ui';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { useShell } from '@/components/frame/shell-context';
import { useLiveState } from '@/components/live/hooks';
import { copyText } from '@/components/ui/clipboard';
import type { ReachMark } from '@/components/url/map-params';
import { useMapParams } from '@/components/url/use-map-params';
import type { Card, Region } from '@/lib/view/view';
import { reachLink } from '@/components/reach/reach-params';
import { type Copyable, copiesOf, copiesOfRegion, elsewhereOf, endOfCard } from './card-actions';
import { useMap } from './map-context';
import { pageOfCard } from './use-map-actions';

const ITEM = 'flex h-8 cursor-default items-center rounded px-2.5 text-sm outline-none data-[highlighted]:bg-raised';

type Target =
  | { readonly type: 'card'; readonly card: Card; readonly region: Region | undefined }
  | { readonly type: 'region'; readonly region: Region };

/** The menu of the right mouse button, or of the menu key, on a card or a namespace; on the background nothing opens. */
export function CardMenu({ children }: { readonly children: ReactNode }) {
  const { store } = useMap();
  const [target, setTarget] = useState<Target | null>(null);
  const find = (element: Element | null): Target | null => {
    const view = store.view();
    const card = view?.cards.get(element?.closest('[data-card]')?.getAttribute('data-card') ?? '');
    if (card !== undefined) return { type: 'card', card, region: view?.regions.get(card.region ?? '') };
    const region = view?.regions.get(element?.closest('[data-region]')?.getAttribute('data-region') ?? '');
    return region === undefined ? null : { type: 'region', region };
  };
  return (
    // What is behind it is not hidden from readers: the focus returns there.
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger
        asChild
        onContextMenuCapture={(event) => {
          const found = find(event.target instanceof Element ? event.target : null);
          setTarget(found);
          if (found === null) event.preventDefault();
        }}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        {target !== null && (
          <ContextMenu.Content
            collisionPadding={8}
            aria-label={`What to do with ${target.type === 'card' ? target.card.title : target.region.title}`}
            className="fade-in z-50 min-w-56 max-w-[calc(100vw-16px)] rounded-lg border border-line bg-surface p-1 shadow-float"
          >
            {target.type === 'card' ? (
              <CardItems card={target.card} region={target.region} />
            ) : (
              <RegionItems region={target.region} />
            )}
          </ContextMenu.Content>
        )}
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

/** Opens the menu of an element as its right mouse button would; for keyboards without a menu key. */
export function openMenuOf(element: Element): void {
  const { left, bottom } = element.getBoundingClientRect();
  const at = { clientX: left + 12, clientY: bottom - 8 };
  element.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }));
}

function CardItems({ card, region }: { readonly card: Card; readonly region: Region | undefined }) {
  const { store, selectCard, drillCard, drillRegion, focusOn, isPinned, togglePin } = useMap();
  const isNarrower = (store.view()?.regions.size ?? 0) > 1;
  const { sources } = useLiveState();
  const elsewhere = elsewhereOf(card, sources ?? []);
  const router = useRouter();
  const [, update] = useMapParams();
  const markReach = (side: ReachMark['side']) =>
    update({ selected: card.nodes[0] ?? null, reach: { side, protocol: 'tcp', port: '' } });
  const primary = card.nodes[0];
  return (
    <>
      <Item onSelect={() => selectCard(card)}>Show the facts</Item>
      {card.folded > 0 && <Item onSelect={() => drillCard(card)}>Open the fold</Item>}
      {pageOfCard(card) !== null && <Item onSelect={() => drillCard(card)}>Open its page</Item>}
      {region !== undefined && isNarrower && (
        <Item onSelect={() => drillRegion(region)}>{`Show only ${region.title}`}</Item>
      )}
      {primary !== undefined && <Item onSelect={() => focusOn(primary)}>Focus: what is on, in or around it</Item>}
      {primary !== undefined && (
        <Item onSelect={() => togglePin(primary)}>
          {isPinned(primary) ? 'Take off the comparison' : 'Pin to compare'}
        </Item>
      )}
      {endOfCard(card) !== null && (
        <>
          <ContextMenu.Separator className="my-1 h-px bg-line" />
          <Item onSelect={() => router.push(reachLink({ from: endOfCard(card) }))}>Can it reach…</Item>
          <Item onSelect={() => router.push(reachLink({ view: 'matrix', to: endOfCard(card) }))}>Who can reach it</Item>
          <Item onSelect={() => router.push(reachLink({ view: 'matrix', from: endOfCard(card) }))}>
            What it can reach
          </Item>
          <Item onSelect={() => markReach('to')}>Mark who can reach it</Item>
          <Item onSelect={() => markReach('from')}>Mark what it can reach</Item>
        </>
      )}
      <Copies copies={copiesOf(card)} />
      {elsewhere.length > 0 && <ContextMenu.Separator className="my-1 h-px bg-line" />}
      {elsewhere.map(({ label, url, copy }) => (
        <Item
          key={url}
          onSelect={() => {
            if (copy !== null) void copyText(copy);
            open(url, '_blank', 'noopener,noreferrer');
          }}
        >
          {label}
        </Item>
      ))}
    </>
  );
}

function RegionItems({ region }: { readonly region: Region }) {
  const { selectRegion, drillRegion, foldRegion } = useMap();
  return (
    <>
      <Item onSelect={() => selectRegion(region)}>Show the facts</Item>
      <Item onSelect={() => drillRegion(region)}>{`Show only ${region.title}`}</Item>
      <Item onSelect={() => foldRegion(region)}>{region.folded ? 'Open' : 'Fold'}</Item>
      <Copies copies={copiesOfRegion(region)} />
    </>
  );
}

function Copies({ copies }: { readonly copies: readonly Copyable[] }) {
  const { announce } = useShell();
  return (
    <>
      <ContextMenu.Separator className="my-1 h-px bg-line" />
      {copies.map(({ label, text }) => (
        <Item
          key={`${label}${text}`}
          onSelect={() => void copyText(text).then((done) => announce(done ? `Copied the ${label}` : 'Copying failed'))}
        >
          {`Copy the ${label}`}
        </Item>
      ))}
    </>
  );
}

function Item({ onSelect, children }: { readonly onSelect: () => void; readonly children: ReactNode }) {
  return (
    <ContextMenu.Item className={ITEM} onSelect={onSelect}>
      <span className="truncate">{children}</span>
    </ContextMenu.Item>
  );
}
