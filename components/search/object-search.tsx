'use client';

import { Command } from 'cmdk';
import { type ReactNode, useState } from 'react';
import { kindsTitle } from '@/components/marks/kind-icon';
import type { NodeRef } from '@/lib/wire/details';
import type { SearchResponse } from '@/lib/wire/search';
import { HitRow } from './hit-row';
import { useSearch } from './use-search';

/** Looks of a popover that holds such a search. */
export const SEARCH_POPOVER = 'w-[560px] overflow-hidden';

/**
 * A search over objects of some kinds, to choose one of them.
 *
 * @param props.kinds the kinds that can be chosen.
 * @param props.hint stands where nothing is typed yet.
 * @param props.nothing stands where nothing answers to what is typed.
 * @param props.before choices that are no objects, made of what is typed; with {@link SearchChoice}.
 * @param props.after the same, below what was found.
 */
export function ObjectSearch({
  label,
  placeholder,
  kinds,
  hint,
  nothing,
  before,
  after,
  onPick,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly kinds: readonly string[];
  readonly hint?: string;
  readonly nothing: (typed: string) => string;
  readonly before?: (typed: string) => ReactNode;
  readonly after?: ReactNode;
  readonly onPick: (node: NodeRef) => void;
}) {
  const [text, setText] = useState('');
  const typed = text.trim();
  const kind = kinds.length === 1 ? (kinds[0] ?? null) : null;
  const { data, error, behind } = useSearch({ text: typed, cluster: null, namespace: null, kind });
  const found = typed === '' ? [] : (data?.kinds ?? []).filter((one) => kinds.includes(one.kind));
  const extra = before?.(typed) ?? null;
  return (
    <Command label={label} shouldFilter={false} loop>
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        maxLength={200}
        placeholder={placeholder}
        className="h-10 w-full border-line border-b bg-transparent px-3 text-sm outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-[min(52vh,420px)] overflow-auto p-1.5">
        {extra}
        {found.map((one) => (
          <Found key={one.kind} found={one} complete={data?.complete ?? false} onPick={onPick} />
        ))}
        {after}
        {typed === '' && hint !== undefined && <Words>{hint}</Words>}
        {typed !== '' && error === null && found.length === 0 && extra === null && (
          <Words>{behind ? 'Searching …' : nothing(typed)}</Words>
        )}
        {error !== null && <p className="px-2.5 py-2 text-failed text-xs">{error.message}</p>}
      </Command.List>
    </Command>
  );
}

/** A choice beside the objects found. */
export function SearchChoice({
  value,
  onPick,
  children,
}: {
  readonly value: string;
  readonly onPick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onPick}
      className="flex h-9 items-center gap-2.5 rounded px-2.5 text-sm data-[selected=true]:bg-raised"
    >
      {children}
    </Command.Item>
  );
}

function Found({
  found,
  complete,
  onPick,
}: {
  readonly found: SearchResponse['kinds'][number];
  readonly complete: boolean;
  readonly onPick: (node: NodeRef) => void;
}) {
  const more = found.total - found.hits.length;
  return (
    <Command.Group
      heading={<span className="block px-2.5 pt-2 pb-1 font-medium text-xs">{kindsTitle(found.kind)}</span>}
    >
      {found.hits.map((hit) => (
        <SearchChoice key={hit.node.id} value={hit.node.id} onPick={() => onPick(hit.node)}>
          <HitRow hit={hit} />
        </SearchChoice>
      ))}
      {more > 0 && <Words>{`${complete ? '' : 'At least '}${more.toLocaleString('en')} more: type to narrow`}</Words>}
    </Command.Group>
  );
}

function Words({ children }: { readonly children: string }) {
  return <p className="px-2.5 py-1.5 text-muted text-xs">{children}</p>;
}
