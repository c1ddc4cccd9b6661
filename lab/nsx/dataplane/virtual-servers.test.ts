import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json';
import { FirewallBed, GROUPS } from '../testing/firewall-bed';

/** A virtual server at 172.16.0.1:8080 with b:80 and c:80 behind it. */
function balanced(pool: JsonObject = {}): FirewallBed {
  const bed = new FirewallBed();
  const link = { scope: 'ncp/lb_t1_link_ip', tag: '100.64.0.9' };
  bed.write('/infra/lb-services/lb', { tags: [link] });
  bed.write('/infra/lb-app-profiles/tcp', { resource_type: 'LBFastTcpProfile' });
  bed.write('/infra/lb-pools/pool', {
    members: [
      { ip_address: '10.0.0.2', port: '80' },
      { ip_address: '10.0.0.3', port: '80' },
    ],
    ...pool,
  });
  bed.write('/infra/lb-virtual-servers/vip', {
    ip_address: '172.16.0.1',
    ports: ['8080'],
    lb_service_path: '/infra/lb-services/lb',
    application_profile_path: '/infra/lb-app-profiles/tcp',
    pool_path: '/infra/lb-pools/pool',
  });
  return bed;
}

const toVip = { to: '172.16.0.1', port: 8080 };

describe('a flow to a virtual server', () => {
  it('ends at each member of its pool, from an address of the load balancer', () => {
    expect(balanced().ask(toVip)).toMatchObject({
      outcome: 'allow',
      destination: { kind: 'virtual-server', virtual_server: '/infra/lb-virtual-servers/vip' },
      members: [
        { outcome: 'allow', source: { address: '100.64.0.9' }, destination: { address: '10.0.0.2' }, member_port: 80 },
        { outcome: 'allow', destination: { address: '10.0.0.3' } },
      ],
    });
  });

  it("is checked at the source's port by the virtual server's address and port", () => {
    const bed = balanced();
    bed.policy('p', [{ action: 'DROP', destination_groups: ['172.16.0.1'], direction: 'OUT' }]);
    expect(bed.ask(toVip)).toMatchObject({ outcome: 'drop', out: { action: 'DROP' } });
  });

  it("is checked at a member's port by the member's address and the translated source", () => {
    const bed = balanced();
    bed.policy('p', [{ action: 'DROP', source_groups: ['100.64.0.9'], destination_groups: [`${GROUPS}/c`] }]);
    expect(bed.ask(toVip)).toMatchObject({
      outcome: 'partial',
      members: [{ outcome: 'allow' }, { outcome: 'drop', in: { action: 'DROP' }, out: null }],
    });
  });

  it("keeps the client's address without source translation", () => {
    const bed = balanced({ snat_translation: { type: 'LBSnatDisabled' } });
    bed.policy('p', [{ action: 'DROP', source_groups: [`${GROUPS}/a`], direction: 'IN' }]);
    expect(bed.outcome(toVip)).toBe('drop');
  });

  it('leaves out members that are down or disabled', () => {
    const bed = balanced({
      members: [
        { ip_address: '10.0.0.2', port: '80', admin_state: 'DISABLED' },
        { ip_address: '10.0.0.3', port: '80' },
      ],
    });
    expect(bed.ask(toVip).members).toMatchObject([{ destination: { address: '10.0.0.3' } }]);
    bed.state.memberStatus.set('10.0.0.3:80', 'DOWN');
    expect(bed.ask(toVip)).toMatchObject({ outcome: 'reject', members: [] });
  });

  it('is refused on a port nobody serves, while echo requests are answered', () => {
    const bed = balanced();
    expect(bed.outcome({ ...toVip, port: 9 })).toBe('reject');
    expect(bed.outcome({ to: '172.16.0.1', protocol: 'icmp' })).toBe('allow');
  });
});
