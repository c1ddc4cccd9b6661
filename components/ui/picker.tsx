'use client';

import { Command } from 'cmdk';
import { Check, ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cn } from './cn';
import { Popover } from './popover';

/** One choice of a picker. */
export interface Choice {
  readonly value: string | null;
  readonly label: string;
  readonly hint?: string;
}

/** A button that opens a searchable list. `children` is the list, mounted only while open so that it may load data. */
export function Picker({
  label,
  shown,
  strong,
  children,
}: {
  readonly label: string;
  readonly shown: string;
  readonly strong: boolean;
  readonly children: (close: () => void) => ReactNode;
}) {
  return (
    <Popover
      className="w-64 overflow-hidden"
      trigger={
        <button
          type="button"
          aria-label={`${label}: ${shown}`}
          className={cn(
            'flex h-8 min-w-0 items-center gap-1 rounded-md px-1.5 text-sm transition-colors duration-150 hover:bg-raised',
            strong ? 'font-medium text-text' : 'text-muted',
          )}
        >
          <span className="truncate">{shown}</span>
          <ChevronsUpDown size={12} aria-hidden className="shrink-0 text-muted" />
        </button>
      }
    >
      {children}
    </Popover>
  );
}

/** The searchable list inside a {@link Picker}. */
export function PickerList({
  label,
  choices,
  value,
  onChoose,
  most = 200,
}: {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string | null;
  readonly onChoose: (value: string | null) => void;
  readonly most?: number;
}) {
  const [text, setText] = useState('');
  const found = choices.filter((choice) => choice.label.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <Command label={label} shouldFilter={false} loop>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={`${label}…`}
        className="h-9 w-full border-line border-b bg-transparent px-3 text-sm outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-72 overflow-auto p-1">
        <Command.Empty className="px-2 py-2 text-muted text-xs">Nothing by that name</Command.Empty>
        {found.slice(0, most).map((choice) => (
          <Command.Item
            key={choice.value ?? '*'}
            value={choice.value ?? '*'}
            onSelect={() => onChoose(choice.value)}
            className="flex h-8 items-center gap-2 rounded px-2 text-sm data-[selected=true]:bg-raised"
          >
            <Check size={14} aria-hidden className={cn('shrink-0', choice.value !== value && 'invisible')} />
            <span className="min-w-0 flex-1 truncate">{choice.label}</span>
            {choice.hint !== undefined && <span className="text-muted text-xs">{choice.hint}</span>}
          </Command.Item>
        ))}
        {found.length > most && (
          <p className="px-2 py-1.5 text-muted text-xs">{`${found.length - most} more: type to narrow`}</p>
        )}
      </Command.List>
    </Command>
  );
}
