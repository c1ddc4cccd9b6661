import type { Both } from './both';
import type { Endpoint } from './endpoints';
import type { Cell } from './matrix';
import { type Leg, reach, type Verdict } from './reach';
import type { Traffic } from './traffic';

/** The verdict of a flow before and after; null where it stays what it is. Of several members the first that fares otherwise is told. */
export function compareFlow(
  { before, after }: Both,
  flow: { readonly from: Endpoint; readonly to: Endpoint; readonly traffic: Traffic },
): { readonly before: Cell; readonly after: Cell } | null {
  const [was, is] = [reach(before, flow), reach(after, flow)];
  if (wordsOf(was) === wordsOf(is)) return null;
  const at = was.legs.findIndex(({ outcome }, index) => outcome !== is.legs[index]?.outcome);
  return { before: cellOf(was, was.legs[Math.max(0, at)]), after: cellOf(is, is.legs[Math.max(0, at)]) };
}

/** Where members fare differently it matters which of them. */
const wordsOf = ({ outcome, legs }: Verdict): string =>
  outcome === 'mixed' ? legs.map(({ to, outcome: of }) => `${to.address} ${of}`).join() : outcome;

const cellOf = ({ outcome, because }: Verdict, leg: Leg | undefined): Cell => ({
  outcome,
  because,
  source: leg?.source ?? null,
  destination: leg?.destination ?? null,
});
