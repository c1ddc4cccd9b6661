import { gzipSync } from 'node:zlib';
import type { GraphQueries, ObjectChange } from '../lib/model';
import { computeView, type View, type ViewSpec } from '../lib/view';
import { build, parse, recordsOf, copy } from './graph-costs';
import { rawPod, rawPort, SIZES } from './fleet';
import { onCore, quantile, type Row } from './measure';

const EVENTS = 100;
const WHOLE: ViewSpec = { cluster: null, namespace: null, open: [], groups: false };
const ONE: ViewSpec = { cluster: 'fleet', namespace: 'team-7', open: [], groups: true };

/** S7: answering a view at XL after a change, whole and of one namespace; and the first one ever asked for. */
export function views(): readonly Row[] {
  const topology = build(recordsOf(SIZES.XL));
  const first = onCore(() => computeView(topology.graph, WHOLE, []), 1);
  const costs = (spec: ViewSpec): number => {
    const samples = Array.from({ length: EVENTS }, (_, i) => {
      topology.apply(changeOf(i + 1), i);
      const began = performance.now();
      computeView(topology.graph, spec, []);
      return performance.now() - began;
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
    { ...row('the first view ever asked for', first.ms, 20), note: 'once per start; later ones follow what changes' },
  ];
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
