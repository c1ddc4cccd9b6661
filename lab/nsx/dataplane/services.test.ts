import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json';
import { FirewallBed } from '../testing/firewall-bed';

const SERVICES = '/infra/services';
const tcp = (...ports: string[]): JsonObject => ({
  resource_type: 'L4PortSetServiceEntry',
  l4_protocol: 'TCP',
  destination_ports: ports,
});

/** A bed that drops what a service takes. */
function bedFor(entries: readonly JsonObject[], rule: JsonObject = { services: [`${SERVICES}/tested`] }): FirewallBed {
  const bed = new FirewallBed();
  bed.write(`${SERVICES}/tested`, {
    service_entries: entries.map((entry, index) => ({ id: `e${index}`, ...entry })),
  });
  bed.policy('p', [{ action: 'DROP', ...rule }]);
  return bed;
}

/** Which of the questions belong to a service of these entries. */
const taken = (entries: readonly JsonObject[], ...questions: JsonObject[]) => {
  const bed = bedFor(entries);
  return questions.map((question) => bed.outcome(question) === 'drop');
};

describe('services', () => {
  it('take ports and ranges of their protocol', () =>
    expect(
      taken([tcp('80', '8000-8010')], { port: 80 }, { port: 8005 }, { port: 81 }, { protocol: 'udp', port: 80 }),
    ).toEqual([true, true, false, false]));

  it('take all ports when they state none', () =>
    expect(taken([tcp()], { port: 1 }, { port: 65_535 }, { protocol: 'icmp' })).toEqual([true, true, false]));

  it('look at source ports, clients taking an ephemeral one', () => {
    const entry = { ...tcp('80'), source_ports: ['1024-1030'] };
    expect(taken([entry], { source_port: 1025 }, { source_port: 80 }, {})).toEqual([true, false, false]);
  });

  it('take all ICMP types when they state none', () => {
    const any = { resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv4' };
    expect(taken([any], { protocol: 'icmp' }, { protocol: 'icmp', icmp_type: 3 }, {})).toEqual([true, true, false]);
  });

  it('take the stated ICMP type and code only', () => {
    const entry = { resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv4', icmp_type: 3, icmp_code: 1 };
    const icmp = (icmp_type: number, icmp_code: number) => ({ protocol: 'icmp', icmp_type, icmp_code });
    expect(taken([entry], icmp(3, 1), icmp(3, 2), icmp(8, 1))).toEqual([true, false, false]);
  });

  it('decide nothing about IPv4 by ICMPv6', () =>
    expect(taken([{ resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv6' }], { protocol: 'icmp' })).toEqual([
      false,
    ]));

  it('take protocols by number, however the question names them', () => {
    const entry = { resource_type: 'IPProtocolServiceEntry', protocol_number: 6 };
    expect(taken([entry], {}, { protocol: 6, port: 80 }, { protocol: 47 })).toEqual([true, true, false]);
  });

  it('take IGMP as protocol 2', () =>
    expect(taken([{ resource_type: 'IGMPTypeServiceEntry' }], { protocol: 2 }, {})).toEqual([true, false]));

  it('take the ports of an application level gateway', () => {
    const alg = (name: string, port: string) => ({
      resource_type: 'ALGTypeServiceEntry',
      alg: name,
      destination_ports: [port],
    });
    expect(
      taken([alg('FTP', '21'), alg('TFTP', '69')], { port: 21 }, { protocol: 'udp', port: 69 }, { port: 69 }),
    ).toEqual([true, true, false]);
  });

  it('decide nothing at Layer 3 by an ether type', () =>
    expect(taken([{ resource_type: 'EtherTypeServiceEntry', ether_type: 2048 }], {})).toEqual([false]));

  it('nest, and survive a circle', () => {
    const bed = bedFor([tcp('80')]);
    const nested = (path: string) => [{ resource_type: 'NestedServiceServiceEntry', nested_service_path: path }];
    bed.write(`${SERVICES}/outer`, { service_entries: nested(`${SERVICES}/tested`) });
    bed.policy('p', [{ action: 'DROP', services: [`${SERVICES}/outer`] }]);
    expect([bed.outcome({ port: 80 }), bed.outcome({ port: 81 })]).toEqual(['drop', 'allow']);
    bed.write(`${SERVICES}/tested`, { service_entries: nested(`${SERVICES}/outer`) });
    expect(bed.outcome({ port: 80 })).toBe('allow');
  });

  it('are a union with entries of the rule itself', () => {
    const bed = bedFor([tcp('80')], { services: [`${SERVICES}/tested`], service_entries: [tcp('22')] });
    expect([80, 22, 443].map((port) => bed.outcome({ port }))).toEqual(['drop', 'drop', 'allow']);
  });

  it('mean the entries only when ANY stands beside them', () => {
    const bed = bedFor([], { services: ['ANY'], service_entries: [tcp('22')] });
    expect([22, 80].map((port) => bed.outcome({ port }))).toEqual(['drop', 'allow']);
  });
});
