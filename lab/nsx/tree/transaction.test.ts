import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json';
import { Problem } from '../problem';
import { ManagerState } from '../state';
import { defaultTuning } from '../tuning';
import type { WriteMode } from './transaction';

const actor = { name: 'admin', principal: false, overwrite: false };

function setup() {
  let time = 1_000_000;
  const state = new ManagerState(defaultTuning, () => time);
  const write = (path: string, body: JsonObject | undefined, mode: WriteMode = 'patch', by = actor) => {
    const stored = state.write([{ path, body }], mode, by);
    return stored instanceof Problem ? stored : undefined;
  };
  const pass = (ms: number) => {
    time += ms;
    state.advance();
  };
  return { state, write, pass };
}

const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ scope: `s${index}`, tag: 'x' }));

describe('writes', () => {
  it('fill in what the server owns, and count revisions only for changes', () => {
    const { state, write } = setup();
    write('/infra/domains/d', { description: 'one', _create_user: 'forged', unique_id: 'forged' });
    const first = state.tree.live('/infra/domains/d')?.body;
    expect(first).toMatchObject({
      _revision: 0,
      display_name: 'd',
      _create_user: 'admin',
      path: '/infra/domains/d',
      parent_path: '/infra',
      relative_path: 'd',
    });
    expect(first?.unique_id).not.toBe('forged');
    write('/infra/domains/d', { description: 'one' });
    expect(state.tree.live('/infra/domains/d')?.body).toMatchObject({ _revision: 0 });
    write('/infra/domains/d', { description: 'two' });
    expect(state.tree.live('/infra/domains/d')?.body).toMatchObject({ _revision: 1, unique_id: first?.unique_id });
  });

  it('replace all fields with PATCH unless merging is asked for', () => {
    const { state, write } = setup();
    write('/infra/ip-pools/p', { description: 'kept?', tags: tags(1) });
    write('/infra/ip-pools/p', { tags: tags(2) }, 'merge');
    expect(state.tree.live('/infra/ip-pools/p')?.body.description).toBe('kept?');
    write('/infra/ip-pools/p', { tags: tags(2) });
    expect(state.tree.live('/infra/ip-pools/p')?.body.description).toBeUndefined();
  });

  it('demand the present revision with PUT', () => {
    const { write } = setup();
    expect(write('/infra/domains/d', {}, 'put')).toBeUndefined();
    expect(write('/infra/domains/d', { description: 'x' }, 'put')).toMatchObject({
      status: 412,
      body: { error_code: 604, httpStatus: 'PRECONDITION_FAILED' },
    });
    expect(write('/infra/domains/d', { description: 'x', _revision: 0 }, 'put')).toBeUndefined();
    expect(write('/infra/domains/d', { description: 'y', _revision: 0 }, 'put')).toMatchObject({ status: 412 });
  });

  it.each<[string, string, JsonObject, RegExp]>([
    ['31 tags', '/infra/domains/d', { tags: tags(31) }, /maximum of 30/],
    ['a long scope', '/infra/domains/d', { tags: [{ scope: 'x'.repeat(129), tag: '' }] }, /128/],
    ['a long tag', '/infra/domains/d', { tags: [{ scope: '', tag: 'x'.repeat(257) }] }, /256/],
    ['a long name', '/infra/domains/d', { display_name: 'x'.repeat(256) }, /255/],
    ['a forbidden character in a segment name', '/infra/segments/s', { display_name: 'a|b' }, /must not contain/],
    [
      'two pools on a segment',
      '/infra/segments/s',
      { advanced_config: { address_pool_paths: ['/infra/ip-pools/a', '/infra/ip-pools/b'] } },
      /at most 1/,
    ],
    ['a wrong type', '/infra/segments/s', { connectivity_path: 7 }, /connectivity_path/],
    [
      'an unknown action',
      '/infra/domains/default/security-policies/p',
      { rules: [{ id: 'r', action: 'PASS' }] },
      /action/,
    ],
    ['a block without a CIDR', '/infra/ip-blocks/b', {}, /cidr is required/],
    [
      'ANY beside others',
      '/infra/domains/default/security-policies/p',
      { rules: [{ id: 'r', action: 'DROP', scope: ['ANY', '/infra/domains/default/groups/g'] }] },
      /ANY/,
    ],
    [
      'an even expression',
      '/infra/domains/default/groups/g',
      {
        expression: [
          { resource_type: 'IPAddressExpression', ip_addresses: [] },
          { resource_type: 'ConjunctionOperator', conjunction_operator: 'OR' },
        ],
      },
      /alternate/,
    ],
    ['a subnet without type', '/infra/ip-pools/p/ip-subnets/s', { cidr: '10.0.0.0/24' }, /resource_type is required/],
    ['a foreign type', '/infra/domains/d', { resource_type: 'Segment' }, /does not fit/],
  ])('refuse %s with 400/255', (_name, path, body, reason) => {
    const { write } = setup();
    write('/infra/ip-pools/p', {});
    const problem = write(path, body);
    expect(problem).toMatchObject({ status: 400, body: { error_code: 255 } });
    expect(problem?.message).toMatch(reason);
  });

  it('refuse references to what is not there, and do nothing of a batch then', () => {
    const { state, write } = setup();
    const problem = write('/infra/tier-1s/t', { tier0_path: '/infra/tier-0s/none' });
    expect(problem).toMatchObject({ status: 404, body: { error_code: 600 } });
    expect(problem?.message).toContain('/infra/tier-0s/none');
    const batch = state.write(
      [
        { path: '/infra/domains/ok', body: {} },
        { path: '/infra/segments/s/ports/p', body: {} },
      ],
      'patch',
      actor,
    );
    expect(batch).toBeInstanceOf(Problem);
    expect(state.tree.live('/infra/domains/ok')).toBeUndefined();
  });

  it('accept references within one batch in any order', () => {
    const { state } = setup();
    const stored = state.write(
      [
        { path: '/infra/tier-1s/t', body: { tier0_path: '/infra/tier-0s/z' } },
        { path: '/infra/tier-0s/z', body: {} },
      ],
      'patch',
      actor,
    );
    expect(stored).not.toBeInstanceOf(Problem);
  });

  it('protect what a certificate login made from others, unless they insist', () => {
    const { write } = setup();
    const ncp = { name: 'ncp', principal: true, overwrite: false };
    write('/infra/domains/d', {}, 'patch', ncp);
    expect(write('/infra/domains/d', { description: 'x' })).toMatchObject({ status: 403, body: { error_code: 289 } });
    expect(write('/infra/domains/d', { description: 'x' }, 'patch', ncp)).toBeUndefined();
    expect(write('/infra/domains/d', undefined, 'patch', { ...actor, overwrite: true })).toBeUndefined();
  });
});

