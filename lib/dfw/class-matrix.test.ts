import { describe, expect, it } from 'vitest';
import type { GraphQueries, ObjectChange } from '@/lib/model';
import { defaultRule, firewallGraph, groupPath, pod, podId, policy, tagGroup } from '@/tests/support/firewall';
import { inOneGo } from '../steps';
import { classMatrix, type MatrixScope } from './class-matrix';
import type { OpenFlow } from './parse-flow';
import { liveWorld } from './reach';
import { trafficOf } from './traffic';

const EVERYWHERE: MatrixScope = { cluster: null, namespace: null, group: null };
const BETWEEN: OpenFlow = { from: null, to: null, traffic: trafficOf(6, 80) };

/** Three web Pods, one database, and a rule that drops what comes to the database from elsewhere than web. */
const shop = (...more: readonly (readonly ObjectChange[])[]) =>
  firewallGraph(
    tagGroup('web', 'app|web'),
    tagGroup('db', 'app|db'),
    ...['web-1', 'web-2', 'web-3'].map((name, index) => pod(name, `10.0.0.${index + 1}`, { app: 'web' })),
    pod('db-1', '10.0.0.9', { app: 'db' }),
    policy(
      'guard',
      {},
      { rule: 'from-web', source_groups: [groupPath('web')], destination_groups: [groupPath('db')], action: 'ALLOW' },
      { rule: 'no-else', destination_groups: [groupPath('db')], action: 'DROP' },
    ),
    defaultRule(),
    ...more,
  );

function ask(graph: GraphQueries, flow: OpenFlow = BETWEEN, scope = EVERYWHERE) {
  const matrix = inOneGo(classMatrix(liveWorld(graph), flow, scope));
  const said = (from: string, to: string) => {
    const row = matrix.rows.findIndex(({ name }) => name.startsWith(from));
    const column = matrix.columns.findIndex(({ name }) => name.startsWith(to));
    const at = matrix.cells[row]?.[column];
    return at == null ? null : matrix.sayings[at];
  };
  return { matrix, said };
}

describe('the matrix of classes', () => {
  it('says for each pair of classes, and for the outside, what one pair of them gets', () => {
    const { matrix, said } = ask(shop());
    expect(matrix).toMatchObject({ classes: 2, shown: 2, endpoints: 4, endpointsShown: 4, withoutAddress: 0 });
    expect(matrix.rows.map(({ count }) => count)).toEqual([1, 3, null]);
    expect(said('web', 'db')).toMatchObject({ outcome: 'allowed', at: 'destination', rule: { name: 'from-web' } });
    expect(said('Outside', 'db')).toMatchObject({ outcome: 'dropped', at: 'destination', rule: { name: 'no-else' } });
    expect(said('db', 'web')).toMatchObject({ outcome: 'allowed', rule: { name: 'default' } });
    expect(said('web', 'web')).toMatchObject({ outcome: 'allowed' });
  });

  it('leaves out what one endpoint would send to itself, and the outside to the outside', () => {
    const { said } = ask(shop());
    expect(said('db', 'db')).toBeNull();
    expect(said('Outside', 'Outside')).toBeNull();
  });

  it('asks around one end, which is no peer of its own', () => {
    const { matrix, said } = ask(shop(), { ...BETWEEN, to: { type: 'object', id: podId('db-1') } });
    expect(matrix.columns.map(({ name }) => name)).toEqual(['db-1']);
    expect(said('web', 'db')).toMatchObject({ outcome: 'allowed' });
    expect(said('Outside', 'db')).toMatchObject({ outcome: 'dropped' });
    expect(matrix.rows.map(({ name }) => name.slice(0, 3))).toEqual(['web', 'Out']);
  });

  it('keeps to its scope and says how many ports have no address', () => {
    const graph = shop(pod('late', null, { app: 'web' }));
    expect(ask(graph).matrix.withoutAddress).toBe(1);
    const group = [...graph.nodesOfKind('group')].find(({ name }) => name === 'web')?.id ?? null;
    expect(ask(graph, BETWEEN, { ...EVERYWHERE, group }).matrix).toMatchObject({ classes: 1, endpoints: 3 });
    expect(ask(graph, BETWEEN, { ...EVERYWHERE, cluster: 'pandora', namespace: 'dev' }).matrix.endpoints).toBe(4);
    expect(ask(graph, BETWEEN, { ...EVERYWHERE, cluster: 'pandora', namespace: 'else' }).matrix.endpoints).toBe(0);
  });

  it('shows the largest of too many classes and counts them all', () => {
    const limits = { square: 1, list: 1 };
    for (const flow of [BETWEEN, { ...BETWEEN, from: { type: 'outside' } as const }]) {
      const matrix = inOneGo(classMatrix(liveWorld(shop()), flow, EVERYWHERE, limits));
      expect(matrix).toMatchObject({ classes: 2, shown: 1, endpoints: 4, endpointsShown: 3 });
      expect(matrix.columns[0]?.name).toBe('web-1 and 2 more');
    }
  });
});
