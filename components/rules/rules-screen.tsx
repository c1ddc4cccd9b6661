'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useDeferredValue, useMemo, useRef } from 'react';
import { pageLink } from '@/components/details/page-link';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { TableFilter, TablePage, TableStates } from '@/components/ui/page';
import { PagedTable } from '@/components/ui/paged-table';
import { RelativeTime } from '@/components/ui/relative-time';
import { RowDownloads } from '@/components/ui/row-downloads';
import { inViewersZone } from '@/components/ui/time';
import { NO_RULE_PARAMS, type RuleParams, useRuleParams } from '@/components/url/rule-params';
import { useMapParams } from '@/components/url/use-map-params';
import { type UsualTable, useTable } from '@/components/url/use-table';
import type { ListedRule, RulesResponse } from '@/lib/wire/rules';
import { ruleColumns, SIGHT_COLUMN } from './rule-columns';
import { RuleFilters } from './rule-filters';
import { rulesCsv, rulesJson } from './rules-file';
import { useHits } from './use-hits';
import { everyRule, useRules } from './use-rules';

const USUAL: UsualTable = {
  name: 'rules',
  columns: [...ruleColumns(new Map()), SIGHT_COLUMN].map(({ id }) => id),
  sort: { id: 'order', down: false },
  hidden: new Set(),
};
const NONE: ReadonlySet<string> = new Set();

/** All rules of the distributed firewall as NSX evaluates them, with what is remarkable about each. */
export function RulesScreen() {
  const router = useRouter();
  const [{ text: typed }, updateText] = useMapParams();
  const [params, update] = useRuleParams();
  const text = useDeferredValue(typed);
  const question = { ...params, text };
  const { hidden, onHidden } = useTable(USUAL);
  const { data, rowAt, onLook, ...query } = useRules(question);
  const hits = useHits();
  const asksWhy = params.about !== null || params.address !== null;
  const columns = useMemo(
    () => (asksWhy ? [...ruleColumns(hits.byId), SIGHT_COLUMN] : ruleColumns(hits.byId)),
    [hits.byId, asksWhy],
  );
  const inSight = useRef<readonly [number, number]>([0, 0]);
  const look = useCallback(
    (first: number, last: number) => {
      inSight.current = [first, last];
      onLook(first, last);
    },
    [onLook],
  );
  const readHits = () => {
    const [first, last] = inSight.current;
    const rows = Array.from({ length: last - first + 1 }, (_, index) => rowAt(first + index));
    void hits.read(rows.flatMap((row) => row?.node.id ?? []));
  };
  return (
    <TablePage
      title="Rules"
      notices={data?.notices ?? []}
      controls={
        <>
          <TableFilter
            value={typed}
            onValue={(wanted) => updateText({ text: wanted })}
            placeholder="Filter rules by name, id, policy, operand"
          />
          <RuleFilters params={params} update={update} data={data} />
          <div className="flex-1" />
          <Button
            disabled={data === undefined || data.total === 0 || hits.state === 'busy'}
            title="Asks NSX for the counters of the rules in sight"
            onClick={readHits}
          >
            {hits.state === 'busy' ? 'Reading hits' : 'Read hits'}
          </Button>
        </>
      }
      footer={
        <>
          <span className="shrink-0 tabular-nums">
            {data !== undefined && `${number(data.total)} of ${number(data.inScope)} rules, in order of evaluation`}
          </span>
          <span className="flex min-w-0 items-center gap-4">
            <Remarks hits={hits} partial={data?.partial ?? []} />
            <RowDownloads
              name="portolan-rules"
              read={(signal) => everyRule(question, signal)}
              csv={(rows) => rulesCsv(rows, hits.byId)}
              json={(rows) => rulesJson(rows, hits.byId)}
              disabled={data === undefined || data.total === 0}
            />
          </span>
        </>
      }
    >
      <TableStates
        query={{ ...query, data }}
        what="The rules"
        empty={
          data === undefined || data.total > 0 ? null : (
            <NoRules
              data={data}
              params={params}
              onClear={() => {
                updateText({ text: '' });
                update(NO_RULE_PARAMS);
              }}
            />
          )
        }
      >
        <PagedTable
          label="Rules"
          total={data?.total ?? 0}
          rowAt={rowAt}
          onLook={look}
          columns={columns}
          rowKey={(row) => row.node.id}
          rowLook={rowLook}
          hidden={hidden.size === 0 ? NONE : hidden}
          onHidden={onHidden}
          minWidth={asksWhy ? 1500 : 1320}
          onOpen={(row) => router.push(pageLink(row.node))}
        />
      </TableStates>
    </TablePage>
  );
}

/** When hits were read, or why they could not be, and what the table may miss. */
function Remarks({
  hits,
  partial,
}: {
  readonly hits: Pick<ReturnType<typeof useHits>, 'at' | 'failure'>;
  readonly partial: readonly string[];
}) {
  return (
    <>
      {hits.failure !== null && (
        <span role="status" className="truncate text-failed">{`Hits could not be read. ${hits.failure}`}</span>
      )}
      {hits.at !== null && (
        <span role="status" className="shrink-0">
          {'Hits read '}
          <RelativeTime at={Date.parse(hits.at)} />
        </span>
      )}
      {partial.length > 0 && (
        <span className="truncate text-warning" title={inViewersZone(partial.join('\n'))}>
          {inViewersZone(partial.join(' '))}
        </span>
      )}
    </>
  );
}

/** Lines between policies are stronger, between categories stronger still. */
function rowLook({ begins, order, disabled }: ListedRule): string {
  const line =
    order === 1 || begins === null
      ? ''
      : begins === 'policy'
        ? 'border-t border-t-strong'
        : 'border-t-2 border-t-strong';
  return disabled ? `${line} opacity-70` : line;
}

function NoRules({
  data,
  params,
  onClear,
}: {
  readonly data: RulesResponse;
  readonly params: RuleParams;
  readonly onClear: () => void;
}) {
  if (data.inScope === 0)
    return (
      <Empty title="No rules to show">
        No NSX Manager reported a rule, or none is being read: the sources page says which.
      </Empty>
    );
  return (
    <Empty title="No rule matches" action={<Button onClick={onClear}>Take the filters off</Button>}>
      {params.about !== null && data.about === null
        ? 'The object that the rules shall be about is gone.'
        : `None of ${number(data.inScope)} rules passes the filters.`}
    </Empty>
  );
}

const number = (value: number): string => value.toLocaleString('en');
