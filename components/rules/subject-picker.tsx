'use client';

import { Command } from 'cmdk';
import { ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { HitRow } from '@/components/search/hit-row';
import { useSearch } from '@/components/search/use-search';
import { buttonClass } from '@/components/ui/button';
import type { RuleParams } from '@/components/url/rule-params';
import { isAddress } from '@/lib/dfw/address';
import { kindNamed } from '@/lib/kinds';

const ROLES = new Set<string | null>(['group', 'policy', 'service', 'port']);

/** Whether rules can be about objects of the kind. */
function isSubject(name: string): boolean {
  const kind = kindNamed(name);
  if (kind?.plane === 'nsx') return ROLES.has(kind.dfw);
  return kind?.presentation.lane === 'pod';
}

/** Finds the Pod, group, service, policy or address that the rules shall be about. */
export function SubjectPicker({
  onChoose,
}: {
  readonly onChoose: (choice: Pick<RuleParams, 'about' | 'address'>) => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={buttonClass()}>
        About
        <ChevronDown size={14} aria-hidden className="text-muted" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="fade-in z-50 w-[34rem] max-w-[calc(100vw-16px)] overflow-hidden rounded-lg border border-line bg-surface shadow-float"
        >
          <Subjects
            onChoose={(choice) => {
              setOpen(false);
              onChoose(choice);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Subjects({ onChoose }: { readonly onChoose: (choice: Pick<RuleParams, 'about' | 'address'>) => void }) {
  const [text, setText] = useState('');
  const wanted = text.trim();
  const { data, behind } = useSearch({ text: wanted, cluster: null, namespace: null, kind: null });
  const kinds = wanted === '' ? [] : (data?.kinds ?? []).filter(({ kind }) => isSubject(kind));
  const address = isAddress(wanted) ? wanted : null;
  return (
    <Command label="Whom the rules are about" shouldFilter={false} loop>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder="Pod, group, service, policy or address…"
        className="h-9 w-full border-line border-b bg-transparent px-3 text-sm outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-80 overflow-auto p-1">
        <Command.Empty className="px-2 py-2 text-muted text-xs">
          {wanted === ''
            ? 'Type a name, an address or a tag: the table then shows only the rules that a Pod meets, or that name the group, service or policy.'
            : behind
              ? 'Searching'
              : 'No Pod, group, service or policy answers to that.'}
        </Command.Empty>
        {address !== null && (
          <Command.Item
            value={`address ${address}`}
            onSelect={() => onChoose({ about: null, address })}
            className="flex h-8 items-center gap-2 rounded px-2 text-sm data-[selected=true]:bg-raised"
          >
            {'Address '}
            <span className="font-mono">{address}</span>
          </Command.Item>
        )}
        {kinds.flatMap(({ hits }) =>
          hits.map((hit) => (
            <Command.Item
              key={hit.node.id}
              value={hit.node.id}
              onSelect={() => onChoose({ about: hit.node.id, address: null })}
              className="flex h-8 items-center gap-2 rounded px-2 text-sm data-[selected=true]:bg-raised"
            >
              <HitRow hit={hit} />
            </Command.Item>
          )),
        )}
        {kinds.some(({ total, hits }) => total > hits.length) && (
          <p className="px-2 py-1.5 text-muted text-xs">
            {`${kinds.reduce((sum, { total, hits }) => sum + total - hits.length, 0).toLocaleString('en')} more answer to it: type to narrow`}
          </p>
        )}
      </Command.List>
    </Command>
  );
}
