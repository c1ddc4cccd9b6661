/** IP protocols that people name. */
export const PROTOCOLS = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 } as const;
export type ProtocolName = keyof typeof PROTOCOLS;
/** What Services of Kubernetes listen on, by the name that they give it. */
export const SERVICE_PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['TCP', 6],
  ['UDP', 17],
  ['SCTP', 132],
]);

/** What is sent, but for where from and where to. */
export interface Traffic {
  /** The number of the IP protocol: 6 is TCP. */
  readonly protocol: number;
  /** Destination port of TCP and UDP; null for other protocols, or for "any port", which only rules about all ports match for sure. */
  readonly port: number | null;
  /** Source port; mostly chosen by the sender and therefore null. */
  readonly sourcePort: number | null;
  /** ICMP type and code; a ping is 8 (IPv6: 128), 0. */
  readonly icmpType: number | null;
  readonly icmpCode: number | null;
}

/** TCP or UDP to a port, or a ping. */
export function trafficOf(protocol: number, port: number | null = null): Traffic {
  const echo = protocol === PROTOCOLS.icmp ? 8 : protocol === PROTOCOLS.icmpv6 ? 128 : null;
  return { protocol, port, sourcePort: null, icmpType: echo, icmpCode: echo === null ? null : 0 };
}

/** `TCP 8080`, `ICMP type 8`, `protocol 132`. */
export function trafficWords({ protocol, port, icmpType }: Traffic): string {
  if (protocol === PROTOCOLS.tcp || protocol === PROTOCOLS.udp) {
    return `${protocol === PROTOCOLS.tcp ? 'TCP' : 'UDP'} ${port ?? 'any port'}`;
  }
  if (protocol === PROTOCOLS.icmp) return icmpType === 8 || icmpType === null ? 'ICMP (ping)' : `ICMP type ${icmpType}`;
  if (protocol === PROTOCOLS.icmpv6) {
    return icmpType === 128 || icmpType === null ? 'ICMPv6 (ping)' : `ICMPv6 type ${icmpType}`;
  }
  return `protocol ${protocol}`;
}

/** Whether something holds; `unknown` says why it cannot be told. */
export type Match =
  | { readonly is: 'yes'; readonly because: string }
  | { readonly is: 'no' }
  | { readonly is: 'unknown'; readonly because: string };

export const NO: Match = { is: 'no' };
export const yes = (because: string): Match => ({ is: 'yes', because });
export const unknown = (because: string): Match => ({ is: 'unknown', because });

/** The first that holds; what cannot be told counts only when none holds for sure. */
export function anyOf(matches: Iterable<Match>): Match {
  let open: Match = NO;
  for (const match of matches) {
    if (match.is === 'yes') return match;
    if (match.is === 'unknown' && open.is === 'no') open = match;
  }
  return open;
}

/** Everything but what matched. */
export function not(match: Match, because: string): Match {
  if (match.is === 'unknown') return match;
  return match.is === 'yes' ? NO : yes(because);
}
