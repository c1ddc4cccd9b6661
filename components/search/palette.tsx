'use client';

import { Command } from 'cmdk';
import { usePathname, useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { pageLink } from '@/components/details/page-link';
import { useLiveClient } from '@/components/live/live-provider';
import { Dialog } from '@/components/ui/dialog';
import { specOf, writeMapParams } from '@/components/url/map-params';
import { useMapParams } from '@/components/url/use-map-params';
import type { SearchHit } from '@/lib/wire/search';
import { viewKey } from '@/lib/wire/view-key';
import { FoundLine } from './found-line';
import { Hits, whyNoHits } from './hits';
import { recentSearches, rememberSearch } from './recent';
import { reveal } from './reveal';
import { Starters } from './starters';
import { useSearch } from './use-search';

const RESULTS = 'h-[min(52vh,480px)] overflow-auto p-1.5';

/** Search over everything the server knows; choosing an object shows it on the map, with Ctrl its page. */
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
      description="Find an object by name, address, network, MAC, VIF, VLAN, tag, label, UID, path or rule id"
      className="w-[min(820px,calc(100vw-32px))]"
    >
      {open && <PaletteBody close={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function PaletteBody({ close }: { readonly close: () => void }) {
  const [text, setText] = useState('');
  const [kind, setKind] = useState<string | null>(null);
  const [here, setHere] = useState(false);
  const [params] = useMapParams();
  const scope = here ? { cluster: params.cluster, namespace: params.namespace } : { cluster: null, namespace: null };
  const answer = useSearch({ text, ...scope, kind });
  const show = useShow(text, close);
  const found = text.trim() === '' ? undefined : answer.data;
  const first = found?.kinds[0]?.hits[0]?.node.id ?? '';
  // The best hit is marked whenever the hits change, also when they come later than the typing.
  const [marked, setMarked] = useState('');
  useEffect(() => setMarked(first), [first]);
  // A list of choices must hold nothing but choices.
  const why = text.trim() === '' ? null : whyNoHits(answer, text.trim());
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new hits start at the top
  useEffect(() => {
    // Newer browsers answer with a promise, which an effect must not return.
    list.current?.scrollTo(0, 0);
  }, [found]);
  const type = (next: string) => {
    setText(next);
    setKind(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const hit = found?.kinds.flatMap(({ hits }) => hits).find(({ node }) => node.id === marked);
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || hit === undefined) return;
    event.preventDefault();
    show.page(hit);
  };
  return (
    <Command label="Search" shouldFilter={false} loop value={marked} onValueChange={setMarked} onKeyDown={onKeyDown}>
      <Command.Input
        autoFocus
        value={text}
        onValueChange={type}
        maxLength={200}
        placeholder="Name, address, network, MAC, VLAN, tag scope|value, label key=value, UID, path"
        className="h-11 w-full border-line border-b bg-transparent px-4 text-base outline-none placeholder:text-muted"
      />
      {why !== null && (
        <div role="status" className={RESULTS}>
          {why}
        </div>
      )}
      <Command.List ref={list} className={why === null ? RESULTS : 'hidden'}>
        {text.trim() === '' ? (
          <Starters recent={recentSearches()} choose={type} />
        ) : (
          <Hits data={answer.data} kind={kind} onKind={setKind} onHit={show.onMap} />
        )}
      </Command.List>
      <FoundLine
        found={found}
        behind={answer.behind}
        scope={params.namespace ?? params.cluster}
        here={here}
        onHere={setHere}
      />
    </Command>
  );
}

/** What choosing an object does: on the map in a scope that shows it, or on its page. */
function useShow(text: string, close: () => void) {
  const [params, update] = useMapParams();
  const client = useLiveClient();
  const path = usePathname();
  const router = useRouter();
  return {
    onMap: ({ node }: SearchHit) => {
      rememberSearch(text);
      close();
      const cards =
        path === '/'
          ? client
              .store(viewKey(specOf(params)))
              .view()
              ?.cards.values()
          : undefined;
      const drawn = [...(cards ?? [])].some((card) => card.nodes.some((id) => id === node.id));
      const change = reveal(node, params, drawn);
      if (path === '/') update(change, drawn ? 'replace' : 'push');
      else router.push(`/?${writeMapParams({ ...params, ...change })}`);
    },
    page: ({ node }: SearchHit) => {
      rememberSearch(text);
      close();
      router.push(pageLink(node));
    },
  };
}
