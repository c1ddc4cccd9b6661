import { madeForWords } from '@/components/details/made-for-words';
import { actionLook, actionWord } from '@/components/details/seen-rules';
import { pageLink } from '@/components/details/page-link';
import { KindIcon } from '@/components/marks/kind-icon';
import { CellLink } from '@/components/ui/cell-link';
import { cn } from '@/components/ui/cn';
import type { Column } from '@/components/ui/table-model';
import type { ListedRule } from '@/lib/wire/rules';
import { MarkCell } from './rule-marks';
import { DIRECTION_WORDS, operandWords, trafficWords } from './rule-words';
import type { RuleHit } from './use-hits';

/** Where a category or policy begins, its name stands out; below it recedes. */
const begins = (row: ListedRule): string => (row.begins === null ? 'text-muted' : 'font-medium');
const beginsCategory = (row: ListedRule): string =>
  row.begins === 'category' || row.begins === 'manager' ? 'font-medium' : 'text-muted';

const words = (text: string) =>
  text === 'any' ? <span className="text-muted">any</span> : <span title={text}>{text}</span>;

/** The columns of the table of rules; `hits` are those read so far. */
export function ruleColumns(hits: ReadonlyMap<string, RuleHit>): readonly Column<ListedRule>[] {
  return [
    {
      id: 'order',
      label: 'Order',
      width: '84px',
      number: true,
      sort: (row) => row.order,
      cell: (row) => (
        <span className="tabular-nums" title={row.tie ?? undefined}>
          {row.tie !== null && (
            <span className="pr-1 text-muted">
              <span aria-hidden>≈</span>
              <span className="sr-only">about</span>
            </span>
          )}
          {row.order.toLocaleString('en')}
        </span>
      ),
    },
    {
      id: 'marks',
      label: 'Marks',
      width: '136px',
      sort: (row) => row.marks.length,
      cell: (row) => <MarkCell marks={row.marks} />,
    },
    {
      id: 'category',
      label: 'Category',
      width: '112px',
      sort: (row) => row.category,
      cell: (row) => <span className={beginsCategory(row)}>{row.category === '' ? 'none' : row.category}</span>,
    },
    {
      id: 'policy',
      label: 'Policy',
      width: 'minmax(120px,1.2fr)',
      sort: (row) => row.policy?.name ?? null,
      cell: (row) => (
        <span className={cn('flex min-w-0 items-center gap-1.5', begins(row))} title={policyTitle(row)}>
          {row.madeFor !== null && <KindIcon kind={row.madeFor.kind} size={14} className="shrink-0 text-kubernetes" />}
          <span className="truncate">{row.madeFor?.name ?? row.policy?.name ?? 'not read'}</span>
        </span>
      ),
    },
    {
      id: 'name',
      label: 'Rule',
      width: 'minmax(130px,1.4fr)',
      sort: (row) => row.node.name,
      cell: (row) => <CellLink href={pageLink(row.node)} text={row.node.name} />,
    },
    {
      id: 'ruleId',
      label: 'Id',
      width: '72px',
      number: true,
      sort: (row) => row.ruleId,
    },
    {
      id: 'sources',
      label: 'Sources',
      width: 'minmax(110px,1.2fr)',
      sort: (row) => operandWords(row.sources, row.sourcesExcluded),
      cell: (row) => words(operandWords(row.sources, row.sourcesExcluded)),
    },
    {
      id: 'destinations',
      label: 'Destinations',
      width: 'minmax(110px,1.2fr)',
      sort: (row) => operandWords(row.destinations, row.destinationsExcluded),
      cell: (row) => words(operandWords(row.destinations, row.destinationsExcluded)),
    },
    {
      id: 'services',
      label: 'Services',
      width: 'minmax(90px,0.9fr)',
      sort: trafficWords,
      cell: (row) => words(trafficWords(row)),
    },
    {
      id: 'appliedTo',
      label: 'Applied to',
      width: 'minmax(100px,1fr)',
      sort: (row) => operandWords(row.appliedTo),
      cell: (row) => words(row.appliedTo.length === 0 ? 'everywhere' : operandWords(row.appliedTo)),
    },
    {
      id: 'action',
      label: 'Action',
      width: '76px',
      sort: (row) => row.action,
      cell: (row) => (
        <span
          className={cn('font-medium', row.disabled ? 'text-muted line-through' : actionLook(row.action))}
          title={actionWord(row.action)}
        >
          {actionWord(row.action)}
        </span>
      ),
    },
    {
      id: 'direction',
      label: 'Direction',
      width: '84px',
      sort: (row) => DIRECTION_WORDS[row.direction],
    },
    {
      id: 'hits',
      label: 'Hits',
      width: '84px',
      number: true,
      sort: () => null,
      cell: (row) => <HitCell hit={hits.get(row.node.id)} />,
    },
  ];
}

/** How the Pod or address that is asked about is in each rule. */
export const SIGHT_COLUMN: Column<ListedRule> = {
  id: 'sight',
  label: 'Why it is here',
  width: 'minmax(180px,1.6fr)',
  sort: (row) => row.sight?.because ?? null,
  cell: (row) => words(row.sight?.because ?? ''),
};

function policyTitle({ policy, madeFor, policySequence, internalSequence }: ListedRule): string {
  const reason = madeFor === null ? '' : `, made for ${madeForWords(madeFor)}`;
  const own = internalSequence === null ? '' : `, ${internalSequence} in NSX’s own order`;
  return policy === null
    ? 'The policy of the rule has not been read'
    : `${policy.name}: sequence ${policySequence}${own}${reason}`;
}

function HitCell({ hit }: { readonly hit: RuleHit | undefined }) {
  if (hit === undefined) return <span className="text-muted">–</span>;
  if (hit.state === 'unread')
    return (
      <span className="text-warning" title={hit.reason}>
        unread
      </span>
    );
  const more = [
    hit.packets === null ? null : `${hit.packets.toLocaleString('en')} packets`,
    hit.bytes === null ? null : `${hit.bytes.toLocaleString('en')} bytes`,
    hit.sessions === null ? null : `${hit.sessions.toLocaleString('en')} sessions`,
  ].filter((part) => part !== null);
  return (
    <span className="tabular-nums" title={more.join(', ')}>
      {hit.hits.toLocaleString('en')}
    </span>
  );
}
