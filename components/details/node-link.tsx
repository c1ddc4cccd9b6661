'use client';

import Link from 'next/link';
import { createContext, useContext } from 'react';
import { KindIcon, kindTitle } from '@/components/marks/kind-icon';
import { STATE_LOOKS, StateGlyph } from '@/components/marks/state';
import { cn } from '@/components/ui/cn';
import { MiddleCut } from '@/components/ui/middle-cut';
import type { NodeRef } from '@/lib/wire/details';
import { pageLink } from './page-link';

/** Where an object is shown: selected on the map, within its namespace when it has one. */
export function mapLink(node: Pick<NodeRef, 'id'>): string {
  return `/?${new URLSearchParams({ selected: node.id })}`;
}

/** Where names lead to: beside the map to the object on the map, on a page to the object's own page. */
export const NamesLeadTo = createContext<'map' | 'page'>('map');

/** An object named in passing: icon in the hue of its plane, name, state. */
export function NodeLink({
  node,
  href,
  withKind = false,
}: {
  readonly node: NodeRef;
  readonly href?: string;
  readonly withKind?: boolean;
}) {
  const target = useContext(NamesLeadTo);
  const hue = node.plane === 'nsx' ? 'text-nsx' : 'text-kubernetes';
  return (
    <Link
      href={href ?? (target === 'page' ? pageLink(node) : mapLink(node))}
      aria-label={spoken(node, withKind)}
      title={`${kindTitle(node.kind, node.id)} ${node.name}${node.namespace === null ? '' : `, namespace ${node.namespace}`}`}
      className="inline-flex max-w-full min-w-0 items-center gap-1.5 rounded font-medium hover:underline"
    >
      <KindIcon kind={node.kind} size={14} className={cn('shrink-0', hue)} />
      {withKind && <span className="shrink-0 font-normal text-muted">{kindTitle(node.kind, node.id)}</span>}
      <MiddleCut text={node.name} />
      <StateGlyph state={node.state} size={12} />
    </Link>
  );
}

/** The name in one piece: readers would hear one that is cut in the middle as two. */
function spoken({ id, kind, name, state }: NodeRef, withKind: boolean): string {
  const called = withKind ? `${kindTitle(kind, id)} ${name}` : name;
  return state === 'healthy' ? called : `${called}, ${STATE_LOOKS[state].word.toLowerCase()}`;
}
