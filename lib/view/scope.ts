import { parseFind, type Test } from '../find';
import type { GraphQueries, NodeId } from '../model';
import { sorted, type Steps, STRIDE } from '../steps';
import { type Focus, focusOn } from './focus';
import { compareSpaces } from './order';
import { Parts } from './part';
import { stepsUp } from './paths';
import type { Places } from './places';
import { regionId } from './region-id';
import type { Space } from './space';
import { stepsOf } from './traits';
import type { Unit } from './units';
import { DEPTHS, type ViewSpec } from './view';
import type { World } from './world';

/** Everything a view is about, before anything is folded. */
export interface Scope {
  readonly spaces: readonly Space[];
  /** Shared by namespaces: Tier-0, a shared Tier-1, the load balancer's Tier-1, VIPs of Ingresses, segments of cluster nodes. */
  readonly shared: readonly Unit[];
  /** In NSX, claimed by no cluster and linked to nothing that is. */
  readonly unclaimed: readonly Unit[];
  /** What the view is about, where it is about one object. */
  readonly focus: Focus | null;
  /** True where something of the scope is left out by wish; null where nobody wishes so. */
  readonly hidden: { readonly objects: number; readonly ill: number } | null;
}

/** What the spec asks for, sorted; `world` holds its namespaces where they are many. */
export function* scopeSteps(places: Places, spec: ViewSpec, world: World | null = null): Steps<Scope> {
  const node = spec.at === undefined ? undefined : places.graph.node(spec.at as NodeId); // any text may be asked for
  if (spec.at !== undefined && node === undefined) return NOWHERE;
  const focus = node === undefined ? null : focusOn(places, node, spec.depth ?? DEPTHS.usual);
  const hides = testIn(spec.hide);
  const wanted = world?.spaces ?? focused(places, focus, focus?.spaces ?? chosen(places, spec));
  const parted = withoutHidden(places, spec, wanted, hides);
  yield;
  const spaces = world === null ? yield* sorted(parted.spaces, compareSpaces) : parted.spaces;
  const { units: outside } = places.outside;
  yield;
  const reached = yield* reachUp(
    places.graph,
    outside,
    startingNodes({ above: world?.above ?? aboveAll(spaces), outside, spec, focus }),
  );
  const isShared = (unit: Unit): boolean => unit.nodes.some((one) => reached.has(one.id));
  const left = hides === null ? outside : outside.filter((unit) => !hides(unit));
  const everything = spec.cluster === null && focus === null;
  const hidden = outside.filter((unit) => (everything || isShared(unit)) && hides?.(unit) === true);
  return {
    spaces,
    shared: left.filter(isShared),
    unclaimed: everything ? left.filter((unit) => !isShared(unit)) : [],
    focus,
    hidden:
      hides === null
        ? null
        : {
            objects: parted.hidden + hidden.length,
            ill: parted.hiddenIll + hidden.filter(({ state }) => state !== 'healthy').length,
          },
  };
}

const NOWHERE: Scope = { spaces: [], shared: [], unclaimed: [], focus: null, hidden: null };

/** The test of an expression; null for none, and for one that cannot be read: those are refused where specs are parsed. */
export function testIn(expression: string | undefined): Test | null {
  if (expression === undefined) return null;
  const parsed = parseFind(expression);
  return parsed.ok ? parsed.test : null;
}

/** What of the namespaces is on, in, or around the object. */
function focused(places: Places, focus: Focus | null, spaces: readonly Space[]): readonly Space[] {
  const ids = focus?.ids ?? null;
  if (focus === null || ids === null) return spaces;
  const isMeant = ({ nodes }: Pick<Unit, 'nodes'>): boolean => nodes.some(({ id }) => ids.has(id));
  const parts = new Parts(places, `at ${focus.node.id}`, isMeant, null);
  return spaces
    .flatMap((space) => parts.of(space, focus.idsIn(space)).space ?? [])
    .filter((space) => space.units.length > 0);
}

function withoutHidden(places: Places, spec: ViewSpec, spaces: readonly Space[], hides: Test | null) {
  if (hides === null) return { spaces, hidden: 0, hiddenIll: 0 };
  const parts = new Parts(places, `hide ${spec.at ?? ''} ${spec.hide ?? ''}`, (unit) => !hides(unit), 'hidden');
  const kept: Space[] = [];
  let [hidden, hiddenIll] = [0, 0];
  for (const space of spaces) {
    const part = parts.of(space);
    if (part.space !== null) kept.push(part.space);
    hidden += part.hidden;
    hiddenIll += part.hiddenIll;
  }
  return { spaces: kept, hidden, hiddenIll };
}

function chosen(places: Places, spec: ViewSpec): Space[] {
  const { cluster, namespace } = spec;
  if (cluster !== null && namespace !== null) {
    const space = places.spaces.get(regionId(cluster, namespace));
    return space === undefined ? [] : [space];
  }
  return [...places.spaces.values()].filter((space) => inScope(spec, space.cluster, space.namespace));
}

function inScope(spec: ViewSpec, cluster: string | null, namespace: string | null): boolean {
  if (spec.cluster !== null && cluster !== spec.cluster) return false;
  return spec.namespace === null || namespace === spec.namespace;
}

/** What lies left of the namespaces. */
function* aboveAll(spaces: readonly Space[]): Iterable<NodeId> {
  for (const { summary } of spaces) yield* summary.above;
}

interface Start {
  readonly above: Iterable<NodeId>;
  readonly outside: readonly Unit[];
  readonly spec: ViewSpec;
  readonly focus: Focus | null;
}

/** A view of a whole cluster starts at everything claimed for it; a narrower one only at what it is about. */
function startingNodes({ above, outside, spec, focus }: Start): Iterable<NodeId> {
  const start = new Set(above);
  if (focus !== null) {
    start.add(focus.node.id);
    for (const id of focus.ids ?? []) start.add(id);
  }
  if (spec.namespace !== null || focus !== null) return start;
  for (const unit of outside) {
    const claimed = unit.cluster !== null && inScope(spec, unit.cluster, null);
    // Gateways to the outside are drawn even while nothing hangs on them yet.
    if (claimed || (unit.lane === 'tier-0' && spec.cluster === null)) for (const node of unit.nodes) start.add(node.id);
  }
  return start;
}

/** The objects and everything left of them on the map: most of them belong to no Namespace, and have their steps kept. */
function* reachUp(graph: GraphQueries, outside: readonly Unit[], start: Iterable<NodeId>): Steps<ReadonlySet<NodeId>> {
  const kept = new Map<NodeId, Unit>();
  for (const unit of outside) for (const { id } of unit.nodes) kept.set(id, unit);
  const reached = new Set(start);
  let visited = 0;
  for (const id of reached) {
    const unit = kept.get(id);
    const steps = unit === undefined ? stepsUp(graph, id) : stepsOf(graph, unit).up;
    for (const { from, to } of steps) if (to === id) reached.add(from); // visits what is added on the way
    if (++visited % STRIDE === 0) yield;
  }
  return reached;
}
