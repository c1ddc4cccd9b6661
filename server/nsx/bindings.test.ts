import { afterEach, describe, expect, it, vi } from 'vitest';
import type { GraphNode } from '@/lib/model';
import type { Sources } from '../sources';
import { fail, type Outcome, succeed } from '../transport/failure';
import { MOST_PORTS, readBindings } from './bindings';

/** Ports of which only place and id matter here. */
const ports = (count: number): GraphNode[] =>
  Array.from(
    { length: count },
    (_, index) => ({ id: `nsx:lab:segment-port:p${index}`, source: 'nsx:lab', key: `p${index}` }) as GraphNode,
  );

/** Sources with one NSX Manager that answers as told. */
function sources(state: string, answer: (port: string) => Promise<Outcome<readonly string[]>>): Sources {
  const manager = { status: () => ({ state }), onDemand: { boundAddresses: answer } };
  return { manager: () => manager } as unknown as Sources; // nothing else of it is used
}

afterEach(() => vi.useRealTimers());

describe('reading what NSX has bound to ports', () => {
  it('asks about the first ones, and says of the rest that they were not asked about', async () => {
    const asked: string[] = [];
    const live = sources('live', async (port) => {
      asked.push(port);
      return port === 'p1' ? fail('server-error', 'the server failed') : succeed(['10.0.0.1']);
    });
    const told = [...(await readBindings(live, ports(MOST_PORTS + 1))).values()];
    expect(asked).toHaveLength(MOST_PORTS);
    expect(told[0]).toEqual({ state: 'read', addresses: ['10.0.0.1'] });
    expect(told[1]).toEqual({ state: 'unread', because: 'the server failed' });
    expect(told.at(-1)).toMatchObject({ state: 'unread', because: expect.stringMatching(/only the first/) });
  });

  it('does not wait for a manager that is away, nor for long for one that hangs', async () => {
    const never = () => new Promise<Outcome<readonly string[]>>(() => undefined);
    expect([...(await readBindings(sources('stale', never), ports(1))).values()]).toEqual([
      { state: 'unread', because: 'NSX is stale' },
    ]);
    expect([...(await readBindings(null, ports(1))).values()]).toMatchObject([{ state: 'unread' }]);
    vi.useFakeTimers();
    const waited = readBindings(sources('live', never), ports(2));
    await vi.advanceTimersByTimeAsync(10_000);
    expect([...(await waited).values()]).toEqual(
      Array(2).fill({ state: 'unread', because: 'NSX did not answer in time' }),
    );
  });
});
