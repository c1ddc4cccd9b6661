'use client';

import { ContextMenu } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { copyText } from '@/components/ui/clipboard';
import type { Card } from '@/lib/view/view';
import { keyOfNode } from './card-words';
import { useMap } from './map-context';

const ITEM = 'flex h-8 cursor-default items-center rounded px-2.5 text-sm outline-none data-[highlighted]:bg-raised';

/** The menu of the right mouse button on a card; on the background nothing opens. */
export function CardMenu({ children }: { readonly children: ReactNode }) {
  const { store, selectCard, drillCard } = useMap();
  const [card, setCard] = useState<Card | null>(null);
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        asChild
        onContextMenuCapture={(event) => {
          const target = event.target instanceof Element ? event.target.closest('[data-card]') : null;
          const found = store.card(target?.getAttribute('data-card') ?? '') ?? null;
          setCard(found);
          if (found === null) event.preventDefault();
        }}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        {card !== null && (
          <ContextMenu.Content
            collisionPadding={8}
            className="fade-in z-50 min-w-52 rounded-lg border border-line bg-surface p-1 shadow-float"
          >
            <ContextMenu.Item className={ITEM} onSelect={() => selectCard(card)}>
              Show the facts
            </ContextMenu.Item>
            <ContextMenu.Item className={ITEM} onSelect={() => drillCard(card)}>
              Open
            </ContextMenu.Item>
            <ContextMenu.Separator className="my-1 h-px bg-line" />
            <ContextMenu.Item className={ITEM} onSelect={() => void copyText(card.title)}>
              Copy the name
            </ContextMenu.Item>
            {card.nodes.map((node) => {
              const found = keyOfNode(node);
              if (found === null) return null;
              return (
                <ContextMenu.Item key={node} className={ITEM} onSelect={() => void copyText(found.key)}>
                  {`Copy the ${found.label}`}
                </ContextMenu.Item>
              );
            })}
          </ContextMenu.Content>
        )}
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
