import type { Evidence } from '@/lib/model/graph';
import { CopyChip } from '@/components/ui/copy-chip';

/** The strength of each way of knowing, in words. */
export const EVIDENCE_WORDS: Readonly<Record<Evidence['by'], string>> = {
  tag: 'by tag',
  uid: 'by UID',
  path: 'by path',
  address: 'by address',
  inferred: 'inferred',
};

/** One piece of evidence: how it is known, and the value that copies on click. */
export function EvidenceLine({ evidence }: { readonly evidence: Evidence }) {
  const words = EVIDENCE_WORDS[evidence.by];
  if (evidence.by === 'inferred') return <span className="text-muted text-xs">{`${words}: ${evidence.reason}`}</span>;
  const [name, value] = evidencePair(evidence);
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 text-muted text-xs">
      <span className="shrink-0 whitespace-nowrap">{words}</span>
      <CopyChip value={evidence.by === 'tag' ? `${name}|${value}` : value} shown={`${name} | ${value}`} />
    </span>
  );
}

function evidencePair(evidence: Exclude<Evidence, { by: 'inferred' }>): readonly [string, string] {
  switch (evidence.by) {
    case 'tag':
      return [evidence.scope, evidence.tag];
    case 'uid':
      return [evidence.field, evidence.uid];
    case 'path':
      return [evidence.field, evidence.path];
    case 'address':
      return [evidence.field, evidence.address];
  }
}

/** Evidence in one line of plain text, for tables and exports. */
export function evidenceText(evidence: Evidence): string {
  if (evidence.by === 'inferred') return `inferred: ${evidence.reason}`;
  const [name, value] = evidencePair(evidence);
  return `${EVIDENCE_WORDS[evidence.by]} ${name}|${value}`;
}
