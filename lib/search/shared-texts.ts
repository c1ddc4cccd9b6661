import type { GraphNode } from '../model';
import { Bundles } from './bundles';
import { Seen } from './seen';
import { fold } from './signature';

/** A text that many objects hold: a namespace, or the second half of a tag or a label, whose first half is `first`. */
export interface SharedText {
  readonly role: Role;
  readonly first: string;
  readonly second: string;
}

type Role = 'namespace' | 'tag' | 'label';

/** Texts of one role and first half. */
interface Family {
  readonly role: Role;
  readonly first: string;
  /** How many objects have one of them, and which of them are kept here. */
  holders: number;
  readonly texts: Map<string, Text>;
}

interface Text extends SharedText {
  readonly number: number;
  /** Of a family with few texts: those go with everything, and are bundled apart. */
  readonly common: boolean;
  readonly upper: boolean;
  /** How many bundles hold it. */
  uses: number;
}

/** What an object holds of shared texts, as two numbers of 16 bits in one: the few that are everywhere, and the rest. */
export type Shared = number;
const REST = 16;
const COMMON = 0xffff;

/** How good a word is found in shared texts, per bundle. */
export interface SharedScores {
  /** The version of the texts that they are about. */
  readonly version: number;
  readonly common: Uint8Array;
  readonly rest: Uint8Array;
}

export const scoreIn = ({ common, rest }: SharedScores, shared: Shared): number =>
  Math.max(common[shared & COMMON] ?? 0, rest[shared >>> REST] ?? 0);

/** A family is worth keeping while so many objects on average hold each of its texts; a few texts are kept of any. */
const WORTH = 16;
const FEW = 32;

/**
 * What many objects hold, each text once: namespaces, tags and labels. An object has the numbers of two bundles of such texts; so
 * a search compares a word with a few thousand texts instead of with those of every object. Texts of families where nearly every
 * object has its own, such as UIDs, are left to the signatures.
 */
export class SharedTexts {
  readonly #families = new Map<string, Family>();
  readonly #namespaces: Family = { role: 'namespace', first: '', holders: 0, texts: new Map() };
  readonly #common = new Bundles<Text>();
  readonly #rest = new Bundles<Text>();
  readonly #seen = new Seen();
  readonly #free: number[] = [];
  #numbers = 0;
  #version = 0;

  /** Another number whenever what stands behind the number of a bundle may be another. */
  get version(): number {
    return this.#version;
  }

  /** About what it costs: the texts themselves belong to the graph. */
  get bytes(): number {
    let texts = this.#namespaces.texts.size;
    for (const family of this.#families.values()) texts += family.texts.size;
    return this.#seen.bytes + texts * TEXT_BYTES + (this.#common.size + this.#rest.size) * BUNDLE_BYTES;
  }

  /** What the object holds of shared texts; its tags, labels and namespace that are not in it are called back. */
  take(node: GraphNode, unshared: (second: string, first: string) => void): Shared {
    const [common, rest]: [Text[], Text[]] = [[], []];
    this.#each(node, (family, second) => {
      family.holders++;
      const text = this.#textOf(family, second);
      if (text === null) unshared(second, family.first);
      else (text.common ? common : rest).push(text);
    });
    return this.#hold(this.#common, common, unshared) | (this.#hold(this.#rest, rest, unshared) << REST);
  }

  /** The object that was taken so is gone, or is about to be taken anew. */
  drop(node: GraphNode, shared: Shared): void {
    this.#each(node, (family) => {
      family.holders--;
    });
    const gone = [...this.#common.release(shared & COMMON), ...this.#rest.release(shared >>> REST)];
    for (const text of gone) {
      if (--text.uses > 0) continue;
      this.#familyOf(text.role, text.first).texts.delete(text.second);
      this.#free.push(text.number);
    }
  }

  /** Whether the object, which was taken so, has texts that are kept by now and were not then. */
  couldHoldMore(node: GraphNode, shared: Shared): boolean {
    let kept = 0;
    this.#each(node, ({ texts }, second) => {
      if (texts.has(second)) kept++;
    });
    return kept > this.#common.at(shared & COMMON).length + this.#rest.at(shared >>> REST).length;
  }

  /** Whether one of the texts has upper case letters. */
  hasUpper(shared: Shared): boolean {
    const isUpper = ({ upper }: Text): boolean => upper;
    return this.#common.at(shared & COMMON).some(isUpper) || this.#rest.at(shared >>> REST).some(isUpper);
  }

  /**
   * Per bundle the best that is reckoned of its texts; each text is reckoned once. `before` is what came of it at an earlier
   * version: then only what was made since is reckoned, for while much is read there is another version at each look.
   */
  scores(reckon: (text: SharedText) => number, before?: SharedScores): SharedScores {
    const known = new Int16Array(this.#numbers).fill(-1);
    const since = before?.version ?? -1;
    const best = (bundles: Bundles<Text>, earlier: Uint8Array | undefined): Uint8Array => {
      const all = new Uint8Array(bundles.size);
      for (let number = 1; number < all.length; number++) {
        const made = bundles.madeAt(number);
        if (earlier !== undefined && made > 0 && made <= since) {
          all[number] = earlier[number] ?? 0;
          continue;
        }
        let most = 0;
        for (const text of bundles.at(number)) {
          let score = known[text.number] ?? 0;
          if (score < 0) {
            score = reckon(text);
            known[text.number] = score;
          }
          if (score > most) most = score;
        }
        all[number] = most;
      }
      return all;
    };
    return {
      version: this.#version,
      common: best(this.#common, before?.common),
      rest: best(this.#rest, before?.rest),
    };
  }

  #hold(bundles: Bundles<Text>, texts: readonly Text[], unshared: (second: string, first: string) => void): number {
    const number = bundles.hold(texts, () => {
      for (const text of texts) text.uses++;
      return ++this.#version;
    });
    if (number === null) for (const { first, second } of texts) unshared(second, first);
    return number ?? 0;
  }

  #each({ namespace, tags, labels }: GraphNode, visit: (family: Family, text: string) => void): void {
    if (namespace !== null) visit(this.#namespaces, namespace);
    for (const { scope, tag } of tags ?? []) visit(this.#familyOf('tag', scope), tag);
    for (const key in labels) visit(this.#familyOf('label', key), labels[key] ?? '');
  }

  #familyOf(role: Role, first: string): Family {
    if (role === 'namespace') return this.#namespaces;
    const key = `${role} ${first}`;
    let family = this.#families.get(key);
    if (family === undefined) {
      family = { role, first, holders: 0, texts: new Map() };
      this.#families.set(key, family);
    }
    return family;
  }

  #textOf(family: Family, second: string): Text | null {
    const { role, first, holders, texts } = family;
    const known = texts.get(second);
    if (known !== undefined) return known;
    if (!this.#seen.again(first, second) || texts.size >= Math.max(FEW, holders / WORTH)) return null;
    const number = this.#free.pop() ?? this.#numbers++;
    const made: Text = {
      role,
      first,
      second,
      number,
      common: texts.size < FEW,
      upper: fold(second) !== second,
      uses: 0,
    };
    texts.set(second, made);
    return made;
  }
}

/** As measured: a text with its place in its family; a bundle with its key, its list and its place. */
const TEXT_BYTES = 136;
const BUNDLE_BYTES = 208;
