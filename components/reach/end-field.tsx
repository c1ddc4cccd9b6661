'use client';

import { Command } from 'cmdk';
import { ChevronsUpDown, Globe, Network } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { HitRow } from '@/components/search/hit-row';
import { useSearch } from '@/components/search/use-search';
import { KindIcon, kindsTitle } from '@/components/marks/kind-icon';
import { MiddleCut } from '@/components/ui/middle-cut';
import type { NodeRef } from '@/lib/wire/details';
import type { SearchResponse } from '@/lib/wire/search';
import { END_KINDS, endName, endText, OUTSIDE } from './reach-params';

const ROW = 'flex h-9 items-center gap-2.5 rounded px-2.5 text-sm data-[selected=true]:bg-raised';
const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i;

/** An end of a question as it is now: what the URL says, and what the server made of it. */
export interface ShownEnd {
  readonly text: string | null;
  readonly name: string | null;
  readonly node: NodeRef | null;
}

/** One end of a flow: a button that opens a search over what can send or receive. */
export function EndField({
  label,
  end,
  open: whenOpen = 'Choose…',
  onEnd,
}: {
  readonly label: string;
  readonly end: ShownEnd;
  /** What stands where no end is chosen. */
  readonly open?: string;
  readonly onEnd: (text: string | null) => void;
}) {
  const [open, setOpen] = useState(false);
  const shown = end.text === null ? whenOpen : (end.name ?? endName(end.text));
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <div className="flex min-w-0 flex-col gap-1">
        <span aria-hidden className="text-muted text-xs">
          {label}
        </span>
        <Popover.Trigger
          aria-label={`${label}: ${shown}`}
          className="flex h-9 w-full min-w-0 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-left text-sm transition-colors duration-150 hover:border-strong"
        >
          <EndIcon end={end} />
          <span className="min-w-0 flex-1">
            {end.text === null ? <span className="text-muted">{shown}</span> : <MiddleCut text={shown} />}
          </span>
          {end.node?.namespace != null && (
            <span className="max-w-[40%] shrink-0 truncate text-muted text-xs">{end.node.namespace}</span>
          )}
          <ChevronsUpDown size={12} aria-hidden className="shrink-0 text-muted" />
        </Popover.Trigger>
      </div>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="fade-in z-50 w-[min(560px,calc(100vw-16px))] overflow-hidden rounded-lg border border-line bg-surface shadow-float"
        >
          <EndSearch
            label={label}
            onEnd={(text) => {
              onEnd(text);
              setOpen(false);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function EndIcon({ end }: { readonly end: ShownEnd }) {
  if (end.text === 'outside') return <Globe size={15} aria-hidden className="shrink-0 text-muted" />;
  if (end.node === null) return <Network size={15} aria-hidden className="shrink-0 text-muted" />;
  const hue = end.node.plane === 'nsx' ? 'text-nsx' : 'text-kubernetes';
  return <KindIcon kind={end.node.kind} size={15} className={`shrink-0 ${hue}`} />;
}

function EndSearch({ label, onEnd }: { readonly label: string; readonly onEnd: (text: string) => void }) {
  const [text, setText] = useState('');
  const typed = text.trim();
  const { data, error } = useSearch({ text, cluster: null, namespace: null, kind: null });
  const kinds = typed === '' ? [] : (data?.kinds ?? []).filter(({ kind }) => END_KINDS.includes(kind));
  return (
    <Command label={label} shouldFilter={false} loop>
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        maxLength={200}
        placeholder="Pod, Service, virtual server, cluster node or address"
        className="h-10 w-full border-line border-b bg-transparent px-3 text-sm outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-[min(52vh,420px)] overflow-auto p-1.5">
        {ADDRESS.test(typed) && (
          <Command.Item value={`address ${typed}`} onSelect={() => onEnd(typed)} className={ROW}>
            <Network size={15} aria-hidden className="shrink-0 text-muted" />
            <span>
              The address <span className="font-mono text-xs">{typed}</span>
            </span>
          </Command.Item>
        )}
        {kinds.map((found) => (
          <Found key={found.kind} found={found} complete={data?.complete ?? false} onEnd={onEnd} />
        ))}
        <Command.Item value="outside" onSelect={() => onEnd('outside')} className={ROW}>
          <Globe size={15} aria-hidden className="shrink-0 text-muted" />
          <span>{OUTSIDE}</span>
          <span className="ml-auto text-muted text-xs">any address that no segment port has</span>
        </Command.Item>
        {typed !== '' && data !== undefined && kinds.length === 0 && !ADDRESS.test(typed) && (
          <p className="px-2.5 py-2 text-muted text-xs">{`Nothing that sends or receives holds "${typed}".`}</p>
        )}
        {error !== null && <p className="px-2.5 py-2 text-failed text-xs">{error.message}</p>}
      </Command.List>
    </Command>
  );
}

function Found({
  found,
  complete,
  onEnd,
}: {
  readonly found: SearchResponse['kinds'][number];
  readonly complete: boolean;
  readonly onEnd: (text: string) => void;
}) {
  const more = found.total - found.hits.length;
  return (
    <Command.Group
      heading={<span className="block px-2.5 pt-2 pb-1 font-medium text-xs">{kindsTitle(found.kind)}</span>}
    >
      {found.hits.map((hit) => (
        <Command.Item key={hit.node.id} value={hit.node.id} onSelect={() => onEnd(endText(hit.node))} className={ROW}>
          <HitRow hit={hit} />
        </Command.Item>
      ))}
      {more > 0 && (
        <p className="px-2.5 py-1 text-muted text-xs">
          {`${complete ? '' : 'At least '}${more.toLocaleString('en')} more: type to narrow`}
        </p>
      )}
    </Command.Group>
  );
}
