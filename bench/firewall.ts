import { liveWorld, reach, readyToReach } from '../lib/dfw';
import { kubernetesSource, nodeId, type ObjectChange, type ObjectRecord } from '../lib/model';
import { podUid, rawDefaultPolicy, rawPolicies, rawPort, SIZES } from './fleet';
import { build, copy, parse, recordsOf } from './graph-costs';
import { onCore, quantile, type Row } from './measure';

const XL = SIZES.XL;
const QUESTIONS = 2_000;
const CHANGES = 500;
const TRAFFIC = { protocol: 6, port: 8080, sourcePort: null, icmpType: null, icmpCode: null } as const;

/** D1: one reachability question at XL, 10,000 NetworkPolicies. D2: memberships after one label change, and of all groups. */
export function firewall(): readonly Row[] {
  const records = firewallRecords();
  const topology = build(records);
  const { graph } = topology;
  const began = process.cpuUsage();
  const steps = readyToReach(graph);
  while (steps.next().done !== true);
  const ready = process.cpuUsage(began);
  const world = liveWorld(graph);
  const pod = (index: number) =>
    ({ type: 'object', id: nodeId(kubernetesSource('fleet'), 'pod', podUid(index)) }) as const;
  const counts = { allowed: 0, dropped: 0, other: 0 };
  const ask = (from: number, to: number): number => {
    const start = performance.now();
    const { outcome } = reach(world, { from: pod(from), to: pod(to), traffic: TRAFFIC });
    const took = performance.now() - start;
    counts[outcome === 'allowed' || outcome === 'dropped' ? outcome : 'other']++;
    return took;
  };
  // Every other question is within one namespace, where NetworkPolicies meet.
  const other = (i: number, from: number): number =>
    i % 2 === 0 ? (from + XL.namespaces * (1 + (i % 20))) % XL.pods : (i * 104_729) % XL.pods;
  const samples = Array.from({ length: QUESTIONS }, (_, i) =>
    ask((i * 7919) % XL.pods, other(i, (i * 7919) % XL.pods)),
  );
  const found = { ...counts };
  const changes = Array.from({ length: CHANGES }, (_, i) => {
    const index = (i * 7919) % XL.pods;
    const change: ObjectChange = { type: 'upsert', record: parse('segment-port', relabelled(index, i)) };
    const start = performance.now();
    topology.apply([change], i);
    return { changed: performance.now() - start, asked: ask(index, other(0, index)) };
  });
  const row = (gate: string, work: string, ours: number, note = ''): Row => ({
    gate,
    work,
    ours,
    floor: 1,
    limit: 1,
    absolute: true,
    unit: 'ms',
    note,
  });
  const mixed = `${found.allowed} allowed, ${found.dropped} dropped, ${found.other} else`;
  return [
    row('D1', 'one reachability question at XL, median', quantile(samples, 0.5), mixed),
    row('D1', 'the same, p99', quantile(samples, 0.99)),
    row(
      'D1',
      'the same right after a change, median',
      quantile(
        changes.map(({ asked }) => asked),
        0.5,
      ),
    ),
    {
      ...row('D1', 'the index that the first question makes, in steps', (ready.user + ready.system) / 1000),
      limit: 1_000,
    },
    row(
      'D2',
      'memberships after one label change at XL, median',
      quantile(
        changes.map(({ changed }) => changed),
        0.5,
      ),
      'the whole change of the graph',
    ),
    row(
      'D2',
      'the same, p99',
      quantile(
        changes.map(({ changed }) => changed),
        0.99,
      ),
    ),
    allGroups(records),
  ];
}

/** All groups come at once, where the ports are and where there are none: the rest is evaluation. */
function allGroups(records: readonly ObjectRecord[]): Row {
  const ports = records.filter(({ node }) => node.kind === 'segment-port');
  const groups = records
    .filter(({ node }) => node.kind === 'group')
    .map((record): ObjectChange => ({ type: 'upsert', record }));
  const floor = onCore(() => visitTags(ports));
  const added = (to: readonly ObjectRecord[]): number => {
    const topology = build(to);
    return onCore(() => topology.apply(groups, 1), 1).ms;
  };
  const bare = added([]);
  const whole = added(records.filter(({ node }) => node.kind === 'segment' || node.kind === 'segment-port'));
  return {
    gate: 'D2',
    work: `full evaluation of all groups (${groups.length})`,
    ours: whole - bare,
    floor: floor.ms,
    limit: 5,
    unit: 'ms',
    note: `${Math.round(whole)} ms with adding them to the graph, ${Math.round(bare)} ms for that alone`,
  };
}

/** The floor: every tag of every port in a Map by scope and value. */
function visitTags(ports: readonly ObjectRecord[]): number {
  const scopes = new Map<string, Map<string, number>>();
  for (const { node } of ports) {
    for (const { scope, tag } of node.tags ?? []) {
      let values = scopes.get(scope);
      if (values === undefined) {
        values = new Map();
        scopes.set(scope, values);
      }
      values.set(tag, (values.get(tag) ?? 0) + 1);
    }
  }
  return scopes.size;
}

/** World XL with its NetworkPolicies as NCP writes them. */
export function firewallRecords(): readonly ObjectRecord[] {
  const records = [...recordsOf(XL)];
  for (let i = 0; i < XL.namespaces; i++)
    for (const { kind, raw } of rawPolicies(i)) records.push(parse(kind, copy(raw)));
  for (const { kind, raw } of rawDefaultPolicy()) records.push(parse(kind, copy(raw)));
  return records;
}

/** A port whose label `app` is another one: it leaves the groups of its workload and enters others. */
export function relabelled(index: number, revision: number): unknown {
  const raw = copy(rawPort(index, XL, revision + 1)) as { tags: { scope: string; tag: string }[] }; // as rawPort makes it
  return { ...raw, tags: raw.tags.map((tag) => (tag.scope === 'app' ? { ...tag, tag: `app-${revision % 5}` } : tag)) };
}
