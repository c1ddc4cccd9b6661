import type { Evidence } from './model/graph';

/** The strength of each way of knowing, in words. */
export const EVIDENCE_WORDS: Readonly<Record<Evidence['by'], string>> = {
  tag: 'by tag',
  uid: 'by UID',
  path: 'by path',
  address: 'by address',
  inferred: 'inferred',
};

/** What is named and its value. */
export function evidencePair(evidence: Exclude<Evidence, { by: 'inferred' }>): readonly [string, string] {
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
