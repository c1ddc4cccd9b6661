'use client';

import { ChevronsUpDown, Globe, Network } from 'lucide-react';
import { KindIcon } from '@/components/marks/kind-icon';
import { ObjectSearch, SEARCH_POPOVER, SearchChoice } from '@/components/search/object-search';
import { MiddleCut } from '@/components/ui/middle-cut';
import { Popover } from '@/components/ui/popover';
import { isAddress } from '@/lib/dfw/address';
import type { NodeRef } from '@/lib/wire/details';
import { END_KINDS, endName, endText, OUTSIDE } from './reach-params';

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
  const shown = end.text === null ? whenOpen : (end.name ?? endName(end.text));
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span aria-hidden className="text-muted text-xs">
        {label}
      </span>
      <Popover
        className={SEARCH_POPOVER}
        trigger={
          <button
            type="button"
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
          </button>
        }
      >
        {(close) => (
          <EndSearch
            label={label}
            onEnd={(text) => {
              onEnd(text);
              close();
            }}
          />
        )}
      </Popover>
    </div>
  );
}

function EndIcon({ end }: { readonly end: ShownEnd }) {
  if (end.text === 'outside') return <Globe size={15} aria-hidden className="shrink-0 text-muted" />;
  if (end.node === null) return <Network size={15} aria-hidden className="shrink-0 text-muted" />;
  const hue = end.node.plane === 'nsx' ? 'text-nsx' : 'text-kubernetes';
  return <KindIcon kind={end.node.kind} size={15} className={`shrink-0 ${hue}`} />;
}

function EndSearch({ label, onEnd }: { readonly label: string; readonly onEnd: (text: string) => void }) {
  return (
    <ObjectSearch
      label={label}
      placeholder="Pod, Service, virtual server, cluster node or address"
      kinds={END_KINDS}
      nothing={(typed) => `Nothing that sends or receives holds "${typed}".`}
      before={(typed) =>
        isAddress(typed) ? (
          <SearchChoice value={`address ${typed}`} onPick={() => onEnd(typed)}>
            <Network size={15} aria-hidden className="shrink-0 text-muted" />
            <span>
              The address <span className="font-mono text-xs">{typed}</span>
            </span>
          </SearchChoice>
        ) : null
      }
      after={
        <SearchChoice value="outside" onPick={() => onEnd('outside')}>
          <Globe size={15} aria-hidden className="shrink-0 text-muted" />
          <span>{OUTSIDE}</span>
          <span className="ml-auto text-muted text-xs">any address that no segment port has</span>
        </SearchChoice>
      }
      onPick={(node) => onEnd(endText(node))}
    />
  );
}
