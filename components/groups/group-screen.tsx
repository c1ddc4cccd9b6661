'use client';

import { useGroup } from '@/components/data/queries';
import { HistoryOf } from '@/components/details/history-list';
import { NamesLeadTo, NodeLink } from '@/components/details/node-link';
import { PanelFailure } from '@/components/details/panel-failure';
import { RawObject } from '@/components/details/raw-json';
import { RelationsPanel } from '@/components/details/relations-panel';
import { actionLook, actionWord } from '@/components/details/seen-rules';
import { PlaneBadge } from '@/components/marks/plane';
import { StateWord } from '@/components/marks/state';
import { cn } from '@/components/ui/cn';
import { CopyChip } from '@/components/ui/copy-chip';
import { Disclosure } from '@/components/ui/disclosure';
import { Notice } from '@/components/ui/notice';
import { PageSkeleton } from '@/components/ui/page-skeleton';
import { Panel } from '@/components/ui/panel';
import { Sentence } from '@/components/ui/sentence';
import type { GroupResponse } from '@/lib/wire/groups';
import { groupPage, MADE_BY_WORDS } from './group-columns';
import { GroupMembers } from './group-members';
import { GroupNesting } from './group-nesting';
import { NearMisses } from './near-misses';

/** One group: its criteria in words, who is in it by which tag, and the rules that use it. */
export function GroupScreen({ id }: { readonly id: string }) {
  const query = useGroup(id);
  if (query.isPending) return <PageSkeleton label="Reading the group" panels={2} tail />;
  if (query.data === undefined)
    return <PanelFailure what="This group" error={query.error} retry={() => void query.refetch()} />;
  const { group, summary, criteria, usedBy, nesting } = query.data;
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto max-w-[1280px] px-4 pb-8 lg:px-6">
        <header className="py-5">
          <div className="flex items-center gap-2">
            <PlaneBadge plane={group.plane} kind={group.kind} />
            <StateWord state={group.state} reason={group.reason} />
          </div>
          <h1 className="break-words pt-1 font-semibold text-xl">{group.name}</h1>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted">
            <span>{`made by ${MADE_BY_WORDS[summary.madeBy]}${summary.madeFor === null ? '' : ' for'}`}</span>
            {summary.madeFor !== null && (
              <NamesLeadTo value="page">
                <NodeLink node={summary.madeFor} withKind />
              </NamesLeadTo>
            )}
            {summary.domain !== '' && <span>{`in domain ${summary.domain}`}</span>}
            <CopyChip value={summary.path} />
          </p>
          {summary.warnings.map(({ kind, words }) => (
            <Notice key={kind} tone="warning" className="mt-2">{`${words}.`}</Notice>
          ))}
          {group.reason !== null && (
            <Notice tone="warning" className="mt-2">
              {group.reason}
            </Notice>
          )}
        </header>
        <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]">
          <Panel title="Criteria" aside={criteria.length === 1 ? undefined : `${criteria.length}`}>
            <Criteria criteria={criteria} />
          </Panel>
          <Panel title="Rules that use it" aside={usedBy.length}>
            <UsedBy usedBy={usedBy} />
          </Panel>
        </div>
        <NamesLeadTo value="page">
          <GroupNesting node={summary.node} nesting={nesting} />
        </NamesLeadTo>
        <div className="pt-4">
          <GroupMembers id={id} name={group.name} />
        </div>
        <div className="pt-4">
          <NearMisses id={id} />
        </div>
        <div className="pt-4">
          <NamesLeadTo value="page">
            <RelationsPanel id={group.id} />
          </NamesLeadTo>
        </div>
        <div className="pt-4">
          <Disclosure title="History">{() => <HistoryOf id={group.id} />}</Disclosure>
        </div>
        <div className="pt-4">
          <Disclosure title="Raw object">{() => <RawObject id={group.id} title="NSX object" />}</Disclosure>
        </div>
      </div>
    </div>
  );
}

function Criteria({ criteria }: { readonly criteria: GroupResponse['criteria'] }) {
  if (criteria.length === 0)
    return <p className="py-1 text-muted">The group has no criteria, so nothing can be in it.</p>;
  // One step in tells apart what belongs together; where all is one, there is nothing to tell.
  const isNested = criteria.some(({ depth, conjunction }) => depth === 0 || conjunction === 'or');
  return (
    <ol>
      {criteria.map((criterion, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order of criteria is what they are
        <li key={index} className="flex gap-2 py-1" style={{ paddingLeft: isNested ? criterion.depth * 20 : 0 }}>
          {criteria.length > 1 && (
            <span className="w-8 shrink-0 text-muted text-xs leading-5">{criterion.conjunction ?? ''}</span>
          )}
          <Sentence text={criterion.words} className="min-w-0 break-words" />
        </li>
      ))}
    </ol>
  );
}

const AS_WORDS = { source: 'source', destination: 'destination', 'applied-to': 'applied to' } as const;

function UsedBy({ usedBy }: { readonly usedBy: GroupResponse['usedBy'] }) {
  if (usedBy.length === 0) return <p className="py-1 text-muted">No rule that Portolan knows uses this group.</p>;
  return (
    <ul className="divide-y divide-line">
      {usedBy.map((use) => (
        <li
          key={`${use.rule.id} ${use.through?.id ?? ''}`}
          className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5"
        >
          <NodeLink node={use.rule} />
          <span className="text-muted text-xs">
            {[use.policy?.name, use.category, `as ${use.as.map((part) => AS_WORDS[part]).join(', ')}`]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {use.through !== null && (
            <span className="flex min-w-0 items-center gap-1.5 text-muted text-xs">
              through
              <NodeLink node={use.through} href={groupPage({ node: use.through })} />
            </span>
          )}
          <span className="ml-auto flex items-center gap-3">
            {use.disabled && <span className="text-muted text-xs">disabled</span>}
            <span className={cn('font-medium', actionLook(use.action))}>{actionWord(use.action)}</span>
            {use.ruleId !== null && <span className="font-mono text-muted text-xs">{`rule ${use.ruleId}`}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
