import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askFlows } from '@/lab/nsx/control/flows';
import { ManagerState } from '@/lab/nsx/state';
import { systemActor } from '@/lab/nsx/tree/writer';
import { defaultTuning } from '@/lab/nsx/tuning';
import { liveWorld, reach } from '@/lib/dfw';
import { createTopology } from '@/lib/topology';
import { nsxRaw, SAMPLE_CLUSTER, upsert } from './support/builders';
import { type Fate, fatesOf, type NaiveFlow } from './support/naive-firewall';
import type { Body } from './support/naive-groups';
import { type NsxWorld, nsxWorlds } from './support/nsx-worlds';

/** How many worlds, and which: `RUNS=20000 SEED=1 npx vitest run tests/firewall-agreement` for a long look. */
const RUNS = Number(process.env.RUNS ?? 1000);
const SEED = Number(process.env.SEED ?? 20_261_122);

type Objects = ReadonlyMap<string, Body>;

const KINDS: readonly (readonly [RegExp, kind: string, type: string])[] = [
  [/\/ports\/[^/]+$/, 'segment-port', 'SegmentPort'],
  [/\/segments\/[^/]+$/, 'segment', 'Segment'],
  [/\/groups\/[^/]+$/, 'group', 'Group'],
  [/\/services\/[^/]+$/, 'nsx-service', 'Service'],
  [/\/security-policies\/[^/]+$/, 'security-policy', 'SecurityPolicy'],
  [/\/rules\/[^/]+$/, 'rule', 'Rule'],
  [/\/exclude-list$/, 'exclude-list', 'PolicyExcludeList'],
];

/** The product's engine over the objects, as its kinds read them. */
function engine(objects: Objects): (flow: NaiveFlow) => string {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  const changes = [...objects].flatMap(([path, body]) => {
    const [, kind, type] = KINDS.find(([pattern]) => pattern.test(path)) ?? [];
    return kind === undefined || type === undefined ? [] : [upsert(kind, nsxRaw(type, path, body))];
  });
  topology.apply(changes, 1);
  const world = liveWorld(topology.graph);
  return ({ from, to, protocol, port, sourcePort, icmpType }) =>
    reach(world, {
      from: { type: 'address', address: from },
      to: { type: 'address', address: to },
      traffic: { protocol, port, sourcePort, icmpType, icmpCode: icmpType === null ? null : 0 },
    }).outcome;
}

/** A manager of the lab that holds the objects. */
function manager({ objects }: NsxWorld): ManagerState {
  const state = new ManagerState(defaultTuning, () => 1_000_000);
  const writes = objects.map(([path, body]) => ({ path, body: structuredClone(body) as never })); // plain JSON
  const stored = state.write(writes, 'patch', systemActor);
  if (!Array.isArray(stored)) throw new Error(stored.message);
  state.settle();
  return state;
}

const LAB_FATES: Readonly<Record<string, Fate>> = { allow: 'allowed', drop: 'dropped', reject: 'rejected' };

function labFate(state: ManagerState, { from, to, protocol, port, sourcePort }: NaiveFlow): Fate {
  const asked = { from, to, protocol, ...(port === null ? {} : { port, source_port: sourcePort }) };
  const answer = askFlows(state, asked);
  const fate = Array.isArray(answer) ? undefined : LAB_FATES[String(answer.outcome)];
  if (fate === undefined) throw new Error(JSON.stringify(answer));
  return fate;
}

/** As the manager holds them: with the order of policies that NSX tells, or without. */
const asHeld = (state: ManagerState, objects: Objects, ordered: boolean): Objects =>
  new Map(
    [...objects].map(([path, body]) => {
      const { internal_sequence_number, ...held } = state.tree.live(path)?.body ?? {};
      return [path, { ...body, ...held, ...(ordered ? { internal_sequence_number } : {}) }];
    }),
  );

/** The lab's data plane leaves rules about frames out. */
const withoutFrames = (objects: Objects): Objects => {
  const frames = [...objects].filter(([, { category }]) => category === 'Ethernet').map(([path]) => path);
  return new Map([...objects].filter(([path]) => !frames.some((policy) => path.startsWith(policy))));
};

/** What the engine says has to be all that may happen; what it leaves open has to be open. */
function agrees(said: string, fates: ReadonlySet<Fate>): boolean {
  if (said === 'undecidable') return fates.size > 1;
  if (fates.size === 1) return fates.has(said as Fate); // compared as text
  return said !== 'allowed' && !fates.has('allowed');
}

/** The objects as somebody wrote them, as the manager holds them with its defaults, or with the order it gives policies. */
const forms = fc.constantFrom('written', 'held', 'ordered');

/** Asks all three, and gives what the engine said. */
function compare(world: NsxWorld, form: string): readonly string[] {
  const written: Objects = new Map(world.objects);
  const state = form === 'written' ? null : manager(world);
  const objects = state === null ? written : asHeld(state, written, form === 'ordered');
  const packets = withoutFrames(objects);
  const said = engine(objects);
  return world.flows.map((flow) => {
    const fates = fatesOf(objects, flow);
    const told = { flow, engine: said(flow), naive: [...fates] };
    if (!agrees(told.engine, fates)) expect.fail(JSON.stringify(told));
    const lab = state === null ? null : labFate(state, flow);
    if (lab !== null && !fatesOf(packets, flow).has(lab)) expect.fail(JSON.stringify({ ...told, lab }));
    return told.engine;
  });
}

describe('the engine, a naive evaluator and the lab’s data plane', () => {
  it('agree on every flow of random worlds', { timeout: 300_000 + RUNS * 200 }, () => {
    const said = new Set<string>();
    const property = fc.property(nsxWorlds(), forms, (world, form) => {
      for (const outcome of compare(world, form)) said.add(outcome);
    });
    fc.assert(property, { numRuns: RUNS, seed: SEED });
    expect([...said].sort()).toEqual(['allowed', 'dropped', 'rejected', 'undecidable']);
  });
});
