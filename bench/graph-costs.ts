import { kindNamed } from '../lib/kinds';
import { type GraphNode, kubernetesSource, nsxSource, type ObjectChange, type ObjectRecord } from '../lib/model';
import { createTopology, type Topology } from '../lib/topology';
import { type FleetSize, rawNamespace, rawPod, rawPort, rawSegment, rawTier0, rawTier1, SIZES } from './fleet';
import { onCore, quantile, type Row } from './measure';

const CLUSTER = kubernetesSource('fleet');
const MANAGER = nsxSource('fleet');
const EVENTS = 2_000;

/** S3: full build at XL against bare Map building. S4: one Pod event and one port change at XL against S. S6 (part): heap an object. */
export function graphCosts(): readonly Row[] {
  const records = recordsOf(SIZES.XL);
  const floor = onCore(() => bareMaps(records));
  const full = onCore(() => build(records));
  const heap = heapOf(records);
  const large = eventCosts(build(records), SIZES.XL);
  const small = eventCosts(build(recordsOf(SIZES.S)), SIZES.S);
  return [
    { gate: 'S3', work: `full build, ${records.length} objects`, ours: full.ms, floor: floor.ms, limit: 5, unit: 'ms' },
    {
      gate: 'S4',
      work: 'one Pod event + one port change → delta, median XL against S',
      ours: quantile(large, 0.5),
      floor: quantile(small, 0.5),
      limit: 1.2,
      unit: 'ms',
    },
    {
      gate: 'S4',
      work: 'the same, p99 at XL',
      ours: quantile(large, 0.99),
      floor: 1,
      limit: 5,
      absolute: true,
      unit: 'ms',
    },
    {
      gate: 'S6',
      work: 'heap per object, records and graph',
      ours: heap,
      floor: 1,
      limit: 3,
      absolute: true,
      unit: 'kB',
    },
  ];
}

function recordsOf(size: FleetSize): readonly ObjectRecord[] {
  const range = (count: number) => Array.from({ length: count }, (_, i) => i);
  return [
    parse('tier-0', rawTier0()),
    ...range(size.namespaces).flatMap((i) => [
      parse('namespace', rawNamespace(i)),
      parse('tier-1', rawTier1(i)),
      parse('segment', rawSegment(i)),
    ]),
    ...range(size.pods).flatMap((i) => [
      parse('pod', copy(rawPod(i, size))),
      parse('segment-port', copy(rawPort(i, size))),
    ]),
  ];
}

/** As if it had come over the wire: no strings shared between objects. */
const copy = (raw: unknown): unknown => JSON.parse(JSON.stringify(raw));

function parse(kindName: string, raw: unknown): ObjectRecord {
  const kind = kindNamed(kindName);
  if (kind === undefined) throw new Error(`there is no kind named ${kindName}`);
  const isNsx = kind.plane === 'nsx';
  const parsed = kind.parse(raw, { source: isNsx ? MANAGER : CLUSTER, sourceName: 'fleet' });
  if (!parsed.ok) throw new Error(`the synthetic ${kindName} does not parse: ${parsed.problem}`);
  return parsed.record;
}

function build(records: readonly ObjectRecord[]): Topology {
  const topology = createTopology({
    clusters: [{ source: CLUSTER, name: 'fleet', manager: MANAGER, tagValue: 'fleet' }],
  });
  topology.apply(
    records.map((record): ObjectChange => ({ type: 'upsert', record })),
    0,
  );
  return topology;
}

/** The floor: every record in a Map by id, by key, and its claims in a Map by claimed key. */
function bareMaps(records: readonly ObjectRecord[]): number {
  const byId = new Map<string, GraphNode>();
  const byKey = new Map<string, ObjectRecord>();
  const byClaim = new Map<string, ObjectRecord[]>();
  for (const record of records) {
    byId.set(record.node.id, record.node);
    byKey.set(record.node.key, record);
    for (const claim of record.claims) {
      const claimants = byClaim.get(claim.key);
      if (claimants === undefined) byClaim.set(claim.key, [record]);
      else claimants.push(record);
    }
  }
  let met = 0;
  for (const key of byClaim.keys()) if (byKey.has(key)) met += 1;
  return met;
}

function eventCosts(topology: Topology, size: FleetSize): readonly number[] {
  const changes = Array.from({ length: EVENTS }, (_, i): readonly ObjectChange[] => {
    const pod = (i * 7919) % size.pods;
    return [
      { type: 'upsert', record: parse('pod', copy(rawPod(pod, size, i + 1))) },
      { type: 'upsert', record: parse('segment-port', copy(rawPort(pod, size, i + 1))) },
    ];
  });
  return changes.map((change, i) => {
    const began = performance.now();
    const delta = topology.apply(change, i);
    JSON.stringify(delta);
    return performance.now() - began;
  });
}

/** Kilobytes of heap per object once everything but the topology is dropped. */
function heapOf(records: readonly ObjectRecord[]): number {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const own = records.map((record) => structuredClone(record));
  const topology = build(own);
  globalThis.gc?.();
  const after = process.memoryUsage().heapUsed;
  if (topology.graph.seq === 0) throw new Error('nothing was built');
  return (after - before) / records.length / 1000;
}
