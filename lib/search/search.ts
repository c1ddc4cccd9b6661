import { kindNamed, KINDS } from '../kinds';
import type { GraphNode } from '../model';
import { type Match, matchElsewhere, matchName, matchWord } from './match';
import { isSpecific, type Query, readQuery, reckonedKinds, signaturesOf, type Word } from './query';
import type { SearchIndex } from './search-index';

/** How much is asked for. */
export interface SearchOptions {
  readonly text: string;
  readonly cluster: string | null;
  readonly namespace: string | null;
  /** Only objects of this kind; null: of all. */
  readonly kind: string | null;
  /** Hits given for each kind, best first. */
  readonly perKind: number;
}

export interface Hit {
  readonly node: GraphNode;
  /** One for each word that was found elsewhere; the best first. */
  readonly matches: readonly Match[];
  readonly score: number;
}

/** What was found of one kind. */
export interface KindHits {
  readonly kind: string;
  readonly total: number;
  readonly hits: readonly Hit[];
}

export interface Found {
  /** Best first. */
  readonly kinds: readonly KindHits[];
  readonly total: number;
  /** False when time ran out: totals are then what was found until then. */
  readonly complete: boolean;
}

const LOOK = 256;
const ORDER: ReadonlyMap<string, number> = new Map(KINDS.map((kind, index) => [kind.name, index]));

/** Everything that answers to every word, by kind, as far as there is time. */
export function search(index: SearchIndex, options: SearchOptions, outOfTime: () => boolean): Found {
  const going = new Search(index, options);
  going.step(outOfTime);
  return going.found;
}

/**
 * A search that can be made in steps; what changes between two of them may be found or not. A lone word is sought in all names
 * first, so that what has it in its name is there when somebody cannot wait for the rest.
 */
export class Search {
  readonly #index: SearchIndex;
  readonly #query: Query;
  readonly #scope: (node: GraphNode) => boolean;
  readonly #shelves: Shelves;
  readonly #wanted: ReturnType<typeof signaturesOf>;
  readonly #always: ReturnType<typeof reckonedKinds>;
  /** Looked for in names first; null where that makes no sense. */
  readonly #lone: Word | null;
  /** What does not hold the lone word in its name. */
  readonly #others: { readonly node: GraphNode; readonly upper: boolean }[] = [];
  #slot: number | null;
  #other = 0;
  #looked = 0;

