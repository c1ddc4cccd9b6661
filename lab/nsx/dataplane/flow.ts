import { isIP } from 'node:net';
import { asNumber, asText, type Json, type JsonObject } from '../json';

/** What a check looks at; an absent address is one that nobody knows. */
export interface Packet {
  readonly family: 4 | 6;
  readonly source: string | undefined;
  readonly destination: string | undefined;
  /** IP protocol number. */
  readonly protocol: number;
  /** Of TCP and UDP. */
  readonly sourcePort: number | undefined;
  readonly destinationPort: number | undefined;
  /** Of ICMP. */
  readonly icmpType: number | undefined;
  readonly icmpCode: number | undefined;
}

/** A question about one flow; its ends are addresses or paths of segment ports. */
export interface FlowQuestion {
  readonly from: string;
  readonly to: string;
  readonly protocol: 'icmp' | number;
  readonly port: number | undefined;
  readonly sourcePort: number;
  readonly icmpType: number | undefined;
  readonly icmpCode: number;
}

export const TCP = 6;
export const UDP = 17;
export const ICMP4 = 1;
export const ICMP6 = 58;

/** Where clients take their source ports from, unless the question states one. */
const EPHEMERAL = 49_152;
const numbers: Readonly<Record<string, number>> = { tcp: TCP, udp: UDP };
const fields = ['from', 'to', 'protocol', 'port', 'source_port', 'icmp_type', 'icmp_code'];

function protocolOf(value: Json | undefined): 'icmp' | number | undefined {
  if (value === undefined) return undefined;
  const text = String(value).toLowerCase();
  if (text === 'icmp' || Number(text) === ICMP4) return 'icmp';
  const number = numbers[text] ?? (/^\d+$/.test(text) ? Number(text) : undefined);
  return number !== undefined && number <= 255 ? number : undefined;
}

const isPort = (value: Json | undefined) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535;

const isByte = (value: Json | undefined) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;

function fieldErrors(body: JsonObject, protocol: 'icmp' | number | undefined): string[] {
  const errors = Object.keys(body)
    .filter((key) => !fields.includes(key))
    .map((key) => `${key}: unknown, known are ${fields.join(', ')}`);
  for (const key of ['from', 'to'] as const) {
    const end = asText(body[key]) ?? '';
    if (!end.startsWith('/') && isIP(end) === 0) errors.push(`${key}: an address, or the path of a segment port`);
  }
  if (protocol === undefined) errors.push('protocol: tcp, udp, icmp or a number from 0 to 255');
  if ((protocol === TCP || protocol === UDP) && !isPort(body.port)) errors.push('port: required for tcp and udp');
  if (body.port !== undefined && !isPort(body.port)) errors.push('port: 0 to 65535');
  if (body.source_port !== undefined && !isPort(body.source_port)) errors.push('source_port: 0 to 65535');
  for (const key of ['icmp_type', 'icmp_code'])
    if (body[key] !== undefined && !isByte(body[key])) errors.push(`${key}: 0 to 255`);
  return errors;
}

/** Reads a question; a list of what is wrong with it otherwise. */
export function readQuestion(body: JsonObject): FlowQuestion | readonly string[] {
  const protocol = protocolOf(body.protocol);
  const errors = fieldErrors(body, protocol);
  if (errors.length > 0 || protocol === undefined) return errors;
  return {
    from: asText(body.from) ?? '',
    to: asText(body.to) ?? '',
    protocol,
    port: asNumber(body.port),
    sourcePort: asNumber(body.source_port) ?? EPHEMERAL,
    icmpType: asNumber(body.icmp_type),
    icmpCode: asNumber(body.icmp_code) ?? 0,
  };
}

/** The first packet of a flow between two addresses; an echo request where no ICMP type is asked for. */
export function firstPacket(
  question: FlowQuestion,
  source: string | undefined,
  destination: string | undefined,
): Packet {
  const family = (destination ?? source ?? '').includes(':') ? 6 : 4;
  const protocol = question.protocol === 'icmp' ? (family === 4 ? ICMP4 : ICMP6) : question.protocol;
  const isIcmp = protocol === ICMP4 || protocol === ICMP6;
  const hasPorts = protocol === TCP || protocol === UDP;
  const echo = protocol === ICMP4 ? 8 : 128;
  return {
    family,
    source,
    destination,
    protocol,
    sourcePort: hasPorts ? question.sourcePort : undefined,
    destinationPort: hasPorts ? question.port : undefined,
    icmpType: isIcmp ? (question.icmpType ?? echo) : undefined,
    icmpCode: isIcmp ? question.icmpCode : undefined,
  };
}

const echoReplies: Readonly<Record<number, number>> = { 8: 0, 128: 129 };

/** The packet that answers one. */
export function replyTo(packet: Packet): Packet {
  const { icmpType } = packet;
  return {
    ...packet,
    source: packet.destination,
    destination: packet.source,
    sourcePort: packet.destinationPort,
    destinationPort: packet.sourcePort,
    icmpType: icmpType === undefined ? undefined : (echoReplies[icmpType] ?? icmpType),
  };
}
