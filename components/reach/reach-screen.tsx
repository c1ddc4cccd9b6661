'use client';

import { NamesLeadTo } from '@/components/details/node-link';
import Link from 'next/link';
import { Button, buttonClass } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Empty } from '@/components/ui/empty';
import { Notice } from '@/components/ui/notice';
import { FailureWords } from './failure-words';
import { FlowForm } from './flow-form';
import { MatrixScreen } from './matrix-screen';
import { reachLink, type ReachParams } from './reach-params';
import { useEnd } from './use-end';
import { useReach } from './use-reach';
import { type UpdateReach, useReachParams } from './use-reach-params';
import { VerdictView } from './verdict';

/** Whether one thing can reach another, and which rules say so: one flow, or all classes of a scope. */
export function ReachScreen() {
  const [params, update] = useReachParams();
  return (
    <NamesLeadTo value="page">
      <div className="h-full overflow-y-auto">
        <div className="mx-auto flex max-w-[1280px] flex-col gap-4 px-4 py-5 lg:px-6">
          <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
            <h1 className="font-semibold text-xl">Reachability</h1>
            <Views params={params} />
          </div>
          {params.view === 'matrix' ? (
            <MatrixScreen params={params} update={update} />
          ) : (
            <FlowScreen params={params} update={update} />
          )}
        </div>
      </div>
    </NamesLeadTo>
  );
}

/** One flow, or many at once; what is asked about goes along. */
function Views({ params }: { readonly params: ReachParams }) {
  const { from, to, view } = params;
  const entries = [
    { name: 'flow', label: 'One flow', link: reachLink({ ...params, view: 'flow' }) },
    {
      name: 'matrix',
      label: 'Who can reach whom',
      link: reachLink(bothGiven(from, to) ? { ...params, view: 'matrix', from: null } : { ...params, view: 'matrix' }),
    },
  ];
  return (
    <nav aria-label="Kinds of questions" className="flex gap-1">
      {entries.map(({ name, label, link }) => (
        <Link
          key={name}
          href={link}
          aria-current={view === name ? 'page' : undefined}
          className={cn(buttonClass('quiet'), view === name && 'bg-raised text-text')}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

const bothGiven = (from: string | null, to: string | null): boolean => from !== null && to !== null;

function FlowScreen({ params, update }: { readonly params: ReachParams; readonly update: UpdateReach }) {
  const query = useReach(params);
  const from = useEnd(params.from, query.data?.from ?? null);
  const to = useEnd(params.to, query.data?.to ?? null);
  return (
    <>
      <FlowForm params={params} update={update} from={from} to={to} />
      <FlowAnswer params={params} query={query} />
    </>
  );
}

function FlowAnswer({ params, query }: { readonly params: ReachParams; readonly query: ReturnType<typeof useReach> }) {
  if (params.from === null || params.to === null) {
    return (
      <Empty title="Choose who sends and who receives">
        The answer is worked out from the rules as they are configured, at both ends of the flow. No packet is sent.
      </Empty>
    );
  }
  if (query.isPending) {
    return (
      <div role="status" aria-label="Working out the verdict" className="flex flex-col gap-4">
        <div className="skeleton h-20 rounded-lg" />
        <div className="skeleton h-24 rounded-lg" />
        <div className="skeleton h-48 rounded-lg" />
      </div>
    );
  }
  return (
    <>
      {query.error !== null && (
        <Notice tone="failed" action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
          <FailureWords error={query.error} />
        </Notice>
      )}
      {query.data !== undefined && <VerdictView verdict={query.data} />}
    </>
  );
}
