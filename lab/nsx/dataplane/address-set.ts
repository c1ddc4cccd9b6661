import { BlockList, isIP } from 'node:net';

/** Addresses, CIDRs and `a-b` ranges of both families; what is none of these matches nothing. */
export class AddressSet {
  readonly #single = new Set<string>();
  /** Apart, for a list of both would find an IPv4 address in `::/0`. */
  readonly #blocks = new Map<number, BlockList>();

  add(text: string): void {
    const family = isIP(text);
    if (family === 4) this.#single.add(text);
    else if (family === 6) this.#block(text, text, 6);
    else if (text.includes('/')) this.#subnet(text);
    else if (text.includes('-')) this.#range(text);
  }

  has(address: string): boolean {
    if (this.#single.has(address)) return true;
    const family = isIP(address);
    return this.#blocks.get(family)?.check(address, family === 6 ? 'ipv6' : 'ipv4') === true;
  }

  #subnet(text: string): void {
    const [address = '', prefix = ''] = text.split('/');
    const family = isIP(address);
    if (family === 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > (family === 4 ? 32 : 128)) return;
    this.#of(family).addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  }

  #range(text: string): void {
    const [first = '', last = ''] = text.split('-').map((part) => part.trim());
    const family = isIP(first);
    if (family !== 0 && family === isIP(last)) this.#block(first, last, family);
  }

  #block(first: string, last: string, family: number): void {
    try {
      this.#of(family).addRange(first, last, family === 4 ? 'ipv4' : 'ipv6');
    } catch {
      // A range that ends before it begins holds nothing.
    }
  }

  #of(family: number): BlockList {
    const blocks = this.#blocks.get(family) ?? new BlockList();
    this.#blocks.set(family, blocks);
    return blocks;
  }
}
