import type { GraphNode, GraphQueries } from '../model';
import { DfwIndex } from './dfw-index';
import { endsOf, matchApplied, matchOperands, type PacketEnd } from './operands';
import { type PlacedRule, placeRule } from './placed-rule';
import { preferenceRule } from './preference';
import type { DfwWorld } from './reach';
import type { DfwState } from './state';

/** The same world as it is and as it would be. */
export interface Both {
  readonly before: DfwWorld;
  readonly after: DfwWorld;
}

/** Where a changed verdict between a port and another one could come from: the check at the port itself, or the other's. */
export interface Reasons {
  readonly here: boolean;
  readonly there: boolean;
}

const NEITHER: Reasons = { here: false, there: false };

/** A rule in a state of the world. */
interface Variant {
  readonly state: DfwState;
  readonly rule: PlacedRule;
}

/** What an edit means for the flows of one port: the rules that begin or cease to mean it, or are others. */
export class Bearing {
  /** The rules that are changed, or name a group that the port enters or leaves, as they are and as they would be. */
  readonly #changed: readonly Variant[];
  /** All rules that may be applied to the port. */
  readonly #here: readonly Variant[];
  /** Whether rules are enforced at the port at all is changed. */
  readonly #unguarded: boolean;
  readonly #was: DfwState;
  /** The other port asked about last. */
  #last: { readonly port: GraphNode; readonly ends: readonly PacketEnd[] } | null = null;

  constructor(both: Both, port: GraphNode) {
    const [was, is] = [both.before.state(port.source), both.after.state(port.source)];
    this.#changed = [...changedRules(both.before.graph, { was, is }, port)];
    this.#here = [
      ...Array.from(was.rulesAt(port), (rule) => ({ state: was, rule })),
      ...this.#changed.filter(({ state }) => state === is),
    ];
    this.#was = was;
    this.#unguarded = was.unguarded(port).is !== is.unguarded(port).is;
  }

  /** Whether the edit can change what the other port sends to this one, or gets from it. False is sure. */
  reasons(other: GraphNode, as: 'source' | 'destination'): Reasons {
    let here = this.#unguarded;
    const ends = this.#endsOf(other);
    for (const variant of this.#changed) {
      if (!ends.some((end) => matchOf(variant, as, end).is !== 'no')) continue;
      const { state, rule } = variant;
      if (state.source === other.source && matchApplied(state, rule, other).is !== 'no')
        return { here: true, there: true };
      here = true;
    }
    return here ? { here, there: false } : NEITHER;
  }

  /** The same text for ports that the check at this port tells apart in nothing, before and after. */
  key(other: GraphNode, as: 'source' | 'destination'): string {
    const ends = this.#endsOf(other);
    const families = ends.map(({ address }) => (address?.includes(':') === true ? '6' : '4')).join('');
    const met = this.#here.map((variant) => ends.map((end) => matchOf(variant, as, end).is.charAt(0)).join(''));
    return `${families}|${met.join()}`;
  }

  /** How a packet shows the other port to the rules of this one's NSX Manager. */
  #endsOf(other: GraphNode): readonly PacketEnd[] {
    if (this.#last?.port !== other) this.#last = { port: other, ends: endsOf(this.#was, other) };
    return this.#last.ends;
  }
}

function matchOf({ state, rule: { detail } }: Variant, as: 'source' | 'destination', end: PacketEnd) {
  return as === 'source'
    ? matchOperands(state, detail.sources, { excluded: detail.sourcesExcluded, end })
    : matchOperands(state, detail.destinations, { excluded: detail.destinationsExcluded, end });
}

function* changedRules(
  graph: GraphQueries,
  { was, is }: { readonly was: DfwState; readonly is: DfwState },
  port: GraphNode,
): Iterable<Variant> {
  const [before, after] = [was.groupsOf(port), is.groupsOf(port)];
  const paths = new Set(is.moved);
  for (const path of before) if (!after.has(path)) paths.add(path);
  for (const path of after) if (!before.has(path)) paths.add(path);
  const index = DfwIndex.of(graph);
  const ids = new Set([...paths].flatMap((path) => [...index.rulesNaming(was.source, path)]));
  for (const id of ids) {
    const node = graph.node(id);
    const rule = node === undefined ? null : (placeRule(graph, node) ?? preferenceRule(graph, node));
    if (rule === null || is.ruleNow(rule) !== rule) continue;
    yield { state: was, rule };
    yield { state: is, rule };
  }
  for (const { before: old, after: now } of is.otherRules()) {
    if (old !== null) yield { state: was, rule: old };
    if (now !== null) yield { state: is, rule: now };
  }
}
