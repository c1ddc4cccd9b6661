'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { Button } from './button';
import { cn } from './cn';

/** A modal dialog with a title bar; focus is trapped and given back. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  className,
  onClosed,
  children,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description: string;
  readonly className?: string;
  /** After it is gone and the focus was given back. */
  readonly onClosed?: () => void;
  readonly children: ReactNode;
}) {
  const before = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fade-in fixed inset-0 z-40 bg-[#0d1217]/40" />
        <Radix.Content
          onOpenAutoFocus={() => {
            before.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            // Radix gives the focus back to its own triggers only; ours are anywhere, or a key.
            event.preventDefault();
            if (document.activeElement === document.body && before.current instanceof HTMLElement)
              before.current.focus();
            onClosed?.();
          }}
          className={cn(
            'fade-in fixed top-[12vh] left-1/2 z-50 max-h-[76vh] w-[min(640px,calc(100vw-32px))] -translate-x-1/2 overflow-auto rounded-lg border border-line bg-surface shadow-float',
            className,
          )}
        >
          <div className="sticky top-0 flex items-center justify-between border-line border-b bg-surface px-4 py-2">
            <Radix.Title className="font-semibold text-base">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button look="icon" aria-label="Close">
                <X size={16} aria-hidden />
              </Button>
            </Radix.Close>
          </div>
          <Radix.Description className="sr-only">{description}</Radix.Description>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