describe('deletes', () => {
  it('are refused while children or references exist', () => {
    const { write } = setup();
    write('/infra/tier-0s/t0', {});
    write('/infra/tier-1s/t1', { tier0_path: '/infra/tier-0s/t0' });
    write('/infra/segments/s', { connectivity_path: '/infra/tier-1s/t1' });
    write('/infra/segments/s/ports/p', {});
    for (const [path, user] of [
      ['/infra/segments/s', '/infra/segments/s/ports/p'],
      ['/infra/tier-1s/t1', '/infra/segments/s'],
      ['/infra/tier-0s/t0', '/infra/tier-1s/t1'],
    ] as const) {
      const problem = write(path, undefined);
      expect(problem, path).toMatchObject({ status: 400, body: { error_code: 500030 } });
      expect(problem?.message).toContain(user);
    }
    for (const path of ['/infra/segments/s/ports/p', '/infra/segments/s', '/infra/tier-1s/t1', '/infra/tier-0s/t0'])
      expect(write(path, undefined), path).toBeUndefined();
  });

  it('mark first, purge later, and refuse a new object meanwhile', () => {
    const { state, write, pass } = setup();
    write('/infra/domains/d', {});
    pass(2000);
    expect(write('/infra/domains/d', undefined)).toBeUndefined();
    expect(state.tree.live('/infra/domains/d')).toBeUndefined();
    expect(state.tree.any('/infra/domains/d')?.body.marked_for_delete).toBe(true);
    expect(write('/infra/domains/d', {})).toMatchObject({ status: 400, body: { error_code: 500045 } });
    pass(defaultTuning.deleteLagMs);
    expect(state.tree.any('/infra/domains/d')).toBeUndefined();
    expect(write('/infra/domains/d', {})).toBeUndefined();
  });

  it('take rules, service entries and NAT sections along', () => {
    const { state, write } = setup();
    write('/infra/domains/default/security-policies/p', { rules: [{ id: 'r', action: 'ALLOW' }] });
    expect(state.tree.live('/infra/domains/default/security-policies/p/rules/r')?.body.rule_id).toBeGreaterThan(1000);
    expect(write('/infra/domains/default/security-policies/p', undefined)).toBeUndefined();
    expect(state.tree.live('/infra/domains/default/security-policies/p/rules/r')).toBeUndefined();
  });

  it('leave the default rule its mark when its action changes', () => {
    const { state, write } = setup();
    const path = '/infra/domains/default/security-policies/default-layer3-section/rules/default-layer3-rule';
    expect(write(path, { action: 'DROP', sequence_number: 2_147_483_647, is_default: false })).toBeUndefined();
    expect(state.tree.live(path)?.body).toMatchObject({ action: 'DROP', is_default: true, rule_id: 2, _revision: 1 });
  });

  it('spare the default sections', () => {
    const { write } = setup();
    expect(write('/infra/domains/default/security-policies/default-layer3-section', undefined)).toMatchObject({
      status: 400,
    });
  });
});

