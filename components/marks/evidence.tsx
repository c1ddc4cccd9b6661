import { EVIDENCE_WORDS, evidencePair } from '@/lib/evidence-words';
import type { Evidence } from '@/lib/model/graph';
import { CopyChip } from '@/components/ui/copy-chip';

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
