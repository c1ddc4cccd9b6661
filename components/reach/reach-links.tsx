import { ArrowDownToLine, ArrowUpFromLine, FlaskConical, Route } from 'lucide-react';
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { whatIfLink } from '@/components/what-if/edits';
import type { NodeRef } from '@/lib/wire/details';
import { endText, reachLink } from './reach-params';

/** From an object to the questions about what it may send and receive. */
export function ReachLinks({
  node,
}: {
  readonly node: Pick<NodeRef, 'id' | 'kind' | 'name' | 'namespace' | 'cluster'>;
}) {
  const end = endText(node);
  return (
    <div className="flex flex-wrap gap-2">
      <Link href={reachLink({ from: end })} className={buttonClass('plain')}>
        <Route size={14} aria-hidden />
        Can it reach…
      </Link>
      <Link href={reachLink({ view: 'matrix', to: end })} className={buttonClass('plain')}>
        <ArrowDownToLine size={14} aria-hidden />
        Who can reach it
      </Link>
      <Link href={reachLink({ view: 'matrix', from: end })} className={buttonClass('plain')}>
        <ArrowUpFromLine size={14} aria-hidden />
        What it can reach
      </Link>
      {node.kind === 'pod' && (
        <Link href={whatIfLink([], { id: node.id, name: node.name })} className={buttonClass('plain')}>
          <FlaskConical size={14} aria-hidden />
          What if its labels were others
        </Link>
      )}
    </div>
  );
}
