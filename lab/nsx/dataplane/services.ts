import { asNumber, asObjects, asText, asTexts, type JsonObject } from '../json';
import type { Tree } from '../tree/tree';
import { ICMP4, ICMP6, type Packet, TCP, UDP } from './flow';

/** Whether a packet belongs to a service. */
export type ServiceTest = (packet: Packet) => boolean;

const IGMP = 2;
const always: ServiceTest = () => true;
const never: ServiceTest = () => false;
const algOverUdp = new Set(['SUN_RPC_UDP', 'MS_RPC_UDP', 'NBNS_BROADCAST', 'NBDG_BROADCAST', 'TFTP']);

const isAny = (texts: readonly string[]) => texts.length === 0 || texts.some((text) => text.toUpperCase() === 'ANY');

const union =
  (tests: readonly ServiceTest[]): ServiceTest =>
  (packet) =>
    tests.some((test) => test(packet));

/** No ports stated means all of them. */
function portTest(ports: readonly string[]): (port: number | undefined) => boolean {
  if (ports.length === 0) return () => true;
  const ranges = ports.map((text) => {
    const [first = '', last = first] = text.split('-');
    return { first: Number(first), last: Number(last) };
  });
  return (port) => port !== undefined && ranges.some(({ first, last }) => port >= first && port <= last);
}

function portsEntry(protocol: number, entry: JsonObject): ServiceTest {
  const destination = portTest(asTexts(entry.destination_ports));
  const source = portTest(asTexts(entry.source_ports));
  return (packet) => packet.protocol === protocol && destination(packet.destinationPort) && source(packet.sourcePort);
}

function icmpEntry(entry: JsonObject): ServiceTest {
  const protocol = entry.protocol === 'ICMPv6' ? ICMP6 : ICMP4;
  const type = asNumber(entry.icmp_type);
  const code = asNumber(entry.icmp_code);
  return (packet) =>
    packet.protocol === protocol &&
    (type === undefined || packet.icmpType === type) &&
    (code === undefined || packet.icmpCode === code);
}

/** Reads services of rules into tests, each service once. */
export class ServiceBook {
  readonly #tree: Tree;
  readonly #known = new Map<string, ServiceTest>();

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  /** Which packets a rule's services take; ANY beside entries of its own means the entries only. */
  testOf(rule: JsonObject): ServiceTest {
    const paths = asTexts(rule.services);
    const entries = asObjects(rule.service_entries).map((entry) => this.#entry(entry, new Set()));
    if (isAny(paths)) return entries.length === 0 ? always : union(entries);
    return union([...entries, ...paths.map((path) => this.#service(path, new Set()))]);
  }

  #service(path: string, open: ReadonlySet<string>): ServiceTest {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    if (open.has(path)) return never;
    const inside = new Set(open).add(path);
    const entries = this.#tree.children(path).filter((child) => child.placement.type.name === 'ServiceEntry');
    const test = union(entries.map(({ body }) => this.#entry(body, inside)));
    if (open.size === 0) this.#known.set(path, test);
    return test;
  }

  #entry(entry: JsonObject, open: ReadonlySet<string>): ServiceTest {
    switch (entry.resource_type) {
      case 'L4PortSetServiceEntry':
        return portsEntry(entry.l4_protocol === 'UDP' ? UDP : TCP, entry);
      case 'ALGTypeServiceEntry':
        return portsEntry(algOverUdp.has(asText(entry.alg) ?? '') ? UDP : TCP, entry);
      case 'ICMPTypeServiceEntry':
        return icmpEntry(entry);
      case 'IPProtocolServiceEntry':
        return ({ protocol }) => protocol === asNumber(entry.protocol_number);
      case 'IGMPTypeServiceEntry':
        return ({ protocol }) => protocol === IGMP;
      case 'NestedServiceServiceEntry':
        return this.#service(asText(entry.nested_service_path) ?? '', open);
      default:
        // An ether type is about frames and decides nothing at Layer 3.
        return never;
    }
  }
}
