/** A labelled value in a description list of two columns. */
export function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted text-xs leading-5">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
