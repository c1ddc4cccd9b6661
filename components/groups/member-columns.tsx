import { pageLink } from '@/components/details/page-link';
import { evidenceText } from '@/lib/evidence-words';
import { CellLink } from '@/components/ui/cell-link';
import { CopyChip } from '@/components/ui/copy-chip';
import type { Column } from '@/components/ui/table-model';
import type { Evidence } from '@/lib/model';
import type { MemberRow } from '@/lib/wire/groups';
import { addressesOf, addressWords, MEMBER_WORDS } from './member-words';

/** What stands for the member: its Pod, else its port; null when NSX names one that is not known. */
export const memberNode = ({ pod, port }: Pick<MemberRow, 'pod' | 'port'>) => pod ?? port;

const reasonsOf = ({ matches }: MemberRow): string => matches.map(({ evidence }) => shortly(evidence)).join('; ');

/** What is named by path says most by the end of it; the whole one is in the exports. */
const shortly = (evidence: Evidence): string =>
  evidence.by === 'path'
    ? `through ${evidence.path.slice(evidence.path.lastIndexOf('/') + 1)}`
    : evidenceText(evidence);

/** The columns of the table of members. */
export const MEMBER_TABLE: readonly Column<MemberRow>[] = [
  {
    id: 'verdict',
    label: 'Found by',
    width: '170px',
    sort: (row) => MEMBER_WORDS[row.verdict].rank,
    cell: ({ verdict, explanation }) => (
      <span className={MEMBER_WORDS[verdict].look} title={explanation ?? undefined}>
        {MEMBER_WORDS[verdict].word}
      </span>
    ),
  },
  {
    id: 'name',
    label: 'Pod or port',
    width: 'minmax(180px,2fr)',
    sort: (row) => memberNode(row)?.name ?? row.path,
    cell: (row) => {
      const node = memberNode(row);
      return node === null ? <CopyChip bare value={row.path} /> : <CellLink href={pageLink(node)} text={node.name} />;
    },
  },
  {
    id: 'namespace',
    label: 'Namespace',
    width: 'minmax(100px,1fr)',
    sort: (row) => row.pod?.namespace ?? null,
  },
  {
    id: 'cluster',
    label: 'Cluster',
    width: 'minmax(90px,0.8fr)',
    sort: (row) => row.pod?.cluster ?? row.port?.cluster ?? null,
  },
  {
    id: 'address',
    label: 'Address',
    width: 'minmax(220px,1.4fr)',
    sort: (row) => row.addresses[0] ?? null,
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-1.5">
        {addressesOf(row).map((address) => (
          <span key={address} className="shrink-0">
            <CopyChip bare value={address} />
          </span>
        ))}
        {addressWords(row) !== null && (
          <span className="truncate text-muted text-xs" title={addressWords(row) ?? undefined}>
            {addressWords(row)}
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'reason',
    label: 'By what',
    width: 'minmax(200px,2fr)',
    sort: reasonsOf,
    cell: (row) => {
      const text = reasonsOf(row);
      const criteria = row.matches
        .map(({ criterion, evidence }) => `${criterion}\n${evidenceText(evidence)}`)
        .join('\n');
      return text === '' ? (
        <span className="text-muted">none of the criteria</span>
      ) : (
        <span className="font-mono text-xs" title={criteria}>
          {text}
        </span>
      );
    },
  },
];
