'use client';

import { ChevronRight, Map as MapIcon } from 'lucide-react';
import Link from 'next/link';
import { useObject, usePage } from '@/components/data/queries';
import { PLANE_WORDS, PlaneBadge } from '@/components/marks/plane';
import { StateWord } from '@/components/marks/state';
import { buttonClass } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Disclosure } from '@/components/ui/disclosure';
import { Notice } from '@/components/ui/notice';
import { PageSkeleton } from '@/components/ui/page-skeleton';
import { Panel } from '@/components/ui/panel';
import type { ObjectResponse } from '@/lib/wire/details';
import type { ObjectList, PageResponse } from '@/lib/wire/page';
import { RulePanel } from '@/components/rules/rule-panel';
import { ClusterEvents } from './cluster-events';
import { Counterparts } from './counterparts';
import { HistoryOf, HistoryPanel } from './history-list';
import { memberStates } from './member-states';
import { Meters } from './meters';
import { mapLink, NamesLeadTo, NodeLink } from './node-link';
import { ObjectFacts } from './object-facts';
import { ObjectTable } from './object-list';
import { PanelFailure } from './panel-failure';
import { RawObject } from './raw-json';
import { RelationsPanel } from './relations-panel';

/** The page of any object: what it is in both planes, what it holds, what it is related to, what happened to it. */
export function ObjectScreen({ id }: { readonly id: string }) {
  const page = usePage(id);
  const object = useObject(id, { raw: false, enabled: true });
  // NSX tells of a Service's members through its virtual server, which is its first counterpart.
  const server = page.data?.counterparts.find(({ node }) => node.kind === 'lb-virtual-server')?.node.id;
  const told = useObject(server ?? '', { raw: false, enabled: server !== undefined });
  const members = memberStates([object.data, told.data]);
  if (page.isPending || object.isPending) return <PageSkeleton label="Reading the object" panels={2} tail />;
  if (page.data === undefined || object.data === undefined) return <Gone id={id} page={page} />;
  const { lists, meters } = page.data;
  const { node } = object.data;
  return (
    <NamesLeadTo value="page">
      <div className="h-full overflow-y-auto">
        <div className="mx-auto max-w-[1480px] px-4 pb-8 lg:px-6">
          {(page.isError || object.isError) && (
            <Notice tone="warning" className="mt-4">
              {`This is what was known last; reading it again failed. ${(page.error ?? object.error)?.message ?? ''}`}
            </Notice>
          )}
          <Head page={page.data} object={object.data} />
          <Meters meters={meters} />
          <div className="flex flex-col gap-4">
            <div
              className={cn('grid items-start', page.data.counterpartCount === 0 ? 'gap-2' : 'gap-4 lg:grid-cols-2')}
            >
              <Panel title={`In ${PLANE_WORDS[node.plane]}`} aside={node.cluster}>
                <ObjectFacts object={object.data} titled={false} />
              </Panel>
              <Counterparts page={page.data} />
            </div>
            {node.kind === 'rule' && <RulePanel id={id} />}
            {lists.filter(isTold).map((list) => (
              <ObjectTable key={list.id} id={id} list={list} members={members} />
            ))}
            <Nothing lists={lists.filter((list) => !isTold(list))} />
            <RelationsPanel id={id} />
            <HistoryPanel objects={[node]} />
            {node.plane === 'kubernetes' && (
              <Disclosure title="Events of Kubernetes">{() => <ClusterEvents id={id} />}</Disclosure>
            )}
            <Disclosure title="Raw object">
              {() => <RawObject id={id} title={`${PLANE_WORDS[node.plane]} object`} />}
            </Disclosure>
          </div>
        </div>
      </div>
    </NamesLeadTo>
  );
}

/** A list without lines is worth its room only when that says something. */
const isTold = ({ count, says }: ObjectList): boolean => count > 0 || says !== null;

function Nothing({ lists }: { readonly lists: readonly ObjectList[] }) {
  if (lists.length === 0) return null;
  return <p className="px-4 text-muted">{`None here: ${lists.map(({ title }) => title).join('; ')}`}</p>;
}

function Head({ page, object }: { readonly page: PageResponse; readonly object: ObjectResponse }) {
  const { node } = object;
  const kinds = [...new Map(page.counterparts.map((each) => [each.node.kind, each.node])).values()];
  return (
    <header className="py-5">
      {page.place.length > 0 && (
        <nav aria-label="Where it is" className="flex flex-wrap items-center gap-x-1 gap-y-0.5 pb-2 text-xs">
          {page.place.map((each) => (
            <span key={each.id} className="inline-flex max-w-64 min-w-0 items-center gap-1">
              <NodeLink node={each} />
              <ChevronRight size={12} aria-hidden className="shrink-0 text-muted" />
            </span>
          ))}
        </nav>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {[node, ...kinds.slice(0, 3)].map((each) => (
          <PlaneBadge key={`${each.plane}${each.kind}`} plane={each.plane} kind={each.kind} id={each.id} />
        ))}
        <StateWord state={node.state} />
        <div className="flex-1" />
        <Link href={mapLink(node)} className={buttonClass('plain')}>
          <MapIcon size={14} aria-hidden />
          Show on the map
        </Link>
      </div>
      <h1 className="break-words pt-1 font-semibold text-xl">{node.name}</h1>
      <p className="text-muted">{placeWords(object)}</p>
      {node.reason !== null && <p className="pt-1">{node.reason}</p>}
      {page.remarks.map((remark) => (
        <Notice key={remark} tone="warning" className="mt-2">
          {remark}
        </Notice>
      ))}
    </header>
  );
}

function placeWords({ node }: ObjectResponse): string {
  const cluster = node.cluster === null ? 'belongs to no single cluster' : `cluster ${node.cluster}`;
  return node.namespace === null ? cluster : `namespace ${node.namespace}, ${cluster}`;
}

/** An object that is not there any more may still be remembered. */
function Gone({ id, page }: { readonly id: string; readonly page: ReturnType<typeof usePage> }) {
  return (
    <div className="mx-auto max-w-3xl px-4">
      <PanelFailure what="This object" error={page.error} retry={() => void page.refetch()} />
      <Panel title="What was seen of it" aside="since the server started">
        <HistoryOf id={id} />
      </Panel>
    </div>
  );
}
