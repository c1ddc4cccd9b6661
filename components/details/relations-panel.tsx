'use client';

import { usePage } from '@/components/data/queries';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { RelationLists } from './relation-lists';
import { SmallGraph } from './small-graph';

/** What an object is related to, as a small graph and as lists. Reads the object's page, which a page that has it shares. */
export function RelationsPanel({ id }: { readonly id: string }) {
  const { data: page, error } = usePage(id);
  const count = page?.relations.reduce((sum, relation) => sum + relation.count, 0);
  return (
    <Panel title="Relations" aside={count?.toLocaleString('en')}>
      <div className="pt-2">
        {page === undefined && error === null && (
          <div className="skeleton h-32" role="status" aria-label="Reading the relations" />
        )}
        {page === undefined && error !== null && <Notice tone="failed">{error.message}</Notice>}
        {page !== undefined && (
          <>
            <SmallGraph node={page.node} relations={page.relations} />
            <RelationLists id={id} relations={page.relations} wide />
          </>
        )}
      </div>
    </Panel>
  );
}
