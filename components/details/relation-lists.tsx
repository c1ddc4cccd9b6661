'use client';

import { usePage } from '@/components/data/queries';
import { EvidenceLine } from '@/components/marks/evidence';
import { Notice } from '@/components/ui/notice';
import type { RelationList } from '@/lib/wire/page';
import { ListRest, ListSearch } from './list-controls';
import { NodeLink } from './node-link';
import { Section } from './section';
import { StateTally } from './state-tally';
import { useLongList } from './use-long-list';

const USUAL = 6;

/** Everything an object is related to, read when shown. */
export function RelationsOf({ id }: { readonly id: string }) {
  const query = usePage(id);
  if (query.isPending) return <div className="skeleton h-24" role="status" aria-label="Reading the relations" />;
  if (query.data === undefined) return <Notice tone="failed">{query.error?.message ?? 'It could not be read.'}</Notice>;
  return <RelationLists id={id} relations={query.data.relations} />;
}

/** Relations by the way they are, long ones folded and searchable, each with how it is known. */
export function RelationLists({
  id,
  relations,
  wide = false,
}: {
  readonly id: string;
  readonly relations: readonly RelationList[];
  /** In columns, where there is room. */
  readonly wide?: boolean;
}) {
  if (relations.length === 0) return <p className="text-muted">No relation to another object is known.</p>;
  const all = relations.map((relation) => <OneRelation key={relation.id} id={id} relation={relation} />);
  return wide ? <div className="gap-8 lg:columns-2 2xl:columns-3">{all}</div> : all;
}

function OneRelation({ id, relation }: { readonly id: string; readonly relation: RelationList }) {
  const long = useLongList(id, relation, USUAL);
  const many = relation.count > 1;
  return (
    <div id={relationAnchor(relation)} className="scroll-mt-4 break-inside-avoid">
      <Section
        title={many ? `${relation.title} ${relation.count.toLocaleString('en')} ${relation.subject}` : relation.title}
        aside={
          many && (
            <span className="flex items-center gap-3">
              <StateTally states={relation.states} />
              <ListSearch list={relation} long={long} />
            </span>
          )
        }
      >
        {relation.says !== null && <p className="pb-1 text-xs">{`because ${relation.says}`}</p>}
        <ul className="max-h-96 divide-y divide-line overflow-y-auto">
          {long.rows.map((row) => (
            <li key={row.key} className="flex flex-col gap-0.5 py-1.5">
              {row.node === null ? row.title : <NodeLink node={row.node} withKind />}
              {row.evidence.map((evidence) => (
                <EvidenceLine key={JSON.stringify(evidence)} evidence={evidence} />
              ))}
            </li>
          ))}
        </ul>
        <ListRest list={relation} long={long} />
      </Section>
    </div>
  );
}

/** Where on a page a relation is told at length. */
export const relationAnchor = ({ id }: Pick<RelationList, 'id'>): string => `relation-${encodeURIComponent(id)}`;
