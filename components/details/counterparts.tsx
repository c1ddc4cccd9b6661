'use client';

import { useState } from 'react';
import { useObject } from '@/components/data/queries';
import { EvidenceLine } from '@/components/marks/evidence';
import { PLANE_WORDS } from '@/components/marks/plane';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import type { PageResponse } from '@/lib/wire/page';
import { NodeLink } from './node-link';
import { ObjectFacts } from './object-facts';

/** Counterparts whose facts are told at once: each is asked for, and NSX is asked about each. */
const MOST_OPEN = 1;

type Counterpart = PageResponse['counterparts'][number];

/** What the same thing is on the other plane, with how that is known. */
export function Counterparts({ page }: { readonly page: PageResponse }) {
  const { node, counterparts, counterpartCount } = page;
  const other = PLANE_WORDS[node.plane === 'nsx' ? 'kubernetes' : 'nsx'];
  // A panel for one sentence would leave half of the page empty.
  if (counterpartCount === 0)
    return <p className="px-1 text-muted text-xs">{`No object of ${other} is known to be the same thing.`}</p>;
  return (
    <Panel title={`In ${other}`} aside={counterpartCount > 1 ? counterpartCount : undefined}>
      <ul className="divide-y divide-line">
        {counterparts.map((each, index) => (
          <OneCounterpart key={each.node.id} counterpart={each} openAtFirst={index < MOST_OPEN} />
        ))}
      </ul>
      {counterpartCount > counterparts.length && (
        <p className="py-1 text-muted text-xs">{`${counterpartCount - counterparts.length} more are listed under Relations`}</p>
      )}
    </Panel>
  );
}

function OneCounterpart({
  counterpart: { node, evidence },
  openAtFirst,
}: {
  readonly counterpart: Counterpart;
  readonly openAtFirst: boolean;
}) {
  const [open, setOpen] = useState(openAtFirst);
  return (
    <li className="py-1.5">
      <div className="flex items-center justify-between gap-3">
        <NodeLink node={node} withKind />
        <Button
          look="quiet"
          className="h-6 text-xs"
          aria-expanded={open}
          aria-label={`Facts of ${node.name}`}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Fold' : 'Facts'}
        </Button>
      </div>
      <div className="flex flex-col items-start gap-0.5">
        {evidence.slice(0, 2).map((piece) => (
          <EvidenceLine key={JSON.stringify(piece)} evidence={piece} />
        ))}
      </div>
      {open && <CounterpartFacts id={node.id} />}
    </li>
  );
}

function CounterpartFacts({ id }: { readonly id: string }) {
  const query = useObject(id, { raw: false, enabled: true });
  if (query.isPending) return <div className="skeleton mt-2 h-24" role="status" aria-label="Reading its facts" />;
  if (query.data === undefined) return <p className="pt-2 text-muted">{query.error.message}</p>;
  return (
    <div className="pt-3">
      <ObjectFacts object={query.data} titled={false} />
    </div>
  );
}
