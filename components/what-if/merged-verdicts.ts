import type { WhatIfResponse } from '@/lib/wire/what-if';

type Verdict = WhatIfResponse['verdicts'][number];

/** Verdicts between the same two that change alike, for whatever traffic. */
export interface MergedVerdict {
  readonly key: string;
  readonly verdict: Verdict;
  /** In words, in the order of the answer. */
  readonly traffics: readonly string[];
}

/** One line for what differs in traffic alone. */
export function mergedVerdicts(verdicts: readonly Verdict[]): readonly MergedVerdict[] {
  const lines = new Map<string, { key: string; verdict: Verdict; traffics: string[] }>();
  for (const verdict of verdicts) {
    const { from, to, before, after, traffic } = verdict;
    const ids = [from, to].map(({ first, count }) => `${count} ${first.map(({ id }) => id).join()}`);
    const key = [...ids, before.outcome, after.outcome, after.because].join('\n');
    const known = lines.get(key);
    if (known === undefined) lines.set(key, { key, verdict, traffics: [traffic.words] });
    else known.traffics.push(traffic.words);
  }
  return [...lines.values()];
}
