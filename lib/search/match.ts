import type { FactValue, GraphNode } from '../model';
import { networkOf } from '../dfw/address';
import { type FactField, type Field, fieldsOf, textsOf } from './fields';
import type { Word } from './query';
import type { SharedText } from './shared-texts';
import { fold, SHORTEST } from './signature';

/** Where a word was found. `at` and `length` mark it in `text`; null where the whole was reckoned, as an address in a network. */
export interface Match {
  readonly label: string;
  readonly text: string;
  readonly at: number | null;
  readonly length: number;
  /** How good it is, 0 to 100. */
  readonly score: number;
}

const SCORE = {
  nameWhole: 100,
  identifier: 95,
  nameStart: 80,
  namePart: 70,
  nameInside: 60,
  network: 55,
  within: 50,
  start: 48,
  value: 40,
  inside: 30,
  namespace: 20,
} as const;

/**
 * The best place of a word in an object; null when it holds none. `upper` is false where no text of the object has upper
 * case letters: folding is most of the work.
 */
export function matchWord(node: GraphNode, word: Word, upper: boolean): Match | null {
  const name = word.network === null ? matchName(node, word, upper) : null;
  return name ?? matchElsewhere(node, word, upper);
}

/** As {@link matchWord}, for what is not in its name. */
export function matchElsewhere(node: GraphNode, word: Word, upper: boolean): Match | null {
  const { networks, addresses } = fieldsOf(node.kind);
  if (word.network !== null && networks.length + addresses.length > 0) return matchNetwork(node, word);
  const match = word.text.length < SHORTEST ? matchShort(node, word) : matchTexts(node, word, upper);
  return match ?? (word.address === null ? null : matchHolder(node, word.address));
}

/** How good a word is found in a text that many objects hold, as {@link matchElsewhere} finds it; 0 when it is not. */
export function scoreShared({ role, first, second }: SharedText, word: Word): number {
  const { field, text } = word;
  if (text.length < SHORTEST || (field !== null && field !== SHARED_FIELDS[role])) return 0;
  const best = new Best(word, true);
  if (role === 'namespace') best.offer('Namespace', second, false, SCORE.namespace);
  else if (role === 'tag') best.offerPair('Tag', first, '|', second);
  else best.offerPair('Label', first, '=', second);
  return best.match?.score ?? 0;
}

const SHARED_FIELDS = { namespace: 'ns', tag: 'tag', label: 'label' } as const;

/** A word in the name of an object. */
export function matchName({ name }: GraphNode, { field, text }: Word, upper: boolean): Match | null {
  if (field !== null && field !== 'name') return null;
  const at = (upper ? fold(name) : name).indexOf(text);
  if (at < 0) return null;
  const whole = at === 0 && name.length === text.length;
  const score = whole
    ? SCORE.nameWhole
    : at === 0
      ? SCORE.nameStart
      : /[a-z0-9]/i.test(name.charAt(at - 1))
        ? SCORE.nameInside
        : SCORE.namePart;
  return { label: 'Name', text: name, at, length: text.length, score };
}

/** Letters too few to look for everywhere: numbers, and namespaces that are called just so. */
function matchShort(node: GraphNode, { text, field, number }: Word): Match | null {
  const found = number === null ? null : matchNumber(node, number, field);
  if (found !== null || (field !== null && field !== 'ns') || node.namespace !== text) return found;
  return { label: 'Namespace', text, at: 0, length: text.length, score: SCORE.namespace };
}

function matchNumber(node: GraphNode, number: number, wanted: Field | null): Match | null {
  for (const { name, label, field } of fieldsOf(node.kind).facts) {
    if (node.facts[name] === number && (wanted === null || wanted === field))
      return { label, text: String(number), at: 0, length: String(number).length, score: SCORE.identifier };
  }
  return null;
}

function matchTexts(node: GraphNode, word: Word, upper: boolean): Match | null {
  const best = new Best(word, upper);
  const { field, number, pair } = word;
  const { facts } = fieldsOf(node.kind);
  if (number !== null) best.take(matchNumber(node, number, field));
  for (let i = 0; i < facts.length; i++) {
    const fact = facts[i];
    // A tag or a label may be spoken of in words, such as the criteria of a group, and is no identifier.
    if (fact !== undefined && (field === null ? pair === null || fact.field === 'fact' : field === fact.field))
      best.offerFact(fact.label, node.facts[fact.name], fact.field !== 'fact');
  }
  const key = node.plane === 'nsx' ? 'path' : 'uid';
  if (field === null ? pair === null : field === key) best.offer(KEY_LABELS[key], node.key, true, SCORE.inside);
  if (field === null || field === 'tag') best.offerTags(node);
  if (field === null || field === 'label') best.offerLabels(node);
  if (best.match === null && node.namespace !== null && (field === null || field === 'ns'))
    best.offer('Namespace', node.namespace, false, SCORE.namespace);
  return best.match;
}

