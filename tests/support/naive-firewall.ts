/**
 * The distributed firewall evaluated as slowly and plainly as the description of NSX reads, to hold other evaluators
 * against. Written from that description alone. Order that NSX leaves open is tried in every way, so an answer is the set
 * of everything that may happen.
 */
import {
  type Body,
  bodies,
  groupHoldsAddress,
  holds,
  isExcluded,
  memberPorts,
  type Objects,
  portAt,
  texts,
  under,
} from './naive-groups';

export type Fate = 'allowed' | 'dropped' | 'rejected';

export interface NaiveFlow {
  readonly from: string;
  readonly to: string;
  readonly protocol: number;
  readonly port: number | null;
  readonly sourcePort: number | null;
  readonly icmpType: number | null;
}

/** Everything that may become of a flow between two addresses. */
export function fatesOf(objects: Objects, flow: NaiveFlow): ReadonlySet<Fate> {
  const [source, destination] = [portAt(objects, flow.from), portAt(objects, flow.to)];
  if (source !== null && source === destination) return new Set(['allowed']);
  const out = source === null ? new Set<Fate>(['allowed']) : checkAt(objects, flow, source, 'OUT');
  const arrival = destination === null ? new Set<Fate>(['allowed']) : checkAt(objects, flow, destination, 'IN');
  // What is stopped at its source never arrives.
  return new Set([...out].flatMap((fate) => (fate === 'allowed' ? [...arrival] : [fate])));
}

// The order of rules

interface Candidate {
  readonly category: number;
  readonly policy: string;
  readonly policyOrder: number;
  readonly ruleOrder: number;
  readonly action: string;
}

const ETHERNET = 0;
const ENVIRONMENT = 3;
const CATEGORIES = ['Ethernet', 'Emergency', 'Infrastructure', 'Environment', 'Application'];

function checkAt(objects: Objects, flow: NaiveFlow, port: string, way: 'IN' | 'OUT'): Set<Fate> {
  if (isExcluded(objects, port)) return new Set(['allowed']);
  const candidates = under(objects, /\/security-policies\/[^/]+$/).flatMap(([path, policy]) =>
    matchingRules(objects, flow, port, way, path, policy),
  );
  // What Layer 2 allows goes on to Layer 3, where nothing is decided yet.
  const frames = walk(candidates.filter(({ category }) => category === ETHERNET));
  const packets = walk(candidates.filter(({ category }) => category !== ETHERNET));
  return new Set([...frames].flatMap((fate) => (fate === 'allowed' ? [...packets] : [fate])));
}

function matchingRules(
  objects: Objects,
  flow: NaiveFlow,
  port: string,
  way: 'IN' | 'OUT',
  path: string,
  policy: Body,
): Candidate[] {
  const at = CATEGORIES.indexOf(String(policy.category));
  const place = {
    category: at < 0 ? CATEGORIES.length : at,
    policy: path,
    policyOrder: Number(policy.internal_sequence_number ?? policy.sequence_number ?? 0),
  };
  const found = [...objects].flatMap(([rulePath, rule]): Candidate[] => {
    if (!rulePath.startsWith(`${path}/rules/`)) return [];
    if (!matches(objects, flow, port, way, policy, rule)) return [];
    return [{ ...place, ruleOrder: Number(rule.sequence_number ?? 0), action: String(rule.action) }];
  });
  const scope = texts(policy.scope);
  const preference = /^(ALLOW|DENY)LIST/.exec(String(policy.connectivity_preference))?.[1];
  if (preference === undefined || isAny(scope) || !isInScope(objects, port, scope)) return found;
  return [...found, { ...place, ruleOrder: Infinity, action: preference === 'ALLOW' ? 'DROP' : 'ALLOW' }];
}

/** Tries every order that NSX may take the matching rules in. */
function walk(candidates: readonly Candidate[]): Set<Fate> {
  if (candidates.length === 0) return new Set(['allowed']);
  const category = Math.min(...candidates.map((one) => one.category));
  const inCategory = candidates.filter((one) => one.category === category);
  const policyOrder = Math.min(...inCategory.map((one) => one.policyOrder));
  const next = inCategory.filter((one) => one.policyOrder === policyOrder);
  const fates = new Set<Fate>();
  for (const policy of new Set(next.map((one) => one.policy))) {
    const own = next.filter((one) => one.policy === policy);
    const ruleOrder = Math.min(...own.map((one) => one.ruleOrder));
    for (const first of own.filter((one) => one.ruleOrder === ruleOrder)) {
      if (first.action === 'ALLOW') fates.add('allowed');
      else if (first.action === 'DROP') fates.add('dropped');
      else if (first.action === 'REJECT') fates.add('rejected');
      else for (const fate of walk(candidates.filter((one) => one.category > ENVIRONMENT))) fates.add(fate);
    }
  }
  return fates;
}

