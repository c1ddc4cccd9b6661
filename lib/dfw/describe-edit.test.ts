import { describe, expect, it } from 'vitest';
import { nodeId } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { KUBERNETES, NSX, nsxRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { storyWorld, WEB_PATH } from '@/tests/support/story';
import { describeEdit } from './describe-edit';
import type { Edit } from './edits';

const POLICY = '/infra/domains/default/security-policies/web';
const MADE = '/infra/domains/c/groups/np 1';

function told(edit: Edit) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  const made = nsxRaw('Group', MADE, { tags: [{ scope: 'ncp/cluster', tag: 'c' }] });
  topology.apply([...storyWorld(), upsert('group', made)], 1);
  return describeEdit(topology.graph, edit);
}

describe('what would do an edit', () => {
  it('is a command of kubectl for labels, with the cluster that it is for', () => {
    const pods = [nodeId(KUBERNETES, 'pod', 'front-0')];
    const { commands } = told({ type: 'labels', pods, labels: { secgroup: null, tier: 'a b' } });
    expect(commands).toEqual([
      expect.stringMatching(
        /^kubectl label pods --overwrite -n development \S+ secgroup- 'tier=a b' # cluster pandora$/,
      ),
    ]);
  });

  it('is a call of the NSX API with the fields that change, for groups and rules', () => {
    const expression = [{ resource_type: 'IPAddressExpression', ip_addresses: ['10.0.0.1'] }];
    expect(told({ type: 'group', group: nodeId(NSX, 'group', WEB_PATH), expression }).commands).toEqual([
      `PATCH /policy/api/v1${WEB_PATH} {"expression":[{"resource_type":"IPAddressExpression","ip_addresses":["10.0.0.1"]}]}`,
    ]);
    const rule = nodeId(NSX, 'rule', `${POLICY}/rules/drop`);
    expect(told({ type: 'rule', rule, disabled: true }).commands).toEqual([
      `PATCH /policy/api/v1${POLICY}/rules/drop {"disabled":true}`,
    ]);
    const policy = nodeId(NSX, 'security-policy', POLICY);
    expect(told({ type: 'add-rule', policy, rule: { action: 'DROP' } }).commands).toEqual([
      `PATCH /policy/api/v1${POLICY}/rules/RULE-ID {"action":"DROP"}`,
    ]);
  });

  it('says who made an object, as that one may take the change back', () => {
    expect(told({ type: 'group', group: nodeId(NSX, 'group', MADE), expression: [] }).commands).toEqual([
      'PATCH /policy/api/v1/infra/domains/c/groups/np%201 {"expression":[]} # made by NCP, which may write it anew',
    ]);
  });

  it('is nothing where the object is not there any more', () => {
    expect(told({ type: 'rule', rule: nodeId(NSX, 'rule', '/gone'), disabled: true }).commands).toEqual([]);
  });
});
