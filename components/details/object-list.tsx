'use client';

import { StateGlyph } from '@/components/marks/state';
import { cn } from '@/components/ui/cn';
import { CopyChip } from '@/components/ui/copy-chip';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import type { ListCell, ListRow, ObjectList } from '@/lib/wire/page';
import { FactText } from './fact-value';
import type { MemberState } from './member-states';
import { ListRest, ListSearch } from './list-controls';
import { NodeLink } from './node-link';
import { StateTally } from './state-tally';
import { useLongList } from './use-long-list';

/** The column by whose value a member of a pool is known. */
const MEMBER = 'member';
const NOTHING_TOLD: ReadonlyMap<string, MemberState> = new Map();
/** Lines that are shown before more are wanted. */
const USUAL = 10;

/** One list of an object's page as a table: the worst first, the rest on demand. */
export function ObjectTable({
  id,
  list,
  members = NOTHING_TOLD,
}: {
  readonly id: string;
  readonly list: ObjectList;
  /** What NSX says of pool members just now. */
  readonly members?: ReadonlyMap<string, MemberState>;
}) {
  const long = useLongList(id, list, USUAL);
  return (
    <Panel
      title={list.title}
      aside={
        <span className="flex items-center gap-3">
          <StateTally states={list.states} />
          <span>{list.count.toLocaleString('en')}</span>
          <ListSearch list={list} long={long} />
        </span>
      }
    >
      {list.says !== null && list.count > 0 && (
        <Notice tone="warning" className="my-1">
          {list.says}
        </Notice>
      )}
      {list.count === 0 ? (
        <p className="py-1 text-muted">{`${list.says ?? 'There are none'}.`}</p>
      ) : (
        <Lines list={list} rows={long.rows} members={members} />
      )}
      <ListRest list={list} long={long} />
    </Panel>
  );
}

function Lines({
  list,
  rows,
  members,
}: {
  readonly list: ObjectList;
  readonly rows: readonly ListRow[];
  readonly members: ReadonlyMap<string, MemberState>;
}) {
  const told = list.columns.some(({ name }) => name === MEMBER) && members.size > 0;
  return (
    // A scrolled region is reached by keyboard through the links in it.
    <div className="max-h-[560px] overflow-auto">
      <table className="w-full min-w-[560px] text-left">
        <thead>
          <tr className="text-muted text-xs">
            <th scope="col" className="sticky top-0 bg-surface py-1 pr-4 font-normal">
              {list.subject}
            </th>
            {list.columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={cn('sticky top-0 bg-surface py-1 pr-4 font-normal last:pr-0', column.number && 'text-right')}
              >
                {column.label}
              </th>
            ))}
            {told && (
              <th scope="col" className="sticky top-0 bg-surface py-1 pr-4 font-normal">
                NSX says
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-line border-t align-top">
              <th scope="row" className="max-w-72 py-1.5 pr-4 font-normal">
                {row.node === null ? <span className="text-muted">{row.title}</span> : <NodeLink node={row.node} />}
                {row.reason !== null && <p className="text-muted text-xs">{row.reason}</p>}
              </th>
              {list.columns.map((column) => (
                <td
                  key={column.name}
                  className={cn('max-w-64 py-1.5 pr-4 last:pr-0', column.number && 'text-right tabular-nums')}
                >
                  <Cell value={row.cells[column.name] ?? null} mono={column.mono} />
                </td>
              ))}
              {told && (
                <td className="py-1.5 pr-4">
                  <Told state={members.get(String(row.cells[MEMBER]))} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Told({ state }: { readonly state: MemberState | undefined }) {
  if (state === undefined) return <span className="text-muted">nothing</span>;
  const up = state.state === 'UP';
  return (
    <span className={cn('inline-flex items-center gap-1.5', !up && 'font-medium text-failed')}>
      {!up && <StateGlyph state="failed" size={12} silent />}
      {state.cause === null ? state.state : `${state.state}: ${state.cause}`}
    </span>
  );
}

function Cell({ value, mono }: { readonly value: ListCell; readonly mono: boolean }) {
  if (value === null || value === '') return <span className="text-muted">–</span>;
  if (typeof value === 'object' && !Array.isArray(value)) return <NodeLink node={value.node} />;
  if (typeof value === 'string' && mono) return <CopyChip bare value={value} />;
  return <FactText value={value} mono={mono} />;
}
