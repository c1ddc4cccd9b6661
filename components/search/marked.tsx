/** A text with the part that was found marked. */
export function Marked({
  text,
  at,
  length,
}: {
  readonly text: string;
  readonly at: number | null;
  readonly length: number;
}) {
  if (at === null || length === 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <mark className="rounded-sm bg-region font-medium text-kubernetes">{text.slice(at, at + length)}</mark>
      {text.slice(at + length)}
    </>
  );
}
