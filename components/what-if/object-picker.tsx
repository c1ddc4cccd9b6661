'use client';

import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { kindsTitle } from '@/components/marks/kind-icon';
import { HitRow } from '@/components/search/hit-row';
import { useSearch } from '@/components/search/use-search';
import { Button } from '@/components/ui/button';
import type { NodeRef } from '@/lib/wire/details';

const ROW = 'flex h-9 items-center gap-2.5 rounded px-2.5 text-sm data-[selected=true]:bg-raised';

/** A button that opens a search over objects of some kinds. */
export function ObjectPicker({
  label,
  kinds,
  onPick,
}: {
  readonly label: string;
  readonly kinds: readonly string[];
  readonly onPick: (node: NodeRef) => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button>
          <Search size={14} aria-hidden />
          {label}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="fade-in z-50 w-[min(560px,calc(100vw-16px))] overflow-hidden rounded-lg border border-line bg-surface shadow-float"
        >
          <Found
            label={label}
            kinds={kinds}
            onPick={(node) => {
              onPick(node);
              setOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Found({
  label,
  kinds,
  onPick,
}: {
  readonly label: string;
  readonly kinds: readonly string[];
  readonly onPick: (node: NodeRef) => void;
}) {
  const [text, setText] = useState('');
  const typed = text.trim();
  const kind = kinds.length === 1 ? (kinds[0] ?? null) : null;
  const { data, error, behind } = useSearch({ text, cluster: null, namespace: null, kind });
  const found = typed === '' ? [] : (data?.kinds ?? []).filter((one) => kinds.includes(one.kind));
  return (
    <Command label={label} shouldFilter={false} loop>
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        maxLength={200}
        placeholder={kinds.map((one) => kindsTitle(one)).join(', ')}
        className="h-10 w-full border-line border-b bg-transparent px-3 text-sm outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-[min(52vh,420px)] overflow-auto p-1.5">
        {found.map((one) => (
          <Command.Group
            key={one.kind}
            heading={<span className="block px-2.5 pt-2 pb-1 font-medium text-xs">{kindsTitle(one.kind)}</span>}
          >
            {one.hits.map((hit) => (
              <Command.Item key={hit.node.id} value={hit.node.id} onSelect={() => onPick(hit.node)} className={ROW}>
                <HitRow hit={hit} />
              </Command.Item>
            ))}
            {one.total > one.hits.length && (
              <p className="px-2.5 py-1 text-muted text-xs">
                {`${(one.total - one.hits.length).toLocaleString('en')} more: type to narrow`}
              </p>
            )}
          </Command.Group>
        ))}
        {typed === '' && <p className="px-2.5 py-2 text-muted text-xs">Type a name, a label or an address.</p>}
        {typed !== '' && !behind && found.length === 0 && error === null && (
          <p className="px-2.5 py-2 text-muted text-xs">{`Nothing to choose holds "${typed}".`}</p>
        )}
        {error !== null && <p className="px-2.5 py-2 text-failed text-xs">{error.message}</p>}
      </Command.List>
    </Command>
  );
}
