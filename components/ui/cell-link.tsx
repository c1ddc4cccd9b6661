import Link from 'next/link';
import { MiddleCut } from './middle-cut';

/** The name in a table row as a real link, so that it can be opened in another tab; the row's own click stays out of it. */
export function CellLink({ href, text }: { readonly href: string; readonly text: string }) {
  return (
    <Link
      href={href}
      aria-label={text}
      onClick={(event) => event.stopPropagation()}
      className="block font-medium hover:underline"
    >
      <MiddleCut text={text} />
    </Link>
  );
}
