import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';

/** What stands where no screen is. */
export function NotFound() {
  return (
    <Empty
      title="Not on the chart"
      action={
        <Link href="/" className={buttonClass('plain')}>
          Go to the map
        </Link>
      }
    >
      No page has this address. It may be mistyped, or from another version of Portolan.
    </Empty>
  );
}
