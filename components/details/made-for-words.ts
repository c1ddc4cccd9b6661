import { kindTitle } from '@/components/marks/kind-icon';
import type { NodeRef } from '@/lib/wire/details';

/** What something of NSX was made for, in words: `NetworkPolicy db-from-web in namespace shop`. */
export function madeForWords({ id, kind, name, namespace }: NodeRef): string {
  return `${kindTitle(kind, id)} ${name}${namespace === null ? '' : ` in namespace ${namespace}`}`;
}
