import { applyEdits, describeEdit, type Edit, type EditMistake, whatIfDescribed } from '@/lib/dfw';
import type { GraphQueries } from '@/lib/model';
import type { Steps } from '@/lib/steps';
import type { WhatIfResponse } from '@/lib/wire';
import type { Moment } from './moment';
import { ofOneMoment } from './one-moment';

/** What edits would change, or what is wrong with them, by their place in the list. */
export type WhatIfAnswer =
  | { readonly ok: true; readonly answer: WhatIfResponse }
  | { readonly ok: false; readonly mistakes: readonly EditMistake[] }
  /** The asker has gone. */
  | null;

const COMPARED = [
  'Outside NSX one address stands for all that no rule tells apart; a Service or VIP is asked about at the ports that it listens on',
  '"Other ports" are those that no rule at these segment ports names; one near 65000 is asked about in their place',
];

/** Works it out in short turns, until it is done or `signal` says that nobody waits any more. Nothing is written anywhere. */
export async function answerWhatIf(
  graph: GraphQueries,
  edits: readonly Edit[],
  about: { readonly partial: () => readonly string[]; readonly moment: () => Moment; readonly signal: AbortSignal },
): Promise<WhatIfAnswer> {
  const found = await ofOneMoment(graph, () => workedOut(graph, edits), about.signal);
  if (found === null) return null;
  const { result, mixed } = found;
  if ('mistakes' in result) return { ok: false, mistakes: result.mistakes };
  const leftOut = [...mixed.map((clause) => `${clause}.`), ...result.leftOut];
  return { ok: true, answer: { ...about.moment(), ...result, leftOut, partial: [...about.partial()] } };
}

type WorkedOut = Omit<WhatIfResponse, 'seq' | 'at' | 'partial'>;

function* workedOut(
  graph: GraphQueries,
  edits: readonly Edit[],
): Steps<WorkedOut | { readonly mistakes: readonly EditMistake[] }> {
  const edited = yield* applyEdits(graph, edits);
  if (edited.mistakes.length > 0) return { mistakes: edited.mistakes };
  return {
    edits: edits.map((edit) => describeEdit(graph, edit)),
    ...(yield* whatIfDescribed(graph, edited)),
    assumed: [...edited.assumed, ...COMPARED],
  };
}
