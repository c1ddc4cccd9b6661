import type { GraphNode } from '../model';
import { type PolicyBlock, type Tier, tiersOf } from './evaluation-order';
import type { Packet } from './operands';
import type { PlacedRule } from './placed-rule';
import { matchRule, type Part } from './rule-match';
import type { DfwState } from './state';

export type Effect = 'allow' | 'drop' | 'reject';

/** What one rule did to a packet. `passed`: it does not mean it; `maybe`: whether it does cannot be told. */
export interface Step {
  readonly rule: PlacedRule;
  readonly met: 'decided' | 'jumped' | 'maybe' | 'passed' | 'disabled';
  /** By what it matches, or the first part of it that does not. */
  readonly because: string;
}

/** One enforcement point: the port of the source for what goes out, the port of the destination for what comes in. */
export interface Check {
  readonly at: 'source' | 'destination';
  /** Null where nothing is enforced: an end outside NSX, or one that is left open. */
  readonly port: GraphNode | null;
  readonly outcome: Effect | 'undecidable' | 'unchecked';
  /** The rule that decided; null when none did. */
  readonly rule: PlacedRule | null;
  readonly because: string;
  /** Rules looked at on the way, in order of evaluation. */
  readonly trail: readonly Step[];
}

/** Walks the rules of a port in order of evaluation; the first that means the packet decides. */
export function checkAt(state: DfwState, port: GraphNode, packet: Packet): Check {
  const unguarded = state.unguarded(port);
  if (unguarded.is === 'yes') {
    return { at: packet.at, port, outcome: 'allow', rule: null, because: unguarded.because, trail: [] };
  }
  const walked = new Walk(state, port, packet).run();
  // What rules let through passes either way.
  if (unguarded.is === 'no' || walked.outcome === 'allow') return { at: packet.at, port, ...walked };
  return { at: packet.at, port, ...walked, outcome: 'undecidable', rule: null, because: unguarded.because };
}

const APPLICATION = 'Application';

/** What may happen: an effect with the rule behind it. */
interface Outcome {
  readonly effect: Effect | 'jump' | 'unheard-of';
  readonly rule: PlacedRule;
}

interface Walked {
  readonly outcomes: readonly Outcome[];
  /** Whether the packet may get past all rules of it. */
  readonly open: boolean;
}

/** Ways that the packet may still be on: at layer 2, from rule to rule, and with the rest of Environment left out. */
interface Way {
  layer2: boolean;
  walking: boolean;
  jumped: boolean;
}

const isLast = (category: string): boolean => category === APPLICATION || category === '';

function isAhead({ layer2, walking, jumped }: Way, category: string): boolean {
  if (category === 'Ethernet') return layer2 && walking;
  return walking || (jumped && isLast(category));
}

/** A rule decided in the category: nothing gets past it, but for what layer 2 lets through. */
function close(way: Way, category: string, forGood: boolean): void {
  if (category === 'Ethernet') way.layer2 = false;
  if (forGood) way.walking = false;
  if (isLast(category)) way.jumped = false;
}

class Walk {
  readonly #trail: Step[] = [];
  /** Why what was found is not sure; empty when it is. */
  readonly #doubts: string[] = [];

  constructor(
    private readonly state: DfwState,
    private readonly port: GraphNode,
    private readonly packet: Packet,
  ) {}

