import { gzipSync } from 'node:zlib';
import type { GraphQueries, ObjectChange } from '../lib/model';
import { computeView, diffViews, readyViews, type View, type ViewSpec } from '../lib/view';
import { build, parse, recordsOf, copy } from './graph-costs';
import { rawPod, rawPort, SIZES } from './fleet';
import { onCore, quantile, type Row } from './measure';

const EVENTS = 100;
const SLICE_MS = 8;
const WHOLE: ViewSpec = { cluster: null, namespace: null, open: [], groups: false };
const ONE: ViewSpec = { cluster: 'fleet', namespace: 'team-7', open: [], groups: true };

/** S7: answering a view at XL after a change, whole and of one namespace; and the first one ever asked for. */
export function views(): readonly Row[] {
  const topology = build(recordsOf(SIZES.XL));
  const slices = readied(topology.graph);
  const first = onCore(() => computeView(topology.graph, WHOLE, []), 1);
  const costs = (spec: ViewSpec): number => {
    let view = computeView(topology.graph, spec, []);
    const samples = Array.from({ length: EVENTS }, (_, i) => {
      topology.apply(changeOf(i + 1), i);
      const began = process.cpuUsage();
      const next = computeView(topology.graph, spec, []);
      diffViews(view, next);
      view = next;
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1000;
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
    row('the whole world, compressed', weight(topology.graph), 150, 'kB'),
    {
      ...row('the first view after a start', first.ms, 20),
      note: `what it needs was readied before, in ${slices.count} slices`,
    },
    row('the longest of those slices', slices.longestMs, 20),
  ];
}

/** What the server does between changes, so that the first view finds everything in its place. */
function readied(graph: GraphQueries): { readonly count: number; readonly longestMs: number } {
  let [count, longestMs, done] = [0, 0, false];
  while (!done) {
    const began = performance.now();
    done = readyViews(graph, () => performance.now() - began < SLICE_MS);
    longestMs = Math.max(longestMs, performance.now() - began);
    count++;
  }
  return { count, longestMs };
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
