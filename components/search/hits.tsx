import { Command } from 'cmdk';
import type { ReactNode } from 'react';
import { kindsTitle } from '@/components/marks/kind-icon';
import { Empty } from '@/components/ui/empty';
import { isInVpc } from '@/lib/kinds';
import { unescapeKey } from '@/lib/model/ids';
import type { SearchHit, SearchResponse } from '@/lib/wire/search';
import { HitRow } from './hit-row';

interface Answer {
  readonly data: SearchResponse | undefined;
  readonly error: Error | null;
  readonly behind: boolean;
}

const ROW = 'flex h-9 items-center gap-2.5 rounded px-2.5 data-[selected=true]:bg-raised';

/** Why there is nothing to choose from; null when there is. */
export function whyNoHits({ data, error, behind }: Answer, text: string): ReactNode {
  if (error !== null) return <Empty title="The search failed">{error.message}</Empty>;
  if (data === undefined) return <p className="px-3 py-6 text-center text-muted">Searching…</p>;
  return data.kinds.length === 0 && !behind ? <Nothing text={text} data={data} /> : null;
}

/** What was found, by kind with counts. */
export function Hits({
  data,
  kind,
  onKind,
  onHit,
}: {
  readonly data: SearchResponse | undefined;
  readonly kind: string | null;
  readonly onKind: (kind: string | null) => void;
  readonly onHit: (hit: SearchHit) => void;
}) {
  if (data === undefined) return null;
  return (
    <>
      {kind !== null && (
        <Command.Item value="all kinds" onSelect={() => onKind(null)} className={`${ROW} text-muted`}>
          Back to all kinds
        </Command.Item>
      )}
      {data.kinds.map((found) => (
        <Command.Group
          key={found.kind}
          heading={
            <div className="flex items-baseline gap-2 px-2.5 pt-2 pb-1 text-xs">
              <span className="font-medium">{titleOf(found)}</span>
              <span className="text-muted tabular-nums">{count(found.total, data.complete)}</span>
            </div>
          }
        >
          {found.hits.map((hit) => (
            <Command.Item key={hit.node.id} value={hit.node.id} onSelect={() => onHit(hit)} className={ROW}>
              <HitRow hit={hit} />
            </Command.Item>
          ))}
          {kind === null && found.total > found.hits.length && (
            <Command.Item
              value={`all ${found.kind}`}
              onSelect={() => onKind(found.kind)}
              className={`${ROW} text-muted text-xs`}
            >
              {`Show more ${titleOf(found)}`}
            </Command.Item>
          )}
        </Command.Group>
      ))}
    </>
  );
}

/** Of what is not listed here nobody knows whether it lies in a VPC. */
function titleOf({ kind, hits, total }: SearchResponse['kinds'][number]): string {
  const inVpc = hits.filter(({ node }) => isInVpc(unescapeKey(node.id))).length;
  return kindsTitle(kind, inVpc === 0 ? 'tier-1' : inVpc === total ? 'vpc' : 'both');
}

function Nothing({ text, data }: { readonly text: string; readonly data: SearchResponse }) {
  return (
    <Empty title={`Nothing holds "${text}"`}>
      {data.partial.length > 0
        ? `But not everything can be read: ${data.partial[0]}`
        : `${number(data.searched)} objects were searched: their names, identifiers, addresses, tags and labels.`}
    </Empty>
  );
}

const number = (value: number): string => value.toLocaleString('en');
const count = (total: number, complete: boolean): string => (complete ? number(total) : `at least ${number(total)}`);
