import type { GraphQueries } from '../model';
import type { Steps } from '../steps';
import { boundsOf, isAddress } from './address';
import { type Endpoint, resolveEndpoint } from './endpoints';
import type { Stance } from './stances';

/** Addresses outside NSX that rules treat alike: a block that some rule names, or all the rest. */
export interface OutsideEnd {
  readonly name: string;
  /** One that stands for all of them. */
  readonly endpoint: Endpoint;
}

/** The same with how it stands towards affected rules. */
export interface StandingOutside {
  readonly outside: OutsideEnd;
  readonly stance: Stance;
}

/** Blocks that are told apart at most; each cuts the rest in two. */
const MAX_BLOCKS = 12;

interface Block {
  readonly text: string;
  readonly six: boolean;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * What lies outside NSX, by the blocks that rules name. Blocks of which every address belongs to a segment are those of ports and machines in
 * NSX, and give none.
 */
export function* outsideEnds(
  graph: GraphQueries,
  literals: Iterable<string>,
): Steps<{ readonly ends: readonly OutsideEnd[]; readonly more: number }> {
  const blocks = [...new Set(literals)].flatMap(toBlock);
  const told = blocks.slice(0, MAX_BLOCKS);
  const named: OutsideEnd[] = [];
  for (const six of [false, true])
    named.push(
      ...(yield* namedEnds(
        graph,
        told.filter((block) => block.six === six),
      )),
    );
  const rest = yield* restEnd(graph, blocks, named.length > 0);
  return { ends: [rest, ...named], more: blocks.length - told.length };
}

function toBlock(text: string): readonly Block[] {
  const bounds = boundsOf(text);
  // All addresses of a version tell none from another.
  return bounds === null || bounds.last - bounds.first === lastOf(bounds.six) ? [] : [{ text, ...bounds }];
}

const lastOf = (six: boolean): bigint => (1n << (six ? 128n : 32n)) - 1n;

/** One for each set of blocks that some free address is in. */
function* namedEnds(graph: GraphQueries, blocks: readonly Block[]): Steps<readonly OutsideEnd[]> {
  const borders = [...new Set(blocks.flatMap(({ first, last }) => [first, last + 1n]))].sort((a, b) =>
    a < b ? -1 : 1,
  );
  const found = new Map<string, OutsideEnd>();
  for (const [at, first] of borders.slice(0, -1).entries()) {
    const last = (borders[at + 1] ?? first + 1n) - 1n;
    const around = blocks.filter((block) => block.first <= first && last <= block.last);
    const key = around.map(({ text }) => text).join();
    const six = around[0]?.six ?? false;
    if (around.length === 0 || found.has(key)) continue;
    const address = yield* firstFree(
      graph,
      candidates(first, last).map((number) => textOf(number, six)),
    );
    if (address !== undefined) found.set(key, { name: nameOf(around, blocks), endpoint: { type: 'address', address } });
  }
  return [...found.values()];
}

/** Beginnings of networks belong to nobody, or to gateways: those after them are tried as well. */
function candidates(first: bigint, last: bigint): readonly bigint[] {
  const middle = (first + last) / 2n;
  return [...new Set([first + 1n, last - 1n, middle, first, last])].filter((one) => first <= one && one <= last);
}

/** The narrowest of the blocks, and those within it that are others. */
function nameOf(around: readonly Block[], blocks: readonly Block[]): string {
  const narrow = [...around].sort((a, b) => (a.last - a.first < b.last - b.first ? -1 : 1))[0];
  if (narrow === undefined) return '';
  const inner = blocks.filter(
    (block) => !around.includes(block) && narrow.first <= block.first && block.last <= narrow.last,
  );
  if (inner.length === 0) return narrow.text;
  return `${narrow.text} but for ${inner.length === 1 ? inner[0]?.text : `${inner.length} blocks in it`}`;
}

/** Of documentation and benchmarks: nobody has them. */
const NOBODYS = ['198.51.100.77', '203.0.113.77', '192.0.2.77', '198.18.77.77', '240.0.0.77'];

/** All that no rule names. Where rules name addresses, one of the others stands for it: of "anywhere" they could not tell. */
function* restEnd(graph: GraphQueries, blocks: readonly Block[], isCut: boolean): Steps<OutsideEnd> {
  const name = isCut ? 'Outside NSX, other addresses' : 'Outside NSX';
  const anywhere: OutsideEnd = { name, endpoint: { type: 'outside' } };
  if (blocks.length === 0) return anywhere;
  const isNamed = (text: string): boolean => {
    const first = boundsOf(text)?.first ?? 0n;
    return blocks.some((block) => !block.six && block.first <= first && first <= block.last);
  };
  const beyond = blocks.filter(({ six }) => !six).map(({ last }) => textOf(last + 1n, false));
  const address = yield* firstFree(
    graph,
    [...NOBODYS, ...beyond].filter((text) => isAddress(text) && !isNamed(text)),
  );
  return address === undefined ? anywhere : { name, endpoint: { type: 'address', address } };
}

/** The first that is of no port and no front, and on no segment. */
function* firstFree(graph: GraphQueries, addresses: readonly string[]): Steps<string | undefined> {
  for (const address of addresses) {
    yield;
    const end = resolveEndpoint(graph, { type: 'address', address });
    if (end.type === 'host' && end.ports.length === 0 && end.hidden === undefined) return address;
  }
  return undefined;
}

function textOf(number: bigint, six: boolean): string {
  const parts = Array.from({ length: six ? 8 : 4 }, (_, at) => {
    const bits = six ? 16n : 8n;
    return (number >> (bits * BigInt((six ? 7 : 3) - at))) & ((1n << bits) - 1n);
  });
  return parts.map((part) => part.toString(six ? 16 : 10)).join(six ? ':' : '.');
}
