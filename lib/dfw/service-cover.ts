import { isAny } from './placed-rule';
import type { PortRange, ServiceEntry } from './service';
import type { ServiceLookup, ServicesOfRule } from './service-match';

/** How the services of one rule hold all that another's mean; null when that is not sure. */
export function servicesWithin(inner: ServicesOfRule, outer: ServicesOfRule, lookup: ServiceLookup): string | null {
  if (meansAny(outer)) return meansAny(inner) ? 'both mean any service' : 'its services are any';
  if (meansAny(inner)) return null;
  const named = new Set(outer.services);
  const rest = isAny(inner.services) ? [] : inner.services.filter((path) => !named.has(path));
  if (rest.length === 0 && inner.serviceEntries.length === 0) return 'its services are among the same ones';
  const wanted = entriesOf({ services: rest, serviceEntries: inner.serviceEntries }, lookup);
  const held = entriesOf(outer, lookup);
  if (wanted === null || wanted.length === 0) return null;
  return wanted.every((entry) => held?.some((other) => entryWithin(entry, other)))
    ? 'its services hold all ports and types of these'
    : null;
}

/** Entries of its own replace a list of ANY. */
const meansAny = ({ services, serviceEntries }: ServicesOfRule): boolean =>
  isAny(services) && serviceEntries.length === 0;

/** All entries, nested ones opened; null when one of the services has not been read. */
function entriesOf(rule: ServicesOfRule, lookup: ServiceLookup): readonly ServiceEntry[] | null {
  const paths = new Set(isAny(rule.services) ? [] : rule.services);
  const entries: ServiceEntry[] = [];
  const take = (some: readonly ServiceEntry[]): void => {
    for (const entry of some) {
      if (entry.type === 'nested') paths.add(entry.path);
      else entries.push(entry);
    }
  };
  take(rule.serviceEntries);
  for (const path of paths) {
    const some = lookup(path);
    if (some === null) return null;
    take(some);
  }
  return entries;
}

function entryWithin(inner: ServiceEntry, outer: ServiceEntry): boolean {
  if (inner.type === 'ports' && outer.type === 'ports')
    return (
      inner.protocol === outer.protocol &&
      rangesWithin(inner.destination, outer.destination) &&
      rangesWithin(inner.source, outer.source)
    );
  if (inner.type === 'icmp' && outer.type === 'icmp') {
    if (inner.family !== outer.family) return false;
    if (outer.icmpType === null) return true;
    return inner.icmpType === outer.icmpType && (outer.icmpCode === null || inner.icmpCode === outer.icmpCode);
  }
  return inner.type === 'protocol' && outer.type === 'protocol' && inner.number === outer.number;
}

/** No ranges mean all ports. */
function rangesWithin(inner: readonly PortRange[], outer: readonly PortRange[]): boolean {
  if (outer.length === 0) return true;
  const wanted = inner.length === 0 ? ALL_PORTS : inner;
  return wanted.every(({ first, last }) => outer.some((range) => range.first <= first && last <= range.last));
}

const ALL_PORTS: readonly PortRange[] = [{ first: 0, last: 65_535 }];
