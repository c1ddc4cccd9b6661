'use client';

import { Popover as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { cn } from './cn';

/**
 * What a button opens above the page.
 *
 * @param props.trigger a button, or anything that takes its props.
 * @param props.label for readers, where the content names itself nowhere.
 * @param props.children mounted only while open, so that it may load data; given a way to close.
 */
export function Popover({
  trigger,
  label,
  align = 'start',
  className,
  children,
}: {
  readonly trigger: ReactNode;
  readonly label?: string;
  readonly align?: 'start' | 'end';
  readonly className: string;
  readonly children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className={cn(
            'fade-in z-50 max-w-[calc(100vw-16px)] rounded-lg border border-line bg-surface shadow-float',
            className,
          )}
        >
          {children(() => setOpen(false))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
