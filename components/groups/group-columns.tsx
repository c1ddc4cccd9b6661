import { TriangleAlert } from 'lucide-react';
import { madeForWords } from '@/components/details/made-for-words';
import { STATE_ORDER, StateWord } from '@/components/marks/state';
import { CellLink } from '@/components/ui/cell-link';
import type { Column } from '@/components/ui/table-model';
import { Tooltip } from '@/components/ui/tooltip';
import { absoluteTime } from '@/components/ui/time';
import type { GroupSummary, GroupWarning } from '@/lib/wire/groups';
import type { Effective, useEffective } from './use-effective';

export const MADE_BY_WORDS: Readonly<Record<GroupSummary['madeBy'], string>> = {
  admin: 'an administrator',
  ncp: 'NCP',
  'nsx-operator': 'nsx-operator',
  nsx: 'NSX itself',
};

export const WARNING_WORDS: Readonly<Record<GroupWarning['kind'], string>> = {
  'unknown-type': 'Type not read',
  'not-evaluated': 'Not evaluated',
  'not-read': 'Nested one not read',
  'no-address': 'No address',
  empty: 'Empty but used',
  unused: 'Not used',
};

export const groupPage = (row: Pick<GroupSummary, 'node'>): string => `/groups/${encodeURIComponent(row.node.id)}`;

type Asked = Pick<ReturnType<typeof useEffective>, 'byId' | 'asking'>;

/** The columns of the table of groups; `asked` is what NSX told of them so far. */
export function groupColumns(asked: Asked): readonly Column<GroupSummary>[] {
  return [
    {
      id: 'state',
      label: 'State',
      width: '104px',
      sort: (row) => STATE_ORDER.indexOf(row.node.state),
      cell: (row) => <StateWord state={row.node.state} />,
    },
    {
      id: 'name',
      label: 'Group',
      width: 'minmax(160px,1.4fr)',
      sort: (row) => row.node.name,
      cell: (row) => <CellLink href={groupPage(row)} text={row.node.name} />,
    },
    {
      id: 'criteria',
      label: 'Criteria',
      width: 'minmax(200px,2.4fr)',
      sort: (row) => row.criteria,
      cell: (row) => <span title={row.criteria}>{row.criteria}</span>,
    },
    {
      id: 'members',
      label: 'Members',
      width: '108px',
      number: true,
      sort: (row) => row.members,
      cell: (row) =>
        row.members === null ? (
          <span className="text-muted" title={row.note ?? undefined}>
            unknown
          </span>
        ) : (
          <span title="By our evaluation, now">{row.members.toLocaleString('en')}</span>
        ),
    },
    {
      id: 'effective',
      label: 'By NSX',
      width: '100px',
      number: true,
      fixed: true,
      sort: () => null,
      cell: (row) => <EffectiveCell row={asked.byId.get(row.node.id)} asking={asked.asking.has(row.node.id)} />,
    },
    {
      id: 'difference',
      label: 'Difference',
      width: '104px',
      fixed: true,
      sort: () => null,
      cell: (row) => <DifferenceCell row={asked.byId.get(row.node.id)} />,
    },
    {
      id: 'warnings',
      label: 'Warnings',
      width: '148px',
      sort: (row) => row.warnings.length,
      cell: (row) => <WarningCell warnings={row.warnings} />,
    },
    { id: 'rules', label: 'Rules', width: '72px', number: true, sort: (row) => row.rules },
    {
      id: 'made',
      label: 'Made by',
      width: 'minmax(132px,1.6fr)',
      sort: (row) => MADE_BY_WORDS[row.madeBy],
      cell: ({ madeBy, madeFor }) => (
        <span title={madeFor === null ? undefined : `Made for ${madeForWords(madeFor)}`}>
          {MADE_BY_WORDS[madeBy]}
          {madeFor !== null && <span className="text-muted">{` for ${madeFor.name}`}</span>}
        </span>
      ),
    },
    { id: 'domain', label: 'Domain', width: 'minmax(96px,0.7fr)', sort: (row) => row.domain },
  ];
}

function EffectiveCell({ row, asking }: { readonly row: Effective | undefined; readonly asking: boolean }) {
  if (asking) return <span className="text-muted">asking</span>;
  if (row === undefined) return <span className="text-muted">not asked</span>;
  const when = `asked at ${absoluteTime(Date.parse(row.at))}`;
  if (row.state === 'unread')
    return (
      <span className="text-warning" title={`${row.reason} ${when}`}>
        {{ forbidden: 'not allowed', failed: 'failed', gone: 'gone' }[row.why]}
      </span>
    );
  return (
    <span title={`Effective members of NSX, ${when}${row.whole ? '' : '; its pages did not fit together'}`}>
      {row.whole ? '' : 'at least '}
      {row.count.toLocaleString('en')}
    </span>
  );
}

function DifferenceCell({ row }: { readonly row: Effective | undefined }) {
  if (row?.state !== 'read') return <span className="text-muted">–</span>;
  const { onlyOurs, onlyNsx } = row;
  if (onlyOurs === null || onlyNsx === null)
    return (
      <span className="text-muted" title="We cannot evaluate the group">
        not comparable
      </span>
    );
  const differing = onlyOurs + onlyNsx;
  if (differing === 0) return <span className="text-ok">none</span>;
  return (
    <span
      className="font-medium text-warning"
      title={`${onlyOurs} by our evaluation alone, ${onlyNsx} by NSX alone, when NSX was asked`}
    >
      {`${differing.toLocaleString('en')} differ`}
    </span>
  );
}

function WarningCell({ warnings }: { readonly warnings: GroupSummary['warnings'] }) {
  const [first, ...others] = warnings;
  if (first === undefined) return null;
  return (
    <Tooltip text={<WarningList warnings={warnings} />}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its explanation must be reachable by keyboard */}
      <span tabIndex={0} className="inline-flex max-w-full items-center gap-1.5 rounded align-middle text-warning">
        <TriangleAlert size={14} aria-hidden className="shrink-0" />
        <span className="truncate">{WARNING_WORDS[first.kind]}</span>
        {others.length > 0 && <span className="text-muted text-xs">{`+${others.length}`}</span>}
      </span>
    </Tooltip>
  );
}

const WarningList = ({ warnings }: { readonly warnings: GroupSummary['warnings'] }) => (
  <>
    {warnings.map(({ kind, words }) => (
      <p key={kind} className="py-0.5">{`${words}.`}</p>
    ))}
  </>
);
