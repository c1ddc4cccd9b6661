'use client';

import { useObject } from '@/components/data/queries';
import { EvidenceLine } from '@/components/marks/evidence';
import { PLANE_WORDS } from '@/components/marks/plane';
import { Panel } from '@/components/ui/panel';
import type { PageResponse } from '@/lib/wire/page';
import { NodeLink } from './node-link';
import { ObjectFacts } from './object-facts';

/** Counterparts whose facts are told at once: each is asked for, and NSX is asked about each. */
const MOST_OPEN = 1;

/** What the same thing is on the other plane, with how that is known. */
export function Counterparts({ page }: { readonly page: PageResponse }) {
  const { node, counterparts, counterpartCount } = page;
  const other = node.plane === 'nsx' ? 'kubernetes' : 'nsx';
  return (
    <Panel title={`In ${PLANE_WORDS[other]}`} aside={counterpartCount > 1 ? counterpartCount : undefined}>
      {counterparts.length === 0 && (
        <p className="py-1 text-muted">{`No object of ${PLANE_WORDS[other]} is known to be the same thing.`}</p>
      )}
      {counterparts.map((each, index) => (
        <details key={each.node.id} open={index < MOST_OPEN} className="group border-line py-1.5 [&+&]:border-t">
          <summary className="cursor-pointer">
            <span className="inline-flex max-w-[calc(100%-24px)] flex-col gap-0.5 align-top">
              <NodeLink node={each.node} withKind />
              {each.evidence.slice(0, 2).map((evidence) => (
                <EvidenceLine key={JSON.stringify(evidence)} evidence={evidence} />
              ))}
            </span>
          </summary>
          <CounterpartFacts id={each.node.id} />
        </details>
      ))}
      {counterpartCount > counterparts.length && (
        <p className="py-1 text-muted text-xs">{`${counterpartCount - counterparts.length} more are listed under Relations`}</p>
      )}
    </Panel>
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
