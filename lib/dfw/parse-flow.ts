import type { GraphQueries, NodeId } from '../model';
import { kubernetesSource } from '../model';
import { networkOf } from './address';
import type { Endpoint } from './endpoints';
import type { Flow } from './reach';
import { PROTOCOLS, type Traffic, trafficOf } from './traffic';

/** What is wrong with one part of a question, and what to write instead. */
export interface FlowMistake {
  readonly part: 'from' | 'to' | 'protocol' | 'port';
  readonly message: string;
}

const FORMS = 'write outside, an IP address, the id of an object, or pod:CLUSTER/NAMESPACE/NAME';

/** `outside`, an address, an id, or `pod:CLUSTER/NAMESPACE/NAME`; a text says what is wrong. */
function parseEndpoint(graph: GraphQueries, text: string): Endpoint | string {
  const [, cluster, namespace, name] = /^pod:([^/]+)\/([^/]+)\/([^/]+)$/.exec(text) ?? [];
  if (text === 'outside') return { type: 'outside' };
  if (cluster !== undefined && namespace !== undefined && name !== undefined) {
    const [pod] = graph.named(kubernetesSource(cluster), 'pod', namespace, name);
    return pod === undefined
      ? `there is no Pod ${name} in namespace ${namespace} of cluster ${cluster} now`
      : { type: 'object', id: pod.id };
  }
  // Whether the text is an id is found out by looking it up.
  const id = text as NodeId;
  if (graph.node(id) !== undefined) return { type: 'object', id };
  if (networkOf(text) !== null && !/[/-]/.test(text)) return { type: 'address', address: text };
  return `"${text}" is neither an address nor anything known now; ${FORMS}`;
}

/** TCP when no protocol is given; ports belong to TCP and UDP alone. */
function parseTraffic(protocol: string | null, port: string | null): Traffic | FlowMistake {
  const number = protocolNumber(protocol ?? 'tcp');
  if (number === null) {
    return {
      part: 'protocol',
      message: `is "${protocol}"; it may be ${Object.keys(PROTOCOLS).join(', ')}, or a number from 0 to 255`,
    };
  }
  const portless = number !== PROTOCOLS.tcp && number !== PROTOCOLS.udp;
  if (port === null || port === '') return trafficOf(number);
  if (portless) return { part: 'port', message: `is "${port}"; only tcp and udp have ports, so leave it out` };
  const value = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN;
  if (value >= 1 && value <= 65_535) return trafficOf(number, value);
  return { part: 'port', message: `is "${port}"; it may be a whole number from 1 to 65535` };
}

function protocolNumber(text: string): number | null {
  const name = text.toLowerCase();
  if (Object.hasOwn(PROTOCOLS, name)) return PROTOCOLS[name as keyof typeof PROTOCOLS]; // just found among its keys
  return /^\d{1,3}$/.test(name) && Number(name) <= 255 ? Number(name) : null;
}

/** A question in words, as it stands in a URL. */
export interface FlowText {
  readonly from: string | null;
  readonly to: string | null;
  readonly protocol: string | null;
  readonly port: string | null;
}

/** Reads a question; every mistake is listed. */
export function parseFlow(
  graph: GraphQueries,
  text: FlowText,
): { readonly ok: true; readonly flow: Flow } | { readonly ok: false; readonly mistakes: readonly FlowMistake[] } {
  const mistakes: FlowMistake[] = [];
  const ends = (['from', 'to'] as const).map((part) => {
    const read = text[part] === null || text[part] === '' ? `is missing; ${FORMS}` : parseEndpoint(graph, text[part]);
    if (typeof read !== 'string') return read;
    mistakes.push({ part, message: read });
    return null;
  });
  const traffic = parseTraffic(text.protocol, text.port);
  if ('part' in traffic) mistakes.push(traffic);
  const [from, to] = ends;
  if (from == null || to == null || 'part' in traffic) return { ok: false, mistakes };
  return { ok: true, flow: { from, to, traffic } };
}

/** What is sent from or to one end, or between many: an end that is left out is open. */
export interface OpenFlow {
  readonly from: Endpoint | null;
  readonly to: Endpoint | null;
  readonly traffic: Traffic;
}

/** Reads a question of which one end, or both, may be left out. */
export function parseOpenFlow(
  graph: GraphQueries,
  text: FlowText,
): { readonly ok: true; readonly flow: OpenFlow } | { readonly ok: false; readonly mistakes: readonly FlowMistake[] } {
  const mistakes: FlowMistake[] = [];
  const ends = (['from', 'to'] as const).map((part) => {
    if (text[part] === null || text[part] === '') return null;
    const read = parseEndpoint(graph, text[part]);
    if (typeof read !== 'string') return read;
    mistakes.push({ part, message: read });
    return null;
  });
  const traffic = parseTraffic(text.protocol, text.port);
  if ('part' in traffic) mistakes.push(traffic);
  const [from = null, to = null] = ends;
  if (from !== null && to !== null) {
    mistakes.push({ part: 'to', message: 'and from are both given; give one, or ask for the verdict of the pair' });
  }
  if (mistakes.length > 0 || 'part' in traffic) return { ok: false, mistakes };
  return { ok: true, flow: { from, to, traffic } };
}
