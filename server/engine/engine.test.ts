import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type GraphDelta, kubernetesSource, nodeId, type ObjectChange } from '@/lib/model';
import { createLogger } from '../logging';
import { Engine } from './engine';

const SOURCE = kubernetesSource('one');
const log = createLogger('silent');

function upsert(name: string): ObjectChange {
  const id = nodeId(SOURCE, 'namespace', name);
  const common = { plane: 'kubernetes', source: SOURCE, key: name, name, namespace: null, cluster: 'one' } as const;
  const rest = { reason: null, facts: {}, createdAt: null, modifiedAt: null, issues: [] };
  const node = { id, kind: 'namespace', type: 'Namespace', state: 'healthy' as const, ...common, ...rest };
  return { type: 'upsert', record: { node, relations: [], keys: [], claims: [], tagValue: null } };
}

/** The object states something about another by its key. */
function askingFor(change: ObjectChange, key: string): ObjectChange {
  if (change.type === 'remove') return change;
  const evidence = { by: 'inferred', reason: 'a test' } as const;
  const relation = { edge: 'runs-on', direction: 'out', target: { by: 'key', key }, evidence } as const;
  return { ...change, record: { ...change.record, relations: [relation] } };
}

let engine: Engine;
let deltas: GraphDelta[];

beforeEach(() => {
  vi.useFakeTimers();
  deltas = [];
  engine = new Engine({ clusters: [], log });
  engine.onDelta((delta) => deltas.push({ ...delta }));
});
afterEach(() => {
  engine.stop();
  vi.useRealTimers();
});

describe('the engine', () => {
  it('applies what comes together as one numbered delta, within 50 ms', () => {
    engine.push([upsert('a')]);
    engine.push([upsert('b'), upsert('c')]);
    expect(engine.backlog).toBe(3);
    vi.advanceTimersByTime(50);
    expect(deltas.map((delta) => [delta.seq, delta.nodes.put.length])).toEqual([[1, 3]]);
    engine.push([upsert('a')]);
    vi.advanceTimersByTime(50);
    expect(deltas).toHaveLength(1);
  });

  it('has room again once most of what came is applied, or never will be', async () => {
    const told: string[] = [];
    await engine.room();
    engine.push(Array.from({ length: 2_000 }, (_, index) => upsert(`n${index}`)));
    void engine.room().then(() => told.push(`at ${engine.backlog}`));
    await vi.advanceTimersByTimeAsync(100);
    expect(told).toEqual(['at 750']);
    engine.push(Array.from({ length: 2_000 }, (_, index) => upsert(`m${index}`)));
    const waiting = engine.room();
    engine.stop();
    await waiting;
  });

  it('applies a large list in slices, in order, and the cluster map after it', () => {
    const map = [{ source: SOURCE, name: 'one', manager: null, tagValue: 'one' }];
    const seen: string[] = [];
    engine.push(Array.from({ length: 5_000 }, (_, index) => upsert(`n${index}`)));
    engine.setClusters(map);
    engine.onDelta(() => seen.push(String(engine.backlog)));
    vi.advanceTimersByTime(100);
    expect(seen.slice(0, 3)).toEqual(['4750', '4500', '4250']);
    expect([...engine.graph.nodes()]).toHaveLength(5_000);
    expect(engine.backlog).toBe(0);
  });

  it('leaves part of what one object concerns for later, before the next changes', async () => {
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    clock.mockImplementation(() => (now += 5));
    const many = Array.from({ length: 200 }, (_, index) => upsert(`n${index}`));
    engine.push(many.map((change) => askingFor(change, 'awaited')));
    await vi.runAllTimersAsync();
    deltas.length = 0;
    engine.push([upsert('awaited')]);
    let settled = false;
    void engine.narrate(() => undefined).then(() => (settled = true));
    vi.advanceTimersByTime(20);
    await Promise.resolve();
    expect(settled).toBe(false);
    engine.push([upsert('later')]);
    await vi.runAllTimersAsync();
    expect(settled).toBe(true);
    const met = deltas.map(({ edges, nodes }) => [edges.put.length, nodes.put.some(({ name }) => name === 'later')]);
    expect(met.filter(([edges]) => edges !== 0).length).toBeGreaterThan(2);
    expect(met.reduce((sum, [edges]) => sum + Number(edges), 0)).toBe(200);
    expect(met.findIndex(([, later]) => later === true)).toBeGreaterThan(met.findLastIndex(([edges]) => edges !== 0));
    clock.mockRestore();
  });

  it('goes on when a listener fails, and does nothing any more once stopped', () => {
    engine.onDelta(() => {
      throw new Error('a listener');
    });
    const after = vi.fn();
    engine.onDelta(after);
    engine.push([upsert('a')]);
    vi.advanceTimersByTime(50);
    expect(after).toHaveBeenCalledTimes(1);
    engine.push([upsert('b')]);
    engine.stop();
    vi.advanceTimersByTime(1_000);
    expect(after).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
