import { expect, test } from 'vitest';
import { covers, isOurs, Ledger, ownerOf } from './ledger';
import { WorkQueue } from './queue';
import { Vlans } from './vlans';

function tagged(...pairs: [string, string][]) {
  return { tags: pairs.map(([scope, tag]) => ({ scope, tag })) };
}

test('the owner of an object is read from its tags, else from its id', () => {
  const base: [string, string][] = [
    ['ncp/cluster', 'c'],
    ['ncp/version', '1.2.0'],
  ];
  expect(ownerOf('/infra/x', tagged(...base, ['ncp/project_uid', 'n'], ['ncp/pod_uid', 'p']))).toBe('pod:p');
  expect(ownerOf('/infra/x', tagged(...base, ['ncp/project_uid', 'n'], ['ncp/service_uid', 's']))).toBe('service:s');
  expect(ownerOf('/infra/x', tagged(...base, ['ncp/project_uid', 'n']))).toBe('namespace:n');
  expect(ownerOf('/infra/segments/seg_n_0/maps/sgpm_n_0', tagged(...base))).toBe('namespace:n');
  expect(ownerOf('/infra/domains/c/security-policies/hc_c/rules/hcr_p', {})).toBe('pod:p');
  expect(ownerOf('/infra/domains/c/groups/hc_k_src', tagged(...base))).toBe('node:k');
  expect(ownerOf('/infra/x', tagged(...base, ['ncp/created_for', 'l7_per_cluster']))).toBe('ingress');
  expect(ownerOf('/infra/tier-1s/c', tagged(...base))).toBe('cluster');
});

test('objects of the administrator and of other clusters are not ours, scope and value being checked as a pair', () => {
  expect(isOurs(tagged(['ncp/cluster', 'c'], ['ncp/version', '1.2.0']), 'c')).toBe(true);
  expect(isOurs(tagged(['ncp/cluster', 'c'], ['ncp/node_name', 'n']), 'c')).toBe(false);
  expect(isOurs(tagged(['ncp/cluster', 'other'], ['ncp/project', 'c'], ['ncp/version', '1.2.0']), 'c')).toBe(false);
});

test('an object covers what is wanted when it has it all, whatever else NSX added', () => {
  const actual = { a: 1, list: [{ x: 1, id: 'added' }], ...tagged(['b', '2'], ['a', '1']) };
  expect(covers(actual, { a: 1, list: [{ x: 1 }], ...tagged(['a', '1'], ['b', '2']) })).toBe(true);
  expect(covers(actual, { a: 2 })).toBe(false);
  expect(covers(actual, { list: [] })).toBe(false);
  expect(covers(actual, tagged(['a', '1']))).toBe(false);
  expect(covers({}, { pool_path: '' })).toBe(true);
});

test('surplus objects come out in the order they may be removed', () => {
  const ledger = new Ledger();
  const project: [string, string][] = [['ncp/project_uid', 'n']];
  for (const [path, type] of [
    ['/pool', 'IpAddressPool'],
    ['/t1', 'Tier1'],
    ['/nat', 'PolicyNatRule'],
    ['/segment', 'Segment'],
    ['/subnet', 'IpAddressPoolBlockSubnet'],
  ] as const) {
    ledger.observe(path, { resource_type: type, ...tagged(...project) });
  }
  expect(ledger.surplus('namespace:n', new Set())).toEqual(['/nat', '/segment', '/subnet', '/pool', '/t1']);
  expect(ledger.surplus('namespace:n', new Set(['/t1', '/pool']))).toEqual(['/nat', '/segment', '/subnet']);
});

test('an object written once is not written again until it should differ', () => {
  const ledger = new Ledger();
  const wanted = { path: '/p', body: { resource_type: 'Tier1', id: 'p', description: 'one' } };
  expect(ledger.needsWrite(wanted)).toBe(true);
  ledger.wrote('cluster', wanted, 5);
  expect(ledger.needsWrite(wanted)).toBe(false);
  expect(ledger.needsWrite({ path: '/p', body: { ...wanted.body, description: 'two' } })).toBe(true);
  ledger.observe('/p', { resource_type: 'Tier1', id: 'p', description: 'changed by hand' });
  expect(ledger.needsWrite(wanted)).toBe(true);
});

test('VLANs are unique per parent, kept by their Pod, and reused once released', () => {
  const vlans = new Vlans();
  vlans.note('vif-1', 'old', 1);
  expect(vlans.take('vif-1', 'a')).toBe(2);
  expect(vlans.take('vif-2', 'b')).toBe(1);
  expect(vlans.take('vif-1', 'a')).toBe(2);
  vlans.release('old');
  expect(vlans.take('vif-1', 'c')).toBe(1);
  vlans.note('vif-1', 'thief', 2);
  expect(vlans.take('vif-1', 'thief')).toBe(3);
});

test('a key added while it runs runs once more, never twice at a time', async () => {
  let running = 0;
  let most = 0;
  const runs: string[] = [];
  let release = () => {};
  const first = new Promise<void>((resolve) => {
    release = resolve;
  });
  const queue = new WorkQueue(4, {
    reconcile: async (key) => {
      running += 1;
      most = Math.max(most, running);
      runs.push(key);
      if (runs.length === 1) await first;
      running -= 1;
      return 'settled';
    },
    failed: () => {},
  });
  queue.add('a');
  queue.add('a');
  queue.add('a');
  release();
  await expect.poll(() => queue.pending).toBe(0);
  expect(runs).toEqual(['a', 'a']);
  expect(most).toBe(1);
});

test('a key that fails is tried again until it works', async () => {
  let tries = 0;
  const failures: unknown[] = [];
  const queue = new WorkQueue(1, {
    reconcile: async () => {
      tries += 1;
      if (tries < 3) throw new Error(`no ${tries}`);
      return 'settled';
    },
    failed: (_key, error) => failures.push(error),
  });
  queue.add('a');
  await expect.poll(() => queue.pending, { timeout: 5000 }).toBe(0);
  expect(tries).toBe(3);
  expect(failures).toHaveLength(2);
});

test('a held queue does nothing until it is let go', async () => {
  const runs: string[] = [];
  const queue = new WorkQueue(1, {
    reconcile: async (key) => {
      runs.push(key);
      return 'settled';
    },
    failed: () => {},
  });
  queue.hold(true);
  queue.add('a');
  expect(runs).toEqual([]);
  queue.hold(false);
  await expect.poll(() => runs).toEqual(['a']);
});
