import { evidenceWords } from '../correlate';
import type { GraphQueries, NodeId } from '../model';
import { stepsBehind, type Step, stepsToGroups, stepsUp } from './paths';
import type { Places } from './places';
import type { Drawn } from './regions';
import type { Link } from './view';

type CardOf = (id: NodeId) => string | undefined;

/** Lines between the cards; what is folded is linked through its fold, once. */
export function toLinks(places: Places, drawn: readonly Drawn[], groups: boolean): Map<string, Link> {
  const links = new Map<string, Link>();
  const cardOf = finder(places, drawn);
  for (const { card, units, spaces } of drawn) {
    for (const unit of units) {
      for (const node of unit.nodes) {
        for (const step of stepsOf(places.graph, node.id, groups)) addStep(links, step, cardOf);
      }
    }
    for (const space of spaces) {
      for (const { kind, end, outward, evidence, crossPlane } of space.summary.outer) {
        const other = cardOf(end);
        const [from, to] = outward ? [card.id, other] : [other, card.id];
        add(links, { kind, from, to, evidence, crossPlane });
      }
    }
  }
  return new Map([...links].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The card of an object: its own, or the one its namespace is folded into. */
function finder(places: Places, drawn: readonly Drawn[]): CardOf {
  const plain = new Map<NodeId, string>();
  const folds = new Map<unknown, string>();
  for (const { card, units, spaces } of drawn) {
    for (const unit of units) for (const node of unit.nodes) plain.set(node.id, card.id);
    for (const space of spaces) folds.set(space, card.id);
  }
  return (id) => plain.get(id) ?? folds.get(places.at(id));
}

function stepsOf(graph: GraphQueries, id: NodeId, groups: boolean): readonly Step[] {
  const steps = [...stepsUp(graph, id), ...stepsBehind(graph, id)];
  return groups ? [...steps, ...stepsToGroups(graph, id)] : steps;
}

function addStep(links: Map<string, Link>, { kind, from, to, hop, crossPlane }: Step, cardOf: CardOf): void {
  const evidence = evidenceWords(hop.evidence()[0]);
  add(links, { kind, from: cardOf(from), to: cardOf(to), evidence, crossPlane });
}

interface Line extends Omit<Link, 'id' | 'from' | 'to'> {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

function add(links: Map<string, Link>, { kind, from, to, evidence, crossPlane }: Line): void {
  if (from === undefined || to === undefined || from === to) return;
  const id = `${kind}|${from}|${to}`;
  const known = links.get(id);
  // Several steps become one line; which of them gives the words must not depend on the order they were met in.
  if (known !== undefined && known.evidence <= evidence) return;
  links.set(id, { id, from, to, kind, evidence, crossPlane });
}