const KEY_LABELS = { path: 'Policy path', uid: 'UID' } as const;

/** The best of what was offered. */
class Best {
  match: Match | null = null;
  readonly #text: string;

  constructor(
    readonly word: Word,
    readonly upper: boolean,
  ) {
    this.#text = word.text;
  }

  #fold(text: string): string {
    return this.upper ? fold(text) : text;
  }

  take(match: Match | null): void {
    if (match !== null && (this.match === null || match.score > this.match.score)) this.match = match;
  }

  offer(label: string, text: string, identifier: boolean, inside: number = SCORE.value): void {
    const at = this.#fold(text).indexOf(this.#text);
    if (at < 0) return;
    const whole = at === 0 && text.length === this.#text.length;
    const score = whole && identifier ? SCORE.identifier : at === 0 && identifier ? SCORE.start : inside;
    this.take({ label, text, at, length: this.#text.length, score });
  }

  offerFact(label: string, value: FactValue | undefined, identifier: boolean): void {
    if (typeof value === 'string') this.offer(label, value, identifier);
    else for (const text of textsOf(value)) this.offer(label, text, identifier);
  }

  offerTags({ tags }: GraphNode): void {
    if (tags === undefined) return;
    for (let i = 0; i < tags.length; i++) {
      const one = tags[i];
      if (one !== undefined) this.offerPair('Tag', one.scope, '|', one.tag);
    }
  }

  offerLabels({ labels }: GraphNode): void {
    if (labels === undefined) return;
    for (const key in labels) this.offerPair('Label', key, '=', labels[key] ?? '');
  }

  /** A plain word finds the second half of a pair; a pair finds the end of the first and the start of the second. */
  offerPair(label: string, first: string, sign: '|' | '=', second: string): void {
    const { pair, text } = this.word;
    if (pair !== null && pair.sign !== sign) return;
    const folded = this.#fold(second);
    const at = pair === null ? folded.indexOf(text) : folded.startsWith(pair.second) ? 0 : -1;
    if (at < 0 || (pair !== null && !fold(first).endsWith(pair.first))) return;
    const wholeSecond = folded.length === (pair?.second ?? text).length;
    const wholeFirst = pair !== null && pair.first.length === first.length;
    const score = wholeSecond && wholeFirst ? SCORE.identifier : wholeSecond ? SCORE.start : SCORE.value;
    const from = first.length + 1 + at - (pair === null ? 0 : pair.first.length + 1);
    this.take({ label, text: `${first}${sign}${second}`, at: from, length: text.length, score });
  }
}

/** An address of the object that is in the network, or a network of it that is. */
function matchNetwork(node: GraphNode, { network: holds, text: asked }: Word): Match | null {
  if (holds === null) return null;
  const { addresses, networks } = fieldsOf(node.kind);
  const address = firstFact(node, addresses, (text) => holds(bare(text)));
  if (address !== null) return { ...address, at: null, length: 0, score: SCORE.within };
  const network = firstFact(node, networks, (text) => text.split('-').every((end) => holds(bare(end.trim()))));
  if (network === null) return null;
  return { ...network, at: null, length: 0, score: network.text === asked ? SCORE.identifier : SCORE.network };
}

/** A network or range of the object that the address is in. */
function matchHolder(node: GraphNode, address: string): Match | null {
  const { networks } = fieldsOf(node.kind);
  const holder = firstFact(node, networks, (text) => networkOf(text)?.(address) === true);
  return holder === null ? null : { ...holder, at: null, length: 0, score: SCORE.network };
}

/** The first text among some facts that will do. */
function firstFact(
  { facts }: GraphNode,
  fields: readonly FactField[],
  wanted: (text: string) => boolean,
): Pick<Match, 'label' | 'text'> | null {
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i];
    const value = field === undefined ? null : facts[field.name];
    if (field === undefined || value === null || value === undefined) continue;
    if (typeof value === 'string') {
      if (wanted(value)) return { label: field.label, text: value };
    } else {
      const text = textsOf(value).find(wanted);
      if (text !== undefined) return { label: field.label, text };
    }
  }
  return null;
}

/** Gateways are written with the length of their network. */
function bare(text: string): string {
  const slash = text.indexOf('/');
  return slash < 0 ? text : text.slice(0, slash);
}
