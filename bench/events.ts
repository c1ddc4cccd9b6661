import type { ObjectChange } from '../lib/model';
import type { Topology } from '../lib/topology';
import { computeView, diffViews, type View, type ViewSpec } from '../lib/view';
import { type FleetSize, namespaceName, namespaceOf, rawPod, rawPort, SIZES } from './fleet';
import { build, copy, parse, recordsOf } from './graph-costs';
import { quantile, type Row } from './measure';

const EVENTS = 4_000;
const WHOLE: ViewSpec = { cluster: null, namespace: null, open: [], groups: false };

/** Milliseconds of one event, from the raw objects that a feed collects. */
interface EventCost {
  /** To their records. */
  readonly parsed: number;
  /** To the delta of the graph, written out. */
  readonly delta: number;
  /** To the patch of a map that somebody looks at, written out. */
  readonly patch: number;
  readonly isWhole: boolean;
}

/** S4: one Pod event and one changed port at XL against S, from raw objects to the patch of a map. */
export function events(): readonly Row[] {
  const { large, small } = eventCosts();
  const row = (
    work: string,
    of: (cost: EventCost) => number,
    only: (cost: EventCost) => boolean = () => true,
  ): Row => ({
    gate: 'S4',
    work,
    ours: quantile(large.filter(only).map(of), 0.5),
    floor: quantile(small.filter(only).map(of), 0.5),
    limit: 1.2,
    unit: 'ms',
  });
  const last = (work: string, only: (cost: EventCost) => boolean): Row => ({
    gate: 'S4',
    work,
    ours: quantile(
      large.filter(only).map(({ patch }) => patch),
      0.99,
    ),
    floor: 1,
    limit: 5,
    absolute: true,
    unit: 'ms',
  });
  const [whole, one] = [({ isWhole }: EventCost) => isWhole, ({ isWhole }: EventCost) => !isWhole];
  return [
    row(
      'one Pod event + one port change → delta → patch of its Namespace, median XL against S',
      ({ patch }) => patch,
      one,
    ),
    row('the same → patch of the whole world', ({ patch }) => patch, whole),
    row('of that, raw → record → delta', ({ delta }) => delta),
    row('of that, record → delta', ({ delta, parsed }) => delta - parsed),
    last('patch of its Namespace, p99 at XL', one),
    last('patch of the whole world, p99 at XL', whole),
  ];
}

/**
 * Events at XL and at S, in turns, so that both meet the same machine. Each Namespace of both has had its first before, after
 * which what is kept of it is there.
 */
function eventCosts(): { readonly large: readonly EventCost[]; readonly small: readonly EventCost[] } {
  const [xl, s] = [new Watched(SIZES.XL), new Watched(SIZES.S)];
  const [large, small]: [EventCost[], EventCost[]] = [[], []];
  const first = 2 * SIZES.XL.namespaces;
  for (let i = 0; i < first + EVENTS; i++) {
    const [ofLarge, ofSmall] = [xl.event(i), s.event(i)];
    if (i < first) continue;
    large.push(ofLarge);
    small.push(ofSmall);
  }
  return { large, small };
}

/** A world of which somebody looks at the whole, and somebody at each Namespace. */
class Watched {
  readonly #topology: Topology;
  readonly #views = new Map<string, View>();

  constructor(private readonly size: FleetSize) {
    this.#topology = build(recordsOf(size));
    for (const spec of [WHOLE, ...Array.from({ length: size.namespaces }, (_, i) => ofNamespace(i))])
      this.#views.set(keyOf(spec), computeView(this.#topology.graph, spec, []));
  }

  /** A Pod falls ill and gets a label; the next time it is well again. */
  event(i: number): EventCost {
    const { size } = this;
    const pod = (Math.floor(i / 2) * 7919) % size.pods;
    const raws = [copy(rawPod(pod, size, i + 1)), copy(rawPort(pod, size, i + 1))] as const;
    if (i % 2 === 0) Object.assign((raws[0] as { status: object }).status, { phase: 'Pending', containerStatuses: [] });
    // Each of the two maps sees Pods fall ill, and get well.
    const isWhole = Math.floor(i / 2) % 2 === 0;
    const spec = isWhole ? WHOLE : ofNamespace(namespaceOf(pod, size));
    const before = this.#views.get(keyOf(spec));
    if (before === undefined) throw new Error(`nobody looks at ${keyOf(spec)}`);
    const began = performance.now();
    const changes: readonly ObjectChange[] = [
      { type: 'upsert', record: parse('pod', raws[0]) },
      { type: 'upsert', record: parse('segment-port', raws[1]) },
    ];
    const parsed = performance.now();
    JSON.stringify(this.#topology.apply(changes, i));
    const applied = performance.now();
    const after = computeView(this.#topology.graph, spec, []);
    const diff = diffViews(before, after);
    const patch = JSON.stringify({ ...diff, seq: after.seq, summary: after.summary });
    const ended = performance.now();
    this.#views.set(keyOf(spec), after);
    if (!patch.includes('"put":{"')) throw new Error('the event changed nothing that is seen');
    return { parsed: parsed - began, delta: applied - began, patch: ended - began, isWhole };
  }
}

const keyOf = ({ namespace }: ViewSpec): string => namespace ?? '';

const ofNamespace = (namespace: number): ViewSpec => ({
  ...WHOLE,
  cluster: 'fleet',
  namespace: namespaceName(namespace),
});
