import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json';
import { Problem } from '../problem';
import { ManagerState } from '../state';
import { defaultTuning, type NsxTuning } from '../tuning';

function setup(tuning: Partial<NsxTuning> = {}) {
  let time = 1_000_000;
  const state = new ManagerState({ ...defaultTuning, ...tuning }, () => time);
  const write = (path: string, body: JsonObject | undefined) => {
    const stored = state.write([{ path, body }], 'patch', { name: 'admin', principal: false, overwrite: false });
    if (stored instanceof Problem) throw new Error(stored.message);
  };
  const pass = (ms: number) => {
    time += ms;
    state.advance();
  };
  const stateOf = (path: string) => {
    const object = state.tree.live(path);
    return object === undefined ? undefined : state.engine.stateOf(object);
  };
  write('/infra/ip-blocks/b', { cidr: '10.0.0.0/28' });
  write('/infra/ip-pools/p', { ip_release_delay: 5000 });
  return { state, write, pass, stateOf };
}

const subnet = (size: number): JsonObject => ({
  resource_type: 'IpAddressPoolBlockSubnet',
  ip_block_path: '/infra/ip-blocks/b',
  size,
});

describe('realisation', () => {
  it('comes with a lag and follows every change', () => {
    const { write, pass, stateOf } = setup();
    write('/infra/domains/d', {});
    expect(stateOf('/infra/domains/d')).toEqual({ state: 'UNREALIZED', started: false });
    pass(699);
    expect(stateOf('/infra/domains/d')?.state).toBe('UNREALIZED');
    pass(1);
    expect(stateOf('/infra/domains/d')?.state).toBe('REALIZED');
    write('/infra/domains/d', { description: 'x' });
    expect(stateOf('/infra/domains/d')).toEqual({ state: 'UNREALIZED', started: true });
    pass(700);
    expect(stateOf('/infra/domains/d')?.state).toBe('REALIZED');
  });

  it('hands out addresses, fails when there are none, and retries once some are free', () => {
    const { state, write, pass, stateOf } = setup();
    write('/infra/ip-pools/p/ip-subnets/s', subnet(4));
    for (const id of ['one', 'two']) write(`/infra/ip-pools/p/ip-allocations/${id}`, {});
    pass(700);
    expect(state.ledger.addressOf('/infra/ip-pools/p/ip-allocations/one')).toBe(0x0a000002);
    expect(stateOf('/infra/ip-pools/p/ip-allocations/two')).toMatchObject({ state: 'ERROR', fault: { code: 8212 } });
    write('/infra/ip-pools/p/ip-allocations/one', undefined);
    pass(defaultTuning.deleteLagMs);
    expect(stateOf('/infra/ip-pools/p/ip-allocations/two')?.state).toBe('ERROR');
    pass(5000);
    expect(stateOf('/infra/ip-pools/p/ip-allocations/two')?.state).toBe('REALIZED');
  });

  it('gives blocks out one network after another and says when one is full', () => {
    const { state, write, pass, stateOf } = setup();
    write('/infra/ip-pools/p/ip-subnets/a', subnet(8));
    write('/infra/ip-pools/p/ip-subnets/b', subnet(8));
    write('/infra/ip-pools/p/ip-subnets/c', subnet(8));
    pass(700);
    expect(state.ledger.rangeOf('/infra/ip-pools/p/ip-subnets/b')).toEqual({ first: 0x0a000008, last: 0x0a00000f });
    expect(stateOf('/infra/ip-pools/p/ip-subnets/c')).toMatchObject({ state: 'ERROR', fault: { code: 5137 } });
  });

  it('gives ports the addresses of the pool their segment names, and keeps them over changes', () => {
    const { state, write, pass } = setup();
    write('/infra/ip-pools/p/ip-subnets/s', subnet(16));
    write('/infra/segments/s', { advanced_config: { address_pool_paths: ['/infra/ip-pools/p'] } });
    write('/infra/segments/s/ports/a', { attachment: { id: 'v', allocate_addresses: 'BOTH' } });
    write('/infra/segments/s/ports/b', { attachment: { id: 'w', allocate_addresses: 'NONE' } });
    pass(700);
    expect(state.ledger.addressOf('/infra/segments/s/ports/a')).toBe(0x0a000002);
    expect(state.ledger.macOf('/infra/segments/s/ports/a')).toBe('04:50:56:00:00:01');
    expect(state.ledger.addressOf('/infra/segments/s/ports/b')).toBeUndefined();
    write('/infra/segments/s/ports/a', {
      attachment: { id: 'v', allocate_addresses: 'BOTH' },
      tags: [{ scope: 'x', tag: 'y' }],
    });
    pass(700);
    expect(state.ledger.addressOf('/infra/segments/s/ports/a')).toBe(0x0a000002);
  });

  it('takes the network a VPC subnet states out of the block, and refuses an overlap', () => {
    const { state, write, pass, stateOf } = setup();
    write('/orgs/default/projects/p', {});
    write('/orgs/default/projects/p/vpcs/v', { private_ipv4_blocks: ['/infra/ip-blocks/b'] });
    const path = '/orgs/default/projects/p/vpcs/v/subnets';
    write(`${path}/stated`, { ip_addresses: ['10.0.0.0/29'] });
    write(`${path}/next`, { ipv4_subnet_size: 8 });
    write(`${path}/over`, { ip_addresses: ['10.0.0.4/30'] });
    pass(700);
    expect(state.ledger.rangeOf(`${path}/next`)).toEqual({ first: 0x0a000008, last: 0x0a00000f });
    expect(stateOf(`${path}/over`)).toMatchObject({ state: 'ERROR', fault: { code: 5137 } });
  });

  it('can be made to fail and to heal', () => {
    const { state, write, pass, stateOf } = setup();
    write('/infra/domains/d', {});
    pass(700);
    state.engine.plant('/infra/domains/d', { code: 1, message: 'broken' }, 0);
    expect(stateOf('/infra/domains/d')).toMatchObject({ state: 'ERROR' });
    state.engine.plant('/infra/domains/d', undefined, 0);
    expect(stateOf('/infra/domains/d')?.state).toBe('REALIZED');
  });
});
