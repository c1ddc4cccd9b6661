import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asList, asObjects, asText, type JsonObject } from '../json';
import { startBed, type TestBed, until } from '../testing/client';

const ids = (body: JsonObject) => asObjects(body.results).map((entry) => String(entry.id));

describe('Policy API', () => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await startBed();
  });
  afterAll(() => bed.close());
  const call = (method: string, path: string, body?: JsonObject, headers?: Record<string, string>) =>
    bed.admin.call(method, `/policy/api/v1${path}`, body, headers);

  it('answers PATCH with an empty body, PUT with the object, and carries the headers of a manager', async () => {
    const patched = await call('PATCH', '/infra/domains/one', { description: 'x' });
    expect([patched.status, patched.text, patched.headers['content-length']]).toEqual([200, '', '0']);
    const put = await call('PUT', '/infra/domains/one', { description: 'y', _revision: 0 });
    expect(put.body).toMatchObject({ id: 'one', description: 'y', _revision: 1 });
    expect((await call('PUT', '/infra/domains/one', { description: 'z', _revision: 0 })).status).toBe(412);
    expect(put.headers).toMatchObject({ server: 'envoy', 'content-type': 'application/json' });
    expect(put.headers['x-nsx-requestid']).toMatch(/^[0-9a-f-]{36}$/);
    expect(put.headers['cache-control']).toContain('no-store');
  });

  it('is the same tree below /api/v1', async () => {
    expect((await bed.admin.call('GET', '/api/v1/infra/domains/one')).body.id).toBe('one');
  });

  it('pages lists by cursor', async () => {
    for (let index = 0; index < 7; index += 1) await bed.admin.patch(`/infra/ip-pools/page-${index}`, {});
    const first = await call('GET', '/infra/ip-pools?page_size=3&sort_by=id');
    expect(first.body.result_count).toBe(7);
    const second = await call(
      'GET',
      `/infra/ip-pools?page_size=3&sort_by=id&cursor=${encodeURIComponent(asText(first.body.cursor) ?? '')}`,
    );
    expect(second.body.result_count).toBeUndefined();
    const third = await call(
      'GET',
      `/infra/ip-pools?page_size=3&sort_by=id&cursor=${encodeURIComponent(asText(second.body.cursor) ?? '')}`,
    );
    expect(third.body.cursor).toBeUndefined();
    expect([first, second, third].flatMap(({ body }) => ids(body))).toEqual([
      'page-0',
      'page-1',
      'page-2',
      'page-3',
      'page-4',
      'page-5',
      'page-6',
    ]);
    expect((await call('GET', '/infra/ip-pools?page_size=1001')).body.error_code).toBe(255);
  });

  it('leaves rules out of policy lists and puts them into the policy', async () => {
    await bed.admin.patch('/infra/domains/default/security-policies/p', {
      rules: [
        { id: 'b', action: 'DROP', sequence_number: 2 },
        { id: 'a', action: 'ALLOW', sequence_number: 1 },
      ],
    });
    const policy = (await call('GET', '/infra/domains/default/security-policies/p')).body;
    expect(asObjects(policy.rules).map(({ id }) => id)).toEqual(['a', 'b']);
    const listed = asObjects((await call('GET', '/infra/domains/default/security-policies')).body.results);
    expect(listed.map(({ id }) => id)).toContain('default-layer3-section');
    expect(listed.every((entry) => entry.rules === undefined)).toBe(true);
    const rules = asObjects(
      (await call('GET', '/infra/domains/default/security-policies/default-layer3-section/rules')).body.results,
    );
    expect(rules.find(({ id }) => id === 'default-layer3-rule')).toMatchObject({
      rule_id: 2,
      sequence_number: 2_147_483_647,
      action: 'ALLOW',
    });
    const counted = asObjects(
      (await call('GET', '/infra/domains/default/security-policies?include_rule_count=true')).body.results,
    );
    expect(counted.find(({ id }) => id === 'p')?.rule_count).toBe(2);
    const revised = await call(
      'POST',
      '/infra/domains/default/security-policies/p/rules/b?action=revise&operation=insert_top',
      {},
    );
    expect(revised.status, revised.text).toBe(200);
  });

  it('keeps deleted objects in search only, marked, until they are gone', async () => {
    await bed.admin.patch('/infra/domains/going', {});
    await until(
      () => call('GET', '/search/query?query=id:going'),
      ({ body }) => body.result_count === 1,
    );
    expect((await call('DELETE', '/infra/domains/going')).status).toBe(200);
    expect((await call('GET', '/infra/domains/going')).body.error_code).toBe(600);
    expect(ids((await call('GET', '/infra/domains')).body)).not.toContain('going');
    expect(ids((await call('GET', '/infra/domains?include_mark_for_delete_objects=true')).body)).toContain('going');
    const marked = await until(
      () => call('GET', '/search/query?query=id:going'),
      ({ body }) => asObjects(body.results)[0]?.marked_for_delete === true,
    );
    expect(marked.body.result_count).toBe(1);
    await until(
      () => call('GET', '/search/query?query=id:going'),
      ({ body }) => body.result_count === 0,
    );
  });

  it('searches with a decimal cursor that is there on the last page too', async () => {
    await until(
      () => call('GET', '/search/query?query=resource_type:IpAddressPool'),
      ({ body }) => body.result_count === 7,
    );
    const last = await call('GET', '/search/query?query=resource_type:IpAddressPool&page_size=5&cursor=5');
    expect(last.body).toMatchObject({ cursor: '7', result_count: 7 });
    expect(asList(last.body.results)).toHaveLength(2);
    const fields = await call(
      'GET',
      '/search?query=resource_type:IpAddressPool&included_fields=id,path&page_size=1&sort_by=id',
    );
    expect(asList(fields.body.results)).toEqual([{ id: 'page-0', path: '/infra/ip-pools/page-0' }]);
    const broken = await call('GET', '/search/query?query=id:a:b');
    expect(broken.status).toBe(400);
    expect((await call('GET', '/search/query')).status).toBe(400);
  });

  it('reads and writes hierarchies', async () => {
    const group = {
      resource_type: 'Group',
      id: 'hg',
      expression: [{ resource_type: 'IPAddressExpression', ip_addresses: ['10.1.1.1'] }],
    };
    const tree = (gone: boolean) => ({
      resource_type: 'Infra',
      children: [
        {
          resource_type: 'ChildDomain',
          marked_for_delete: gone,
          Domain: {
            resource_type: 'Domain',
            id: 'hier',
            children: [{ resource_type: 'ChildGroup', marked_for_delete: gone, Group: group }],
          },
        },
      ],
    });
    const written = await call('PATCH', '/infra', tree(false));
    expect([written.status, written.text]).toEqual([200, '']);
    const read = (await call('GET', '/infra?type_filter=Domain;Group')).body;
    const domain = asObjects(read.children).find(
      (child) => asText(asObjects([child.Domain ?? null])[0]?.id) === 'hier',
    );
    expect(domain).toMatchObject({
      resource_type: 'ChildDomain',
      marked_for_delete: false,
      Domain: { children: [{ resource_type: 'ChildGroup', Group: { id: 'hg' } }] },
    });
    expect(asObjects(read.children).map((child) => child.resource_type)).not.toContain('ChildService');
    expect((await call('GET', '/infra')).body.children).toBeUndefined();
    const based = (await call('GET', '/infra?base_path=/infra/domains/hier&filter=Type-Group')).body;
    expect(based).toMatchObject({ id: 'hier', children: [{ Group: { id: 'hg' } }] });
    const reference = {
      resource_type: 'Infra',
      children: [
        {
          resource_type: 'ChildResourceReference',
          target_type: 'Domain',
          id: 'hier',
          children: [{ resource_type: 'ChildGroup', Group: { ...group, id: 'second' } }],
        },
      ],
    };
    expect((await call('PATCH', '/infra', reference)).status).toBe(200);
    expect((await call('PATCH', '/infra', tree(true))).body.error_code).toBe(500030);
    expect((await call('DELETE', '/infra/domains/hier/groups/second')).status).toBe(200);
    expect((await call('PATCH', '/infra', tree(true))).status).toBe(200);
    expect((await call('GET', '/infra/domains/hier')).status).toBe(404);
  });

  it('realises segments, pools and ports, and shows the address in the state only', async () => {
    await bed.admin.patch('/infra/ip-blocks/blk', { cidr: '10.77.0.0/16' });
    await bed.admin.patch('/infra/ip-pools/pp', {});
    await bed.admin.patch('/infra/ip-pools/pp/ip-subnets/ss', {
      resource_type: 'IpAddressPoolBlockSubnet',
      ip_block_path: '/infra/ip-blocks/blk',
      size: 256,
    });
    await bed.admin.patch('/infra/segments/sg', {
      subnets: [{ gateway_address: '10.77.0.1/24' }],
      advanced_config: { address_pool_paths: ['/infra/ip-pools/pp'] },
    });
    await bed.admin.patch('/infra/segments/sg/ports/pt', {
      attachment: { id: 'vif', type: 'CHILD', context_id: 'parent', traffic_tag: 9, allocate_addresses: 'BOTH' },
      tags: [{ scope: 'app', tag: 'Web' }],
    });
    const state = await until(
      () => call('GET', '/infra/segments/sg/ports/pt/state'),
      ({ body }) => asList(body.realized_bindings).length > 0,
    );
    expect(state.body).toMatchObject({
      attachment: { id: 'vif', state: 'ATTACHED' },
      realized_bindings: [{ binding: { ip_address: '10.77.0.2', vlan: 9 }, source: 'USER_DEFINED' }],
      duplicate_bindings: [],
    });
    expect((await call('GET', '/infra/segments/sg/ports/pt')).body.address_bindings).toBeUndefined();
    expect((await call('GET', '/infra/ip-pools/pp')).body.pool_usage).toMatchObject({
      total_ips: 253,
      allocated_ip_allocations: 1,
      available_ips: 252,
    });
    expect((await call('GET', '/infra/ip-blocks/blk/usage')).body.used_ip_ranges).toEqual(['10.77.0.0-10.77.0.255']);
    const entities = (
      await call('GET', '/infra/realized-state/realized-entities?intent_path=/infra/ip-pools/pp/ip-subnets/ss')
    ).body;
    expect(asObjects(entities.results)[0]).toMatchObject({
      state: 'REALIZED',
      extended_attributes: [{ key: 'cidr', values: ['10.77.0.0/24'] }, { key: 'gateway_ip' }],
    });
    await bed.admin.patch('/infra/segments/sg/ports/twin', {
      address_bindings: [{ ip_address: '10.77.0.2', mac_address: '00:50:56:00:00:01' }],
    });
    const twin = await until(
      () => call('GET', '/infra/segments/sg/ports/pt/state'),
      ({ body }) => asList(body.duplicate_bindings).length > 0,
    );
    expect(asObjects(twin.body.duplicate_bindings)[0]).toMatchObject({
      conflicting_port: '/infra/segments/sg/ports/twin',
    });
  });

  it('shows at a cluster node what its machine reports', async () => {
    const vif = {
      resource_type: 'VirtualNetworkInterface',
      external_id: 'v',
      lport_attachment_id: 'node-vif',
      host_id: 'host-7',
      mac_address: '00:50:56:00:00:07',
      ip_address_info: [{ ip_addresses: ['192.0.2.7'], source: 'VM_TOOLS' }],
    };
    await bed.admin.call('POST', '/_lab/load', { objects: [vif] });
    await bed.admin.patch('/infra/segments/nodes', {});
    await bed.admin.patch('/infra/segments/nodes/ports/default:n1', { attachment: { id: 'node-vif', type: 'PARENT' } });
    const state = await until(
      () => call('GET', '/infra/segments/nodes/ports/default:n1/state'),
      ({ body }) => asList(body.realized_bindings).length > 0,
    );
    expect(state.body).toMatchObject({
      attachment: { state: 'ATTACHED', attachers: [{ host: 'host-7' }] },
      realized_bindings: [{ binding: { ip_address: '192.0.2.7' }, source: 'VM_TOOLS' }],
      transport_node_ids: ['host-7'],
    });
    await bed.admin.patch('/infra/tier-0s/t0', {});
    await bed.admin.patch('/infra/tier-1s/t1', { tier0_path: '/infra/tier-0s/t0' });
    await bed.admin.patch('/infra/tier-1s/t1/segments/inner', { subnets: [{ gateway_address: '10.9.0.1/24' }] });
    expect((await call('GET', '/infra/tier-1s/t1/segments/inner')).body).toMatchObject({
      type: 'ROUTED',
      subnets: [{ network: '10.9.0.0/24' }],
    });
  });

  it('computes members with a lag, by tags as NSX compares them', async () => {
    await bed.admin.patch('/infra/domains/default/groups/Web', {
      expression: [
        { resource_type: 'Condition', member_type: 'SegmentPort', key: 'Tag', operator: 'EQUALS', value: 'APP|web' },
      ],
    });
    const members = await until(
      () => call('GET', '/infra/domains/default/groups/Web/members/segment-ports'),
      ({ body }) => body.result_count === 1,
    );
    expect(asObjects(members.body.results)[0]).toMatchObject({ path: '/infra/segments/sg/ports/pt' });
    expect((await call('GET', '/infra/domains/default/groups/Web/members/ip-addresses')).body.results).toEqual([
      '10.77.0.2',
    ]);
    const reverse = await call('GET', '/infra/ip-address-group-associations?ip_address=10.77.0.2');
    expect(asObjects(reverse.body.results).map(({ path }) => path)).toContain('/infra/domains/default/groups/Web');
    expect((await call('GET', '/infra/domains/default/groups/none/members/segment-ports')).status).toBe(404);
    await bed.admin.patch('/infra/segments/sg/ports/pt', {
      attachment: { id: 'vif', allocate_addresses: 'BOTH' },
      tags: [],
    });
    await until(
      () => call('GET', '/infra/domains/default/groups/Web/members/segment-ports'),
      ({ body }) => body.result_count === 0,
    );
  });

  it('shows load balancer health, with members the control API takes down', async () => {
    await bed.admin.patch('/infra/lb-services/lb', { connectivity_path: '', size: 'DLB' });
    await bed.admin.patch('/infra/lb-pools/lp', {
      members: [
        { ip_address: '10.77.0.2', port: '80' },
        { ip_address: '10.77.0.3', port: '80' },
      ],
    });
    await bed.admin.patch('/infra/lb-virtual-servers/lv', {
      ip_address: '172.16.0.9',
      ports: ['80'],
      lb_service_path: '/infra/lb-services/lb',
      pool_path: '/infra/lb-pools/lp',
      application_profile_path: '/infra/lb-app-profiles/default-tcp-lb-app-profile',
    });
    const detailed = () => call('GET', '/infra/lb-services/lb/detailed-status');
    const up = await until(detailed, ({ body }) => asObjects(body.results)[0]?.service_status === 'UP');
    expect(asObjects(up.body.results)[0]).toMatchObject({
      virtual_servers: [{ status: 'UP' }],
      pools: [{ status: 'UP' }],
    });
    await bed.admin.call('POST', '/_lab/member-status', { ip_address: '10.77.0.3', port: '80', status: 'DOWN' });
    const pool = await call('GET', '/infra/lb-services/lb/lb-pools/lp/detailed-status');
    expect(asObjects(pool.body.results)[0]).toMatchObject({
      status: 'PARTIALLY_UP',
      members: [{ status: 'UP' }, { status: 'DOWN' }],
    });
    expect((await call('GET', '/infra/lb-services/lb/lb-virtual-servers/lv/detailed-status')).body).toMatchObject({
      intent_path: '/infra/lb-virtual-servers/lv',
      results: [{ status: 'PARTIALLY_UP' }],
    });
  });

  it('raises an alarm when something cannot be realised', async () => {
    await bed.admin.patch('/infra/ip-pools/empty', {});
    await bed.admin.patch('/infra/ip-pools/empty/ip-allocations/a', {});
    const alarms = await until(
      () => call('GET', '/infra/realized-state/alarms'),
      ({ body }) => asList(body.results).length > 0,
    );
    expect(asObjects(alarms.body.results)[0]).toMatchObject({
      source_reference: '/infra/ip-pools/empty/ip-allocations/a',
      error_details: { error_code: 8212 },
    });
    const status = await call('GET', '/infra/realized-state/status?intent_path=/infra/ip-pools/empty/ip-allocations/a');
    expect(status.body).toMatchObject({
      publish_status: 'ERROR',
      consolidated_status: { consolidated_status: 'ERROR' },
    });
  });

  it('lays projects and VPCs over the same tree', async () => {
    await bed.admin.patch('/infra/ip-blocks/private', { cidr: '10.88.0.0/16' });
    await bed.admin.patch('/orgs/default/projects/p', {});
    await bed.admin.patch('/orgs/default/projects/p/infra/domains/default/groups/g', {});
    await bed.admin.patch('/orgs/default/projects/p/vpcs/v', { private_ipv4_blocks: ['/infra/ip-blocks/private'] });
    await bed.admin.patch('/orgs/default/projects/p/vpcs/v/subnets/s', { ipv4_subnet_size: 16 });
    await bed.admin.patch('/orgs/default/projects/p/vpcs/v/subnets/s/ports/x', {
      attachment: { id: 'y', allocate_addresses: 'BOTH' },
    });
    const subnet = await until(
      () => call('GET', '/orgs/default/projects/p/vpcs/v/subnets/s'),
      ({ body }) => asList(body.ip_addresses).length > 0,
    );
    expect(subnet.body.ip_addresses).toEqual(['10.88.0.0/28']);
    const state = await until(
      () => call('GET', '/orgs/default/projects/p/vpcs/v/subnets/s/ports/x/state'),
      ({ body }) => asList(body.realized_bindings).length > 0,
    );
    expect(asObjects(state.body.realized_bindings)[0]).toMatchObject({ binding: { ip_address: '10.88.0.2' } });
    expect(ids((await call('GET', '/orgs/default/projects')).body)).toEqual(['p']);
  });

  it('answers unknown URLs, methods and bodies plainly', async () => {
    expect((await call('GET', '/infra/nonsense')).status).toBe(404);
    expect((await call('POST', '/infra/segments')).status).toBe(405);
    expect((await bed.admin.call('PATCH', '/policy/api/v1/infra/domains/x', '{broken')).status).toBe(400);
    expect((await bed.admin.call('GET', '/policy/api/v1/infra/%zz')).status).toBe(400);
    expect((await call('PATCH', '/infra/domains/x', { id: 'y' })).status).toBe(400);
  });
});
