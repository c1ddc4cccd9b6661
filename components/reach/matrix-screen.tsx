'use client';

import { Download, Grid3x3, Link2, RefreshCw, TableProperties, X } from 'lucide-react';
import { useMemo } from 'react';
import { useShell } from '@/components/frame/shell-context';
import { ScopeChoice } from '@/components/frame/scope-picker';
import { OUTCOME_LOOKS, OutcomeGlyph } from '@/components/marks/outcome';
import { Button } from '@/components/ui/button';
import { copyText, downloadText } from '@/components/ui/clipboard';
import { Empty } from '@/components/ui/empty';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ReachMatrixResponse } from '@/lib/wire/reach-matrix';
import { EndField, type ShownEnd } from './end-field';
import { FailureWords } from './failure-words';
import { TrafficFields } from './flow-form';
import { MatrixGrid } from './matrix-grid';
import { leftOutWords, pairsCsv, pairsOf, tally } from './matrix-pairs';
import { PairTable } from './pair-table';
import { endName, type ReachParams } from './reach-params';
import { useEnd } from './use-end';
import { useReachMatrix } from './use-reach';
import type { UpdateReach } from './use-reach-params';

interface Props {
  readonly params: ReachParams;
  readonly update: UpdateReach;
}

/** Classes of endpoints that the firewall treats alike, each against each, or all against one end. */
export function MatrixScreen({ params, update }: Props) {
  const query = useReachMatrix(params);
  return (
    <>
      <MatrixForm params={params} update={update} matrix={query.data} />
      {query.isPending && (
        <div role="status" aria-label="Working out the matrix" className="skeleton h-96 rounded-lg" />
      )}
      {query.error !== null && (
        <Notice tone="failed" action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
          <FailureWords error={query.error} />
        </Notice>
      )}
      {query.data !== undefined && (
        <MatrixAnswer params={params} update={update} matrix={query.data} refresh={() => void query.refetch()} />
      )}
    </>
  );
}

function MatrixForm({ params, update, matrix }: Props & { readonly matrix: ReachMatrixResponse | undefined }) {
  const from = useEnd(params.from, focusOf(matrix?.rows));
  const to = useEnd(params.to, focusOf(matrix?.columns));
  return (
    <form aria-label="Flows" onSubmit={(event) => event.preventDefault()} className="flex flex-col gap-2">
      <div className="grid items-end gap-2 md:grid-cols-2 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
        <AnyEnd
          label="From"
          end={from}
          onEnd={(chosen) => update(chosen === null ? { from: null } : { from: chosen, to: null })}
        />
        <AnyEnd
          label="To"
          end={to}
          onEnd={(chosen) => update(chosen === null ? { to: null } : { to: chosen, from: null })}
        />
        <TrafficFields params={params} update={update} />
      </div>
      <div className="flex flex-wrap items-center gap-x-1">
        <span className="text-muted text-xs">Within</span>
        <ScopeChoice scope={params} onScope={(scope) => update(scope)} />
        {params.group !== null && (
          <Button look="quiet" onClick={() => update({ group: null })} aria-label="Take off the group">
            {`Members of group ${endName(params.group)}`}
            <X size={14} aria-hidden />
          </Button>
        )}
      </div>
    </form>
  );
}

/** Where one end is given, its class stands alone on its side. */
function focusOf(side: ReachMatrixResponse['rows'] | undefined): Pick<ShownEnd, 'name' | 'node'> | null {
  const [focus] = side ?? [];
  return focus === undefined ? null : { name: focus.name, node: focus.first[0] ?? null };
}

/** An end that may be left open: then it is every class of the scope. */
function AnyEnd({
  label,
  end,
  onEnd,
}: {
  readonly label: string;
  readonly end: ShownEnd;
  readonly onEnd: (text: string | null) => void;
}) {
  return (
    <div className="flex min-w-0 items-end gap-1">
      <div className="min-w-0 flex-1">
        <EndField label={label} end={end} open="All of the scope" onEnd={onEnd} />
      </div>
      {end.text !== null && (
        <Button
          look="icon"
          aria-label={`${label}: all of the scope`}
          title="All of the scope"
          className="mb-0.5"
          onClick={() => onEnd(null)}
        >
          <X size={15} aria-hidden />
        </Button>
      )}
    </div>
  );
}

