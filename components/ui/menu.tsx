'use client';

import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/** One entry of a menu; `checked` draws a tick and makes it a choice. */
export interface MenuEntry {
  readonly key: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly checked?: boolean;
  readonly choose: () => void;
}

const ITEM =
  'flex h-8 cursor-default items-center gap-2 rounded px-2 text-sm outline-none data-[highlighted]:bg-raised data-[disabled]:text-muted';

/** A button that opens a list of choices. */
export function Menu({
  trigger,
  label,
  entries,
  align = 'start',
  multiple = false,
}: {
  readonly trigger: ReactNode;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
  /** Stays open, so that several can be ticked. */
  readonly multiple?: boolean;
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="fade-in z-50 max-h-[60vh] min-w-48 overflow-auto rounded-lg border border-line bg-surface p-1 shadow-float"
        >
          {entries.length === 0 && <p className="px-2 py-1.5 text-muted text-xs">Nothing to choose from yet</p>}
          {entries.map((entry) => (
            <Radix.CheckboxItem
              key={entry.key}
              className={ITEM}
              checked={entry.checked === true}
              onSelect={(event) => {
                if (multiple) event.preventDefault();
                entry.choose();
              }}
            >
              <span className="w-4 shrink-0">
                <Radix.ItemIndicator>
                  <Check size={14} aria-hidden />
                </Radix.ItemIndicator>
              </span>
              <span className="min-w-0 flex-1 truncate">{entry.label}</span>
              {entry.hint !== undefined && <span className="pl-4 text-muted text-xs">{entry.hint}</span>}
            </Radix.CheckboxItem>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
