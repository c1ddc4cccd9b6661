import { isAny } from './placed-rule';
import type { PortRange, ServiceEntry } from './service';
import { anyOf, type Match, NO, PROTOCOLS, type Traffic, unknown, yes } from './traffic';

/** The entries of a service by its path; null when no such service has been read. */
export type ServiceLookup = (path: string) => readonly ServiceEntry[] | null;

/** Which services a rule names, and the entries it has itself. */
export interface ServicesOfRule {
  readonly services: readonly string[];
  readonly serviceEntries: readonly ServiceEntry[];
}

/**
 * Whether the services of a rule mean the traffic. Services and entries are a union, but a list of ANY beside entries of its
 * own adds nothing to them (nsx-operator writes rules so).
 */
export function matchServices(
  { services, serviceEntries }: ServicesOfRule,
  traffic: Traffic,
  lookup: ServiceLookup,
): Match {
  const any = isAny(services);
  if (any && serviceEntries.length === 0) return yes('any service');
  const named = any ? [] : services.map((path) => matchService(path, traffic, { lookup, visiting: new Set() }));
  return anyOf([
    ...named,
    ...serviceEntries.map((entry) => matchEntry(entry, traffic, { lookup, visiting: new Set() })),
  ]);
}

interface Context {
  readonly lookup: ServiceLookup;
  readonly visiting: Set<string>;
}

function matchService(path: string, traffic: Traffic, context: Context): Match {
  if (context.visiting.has(path)) return NO;
  const entries = context.lookup(path);
  if (entries === null) return unknown(`service ${path} has not been read`);
  context.visiting.add(path);
  const match = anyOf(entries.map((entry) => matchEntry(entry, traffic, context)));
  context.visiting.delete(path);
  return match.is === 'yes' ? yes(`service ${path.slice(path.lastIndexOf('/') + 1)}`) : match;
}

function matchEntry(entry: ServiceEntry, traffic: Traffic, context: Context): Match {
  switch (entry.type) {
    case 'ports': {
      if (traffic.protocol !== PROTOCOLS[entry.protocol]) return NO;
      const [to, from] = [inRanges(entry.destination, traffic.port), inRanges(entry.source, traffic.sourcePort)];
      if (to === 'no' || from === 'no') return NO;
      if (to === 'unknown') return unknown('it depends on the destination port, which is left open');
      if (from === 'unknown') return unknown('the rule asks for source ports, which are not part of the question');
      return yes(`${entry.protocol.toUpperCase()} ${portWords(entry.destination)}`);
    }
    case 'icmp':
      return matchIcmp(entry, traffic);
    case 'protocol':
      return entry.number === traffic.protocol ? yes(`protocol ${entry.number}`) : NO;
    case 'nested':
      return matchService(entry.path, traffic, context);
    case 'ether':
      return NO;
    case 'other':
      return unknown(`service entries of type ${entry.what} are not evaluated`);
  }
}

function matchIcmp(entry: ServiceEntry & { readonly type: 'icmp' }, traffic: Traffic): Match {
  if (traffic.protocol !== (entry.family === 6 ? PROTOCOLS.icmpv6 : PROTOCOLS.icmp)) return NO;
  const words = `ICMP${entry.family === 6 ? 'v6' : ''}`;
  if (entry.icmpType === null) return yes(`${words} of all types`);
  if (traffic.icmpType === null) return unknown('it depends on the ICMP type, which is left open');
  if (entry.icmpType !== traffic.icmpType) return NO;
  if (entry.icmpCode === null || entry.icmpCode === traffic.icmpCode) return yes(`${words} type ${entry.icmpType}`);
  return traffic.icmpCode === null ? unknown('it depends on the ICMP code, which is left open') : NO;
}

/** No ranges mean all ports. */
function inRanges(ranges: readonly PortRange[], port: number | null): Match['is'] {
  if (ranges.length === 0) return 'yes';
  if (port === null) return ranges.some(({ first, last }) => first <= 0 && last >= 65_535) ? 'yes' : 'unknown';
  return ranges.some(({ first, last }) => first <= port && port <= last) ? 'yes' : 'no';
}

/** `80, 8000-8080`; `all ports`. */
export function portWords(ranges: readonly PortRange[]): string {
  if (ranges.length === 0) return 'all ports';
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
}

/** Entries in words: `TCP 80, 443`, `ICMPv4 type 8`. */
export function entryWords(entry: ServiceEntry): string {
  switch (entry.type) {
    case 'ports':
      return `${entry.protocol.toUpperCase()} ${portWords(entry.destination)}${entry.source.length === 0 ? '' : ` from ${portWords(entry.source)}`}`;
    case 'icmp':
      return `ICMPv${entry.family} ${entry.icmpType === null ? 'all types' : `type ${entry.icmpType}`}`;
    case 'protocol':
      return `protocol ${entry.number}`;
    case 'nested':
      return `service ${entry.path.slice(entry.path.lastIndexOf('/') + 1)}`;
    case 'ether':
      return `Ethernet type ${entry.etherType ?? 'of any kind'}`;
    case 'other':
      return entry.what;
  }
}
