import { evidenceWords } from '../correlate';
import { kindNamed } from '../kinds';
import type { GraphNode, GraphQueries, Hop, NodeId } from '../model';
import type { Lane, Link } from './view';

/** A step of the map between two nodes with lanes, read left to right, perhaps over objects that have none. */
export class Step {
  #evidence: string | null = null;
  #line: Link | null = null;

  constructor(
    /** The edge that tells how it is known. */
    private readonly hop: Hop,
    readonly from: NodeId,
    readonly to: NodeId,
    readonly kind: string,
    readonly crossPlane: boolean,
  ) {}

  /** How it is known, in words. */
  get evidence(): string {
    this.#evidence ??= evidenceWords(this.hop.evidence()[0]);
    return this.#evidence;
  }

  /** The line between two cards that it is drawn as; the same as the last time, as long as that was between the same. */
  line(from: string, to: string, isQuiet: boolean): Link {
    const line = this.#line;
    if (line?.from === from && line.to === to && line.quiet === (isQuiet || undefined)) return line;
    const { kind, evidence, crossPlane } = this;
    this.#line = toLink({ from, to, kind, evidence, crossPlane }, isQuiet);
    return this.#line;
  }

  /** Whether it leads the same way and is known by the same. */
  is(other: Step | undefined): boolean {
    return (
      other !== undefined &&
      this.from === other.from &&
      this.to === other.to &&
      this.kind === other.kind &&
      this.crossPlane === other.crossPlane &&
      this.evidence === other.evidence
    );
  }
}

/** What is told of a line between two cards, as it is drawn. */
export const toLink = (line: Omit<Link, 'id' | 'quiet'>, isQuiet: boolean): Link => ({
  id: `${line.kind}|${line.from}|${line.to}`,
  ...line,
  ...(isQuiet ? { quiet: true } : {}),
});

const laneOf = (node: GraphNode): Lane | null => kindNamed(node.kind)?.presentation.lane ?? null;

/** Steps from an object to what lies left of it: segment of a port, Tier-1 of a segment or VIP, Tier-0 of a Tier-1. */
export function stepsUp(graph: GraphQueries, id: NodeId): readonly Step[] {
  const steps: Step[] = [];
  for (const hop of graph.hopsFrom(id)) {
    if (hop.kind === 'connects' && laneOf(hop.to.node) !== null) steps.push(step(hop, hop.to.node.id, id));
    // A VIP is on the Tier-1 that its LB service is attached to.
    if (hop.kind !== 'serves') continue;
    for (const next of graph.hopsFrom(hop.to.node.id)) {
      if (next.kind === 'connects') steps.push(step(next, next.to.node.id, id, hop.kind));
    }
  }
  for (const hop of graph.hopsTo(id)) {
    if (hop.kind !== 'contains' || hop.from.node.plane !== 'nsx') continue;
    if (laneOf(hop.from.node) !== null) steps.push(step(hop, hop.from.node.id, id));
    else steps.push(...stepsOver(graph, hop.from.node.id, id));
  }
  return steps;
}

/** A VPC reaches the Tier-0s of the project that it lies in. */
function stepsOver(graph: GraphQueries, container: NodeId, id: NodeId): readonly Step[] {
  return graph
    .hopsFrom(container)
    .flatMap((hop) => (hop.kind === 'connects' && laneOf(hop.to.node) !== null ? [step(hop, hop.to.node.id, id)] : []));
}

/** Steps from a VIP to the Pods behind it, through its pools. */
export function stepsBehind(graph: GraphQueries, id: NodeId): readonly Step[] {
  const steps: Step[] = [];
  for (const hop of graph.hopsFrom(id)) {
    if (hop.kind !== 'balances') continue;
    for (const next of graph.hopsFrom(hop.to.node.id)) {
      if (next.kind === 'backs') steps.push(new Step(next, id, next.to.node.id, next.kind, true));
    }
  }
  return steps;
}

function step(hop: Hop, from: NodeId, to: NodeId, kind: string = hop.kind): Step {
  return new Step(hop, from, to, kind, false);
}
