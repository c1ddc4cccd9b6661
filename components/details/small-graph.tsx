'use client';

import { KindIcon, kindTitle, kindWord } from '@/components/marks/kind-icon';
import { StateGlyph } from '@/components/marks/state';
import { cn } from '@/components/ui/cn';
import { MiddleCut } from '@/components/ui/middle-cut';
import type { NodeRef } from '@/lib/wire/details';
import type { RelationList } from '@/lib/wire/page';
import Link from 'next/link';
import { pageLink } from './page-link';
import { relationAnchor } from './relation-lists';

const ROW = 52;
const BOX = 44;
const MOST = 8;

/** An object amid what it is related to: what leads to it at the left, what it leads to at the right. */
export function SmallGraph({
  node,
  relations,
}: {
  readonly node: NodeRef;
  readonly relations: readonly RelationList[];
}) {
  const [left, right] = [sideOf(relations, 'in'), sideOf(relations, 'out')];
  const rows = Math.max(left.length, right.length, 1);
  const height = rows * ROW;
  if (relations.length === 0) return null;
  return (
    <figure aria-label={`What ${node.name} is related to`} className="pb-4">
      <div className={cn('grid', columnsOf(left.length, right.length))}>
        {left.length > 0 && (
          <>
            <Side relations={left} rows={rows} />
            <Curves count={left.length} rows={rows} into />
          </>
        )}
        <div className="flex items-center" style={{ height }}>
          <div
            className={cn(
              'flex w-full min-w-0 items-center gap-2 rounded-md border-[1.5px] bg-raised px-3',
              node.plane === 'nsx' ? 'border-nsx' : 'border-kubernetes',
            )}
            style={{ height: BOX }}
          >
            <KindIcon kind={node.kind} className={node.plane === 'nsx' ? 'text-nsx' : 'text-kubernetes'} />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-2xs text-muted">{kindTitle(node.kind, node.id)}</span>
              <MiddleCut text={node.name} className="font-medium" />
            </span>
            <StateGlyph state={node.state} />
          </div>
        </div>
        {right.length > 0 && (
          <>
            <Curves count={right.length} rows={rows} />
            <Side relations={right} rows={rows} />
          </>
        )}
      </div>
      <Hidden relations={relations} />
    </figure>
  );
}

/** A side without boxes takes no room. */
function columnsOf(left: number, right: number): string {
  if (left > 0 && right > 0)
    return 'grid-cols-[minmax(0,1fr)_clamp(24px,6%,72px)_minmax(0,1fr)_clamp(24px,6%,72px)_minmax(0,1fr)]';
  return 'max-w-4xl grid-cols-[minmax(0,1fr)_clamp(24px,8%,72px)_minmax(0,1fr)]';
}

const sideOf = (relations: readonly RelationList[], direction: 'in' | 'out'): readonly RelationList[] =>
  relations.filter((relation) => relation.direction === direction).slice(0, MOST);

function Hidden({ relations }: { readonly relations: readonly RelationList[] }) {
  const drawn = sideOf(relations, 'in').length + sideOf(relations, 'out').length;
  if (drawn === relations.length) return null;
  return (
    <figcaption className="pt-1 text-muted text-xs">
      {`${drawn} of ${relations.length} kinds of relations are drawn; all are listed below.`}
    </figcaption>
  );
}

/** Boxes are centred as a column, so that few of them stand beside the middle. */
const topOf = (index: number, count: number, rows: number): number => ((rows - count) / 2 + index) * ROW;

function Side({ relations, rows }: { readonly relations: readonly RelationList[]; readonly rows: number }) {
  return (
    <ul className="relative" style={{ height: rows * ROW }}>
      {relations.map((relation, index) => (
        <li
          key={relation.id}
          className="absolute inset-x-0 flex items-center"
          style={{ top: topOf(index, relations.length, rows), height: ROW }}
        >
          <Box relation={relation} />
        </li>
      ))}
    </ul>
  );
}

function Box({ relation }: { readonly relation: RelationList }) {
  const [first] = relation.rows;
  const single = relation.count === 1 && first?.node != null ? first.node : null;
  const [worst] = relation.states;
  const count = relation.count.toLocaleString('en');
  return (
    <Link
      href={single === null ? `#${relationAnchor(relation)}` : pageLink(single)}
      title={`${relation.words}: ${single === null ? `${count} ${relation.subject}` : single.name}`}
      className={cn(
        'flex w-full min-w-0 items-center gap-2 rounded-md border border-line bg-surface px-3 hover:border-strong hover:bg-raised',
        single === null && 'card-stack',
      )}
      style={{ height: BOX }}
    >
      <KindIcon
        kind={relation.kind}
        className={cn('shrink-0', (first?.node?.plane ?? 'nsx') === 'nsx' ? 'text-nsx' : 'text-kubernetes')}
      />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-2xs text-muted">
          {single === null ? relation.words : `${relation.words} ${kindWord(relation.kind)}`}
        </span>
        {single === null ? (
          <span className="block truncate">{`${count} ${relation.subject}`}</span>
        ) : (
          <MiddleCut text={single.name} />
        )}
      </span>
      {worst !== undefined && <StateGlyph state={worst.state} />}
    </Link>
  );
}

/** Lines between the boxes of a side and the middle. */
function Curves({
  count,
  rows,
  into = false,
}: {
  readonly count: number;
  readonly rows: number;
  readonly into?: boolean;
}) {
  const height = rows * ROW;
  const middle = height / 2;
  return (
    <svg
      aria-hidden
      viewBox={`0 0 100 ${height}`}
      preserveAspectRatio="none"
      className="w-full text-strong"
      style={{ height }}
    >
      {Array.from({ length: count }, (_, index) => {
        const y = topOf(index, count, rows) + ROW / 2;
        const [from, to] = into ? [y, middle] : [middle, y];
        return (
          <path
            key={y}
            d={`M0 ${from} C50 ${from} 50 ${to} 100 ${to}`}
            fill="none"
            stroke="currentColor"
            strokeWidth={1.25}
            vectorEffect="non-scaling-stroke"
          />
        );
      })}
    </svg>
  );
}
