import { applyEdits, describeEdit, type Edit, type EditMistake, readyToReach, whatIfDescribed } from '@/lib/dfw';
import type { GraphQueries } from '@/lib/model';
import type { WhatIfResponse } from '@/lib/wire';
import { nextTurn, oneTurn } from '../turns';
import type { Moment } from './moment';

/** What edits would change, or what is wrong with them, by their place in the list. */
export type WhatIfAnswer =
  | { readonly ok: true; readonly answer: WhatIfResponse }
  | { readonly ok: false; readonly mistakes: readonly EditMistake[] }
  /** The asker has gone. */
  | null;

const COMPARED = [
  'Flows between segment ports are compared; those from and to the outside, and through VIPs, are not',
  'TCP and UDP at a port near 65000 stand for all ports that no rule here names',
];

const MOVED_ON =
  'Objects changed while this was worked out: parts of it may be of before, parts of after. Ask again to be sure';

/** Works it out in short turns, until it is done or `signal` says that nobody waits any more. Nothing is written anywhere. */
export async function answerWhatIf(
  graph: GraphQueries,
  edits: readonly Edit[],
  about: { readonly partial: () => readonly string[]; readonly moment: () => Moment; readonly signal: AbortSignal },
): Promise<WhatIfAnswer> {
  const ready = readyToReach(graph);
  while (ready.next().done !== true) {
    if (about.signal.aborted) return null;
    await nextTurn();
  }
  const edited = applyEdits(graph, edits);
  if (edited.mistakes.length > 0) return { ok: false, mistakes: edited.mistakes };
  const began = graph.seq;
  const steps = whatIfDescribed(graph, edited);
  for (;;) {
    const ended = oneTurn(steps);
    if (ended !== null) {
      const answer: WhatIfResponse = {
        ...about.moment(),
        edits: edits.map((edit) => describeEdit(graph, edit)),
        ...ended.result,
        assumed: [...edited.assumed, ...COMPARED, ...(graph.seq === began ? [] : [MOVED_ON])],
        partial: [...about.partial()],
      };
      return { ok: true, answer };
    }
    if (about.signal.aborted) return null;
    await nextTurn();
  }
}
