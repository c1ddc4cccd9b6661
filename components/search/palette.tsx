'use client';

import { Command } from 'cmdk';
import { usePathname, useRouter } from 'next/navigation';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useGraph } from '@/components/data/queries';
import { useView, useViewStore } from '@/components/live/hooks';
import { KindIcon, kindWord } from '@/components/marks/kind-icon';
import { Dialog } from '@/components/ui/dialog';
import { specOf, writeMapParams } from '@/components/url/map-params';
import { useMapParams } from '@/components/url/use-map-params';
import type { NodeId } from '@/lib/model/ids';
import { viewKey } from '@/lib/wire/view-key';
import { buildIndex, type Findable, find } from './search-index';

const MOST_SHOWN = 50;

/** Search over what is drawn and every object of the scope; choosing one selects it on the map. */
export function Palette({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Search"
      description="Find an object by name, address, tag, label, UID or path"
    >
      {open && <PaletteBody close={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function PaletteBody({ close }: { readonly close: () => void }) {
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text);
  const [params, update] = useMapParams();
  const path = usePathname();
  const router = useRouter();
  const spec = path === '/' ? specOf(params) : { cluster: null, namespace: null, open: [], groups: false };
  const view = useView(useViewStore(viewKey(spec)));
  const graph = useGraph(spec);
  const index = useMemo(
    // Ids come from our own server, which minted them.
    () =>
      buildIndex(
        view?.cards.values() ?? [],
        (graph.data?.nodes ?? []).map((node) => ({ ...node, id: node.id as NodeId })),
      ),
    [view?.cards, graph.data],
  );
  const { hits, total } = useMemo(() => find(index, wanted, MOST_SHOWN), [index, wanted]);
  // The best hit is marked whenever the hits change, also when they come later than the typing.
  const [marked, setMarked] = useState('');
  useEffect(() => setMarked(hits[0]?.id ?? ''), [hits]);
  const choose = (entry: Findable) => {
    close();
    if (path === '/') update({ selected: entry.id, table: false });
    else router.push(`/?${writeMapParams({ ...params, selected: entry.id, table: false })}`);
  };
  return (
    <Command label="Search" shouldFilter={false} loop value={marked} onValueChange={setMarked}>
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder="Name, address, tag scope|value, label key=value, UID, path"
        className="h-11 w-full border-line border-b bg-transparent px-4 text-base outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-[50vh] overflow-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-muted">
          {graph.isPending ? 'Reading the objects…' : `Nothing in this scope holds "${text}"`}
        </Command.Empty>
        {hits.map((entry) => (
          <Command.Item
            key={entry.id}
            value={entry.id}
            onSelect={() => choose(entry)}
            className="flex h-9 items-center gap-2.5 rounded px-2.5 data-[selected=true]:bg-raised"
          >
            <KindIcon kind={entry.kind} className="shrink-0 text-muted" />
            <span className="max-w-[55%] shrink-0 truncate">{entry.title}</span>
            <span className="min-w-0 flex-1 truncate font-mono text-muted text-xs">{entry.line}</span>
            <span className="shrink-0 text-muted text-xs">{kindWord(entry.kind)}</span>
          </Command.Item>
        ))}
      </Command.List>
      <p className="border-line border-t px-4 py-1.5 text-muted text-xs">
        {graph.isError
          ? `Only what is drawn can be found: ${graph.error.message}`
          : `${Math.min(total, MOST_SHOWN)} of ${total} found, ${index.length} objects searched`}
      </p>
    </Command>
  );
}
