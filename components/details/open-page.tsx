import Link from 'next/link';
import { kindWord } from '@/components/marks/kind-icon';
import type { NodeRef } from '@/lib/wire/details';
import { pageLink } from './page-link';

/** Leads from a panel to the page of what it shows. */
export function OpenPage({ node }: { readonly node: Pick<NodeRef, 'id' | 'kind' | 'name' | 'namespace' | 'cluster'> }) {
  return (
    <Link
      href={pageLink(node)}
      className="shrink-0 text-text underline decoration-strong underline-offset-2 hover:decoration-current"
    >
      {`Open the ${kindWord(node.kind, node.id)} page`}
    </Link>
  );
}