describe('what NSX does by itself', () => {
  it('keeps NLB groups in step with virtual servers and pools', () => {
    const { state, write } = setup();
    write('/infra/lb-services/lb', { size: 'SMALL' });
    write('/infra/lb-pools/pool', { members: [{ ip_address: '10.0.0.2', port: '80' }] });
    const server = {
      ip_address: '172.16.0.5',
      ports: ['80'],
      lb_service_path: '/infra/lb-services/lb',
      pool_path: '/infra/lb-pools/pool',
      application_profile_path: '/infra/lb-app-profiles/default-tcp-lb-app-profile',
    };
    expect(write('/infra/lb-virtual-servers/vs', server)).toBeUndefined();
    const group = (id: string) => state.tree.live(`/infra/domains/default/groups/${id}`);
    expect(group('NLB.VIP.[vs]')?.body).toMatchObject({
      _system_owned: true,
      expression: [{ ip_addresses: ['172.16.0.5'] }],
    });
    expect(group('NLB.PoolLB.[pool][lb]')?.body).toMatchObject({ expression: [{ ip_addresses: ['10.0.0.2'] }] });
    write('/infra/lb-pools/pool', { members: [{ ip_address: '10.0.0.3', port: '80' }] });
    expect(group('NLB.PoolLB.[pool][lb]')?.body).toMatchObject({ expression: [{ ip_addresses: ['10.0.0.3'] }] });
    write('/infra/lb-virtual-servers/vs', undefined);
    expect(group('NLB.VIP.[vs]')).toBeUndefined();
    expect(group('NLB.PoolLB.[pool][lb]')).toBeUndefined();
  });

  it('orders policies over categories and sequence numbers', () => {
    const { state, write } = setup();
    const order = (id: string) =>
      Number(state.tree.live(`/infra/domains/default/security-policies/${id}`)?.body.internal_sequence_number);
    write('/infra/domains/default/security-policies/app10', { category: 'Application', sequence_number: 10 });
    write('/infra/domains/default/security-policies/env', { category: 'Environment', sequence_number: 90 });
    write('/infra/domains/default/security-policies/app9', { category: 'Application', sequence_number: 9 });
    expect(
      ['app10', 'env', 'app9', 'default-layer3-section'].sort((left, right) => order(left) - order(right)),
    ).toEqual(['env', 'app9', 'app10', 'default-layer3-section']);
  });
});
