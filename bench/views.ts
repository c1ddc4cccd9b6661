import { gzipSync } from 'node:zlib';
import type { GraphQueries, ObjectChange, ObjectRecord } from '../lib/model';
import type { Topology } from '../lib/topology';
import { computeView, diffViews, readyView, readyViews, type View, type ViewSpec } from '../lib/view';
import { copy, emptyTopology, parse, recordsOf } from './graph-costs';
import { rawPod, rawPort, SIZES } from './fleet';
import { quantile, type Row, spent } from './measure';

/** The key of the segment of one namespace, as ids hold it. */
const SEGMENT = '~1infra~1segments~1seg_00000002-0000-4000-8000-000000000007_0';
const BY = ['tier-1', 'segment', 'cluster-node', 'workload', 'group'] as const;
const EVENTS = 100;
const SLICE_MS = 8;
const BATCH = 1_000;
const WHOLE: ViewSpec = { cluster: null, namespace: null, open: [], groups: false };
const ONE: ViewSpec = { cluster: 'fleet', namespace: 'team-7', open: [], groups: true };

/** S7: answering a view at XL after a change, whole and of one namespace; and the first one ever asked for. */
export async function views(): Promise<readonly Row[]> {
  const topology = emptyTopology();
  const slices = readied(topology, recordsOf(SIZES.XL));
  await collected();
  const first = spent(() => computeView(topology.graph, WHOLE, []));
  const firstGroups = spent(() => computeView(topology.graph, { ...WHOLE, groups: true }, []));
  const groupings = BY.map((by) => ({ by, ...firstOf(topology.graph, { ...WHOLE, by }) }));
  const costs = (spec: ViewSpec): number => {
    let view = computeView(topology.graph, spec, []);
    const samples = Array.from({ length: EVENTS }, (_, i) => {
      topology.apply(changeOf(i + 1), i);
      return spent(() => {
        const next = computeView(topology.graph, spec, []);
        diffViews(view, next);
        view = next;
      });
    });
    return quantile(samples.slice(EVENTS / 5), 0.5);
  };
  const row = (work: string, ours: number, limit: number, unit = 'ms'): Row => ({
    gate: 'S7',
    work,
    ours,
    floor: 1,
    limit,
    absolute: true,
    unit,
  });
  return [
    row('the whole world at XL after a change', costs(WHOLE), 20),
    row('the whole world with groups', costs({ ...WHOLE, groups: true }), 20),
    row('one namespace with groups', costs(ONE), 20),
    row('the whole world with something found', costs({ ...WHOLE, find: 'label:app=app-1 and not unhealthy' }), 20),
    row('the whole world with something hidden', costs({ ...WHOLE, hide: 'kind:pod' }), 20),
    ...BY.map((by) => row(`the whole world by ${by}`, costs({ ...WHOLE, by }), 20)),
    ...groupings.flatMap(({ by, all, longest, view }) => [
      { ...row(`the first by ${by}, longest step before it`, longest, 20), note: `${all.toFixed(0)} ms in all` },
      row(`the first by ${by}, then`, view, 20),
    ]),
    row('what is on one segment', costs({ ...WHOLE, at: `nsx:fleet:segment:${SEGMENT}` }), 20),
    row('the whole world, compressed', weight(topology.graph), 150, 'kB'),
    {
      ...row('the first view after a start', first, 20),
      note: `what it needs was readied before, in ${slices.count} slices`,
    },
    row('the first with groups', firstGroups, 20),
    row('one of those slices, p99', slices.p99Ms, 20),
  ];
}

/** The first view of a grouping: what is made before, in steps, and the view itself. */
function firstOf(graph: GraphQueries, spec: ViewSpec) {
  const steps = readyView(graph, spec);
  let [all, longest] = [0, 0];
  let isOver = false;
  const step = (): void => {
    isOver = steps.next().done === true;
  };
  while (!isOver) {
    const ms = spent(step);
    all += ms;
    longest = Math.max(longest, ms);
  }
  return { all, longest, view: spent(() => computeView(graph, spec, [])) };
}

/** Lets the collector finish what reading the world left to it: its threads would be counted with the first view. */
async function collected(): Promise<void> {
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}

/** As the server does while a world comes in: changes, and between them what views need, in short slices. */
function readied(
  topology: Topology,
  records: readonly ObjectRecord[],
): { readonly count: number; readonly p99Ms: number } {
  const samples: number[] = [];
  const slice = (): boolean => {
    let done = false;
    const step = (): void => {
      const began = performance.now();
      done = readyViews(topology.graph, () => performance.now() - began < SLICE_MS);
    };
    samples.push(spent(step));
    return done;
  };
  for (let from = 0; from < records.length; from += BATCH) {
    const batch = records.slice(from, from + BATCH);
    topology.apply(
      batch.map((record): ObjectChange => ({ type: 'upsert', record })),
      from,
    );
    slice();
  }
  while (!slice());
  return { count: samples.length, p99Ms: quantile(samples, 0.99) };
}

function changeOf(i: number): readonly ObjectChange[] {
  const pod = (i * 7919) % SIZES.XL.pods;
  return [
    { type: 'upsert', record: parse('pod', copy(rawPod(pod, SIZES.XL, i))) },
    { type: 'upsert', record: parse('segment-port', copy(rawPort(pod, SIZES.XL, i))) },
  ];
}

function weight(graph: GraphQueries): number {
  const { regions, cards, links, summary }: View = computeView(graph, WHOLE, []);
  const body = { regions: [...regions], cards: [...cards], links: [...links], summary };
  return gzipSync(JSON.stringify(body)).length / 1000;
}
