import { describe, expect, it } from 'vitest';
import { ask, PODS } from '@/tests/support/asking';
import { nsxRaw, upsert } from '@/tests/support/builders';
import { defaultRule, firewallGraph, policy } from '@/tests/support/firewall';
import { PROTOCOLS } from './traffic';

describe('services', () => {
  const entry = (type: string, fields: object) => ({ resource_type: type, ...fields });
  const only = (entries: readonly unknown[], more: object = {}) =>
    firewallGraph(
      ...PODS,
      policy('x', {}, { rule: 'drop', action: 'DROP', service_entries: entries, ...more }),
      defaultRule(),
    );

  it('of ANY beside entries of the rule mean the entries alone', () => {
    const graph = only([
      entry('L4PortSetServiceEntry', { l4_protocol: 'TCP', destination_ports: ['80', '8000-8080'] }),
    ]);
    const outcomes = [80, 8040, 81].map((port) => ask(graph, { port }).outcome);
    expect(outcomes).toEqual(['dropped', 'dropped', 'allowed']);
    expect(ask(graph, { protocol: PROTOCOLS.udp }).outcome).toBe('allowed');
  });

  it('without ports mean all ports, and ICMP without a type all types', () => {
    expect(ask(only([entry('L4PortSetServiceEntry', { l4_protocol: 'TCP' })]), { port: 5 }).outcome).toBe('dropped');
    expect(
      ask(only([entry('ICMPTypeServiceEntry', { protocol: 'ICMPv4' })]), { protocol: PROTOCOLS.icmp }).outcome,
    ).toBe('dropped');
    expect(
      ask(only([entry('ICMPTypeServiceEntry', { protocol: 'ICMPv4', icmp_type: 0 })]), { protocol: PROTOCOLS.icmp })
        .outcome,
    ).toBe('allowed');
    expect(
      ask(only([entry('ICMPTypeServiceEntry', { protocol: 'ICMPv6' })]), { protocol: PROTOCOLS.icmp }).outcome,
    ).toBe('allowed');
  });

  it('know IP protocols by number, IGMP, application gateways by their port, and frames not at all', () => {
    expect(ask(only([entry('IPProtocolServiceEntry', { protocol_number: 132 })]), { protocol: 132 }).outcome).toBe(
      'dropped',
    );
    expect(ask(only([entry('IGMPTypeServiceEntry', {})]), { protocol: 2 }).outcome).toBe('dropped');
    expect(
      ask(only([entry('ALGTypeServiceEntry', { alg: 'FTP', destination_ports: ['21'] })]), { port: 21 }).outcome,
    ).toBe('dropped');
    expect(ask(only([entry('EtherTypeServiceEntry', { ether_type: 2048 })])).outcome).toBe('allowed');
  });

  it('may nest others, in a circle too', () => {
    const service = (id: string, entries: readonly unknown[]) =>
      upsert('nsx-service', nsxRaw('Service', `/infra/services/${id}`, { service_entries: entries }));
    const nested = (id: string) => entry('NestedServiceServiceEntry', { nested_service_path: `/infra/services/${id}` });
    const graph = firewallGraph(
      ...PODS,
      service('outer', [nested('inner')]),
      service('inner', [
        nested('outer'),
        entry('L4PortSetServiceEntry', { l4_protocol: 'UDP', destination_ports: ['53'] }),
      ]),
      policy('x', {}, { rule: 'drop', action: 'DROP', services: ['/infra/services/outer'] }),
      defaultRule(),
    );
    expect(ask(graph, { protocol: PROTOCOLS.udp, port: 53 }).outcome).toBe('dropped');
    expect(ask(graph, { protocol: PROTOCOLS.udp, port: 54 }).outcome).toBe('allowed');
  });

  it('that ask for source ports, are unheard of or not read leave it open', () => {
    const asked = { l4_protocol: 'TCP', destination_ports: ['80'], source_ports: ['1024'] };
    expect(ask(only([entry('L4PortSetServiceEntry', asked)]))).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/source ports/),
    });
    expect(ask(only([entry('QuantumServiceEntry', {})])).outcome).toBe('undecidable');
    expect(ask(only([], { services: ['/infra/services/gone'] }))).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/services\/gone has not been read/),
    });
  });

  it('of IPv6 alone decide no IPv4 flow', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('x', {}, { rule: 'six', action: 'DROP', ip_protocol: 'IPV6' }),
      defaultRule(),
    );
    expect(ask(graph).outcome).toBe('allowed');
  });

  it('with a context profile leave it open: layer 7 shows only when traffic flows', () => {
    const graph = only([], { profiles: ['/infra/context-profiles/ssl'] });
    expect(ask(graph)).toMatchObject({ outcome: 'undecidable', because: expect.stringMatching(/layer 7/) });
  });
});
