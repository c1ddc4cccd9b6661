import { networkOf } from '../dfw/address';
import { KINDS } from '../kinds';
import { FIELDS, type Field, fieldsOf, type KindFields } from './fields';
import { checksOf, fold, markNumber, markPair, markText, SHORTEST } from './signature';

/** One word of a question; an object must answer to every word. */
export interface Word {
  /** In lower case. */
  readonly text: string;
  /** Where alone it may be found; null: anywhere. */
  readonly field: Field | null;
  /** The halves of `scope|value` and `key=value`; null when it is no pair. */
  readonly pair: Pair | null;
  /** Whole number, for what is numbered. */
  readonly number: number | null;
  /** An address: networks that hold it are found too. */
  readonly address: string | null;
  /** A network or range: addresses in it are found too. */
  readonly network: ((address: string) => boolean) | null;
}

/** A tag or a label as it is typed. */
export interface Pair {
  readonly sign: '|' | '=';
  readonly first: string;
  readonly second: string;
}

const QUALIFIED = new RegExp(`^(${FIELDS.join('|')}|kind):(.+)$`);
const OTHER_MAC = /^(?:[0-9a-f]{2}-){5}[0-9a-f]{2}$/;

export interface Query {
  readonly words: readonly Word[];
  /** Asked for as `kind:pod`: names of kinds, or the start of one. */
  readonly kinds: readonly string[];
}

/** Reads what was typed: words by spaces, `field:word` to look in one place only, `kind:word` for one kind only. */
export function readQuery(text: string): Query {
  const words: Word[] = [];
  const kinds: string[] = [];
  for (const part of fold(text).split(/\s+/)) {
    if (part === '') continue;
    const [, name, value] = QUALIFIED.exec(part) ?? [];
    if (name === 'kind' && value !== undefined) kinds.push(value);
    else words.push(toWord(value ?? part, FIELDS.find((field) => field === name) ?? null));
  }
  return { words, kinds };
}

/** Whether somebody looks for one thing, or for all of a few, and wants them all: not a word that anything may hold. */
export function isSpecific({ words }: Query): boolean {
  return words.some(
    ({ address, network, pair, field, text }) =>
      address !== null || network !== null || pair !== null || field !== null || text.length >= LONG,
  );
}

/** Longer words are identifiers, or pieces of them. */
const LONG = 12;

function toWord(typed: string, field: Field | null): Word {
  const text = OTHER_MAC.test(typed) ? typed.replaceAll('-', ':') : typed;
  const holds = field === null || field === 'ip' ? networkOf(text) : null;
  const single = holds !== null && !/[-/]/.test(text);
  return {
    text,
    field,
    pair: pairOf(text),
    number: /^\d{1,9}$/.test(text) ? Number(text) : null,
    address: single ? text : null,
    network: single ? null : holds,
  };
}

function pairOf(text: string): Pair | null {
  const at = text.search(/[|=]/);
  if (at < 0) return null;
  return { sign: text[at] === '|' ? '|' : '=', first: text.slice(0, at), second: text.slice(at + 1) };
}

/**
 * Kinds to look into whatever their letters: those with networks for an address, those with either for a network that says
 * nothing about the letters of what is in it.
 */
export function reckonedKinds({ words }: Query): ReadonlySet<string> | null {
  if (words.some(({ network, text }) => network !== null && beginningOf(text) === null)) return WITH_EITHER;
  return words.some(({ address }) => address !== null) ? WITH_NETWORKS : null;
}

function kindsWith(has: (fields: KindFields) => boolean): ReadonlySet<string> {
  return new Set(KINDS.flatMap(({ name }) => (has(fieldsOf(name)) ? [name] : [])));
}

const WITH_NETWORKS = kindsWith(({ networks }) => networks.length > 0);
const WITH_EITHER = kindsWith(({ networks, addresses }) => networks.length + addresses.length > 0);

/**
 * The signatures of which an object must hold one to be looked into for the word; none for short words, of which nothing can be
 * said. What is found by reckoning, as an address in a network, need not hold them: see {@link reckonedKinds}.
 */
export function signaturesOf({ text: typed, pair, field, number, network }: Word): readonly Int32Array[] {
  const beginning = network === null ? null : beginningOf(typed);
  const text = beginning ?? typed;
  const whole = number === null ? [] : [checksOf((bits) => markNumber(number, bits, 0))];
  if (field === 'vlan' || field === 'rule') return whole;
  const halves = pair === null ? null : signatureOfPair(pair);
  if (text.length < SHORTEST || (pair !== null && halves === null)) return [];
  return [...whole, checksOf((bits) => markText(text, bits, 0)), ...(halves === null ? [] : [halves])];
}

/** A pair is found in tags and labels, which have a mark of their own, or as a text that speaks of it. */
function signatureOfPair({ first, second }: Pair): Int32Array | null {
  if (second.length < SHORTEST) return null;
  return checksOf((bits) => {
    markText(second, bits, 0);
    if (first.length >= SHORTEST) markPair(first, second, bits, 0);
  });
}

/** How every IPv4 address in a network or range begins: `10.0.` in 10.0.48.0/22; null where they have nothing in common. */
function beginningOf(text: string): string | null {
  const [first = '', last = first] = text.split('-');
  const [from, length = '32'] = first.split('/');
  const [low, high] = [octetsOf(from ?? ''), octetsOf(last.split('/')[0] ?? '')];
  if (low === null || high === null) return null;
  let same = 0;
  while (same < Math.floor(Number(length) / 8) && low[same] === high[same]) same++;
  const shared = low.slice(0, Math.min(same, 3));
  return shared.length === 0 ? null : `${shared.join('.')}.`;
}

function octetsOf(text: string): readonly number[] | null {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet)) ? octets.map(Number) : null;
}
