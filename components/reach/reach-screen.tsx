'use client';

import { NamesLeadTo } from '@/components/details/node-link';
import { RequestFailure } from '@/components/data/fetch-json';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { Notice } from '@/components/ui/notice';
import type { ShownEnd } from './end-field';
import { FlowForm } from './flow-form';
import { OUTSIDE, type ReachParams } from './reach-params';
import { useReach } from './use-reach';
import { useReachParams } from './use-reach-params';
import { VerdictView } from './verdict';

/** Whether one thing can reach another, and which rules say so. */
export function ReachScreen() {
  const [params, update] = useReachParams();
  const query = useReach(params);
  const shown = (part: 'from' | 'to'): ShownEnd => {
    const text = params[part];
    const end = query.data?.[part];
    return { text, name: text === 'outside' ? OUTSIDE : (end?.name ?? null), node: end?.node ?? null };
  };
  return (
    <NamesLeadTo value="page">
      <div className="h-full overflow-y-auto">
        <div className="mx-auto flex max-w-[1280px] flex-col gap-4 px-4 py-5 lg:px-6">
          <h1 className="font-semibold text-xl">Reachability</h1>
          <FlowForm params={params} update={update} from={shown('from')} to={shown('to')} />
          <FlowAnswer params={params} query={query} />
        </div>
      </div>
    </NamesLeadTo>
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

const PARTS: Readonly<Record<string, string>> = {
  'query.from': 'From',
  'query.to': 'To',
  'query.protocol': 'Protocol',
  'query.port': 'Port',
};

/** What is wrong with which field, in the server's words. */
export function FailureWords({ error }: { readonly error: Error }) {
  const problems = error instanceof RequestFailure ? error.problems : [];
  if (problems.length === 0) return <>{`The question could not be answered. ${error.message}`}</>;
  return (
    <ul>
      {problems.map(({ where, message }) => (
        <li key={`${where}${message}`} className="break-words">{`${PARTS[where] ?? where} ${message}`}</li>
      ))}
    </ul>
  );
}