// What a rule means

function matches(
  objects: Objects,
  flow: NaiveFlow,
  port: string,
  way: 'IN' | 'OUT',
  policy: Body,
  rule: Body,
): boolean {
  if (rule.disabled === true) return false;
  const direction = String(rule.direction ?? 'IN_OUT');
  if (direction !== 'IN_OUT' && direction !== way) return false;
  const family = flow.from.includes(':') ? 'IPV6' : 'IPV4';
  const families = String(rule.ip_protocol ?? 'IPV4_IPV6');
  if (families !== 'IPV4_IPV6' && families !== family) return false;
  const scope = isAny(texts(policy.scope)) ? texts(rule.scope) : texts(policy.scope);
  if (!isAny(scope) && !isInScope(objects, port, scope)) return false;
  const fromIt = meansAddress(objects, texts(rule.source_groups), flow.from);
  const toIt = meansAddress(objects, texts(rule.destination_groups), flow.to);
  if (fromIt === (rule.sources_excluded === true) || toIt === (rule.destinations_excluded === true)) return false;
  return meansTraffic(objects, rule, flow);
}

const isAny = (list: readonly string[]): boolean =>
  list.length === 0 || list.some((one) => one.toUpperCase() === 'ANY');

/** Applied-to: by port, never by address. */
function isInScope(objects: Objects, port: string, scope: readonly string[]): boolean {
  return scope.some((group) => memberPorts(objects, group, new Set()).has(port));
}

function meansAddress(objects: Objects, operands: readonly string[], address: string): boolean {
  if (isAny(operands)) return true;
  return operands.some((operand) =>
    operand.startsWith('/') ? groupHoldsAddress(objects, operand, address) : holds(operand, address),
  );
}

function meansTraffic(objects: Objects, rule: Body, flow: NaiveFlow): boolean {
  const entries = bodies(rule.service_entries);
  const services = texts(rule.services);
  if (entries.some((entry) => isEntry(objects, entry, flow, new Set()))) return true;
  if (isAny(services)) return entries.length === 0;
  return services.some((path) => isService(objects, path, flow, new Set()));
}

function isService(objects: Objects, path: string, flow: NaiveFlow, seen: Set<string>): boolean {
  if (seen.has(path)) return false;
  seen.add(path);
  return bodies(objects.get(path)?.service_entries).some((entry) => isEntry(objects, entry, flow, seen));
}

function isEntry(objects: Objects, entry: Body, flow: NaiveFlow, seen: Set<string>): boolean {
  const inPorts = (list: unknown, port: number | null): boolean =>
    texts(list).length === 0 ||
    texts(list).some((text) => {
      const [first, last = first] = text.split('-').map(Number);
      return port !== null && first !== undefined && last !== undefined && first <= port && port <= last;
    });
  switch (entry.resource_type) {
    case 'L4PortSetServiceEntry':
      return (
        flow.protocol === (entry.l4_protocol === 'TCP' ? 6 : 17) &&
        inPorts(entry.destination_ports, flow.port) &&
        inPorts(entry.source_ports, flow.sourcePort)
      );
    case 'ICMPTypeServiceEntry':
      return (
        flow.protocol === (entry.protocol === 'ICMPv4' ? 1 : 58) &&
        (entry.icmp_type === undefined || entry.icmp_type === flow.icmpType) &&
        (entry.icmp_code === undefined || entry.icmp_code === 0)
      );
    case 'ALGTypeServiceEntry':
      return flow.protocol === (entry.alg === 'TFTP' ? 17 : 6) && inPorts(entry.destination_ports, flow.port);
    case 'IPProtocolServiceEntry':
      return entry.protocol_number === flow.protocol;
    case 'IGMPTypeServiceEntry':
      return flow.protocol === 2;
    case 'NestedServiceServiceEntry':
      return isService(objects, String(entry.nested_service_path), flow, seen);
    default:
      return false;
  }
}
