import { shortIds } from './short-ids';

/** A sentence whose long generated names are cut; whole on hover. */
export function Sentence({ text, className }: { readonly text: string; readonly className?: string }) {
  const short = shortIds(text);
  return (
    <span className={className} title={short === text ? undefined : text}>
      {short}
    </span>
  );
}
