import { kindNamed } from '../kinds';
import type { GraphNode } from '../model';
import { type Match, matchElsewhere, matchName, matchWord, scoreShared } from './match';
import { isSpecific, type Query, readQuery, reckonedKinds, signaturesOf, type Word } from './query';
import type { SearchIndex, Sought } from './search-index';
import { scoreIn } from './shared-texts';
import { type Ranked, type Shelf, Shelves } from './shelves';

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
  readonly #scope: Scope;
  readonly #shelves: Shelves;
  /** By the number of a kind: its shelf, and whether it is asked for. */
  readonly #shelfOf: Shelf[] = [];
  readonly #wanted: boolean[] = [];
  readonly #always: ReturnType<typeof reckonedKinds>;
  /** Looked for in names first; null where that makes no sense. */
  readonly #lone: Word | null;
  /** What may hold the lone word, but not in its name. */
  readonly #others: { readonly node: GraphNode; readonly upper: boolean }[] = [];
  #words: readonly Sought[] = [];
  /** The state of what many hold that the words were sought in. */
  #version = -1;
  #slot: number | null;
  #other = 0;
  #looked = 0;

  constructor(index: SearchIndex, options: SearchOptions) {
    this.#index = index;
    this.#query = readQuery(options.text);
    this.#scope = scopeOf(this.#query, options);
    this.#shelves = new Shelves(options.perKind);
    this.#always = reckonedKinds(this.#query);
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
        { from: this.#slot, words: this.#sought(), always: this.#always },
        (slot, open) => {
          if (this.#inScope(slot)) this.#lookInto(slot, open);
          return goOn();
        },
      );
      if (this.#slot !== null) return false;
    }
    while (this.#other < this.#others.length) {
      const one = this.#others[this.#other++];
      if (one === undefined || this.#lone === null) continue;
      const match = matchElsewhere(one.node, this.#lone, one.upper);
      if (match !== null) this.#shelves.of(one.node.kind).add(one.node, match.score);
      if (!goOn()) return this.#other === this.#others.length;
    }
    return true;
  }

  /** What was found so far; where it was is only told of what is shown. */
  get found(): Found {
    const kinds = this.#shelves
      .sorted()
      .map(({ kind, total, best }): KindHits => ({ kind, total, hits: best.map((one) => this.#told(one)) }));
    return {
      kinds,
      total: kinds.reduce((sum, { total }) => sum + total, 0),
      complete: this.#slot === null && this.#other === this.#others.length,
    };
  }

  #sought(): readonly Sought[] {
    const { shared } = this.#index;
    if (this.#version === shared.version) return this.#words;
    this.#version = shared.version;
    const before = this.#words;
    this.#words = this.#query.words.map((word, at) => ({
      signatures: signaturesOf(word),
      shared: shared.scores((text) => scoreShared(text, word), before[at]?.shared),
      counts: word.network === null,
    }));
    return this.#words;
  }

  #inScope(slot: number): boolean {
    const { isWanted, place } = this.#scope;
    const kind = this.#index.kindAt(slot);
    if (!(this.#wanted[kind] ?? this.#learn(kind, isWanted))) return false;
    const node = place === null ? undefined : this.#index.nodeAt(slot);
    return place === null || (node !== undefined && place(node));
  }

  #learn(kind: number, isWanted: Scope['isWanted']): boolean {
    const wanted = isWanted(this.#index.kindNamed(kind));
    this.#wanted[kind] = wanted;
    return wanted;
  }

  #shelfAt(slot: number): Shelf {
    const kind = this.#index.kindAt(slot);
    const known = this.#shelfOf[kind];
    if (known !== undefined) return known;
    const shelf = this.#shelves.of(this.#index.kindNamed(kind));
    this.#shelfOf[kind] = shelf;
    return shelf;
  }

  #lookInto(slot: number, open: number): void {
    const score = this.#scoreOfAll(slot, open);
    if (score === 0) return;
    const node = this.#index.nodeAt(slot);
    if (node === undefined) return;
    if (score === null) this.#others.push({ node, upper: this.#index.upperAt(slot) });
    else this.#shelfAt(slot).offer(node, score, this.#index.nameLengthAt(slot));
  }

  /** How good all words together are found; 0 when one is not, null when the lone word is still to be sought in the rest. */
  #scoreOfAll(slot: number, open: number): number | null {
    const { words } = this.#query;
    let sum = 0;
    for (let i = 0; i < words.length; i++) {
      const isOpen = (open & (1 << i)) !== 0;
      let score = this.#scoreAtHand(slot, i, isOpen);
      if (score === 0 && isOpen) {
        if (this.#lone !== null) return null;
        score = this.#scoreElsewhere(slot, i);
      }
      if (score === 0) return 0;
      sum += score;
    }
    return sum / Math.max(1, words.length);
  }

  /**
   * By the name, or by what many hold. Where that is enough nothing else is looked into: the order among thousands that have the
   * same label is not worth visiting them all.
   */
  #scoreAtHand(slot: number, i: number, isOpen: boolean): number {
    const [word, sought] = [this.#query.words[i], this.#words[i]];
    if (word === undefined || sought === undefined || !sought.counts) return 0;
    const node = isOpen ? this.#index.nodeAt(slot) : undefined;
    const name = node === undefined ? null : matchName(node, word, this.#index.upperAt(slot));
    return name?.score ?? scoreIn(sought.shared, this.#index.sharedAt(slot));
  }

  #scoreElsewhere(slot: number, i: number): number {
    const [word, node] = [this.#query.words[i], this.#index.nodeAt(slot)];
    if (word === undefined || node === undefined) return 0;
    return matchElsewhere(node, word, this.#index.upperAt(slot))?.score ?? 0;
  }

  #told({ node, score }: Ranked): Hit {
    const matches = this.#query.words.flatMap((word) => matchWord(node, word, true) ?? []);
    return { node, matches: matches.sort((a, b) => b.score - a.score), score };
  }
}

/** Which kinds are wanted; and which places, null for all. */
interface Scope {
  readonly isWanted: (kind: string) => boolean;
  readonly place: ((node: GraphNode) => boolean) | null;
}

function scopeOf(query: Query, { cluster, namespace, kind }: SearchOptions): Scope {
  const isWanted = (name: string): boolean =>
    (kind === null || kind === name) && (query.kinds.length === 0 || query.kinds.some((part) => isCalled(name, part)));
  const place = (node: GraphNode): boolean =>
    (cluster === null || node.cluster === cluster) &&
    (namespace === null || node.namespace === namespace || isRegion(node, namespace));
  return { isWanted, place: cluster === null && namespace === null ? null : place };
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