  constructor(index: SearchIndex, options: SearchOptions) {
    this.#index = index;
    this.#query = readQuery(options.text);
    this.#scope = scopeOf(this.#query, options);
    this.#shelves = new Shelves(options.perKind);
    [this.#wanted, this.#always] = [signaturesOf(this.#query), reckonedKinds(this.#query)];
    const [word, another] = this.#query.words;
    this.#lone = word === undefined || another !== undefined || word.network !== null ? null : word;
    this.#slot = word === undefined && this.#query.kinds.length === 0 ? null : 0;
  }

  /** Whether it looks for one thing, or for all of a few. */
  get isSpecific(): boolean {
    return isSpecific(this.#query);
  }

  /** Goes on as long as there is time, at which it looks every so many objects; true when it is at the end. */
  step(outOfTime: () => boolean): boolean {
    const goOn = (): boolean => ++this.#looked % LOOK !== 0 || !outOfTime();
    if (this.#slot !== null) {
      this.#slot = this.#index.visit(
        { from: this.#slot, wanted: this.#wanted, always: this.#always },
        (node, upper) => {
          if (this.#scope(node)) this.#lookInto(node, upper);
          return goOn();
        },
      );
      if (this.#slot !== null) return false;
    }
    while (this.#other < this.#others.length) {
      const one = this.#others[this.#other++];
      if (one === undefined || this.#lone === null) continue;
      this.#shelves.add(toHit(one.node, matchElsewhere(one.node, this.#lone, one.upper)));
      if (!goOn()) return this.#other === this.#others.length;
    }
    return true;
  }

  /** What was found so far. */
  get found(): Found {
    return { ...this.#shelves.sorted(), complete: this.#slot === null && this.#other === this.#others.length };
  }

  #lookInto(node: GraphNode, upper: boolean): void {
    if (this.#lone === null) {
      this.#shelves.add(hitOfAll(node, this.#query, upper));
      return;
    }
    const match = matchName(node, this.#lone, upper);
    if (match === null) this.#others.push({ node, upper });
    else this.#shelves.add(toHit(node, match));
  }
}

function scopeOf(query: Query, { cluster, namespace, kind }: SearchOptions): (node: GraphNode) => boolean {
  const wanted = new Map<string, boolean>();
  const wantsKind = (name: string): boolean => {
    let wants = wanted.get(name);
    if (wants === undefined) {
      wants =
        (kind === null || kind === name) &&
        (query.kinds.length === 0 || query.kinds.some((part) => isCalled(name, part)));
      wanted.set(name, wants);
    }
    return wants;
  };
  return (node) =>
    wantsKind(node.kind) &&
    (cluster === null || node.cluster === cluster) &&
    (namespace === null || node.namespace === namespace || isRegion(node, namespace));
}

/** `pod` is what Pods, `vip` what VIPs are called; the source's own names count too. */
function isCalled(kind: string, part: string): boolean {
  const known = kindNamed(kind);
  const { singular = kind, plural = kind } = known?.presentation ?? {};
  return [kind, known?.type ?? kind, singular, plural].some((name) => {
    const folded = name.toLowerCase();
    return folded === part || folded.replaceAll(' ', '-').startsWith(part) || folded.includes(`(${part}`);
  });
}

function isRegion({ kind: name, name: called }: GraphNode, namespace: string): boolean {
  const kind = kindNamed(name);
  return kind?.plane === 'kubernetes' && kind.isRegion === true && called === namespace;
}

function toHit(node: GraphNode, match: Match | null): Hit | null {
  return match === null ? null : { node, matches: [match], score: match.score };
}

function hitOfAll(node: GraphNode, { words }: Query, upper: boolean): Hit | null {
  const matches: Match[] = [];
  for (const word of words) {
    const match = matchWord(node, word, upper);
    if (match === null) return null;
    matches.push(match);
  }
  const score = matches.reduce((sum, match) => sum + match.score, 0) / Math.max(1, matches.length);
  return { node, matches: matches.sort((a, b) => b.score - a.score), score };
}

class Shelves {
  readonly #shelves = new Map<string, Shelf>();

  constructor(private readonly perKind: number) {}

  add(hit: Hit | null): void {
    if (hit === null) return;
    let shelf = this.#shelves.get(hit.node.kind);
    if (shelf === undefined) {
      shelf = new Shelf(this.perKind);
      this.#shelves.set(hit.node.kind, shelf);
    }
    shelf.add(hit);
  }

  sorted(): Pick<Found, 'kinds' | 'total'> {
    const kinds = [...this.#shelves].map(([kind, { total, hits }]): KindHits => ({ kind, total, hits }));
    return { kinds: kinds.sort(compareKinds), total: kinds.reduce((sum, { total }) => sum + total, 0) };
  }
}

/** The best of one kind, and how many there were. */
class Shelf {
  total = 0;
  readonly hits: Hit[] = [];

  constructor(private readonly most: number) {}

  add(hit: Hit): void {
    this.total++;
    const last = this.hits.at(-1);
    if (this.hits.length >= this.most && last !== undefined && compareHits(hit, last) >= 0) return;
    let at = this.hits.length;
    while (at > 0) {
      const before = this.hits[at - 1];
      if (before === undefined || compareHits(before, hit) <= 0) break;
      at--;
    }
    this.hits.splice(at, 0, hit);
    if (this.hits.length > this.most) this.hits.pop();
  }
}

/** Better first; of equals the shorter name, then by name, so that the order does not depend on how they came. */
function compareHits(a: Hit, b: Hit): number {
  if (a.score !== b.score) return b.score - a.score;
  const [left, right] = [a.node, b.node];
  if (left.name.length !== right.name.length) return left.name.length - right.name.length;
  if (left.name !== right.name) return left.name < right.name ? -1 : 1;
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

function compareKinds(a: KindHits, b: KindHits): number {
  const best = ({ hits }: KindHits): number => hits[0]?.score ?? 0;
  return best(b) - best(a) || (ORDER.get(a.kind) ?? 0) - (ORDER.get(b.kind) ?? 0);
}