function MatrixAnswer({
  params,
  update,
  matrix,
  refresh,
}: Props & { readonly matrix: ReachMatrixResponse; readonly refresh: () => void }) {
  const { announce } = useShell();
  const pairs = useMemo(() => pairsOf(matrix, params), [matrix, params]);
  const leftOut = leftOutWords(matrix);
  const isList = params.from !== null || params.to !== null;
  const name = `portolan-reachability-${matrix.at.slice(0, 19).replaceAll(':', '-')}`;
  if (pairs.length === 0)
    return (
      <Empty title="Nothing to compare">
        {matrix.withoutAddress > 0
          ? `${matrix.withoutAddress} ports here have no address yet.`
          : 'No endpoint of NSX is in this scope.'}
      </Empty>
    );
  return (
    <section aria-label="Verdicts" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <ul aria-label="Outcomes" className="flex flex-wrap gap-x-4">
          {tally(matrix).map(([outcome, count]) => (
            <li key={outcome} className="inline-flex items-center gap-1.5">
              <OutcomeGlyph outcome={outcome} />
              {OUTCOME_LOOKS[outcome].word}
              <span className="text-muted tabular-nums">{count.toLocaleString('en')}</span>
            </li>
          ))}
        </ul>
        <span className="text-muted text-xs">
          {`${matrix.traffic.words}, ${matrix.classes === 1 ? '1 class' : `${matrix.classes.toLocaleString('en')} classes`} of ${matrix.endpoints.toLocaleString('en')} endpoints, `}
          <RelativeTime at={Date.parse(matrix.at)} />
        </span>
        <span className="ml-auto flex flex-wrap gap-1">
          {!isList && (
            <Button
              look="quiet"
              aria-pressed={params.table}
              onClick={() => update({ table: !params.table }, 'replace')}
            >
              {params.table ? <Grid3x3 size={14} aria-hidden /> : <TableProperties size={14} aria-hidden />}
              {params.table ? 'As matrix' : 'As table'}
            </Button>
          )}
          <Button look="quiet" onClick={refresh}>
            <RefreshCw size={14} aria-hidden />
            Ask again
          </Button>
          <Button
            look="quiet"
            onClick={() =>
              void copyText(location.href).then((done) => announce(done ? 'Copied the link' : 'Copying failed'))
            }
          >
            <Link2 size={14} aria-hidden />
            Copy link
          </Button>
          <Button look="quiet" onClick={() => downloadText(`${name}.csv`, 'text/csv', pairsCsv(pairs))}>
            <Download size={14} aria-hidden />
            CSV
          </Button>
          <Button
            look="quiet"
            onClick={() => downloadText(`${name}.json`, 'application/json', `${JSON.stringify(matrix, null, 2)}\n`)}
          >
            <Download size={14} aria-hidden />
            JSON
          </Button>
        </span>
      </div>
      {leftOut !== null && <Notice>{leftOut}</Notice>}
      {matrix.withoutAddress > 0 && (
        <Notice>{`${matrix.withoutAddress.toLocaleString('en')} ports of this scope have no address, so they neither send nor receive, and are in no class.`}</Notice>
      )}
      {matrix.partial.length > 0 && (
        <Notice tone="warning">
          {`Rules or endpoints may be missing or out of date here: ${matrix.partial.join('; ')}`}
        </Notice>
      )}
      {isList || params.table ? (
        <PairTable pairs={pairs} side={params.to !== null ? 'from' : params.from !== null ? 'to' : 'both'} />
      ) : (
        <MatrixGrid matrix={matrix} params={params} />
      )}
    </section>
  );
}
