import type { Answer, Passage } from './data-plane';
import type { Check } from './firewall';

type Checks = readonly (Check | undefined)[];

const stops = (check: Check | undefined) => check !== undefined && check.action !== 'ALLOW';

/** What was stopped at its source never arrived. */
const passed = (passage: Passage): Checks =>
  stops(passage.out) ? [passage.out] : [passage.out, passage.in, ...passage.replies];

function checksOf(answer: Answer): Checks {
  if (answer.kind !== 'virtual-server') return passed(answer);
  // A load balancer takes one member for a connection.
  const taken = answer.members.find(({ outcome }) => outcome === 'allow') ?? answer.members[0];
  return taken === undefined || stops(answer.out) ? [answer.out] : [answer.out, ...passed(taken)];
}

/** The rules that packets of an answered flow hit on their way. */
export function rulesHit(answer: Answer): string[] {
  return checksOf(answer).flatMap((check) => [check?.jumped, check?.decided].flatMap((rule) => rule?.path ?? []));
}
