import { describe, expect, it } from 'vitest';
import { nodeId, type ObjectChange } from '@/lib/model';
import { inOneGo } from '@/lib/steps';
import { createTopology } from '@/lib/topology';
import { NSX, nsxRaw, podRaw, portRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { podWorld, storyWorld } from '@/tests/support/story';
import { findNearMisses } from './index';

const condition = (value: string, more: object = {}) => ({
  resource_type: 'Condition',
  member_type: 'SegmentPort',
  key: 'Tag',
  operator: 'EQUALS',
  value,
  ...more,
});
const both = (...conditions: readonly object[]) => ({
  resource_type: 'NestedExpression',
  expressions: conditions.flatMap((one, index) =>
    index === 0 ? [one] : [{ resource_type: 'ConjunctionOperator', conjunction_operator: 'AND' }, one],
  ),
});
const PATH = '/infra/domains/default/groups/g';

function nearMissesOf(expression: readonly object[], ...changes: readonly ObjectChange[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply([...storyWorld(), ...changes, upsert('group', nsxRaw('Group', PATH, { expression }))], 1);
  return inOneGo(findNearMisses(topology.graph, nodeId(NSX, 'group', PATH)));
}

/** Labels of a Pod of development, and tags of its port, which need not be the same. */
function podWith(labels: Readonly<Record<string, string>>, tags: Readonly<Record<string, string>>): ObjectChange[] {
  return [
    upsert('pod', podRaw({ uid: 'odd', name: 'odd', labels, address: '10.0.6.99' })),
    upsert(
      'segment-port',
      portRaw({
        podUid: 'odd',
        pod: 'odd',
        namespaceUid: 'ns-development',
        segment: '/infra/segments/seg_development_0',
        labels: tags,
      }),
    ),
  ];
}

describe('near misses of a group', () => {
  it('finds a Pod that has the label while its port has no tag for it', () => {
    const near = nearMissesOf([condition('secgroup|web')], ...podWith({ secgroup: 'web' }, {}));
    expect(near?.listed).toMatchObject([
      {
        cause: 'missing-tag',
        pod: { name: 'odd' },
        addresses: ['10.0.6.99'],
        criterion: 'Segment port has tag secgroup = web',
        explanation: 'Pod odd has label secgroup = web, but the port has no tag for it',
      },
    ]);
  });

  it('says of a label in other case that case is not what is missing', () => {
    const near = nearMissesOf([condition('secgroup|web')], ...podWith({ SecGroup: 'WEB' }, {}));
    expect(near?.listed.map(({ explanation }) => explanation)).toEqual([
      'Pod odd has label SecGroup = WEB, but the port has no tag for it; it is written in other case than the criterion, which NSX ignores',
    ]);
  });

  it('takes a tag in other case as a member, not as a near miss', () => {
    const near = nearMissesOf([condition('secgroup|web')], ...podWith({ secgroup: 'WEB' }, { SECGROUP: 'WEB' }));
    expect(near).toMatchObject({ total: 0, listed: [] });
  });

  it('knows a value that was cut off, with and without the hash that NCP adds', () => {
    const long = 'x'.repeat(300);
    for (const tag of [long.slice(0, 256), `${long.slice(0, 247)}_0a1b2c3d`]) {
      const near = nearMissesOf([condition(`secgroup|${long}`)], ...podWith({}, { secgroup: tag }));
      expect(near?.listed.map(({ cause }) => cause)).toEqual(['cut-off']);
    }
  });

  it('does not take one value for the rest of another because both begin alike', () => {
    expect(nearMissesOf([condition('secgroup|web-admin')])?.total).toBe(0);
  });

  it('knows what is left of a label key that is longer than a scope', () => {
    const key = `${'x'.repeat(120)}.example.com/tier`;
    const near = nearMissesOf([condition(`${key}|front`)], ...podWith({}, { tier: 'front' }));
    expect(near?.listed.map(({ cause }) => cause)).toEqual(['cut-off']);
  });

  it('finds the right value under another scope', () => {
    const near = nearMissesOf([condition('team|guestbook')]);
    expect(near).toMatchObject({ total: 3 });
    expect(near?.listed[0]).toMatchObject({
      cause: 'other-scope',
      explanation: 'The value is there under another scope: app = guestbook instead of scope team',
    });
  });

  it('finds a tag that is on the segment while the criterion asks for it on the port, and the other way round', () => {
    const segment = upsert(
      'segment',
      nsxRaw('Segment', '/infra/segments/node-logical-switch', { tags: [{ scope: 'zone', tag: 'a' }] }),
    );
    expect(nearMissesOf([condition('zone|a')], segment)?.listed).toMatchObject([
      { cause: 'other-object', pod: { name: 'k8s-worker-1' } },
    ]);
    const turned = nearMissesOf([condition('secgroup|web', { member_type: 'Segment' })]);
    expect(turned?.listed.map(({ cause }) => cause)).toEqual(['other-object', 'other-object', 'other-object']);
  });

  it('lists ports that lack one condition of several, and says what they have instead', () => {
    const near = nearMissesOf([both(condition('app|guestbook'), condition('secgroup|db'))]);
    expect(near).toMatchObject({ total: 3 });
    expect(near?.listed[0]).toMatchObject({
      cause: 'one-short',
      criterion: 'Segment port has tag secgroup = db',
      explanation: 'The port has secgroup = web',
    });
  });

  it('says that a tag that must not be there is there', () => {
    const near = nearMissesOf([both(condition('app|guestbook'), condition('secgroup|web', { operator: 'NOTEQUALS' }))]);
    const frontend = near?.listed.find(({ pod }) => pod?.name.startsWith('frontend') === true);
    expect(frontend).toMatchObject({ cause: 'one-short', explanation: 'The port has secgroup = web' });
  });

  it('leaves out ports that lack two conditions', () => {
    expect(nearMissesOf([both(condition('app|x'), condition('secgroup|db'))])?.total).toBe(0);
  });

  it('lists what has something close before what is merely one short', () => {
    const near = nearMissesOf(
      [both(condition('ncp/project|development'), condition('secgroup|web'))],
      ...podWith({ secgroup: 'web' }, {}),
    );
    expect(near?.listed.map(({ cause }) => cause)).toEqual(['missing-tag', ...Array(6).fill('one-short')]);
  });

  it('says what it cannot evaluate, and looks for nothing there', () => {
    const other = { resource_type: 'ExternalIDExpression', member_type: 'VirtualMachine', external_ids: ['x'] };
    expect(nearMissesOf([other])).toMatchObject({
      total: 0,
      notEvaluated: ['members of type VirtualMachine by external id are not read'],
    });
    expect(
      nearMissesOf([{ resource_type: 'MACAddressExpression', mac_addresses: ['00:50:56:00:00:01'] }]),
    ).toMatchObject({ total: 0, notEvaluated: ['MAC addresses of ports are not read'] });
  });

  it('counts all that there are where it lists some of them, and says at how many ports it looked', () => {
    const many = Array.from({ length: 230 }, (_, index) =>
      podWorld({
        uid: `many-${index}`,
        name: `many-${index}`,
        namespace: 'development',
        address: `10.1.0.${index}`,
        labels: { app: 'many' },
      }),
    ).flat();
    const near = nearMissesOf([condition('team|many')], ...many);
    expect([near?.looked, near?.total, near?.listed.length]).toEqual([241, 230, 200]);
  });
});
