import type { GraphNode } from '../model';
import { classesOf, type EndpointClass } from './classes';
import type { Check } from './check';
import { type DfwWorld, type Outcome, reach } from './reach';
import type { Traffic } from './traffic';

/** What one class may send to another. */
export interface Cell {
  readonly outcome: Outcome;
  readonly because: string;
  /** The checks of a pair that stands for all of them. */
  readonly source: Check | null;
  readonly destination: Check | null;
}

/** Verdicts between classes: `cells[from][to]`; null where a class of one port would send to itself. */
export interface Matrix {
  readonly classes: readonly EndpointClass[];
  readonly cells: readonly (readonly (Cell | null)[])[];
}

/** Ports of all NSX Managers, sorted into classes. */
export function endpointClasses(world: DfwWorld, ports: Iterable<GraphNode>): readonly EndpointClass[] {
  const bySource = new Map<GraphNode['source'], GraphNode[]>();
  for (const port of ports) {
    // Without an address a port neither sends nor receives.
    if (world.state(port.source).addressesOf(port).length === 0) continue;
    const known = bySource.get(port.source);
    if (known === undefined) bySource.set(port.source, [port]);
    else known.push(port);
  }
  return [...bySource].flatMap(([source, some]) => classesOf(world.graph, world.state(source), some));
}

/** All pairs of classes, one row a step; the caller bounds how many classes there are. */
export function* matrixOf(
  world: DfwWorld,
  classes: readonly EndpointClass[],
  traffic: Traffic,
): Generator<undefined, Matrix> {
  const cells: (Cell | null)[][] = [];
  for (const from of classes) {
    cells.push(classes.map((to) => cellOf(world, { from, to, traffic })));
    yield;
  }
  return { classes, cells };
}

/** What a class sends to another, or its ports to each other; null when there is only one port for both. */
export function cellOf(
  world: DfwWorld,
  { from, to, traffic }: { readonly from: EndpointClass; readonly to: EndpointClass; readonly traffic: Traffic },
): Cell | null {
  const [a] = from.ports;
  const b = from.key === to.key ? to.ports.find((port) => port !== a) : to.ports[0];
  if (a === undefined || b === undefined) return null;
  const verdict = reach(world, { from: { type: 'object', id: a.id }, to: { type: 'object', id: b.id }, traffic });
  const [leg] = verdict.legs;
  return {
    outcome: verdict.outcome,
    because: verdict.because,
    source: leg?.source ?? null,
    destination: leg?.destination ?? null,
  };
}
