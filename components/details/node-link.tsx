'use client';

import Link from 'next/link';
import { KindIcon, kindTitle } from '@/components/marks/kind-icon';
import { StateGlyph } from '@/components/marks/state';
import { cn } from '@/components/ui/cn';
import { MiddleCut } from '@/components/ui/middle-cut';
import type { NodeRef } from '@/lib/wire/details';

/** Where an object is shown: selected on the map, within its namespace when it has one. */
export function mapLink(node: Pick<NodeRef, 'id'>): string {
  return `/?${new URLSearchParams({ selected: node.id })}`;
}

/** An object named in passing: icon in the hue of its plane, name, state; leads to it on the map. */
export function NodeLink({
  node,
  href,
  withKind = false,
}: {
  readonly node: NodeRef;
  readonly href?: string;
  readonly withKind?: boolean;
}) {
  const hue = node.plane === 'nsx' ? 'text-nsx' : 'text-kubernetes';
  return (
    <Link
      href={href ?? mapLink(node)}
      title={`${kindTitle(node.kind)} ${node.name}${node.namespace === null ? '' : `, namespace ${node.namespace}`}`}
      className="inline-flex max-w-full min-w-0 items-center gap-1.5 rounded font-medium hover:underline"
    >
      <KindIcon kind={node.kind} size={14} className={cn('shrink-0', hue)} />
      {withKind && <span className="shrink-0 font-normal text-muted">{kindTitle(node.kind)}</span>}
      <MiddleCut text={node.name} />
      <StateGlyph state={node.state} size={12} />
    </Link>
  );
}