  run(): Pick<Check, 'outcome' | 'rule' | 'because' | 'trail'> {
    const found: Outcome[] = [];
    // A jump that may or may not be taken leaves two ways to follow: on through Environment, and past it.
    const way: Way = { layer2: true, walking: true, jumped: false };
    for (const { category, blocks } of tiersOf(this.state.rulesAt(this.port))) {
      if (!isAhead(way, category)) continue;
      const { outcomes, open } = this.#tier(blocks);
      // An ALLOW at layer 2 decides nothing at layer 3; a DROP there does.
      const final = category === 'Ethernet' ? outcomes.filter(({ effect }) => effect !== 'allow') : outcomes;
      found.push(...final.filter(({ effect }) => effect !== 'jump'));
      if (final.some(({ effect }) => effect === 'jump')) way.jumped = true;
      if (!open) close(way, category, final.length === outcomes.length);
    }
    return { ...this.#conclude(found, way.walking || way.jumped), trail: this.#trail };
  }

  #conclude(found: readonly Outcome[], open: boolean): Pick<Check, 'outcome' | 'rule' | 'because'> {
    const [first] = found;
    if (open && found.every(({ effect }) => effect !== 'allow' && effect !== 'drop' && effect !== 'reject')) {
      const because = this.#doubts[0] ?? 'no rule that was read means this traffic, and no default rule was read';
      return { outcome: 'undecidable', rule: null, because };
    }
    const effects = new Set(found.map(({ effect }) => effect));
    if (open) this.#doubts.push('no default rule was read');
    if (
      first !== undefined &&
      effects.size === 1 &&
      !open &&
      first.effect !== 'unheard-of' &&
      first.effect !== 'jump'
    ) {
      // Whichever of them it is, the effect is the same: the one that holds for sure is named.
      const rule = this.#trail.find(({ met }) => met === 'decided')?.rule ?? first.rule;
      return { outcome: first.effect, rule, because: this.#trail.find((step) => step.rule === rule)?.because ?? '' };
    }
    return { outcome: 'undecidable', rule: null, because: [...new Set(this.#doubts)].join('; ') };
  }

  /** Policies that are tied: each is walked by itself, and only if all agree is the result sure. */
  #tier(blocks: Tier['blocks']): Walked {
    const walked = blocks.map((block) => ('tiers' in block ? this.#inOrder(block.tiers) : this.#block(block)));
    const hits = walked.filter(({ outcomes }) => outcomes.length > 0);
    const outcomes = hits.flatMap((one) => one.outcomes);
    if (hits.length > 1 && new Set(outcomes.map(({ effect }) => effect)).size > 1) {
      const names = [...new Set(outcomes.map(({ rule }) => rule.policy?.name ?? rule.node.name))].join(' and ');
      this.#doubts.push(
        blocks.some((block) => 'tiers' in block)
          ? `policies ${names} are of the Global Manager and of this manager, and the order of these is not documented`
          : `policies ${names} have the same category and sequence number, so NSX leaves their order open`,
      );
    }
    // One that decides for sure ends it, whichever comes first.
    return { outcomes, open: walked.every(({ open }) => open) };
  }

  #inOrder(tiers: readonly Tier[]): Walked {
    const outcomes: Outcome[] = [];
    for (const { blocks } of tiers) {
      const walked = this.#tier(blocks);
      outcomes.push(...walked.outcomes);
      if (!walked.open) return { outcomes, open: false };
    }
    return { outcomes, open: true };
  }

  #block({ steps }: PolicyBlock): Walked {
    const outcomes: Outcome[] = [];
    for (const step of steps) {
      const met = step.flatMap((rule) => this.#meet(rule));
      outcomes.push(...met.map(({ rule }) => outcomeOf(rule)));
      const effects = new Set(met.map(({ rule }) => outcomeOf(rule).effect));
      if (effects.size > 1) {
        const names = met.map(({ rule }) => rule.node.name).join(' and ');
        this.#doubts.push(`rules ${names} have the same sequence number in one policy, so NSX leaves their order open`);
      }
      if (met.some(({ sure }) => sure)) return { outcomes, open: false };
    }
    return { outcomes, open: true };
  }

  #meet(rule: PlacedRule): readonly { readonly rule: PlacedRule; readonly sure: boolean }[] {
    if (rule.detail.disabled) {
      this.#trail.push({ rule, met: 'disabled', because: 'the rule is disabled' });
      return [];
    }
    const { match, part } = matchRule(this.state, this.port, { rule, packet: this.packet });
    if (match.is === 'no') {
      // What is applied elsewhere does not exist at this port.
      if (part !== 'applied-to') this.#trail.push({ rule, met: 'passed', because: PASSED[part] });
      return [];
    }
    const sure = match.is === 'yes';
    const jump = outcomeOf(rule).effect === 'jump';
    const layer2 = sure && rule.order.category === 'Ethernet' && outcomeOf(rule).effect === 'allow';
    if (layer2)
      this.#trail.push({ rule, met: 'passed', because: 'allowed at layer 2, which decides nothing at layer 3' });
    else this.#trail.push({ rule, met: sure ? (jump ? 'jumped' : 'decided') : 'maybe', because: match.because });
    if (!sure) this.#doubts.push(`rule ${rule.node.name}: ${match.because}`);
    if (outcomeOf(rule).effect === 'unheard-of') {
      this.#doubts.push(`rule ${rule.node.name}: ${actionWords(rule)}`);
    }
    return [{ rule, sure }];
  }
}

const PASSED: Readonly<Record<Part, string>> = {
  'applied-to': 'it is not applied to this port',
  direction: 'it is about the other direction',
  family: 'it is about the other IP version',
  source: 'its sources do not hold this source',
  destination: 'its destinations do not hold this destination',
  service: 'its services do not hold this traffic',
  profile: 'its profiles do not hold this traffic',
};

function actionWords({ detail, order }: PlacedRule): string {
  if (detail.action === '') return 'what it does could not be read';
  return `what action ${detail.action} does in category ${order.category} is not known`;
}

function outcomeOf(rule: PlacedRule): Outcome {
  switch (rule.detail.action) {
    case 'ALLOW':
      return { effect: 'allow', rule };
    case 'DROP':
      return { effect: 'drop', rule };
    case 'REJECT':
      return { effect: 'reject', rule };
    case 'JUMP_TO_APPLICATION':
      return { effect: rule.order.category === 'Environment' ? 'jump' : 'unheard-of', rule };
    default:
      return { effect: 'unheard-of', rule };
  }
}
