import type { NodeRef } from '@/lib/wire/details';
import { NodeLink } from './node-link';

/** What of Kubernetes NSX's object was made for, as a line of a list of facts; nothing where it was made for none. */
export function MadeFor({ node }: { readonly node: NodeRef | null }) {
  if (node === null) return null;
  return (
    <>
      <dt className="text-muted">Made for</dt>
      <dd className="flex min-w-0">
        <NodeLink node={node} withKind />
      </dd>
    </>
  );
}
