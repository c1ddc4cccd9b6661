import { kindNamed } from '../lib/kinds';
import { type GraphNode, kubernetesSource, nsxSource, type ObjectChange, type ObjectRecord } from '../lib/model';
import { createTopology, type Topology } from '../lib/topology';
import {
  ADMIN_GROUPS,
  type FleetSize,
  POLICIES,
  rawNamespace,
  rawPod,
  rawPolicyGroup,
  rawPort,
  rawSegment,
  rawTier0,
  rawTier1,
  SIZES,
} from './fleet';
import { onCore, type Row } from './measure';

const CLUSTER = kubernetesSource('fleet');
const MANAGER = nsxSource('fleet');
const BATCH = 1_000;

/** S3: full build at XL against bare Map building. S6 (part): heap an object. */
export function graphCosts(): readonly Row[] {
  const records = recordsOf(SIZES.XL);
  const floor = onCore(() => bareMaps(records));
  const full = onCore(() => build(records));
  const heap = heapOf(SIZES.XL);
  return [
    { gate: 'S3', work: `full build, ${records.length} objects`, ours: full.ms, floor: floor.ms, limit: 5, unit: 'ms' },
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

export function recordsOf(size: FleetSize): readonly ObjectRecord[] {
  return [...recordsAt(size)];
}

/** One by one, so that a measurement of memory holds no raw object. */
function* recordsAt(size: FleetSize): Iterable<ObjectRecord> {
  yield parse('tier-0', rawTier0());
  for (let i = 0; i < size.namespaces; i++) {
    yield parse('namespace', copy(rawNamespace(i)));
    yield parse('tier-1', copy(rawTier1(i)));
    yield parse('segment', copy(rawSegment(i)));
    for (let policy = 0; policy < POLICIES; policy++) yield parse('group', copy(rawPolicyGroup(i, policy)));
  }
  for (const group of ADMIN_GROUPS) yield parse('group', copy(group));
  for (let i = 0; i < size.pods; i++) {
    yield parse('pod', copy(rawPod(i, size)));
    yield parse('segment-port', copy(rawPort(i, size)));
  }
}

/** As if it had come over the wire: no strings shared between objects. */
export const copy = (raw: unknown): unknown => JSON.parse(JSON.stringify(raw));

export function parse(kindName: string, raw: unknown): ObjectRecord {
  const kind = kindNamed(kindName);
  if (kind === undefined) throw new Error(`there is no kind named ${kindName}`);
  const isNsx = kind.plane === 'nsx';
  const parsed = kind.parse(raw, { source: isNsx ? MANAGER : CLUSTER, sourceName: 'fleet' });
  if (!parsed.ok) throw new Error(`the synthetic ${kindName} does not parse: ${parsed.problem}`);
  return parsed.record;
}

export const emptyTopology = (): Topology =>
  createTopology({ clusters: [{ source: CLUSTER, name: 'fleet', manager: MANAGER, tagValue: 'fleet' }] });

export function build(records: readonly ObjectRecord[]): Topology {
  const topology = emptyTopology();
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

/** Kilobytes of heap per object, parsed from the wire and applied in batches as a feed does. */
function heapOf(size: FleetSize): number {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const topology = emptyTopology();
  let batch: ObjectChange[] = [];
  for (const record of recordsAt(size)) {
    batch.push({ type: 'upsert', record });
    if (batch.length < BATCH) continue;
    topology.apply(batch, 0);
    batch = [];
  }
  topology.apply(batch, 0);
  batch = [];
  globalThis.gc?.();
  const after = process.memoryUsage().heapUsed;
  let objects = 0;
  for (const _ of topology.graph.nodes()) objects++;
  return (after - before) / objects / 1000;
}
