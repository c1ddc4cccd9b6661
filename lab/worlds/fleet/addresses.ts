/** A dotted IPv4 address. */
export function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

const base = (a: number, b: number) => a * 2 ** 24 + b * 2 ** 16;

/** The networks of a fleet; NSX hands out the lowest free part of each, in the order in which it is asked. */
export const fleetNetworks = {
  pods: '10.0.0.0/12',
  external: '172.16.0.0/14',
  nodes: base(192, 168),
} as const;

/** Addresses of one namespace segment. */
export const segmentSize = 256;

/** Tells, ahead of loading, which address NSX will give to whom, if asked in the same order. */
export class AddressForecast {
  #nextSubnet = base(10, 0);
  #nextExternal = base(172, 16) + 1;
  readonly #nextPort = new Map<string, number>();

  /** CIDR of the next namespace segment. */
  subnet(): string {
    const first = this.#nextSubnet;
    this.#nextSubnet += segmentSize;
    const cidr = `${dotted(first)}/24`;
    // Network and gateway come first.
    this.#nextPort.set(cidr, first + 2);
    return cidr;
  }

  /** The next address of the pool for SNAT and virtual servers. */
  external(): string {
    const address = this.#nextExternal;
    this.#nextExternal += 1;
    return dotted(address);
  }

  /** The next address of a segment with this CIDR. */
  port(cidr: string): string {
    const address = this.#nextPort.get(cidr);
    if (address === undefined) throw new Error(`no segment has ${cidr}`);
    this.#nextPort.set(cidr, address + 1);
    return dotted(address);
  }
}
