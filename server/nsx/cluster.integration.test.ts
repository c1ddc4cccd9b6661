import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reply } from '@/tests/support/https-server';
import { WatchedFeed } from '@/tests/support/nsx-feed';
import { FakeNsx } from '@/tests/support/nsx-manager';
import { until } from '@/tests/support/until';
import { RequestBudget } from './budget';
import { shareBudgets } from './budgets';

/** Two nodes of one manager cluster: what is written to one is on the other, but sessions are not. */
let nodes: [FakeNsx, FakeNsx];
let watched: WatchedFeed;

function begin(): void {
  watched = new WatchedFeed(nodes[0], {
    urls: nodes.map(({ server }) => server.url),
    tls: { verify: 'never' },
    login: { by: 'session', username: 'admin', password: () => nodes[0].password },
  });
}
const health = () => watched.feed.status().health;
const level = (wanted: string) => until(`the level is ${wanted}`, () => health()?.level === wanted);
const put = (path: string): void => {
  for (const node of nodes) node.put('Tier1', path);
};

beforeEach(async () => {
  nodes = [await FakeNsx.start(), await FakeNsx.start()];
  put('/infra/tier-1s/t1');
});
afterEach(async () => {
  await watched.feed.stop();
  await Promise.all(nodes.map(({ server }) => server.close()));
});

describe('several addresses', () => {
  it('are each asked how they are, with a session of their own that is ended at the stop', async () => {
    begin();
    await watched.live();
    await until('both have been asked', () => health()?.endpoints.every(({ state }) => state === 'up') === true);
    expect(health()).toMatchObject({ level: 'green', endpoints: [{ inUse: true }, { inUse: false }] });
    expect(nodes.map(({ logins }) => logins)).toEqual([1, 1]);
    await watched.feed.stop();
    expect(nodes.map(({ destroyed }) => destroyed)).toEqual([1, 1]);
  });

  it('fail over when the one in use goes away, and say so', async () => {
    begin();
    await watched.live();
    await level('green');
    await nodes[0].server.down();
    put('/infra/tier-1s/t2');
    await until('the new gateway is known', () => watched.known.has('/infra/tier-1s/t2'));
    await level('orange');
    expect(health()?.summary).toMatch(/^1 of 2 addresses is down: https:.*(refused|reset|closed)/);
    expect(watched.feed.status().state).toBe('live');
    await nodes[0].server.up();
    await level('green');
    await nodes[1].server.down();
    put('/infra/tier-1s/t3');
    await until('the third gateway is known', () => watched.known.has('/infra/tier-1s/t3'));
    await nodes[0].server.down();
    await level('red');
    expect(health()?.summary).toMatch(/^None of the 2 addresses is up/);
    await nodes[1].server.up();
    await watched.live();
    await nodes[0].server.up();
  });

  it('are left when they say that they are not healthy, and kept when one part of them is not', async () => {
    begin();
    await watched.live();
    await level('green');
    nodes[0].health = { healthy: false, components_health: 'POLICY:DOWN, SEARCH:UP' };
    nodes[1].health = { healthy: true, components_health: 'POLICY:UP, UI:DOWN' };
    await until('the second is used', () => health()?.endpoints[1]?.inUse === true);
    // Both are probed in turn: the second may have been taken before its own probe told what is down in it.
    await until('the second was probed again', () => health()?.endpoints[1]?.message === 'UI is DOWN');
    expect(health()).toMatchObject({
      level: 'orange',
      endpoints: [
        { state: 'down', message: 'POLICY is DOWN' },
        { state: 'up', message: 'UI is DOWN' },
      ],
    });
  });

  it('are probed by a small Policy read where the health endpoint is absent', async () => {
    for (const node of nodes) {
      node.health = null;
      node.intercept = ({ path }, response) => {
        if (path !== '/policy/api/v1/infra') return false;
        reply(response, 200, { resource_type: 'Infra', ...(node === nodes[1] ? { result_count: 0 } : {}) });
        return true;
      };
    }
    begin();
    await level('orange');
    expect(health()?.endpoints.map(({ state }) => state)).toEqual(['up', 'down']);
  });

  it('are left when a connection is open but silent, or drips', async () => {
    begin();
    await watched.live();
    await level('green');
    nodes[0].intercept = () => true;
    put('/infra/tier-1s/t2');
    await until('the new gateway is known', () => watched.known.has('/infra/tier-1s/t2'));
    expect(health()?.endpoints[0]).toMatchObject({ state: 'down', message: 'no answer in time' });
    nodes[0].intercept = () => false;
    await level('green');
    const drips: NodeJS.Timeout[] = [];
    nodes[1].intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      drips.push(setInterval(() => response.write(' '), 50));
      return true;
    };
    put('/infra/tier-1s/t3');
    await until('the third gateway is known', () => watched.known.has('/infra/tier-1s/t3'));
    for (const drip of drips) clearInterval(drip);
    expect(watched.feed.status().state).toBe('live');
  });
});

describe('one budget', () => {
  it('is shared by sources that NSX takes for one client, and by nobody else', () => {
    const limits = { perSecond: 20, concurrent: 4 };
    const [a, b, c, d, e] = shareBudgets([
      { urls: ['u1'], user: 'x', limits },
      { urls: ['u2'], user: 'x', limits },
      { urls: ['u1'], user: 'y', limits },
      { urls: ['u1', 'u2'], user: 'x', limits: { perSecond: 5, concurrent: 9 } },
      { urls: ['u3'], user: 'x', limits },
    ]);
    expect(new Set([a?.budget, b?.budget, d?.budget]).size).toBe(1);
    expect(a?.budget.limits).toEqual({ perSecond: 5, concurrent: 4 });
    expect(a?.members).toEqual([0, 1, 3]);
    expect(new Set([a?.budget, c?.budget, e?.budget]).size).toBe(3);
  });

  it('is not exceeded by two sources together, as the server counts it, and throttling slows both', async () => {
    const budget = new RequestBudget({ perSecond: 20, concurrent: 2 });
    begin();
    await watched.feed.stop();
    const two = ['one', 'two'].map((name) => new WatchedFeed(nodes[0], { name, budget, tuning: { changesMs: 5 } }));
    await Promise.all(two.map((each) => each.live()));
    const from = nodes[0].server.requests.length;
    await until('both have asked much', () => nodes[0].server.requests.length >= from + 50);
    const times = nodes[0].server.requests.slice(from).map(({ at }) => at);
    const inAnySecond = times.map((start) => times.filter((at) => at >= start && at < start + 1_000).length);
    expect(Math.max(...inAnySecond)).toBeLessThanOrEqual(20);
    expect(nodes[0].server.mostInFlight).toBeLessThanOrEqual(2);
    let refused = false;
    nodes[0].intercept = (_request, response) => {
      if (refused) return false;
      refused = true;
      reply(response, 429, { error_code: '102', error_message: 'too much' });
      return true;
    };
    await until('it was refused', () => refused);
    await until('both are slower', () => two.every(({ feed }) => feed.status().requests.limitPerSecond < 20));
    await Promise.all(two.map(({ feed }) => feed.stop()));
  });
});
