import { toRef } from '../details/refs';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import { STRIDE, type Steps, sorted } from '../steps';
import type { ReachClass, ReachMatrixResponse, ReachSaying } from '../wire';
import { describeClass, OUTSIDE } from './class-names';
import { type EndpointClass, sortIntoClasses } from './classes';
import type { Check } from './check';
import { DfwIndex } from './dfw-index';
import type { Endpoint } from './endpoints';
import type { OpenFlow } from './parse-flow';
import { type DfwWorld, reach, type Verdict } from './reach';
import { toTraffic } from './describe-verdict';

/** Whose classes are asked for; null where it does not matter. */
export interface MatrixScope {
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly group: NodeId | null;
}

/** Classes on each side of a square, and in a list around one end. */
const LIMITS = { square: 60, list: 1_000 };

type Described = Omit<ReachMatrixResponse, 'seq' | 'at' | 'partial'>;

/** One side of the matrix: an end that questions can be put with, and what it is called. */
interface Side {
  readonly described: ReachClass;
  /** A second one where the class has it: what a class sends to itself goes from one to the other. */
  readonly ends: readonly Endpoint[];
}

/** Verdicts between the classes of a scope, or between them and one end; the largest classes when there are too many. */
export function* classMatrix(world: DfwWorld, flow: OpenFlow, scope: MatrixScope, limits = LIMITS): Steps<Described> {
  const { graph } = world;
  const ports = yield* portsIn(world, scope, ownPorts(graph, flow.from ?? flow.to));
  const all = yield* sortIntoClasses(graph, (source) => world.state(source), ports.addressed);
  const most = flow.from === null && flow.to === null ? limits.square : limits.list;
  const bySize = yield* sorted(all, (a, b) => b.ports.length - a.ports.length);
  const chosen = bySize.slice(0, most);
  const sides: Side[] = [];
  for (const one of chosen) {
    sides.push({ described: yield* describeClass(graph, one), ends: endsOf(one) });
    yield;
  }
  sides.sort(
    (a, b) => compareText(a.described.place, b.described.place) || compareText(a.described.name, b.described.name),
  );
  if ((flow.from ?? flow.to)?.type !== 'outside') sides.push({ described: OUTSIDE, ends: [{ type: 'outside' }] });
  const rows = flow.from === null ? sides : [focusOf(graph, flow.from)];
  const columns = flow.to === null ? sides : [focusOf(graph, flow.to)];
  const sayings = new Sayings();
  const cells: (number | null)[][] = [];
  for (const from of rows) {
    const row: (number | null)[] = [];
    for (const to of columns) {
      row.push(askPair(world, { from, to, traffic: flow.traffic }, sayings));
      yield;
    }
    cells.push(row);
  }
  return {
    basis: 'intent',
    traffic: toTraffic(flow.traffic),
    rows: rows.map(({ described }) => described),
    columns: columns.map(({ described }) => described),
    sayings: sayings.list,
    cells,
    classes: all.length,
    shown: chosen.length,
    endpoints: ports.addressed.length,
    endpointsShown: chosen.reduce((sum, one) => sum + one.ports.length, 0),
    withoutAddress: ports.withoutAddress,
  };
}

const endsOf = ({ ports }: EndpointClass): readonly Endpoint[] =>
  ports.slice(0, 2).map(({ id }) => ({ type: 'object', id }));

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function focusOf(graph: GraphQueries, end: Endpoint): Side {
  if (end.type === 'outside') return { described: OUTSIDE, ends: [end] };
  if (end.type === 'address') {
    const described = { ends: [end.address], name: end.address, place: '', count: 1, first: [] };
    return { described, ends: [end] };
  }
  const node = graph.node(end.id);
  const place = [node?.namespace, node?.cluster].filter((part) => part != null).join(' · ');
  const first = node === undefined ? [] : [toRef(node)];
  return { described: { ends: [end.id], name: node?.name ?? end.id, place, count: 1, first }, ends: [end] };
}

/** The place of what is said of a pair; null for a class of one that would send to itself. */
function askPair(
  world: DfwWorld,
  { from, to, traffic }: { readonly from: Side; readonly to: Side; readonly traffic: OpenFlow['traffic'] },
  sayings: Sayings,
): number | null {
  const [a] = from.ends;
  const b = from === to ? to.ends[1] : to.ends[0];
  return a === undefined || b === undefined ? null : sayings.add(reach(world, { from: a, to: b, traffic }));
}

/** The ports of the end that all is asked about: it is no peer of itself. */
function ownPorts(graph: GraphQueries, end: Endpoint | null): ReadonlySet<NodeId> {
  if (end?.type === 'address') {
    const index = DfwIndex.of(graph);
    return new Set(index.sources().flatMap((source) => [...(index.portsAt(source, end.address) ?? [])]));
  }
  if (end?.type !== 'object') return new Set();
  const realized = graph.hopsFrom(end.id).filter(({ kind }) => kind === 'realizes');
  return new Set([end.id, ...realized.map(({ to }) => to.node.id)]);
}

/** What is said of pairs, each once. */
class Sayings {
  readonly list: ReachSaying[] = [];
  readonly #places = new Map<string, number>();

  add({ outcome, because, legs }: Verdict): number {
    const check = legs.length === 1 && legs[0] !== undefined ? deciding(legs[0].source, legs[0].destination) : null;
    const rule = check?.rule ?? null;
    const key = `${outcome}|${check?.at ?? ''}|${rule?.node.id ?? ''}|${because}`;
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.list.length;
      this.#places.set(key, place);
      this.list.push({ outcome, because, at: check?.at ?? null, rule: rule === null ? null : toRef(rule.node) });
    }
    return place;
  }
}

/** The check that stops the flow; the last that lets it pass when none does. */
export function deciding(source: Check, destination: Check): Check | null {
  const stops = [source, destination].find(({ outcome }) => outcome !== 'allow' && outcome !== 'unchecked');
  return stops ?? [destination, source].find(({ rule }) => rule !== null) ?? null;
}

interface Ports {
  readonly addressed: readonly GraphNode[];
  readonly withoutAddress: number;
}

function* portsIn(world: DfwWorld, scope: MatrixScope, except: ReadonlySet<NodeId>): Steps<Ports> {
  const addressed: GraphNode[] = [];
  let [withoutAddress, visited] = [0, 0];
  for (const port of candidates(world, scope)) {
    if (++visited % STRIDE === 0) yield;
    if (port === null || except.has(port.id)) continue;
    if (world.state(port.source).addressesOf(port).length > 0) addressed.push(port);
    else withoutAddress++;
  }
  return { addressed, withoutAddress };
}

/** Ports of the scope; null for what was looked at and is not in it, so that long ways are steps too. */
function* candidates(
  { graph, ...world }: DfwWorld,
  { cluster, namespace, group }: MatrixScope,
): Iterable<GraphNode | null> {
  const isIn = (port: GraphNode): boolean => {
    if (cluster === null) return true;
    const owners = graph.hopsTo(port.id).filter(({ kind }) => kind === 'realizes');
    return owners.some(
      ({ from: { node } }) => node.cluster === cluster && (namespace === null || node.namespace === namespace),
    );
  };
  if (group !== null) {
    for (const { node } of graph.criteriaOf(group)?.members.keys() ?? []) yield isIn(node) ? node : null;
    return;
  }
  for (const source of DfwIndex.of(graph).sources())
    for (const port of world.state(source).ports()) yield isIn(port) ? port : null;
}
