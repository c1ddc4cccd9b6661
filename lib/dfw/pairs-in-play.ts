import { STRIDE, type Steps } from '../steps';
import type { EndpointClass } from './classes';
import type { Stance, Stances } from './stances';
import type { Traffic } from './traffic';

/** A class with how it stands towards the affected rules. */
export interface StandingClass {
  readonly one: EndpointClass;
  readonly stance: Stance;
}

/** A pair of classes with the traffics whose verdict may change between them. */
export interface Pair {
  readonly from: EndpointClass;
  readonly to: EndpointClass;
  readonly traffics: readonly Traffic[];
}

/** Pairs of classes whose verdict may change. There may be many more than anybody can go through: they are made one by one. */
export class PairsInPlay {
  readonly #byStance = new Map<Stance, EndpointClass[]>();
  readonly #byPlace = new Map<string, StandingClass[]>();
  readonly #inPlay = new Map<Stance, Map<Stance, readonly Traffic[]>>();

  static *of(standings: readonly StandingClass[], stances: Stances, traffics: readonly Traffic[]): Steps<PairsInPlay> {
    const pairs = new PairsInPlay();
    for (const [index, standing] of standings.entries()) {
      if (index % STRIDE === 0) yield;
      listAt(pairs.#byStance, standing.stance).push(standing.one);
      for (const place of placesOf(standing.one)) listAt(pairs.#byPlace, place).push(standing);
    }
    let visited = 0;
    for (const from of pairs.#byStance.keys()) {
      const found = new Map<Stance, readonly Traffic[]>();
      for (const to of pairs.#byStance.keys()) {
        if (++visited % STRIDE === 0) yield;
        if (!stances.mayChange(from, to)) continue;
        const some = traffics.filter((traffic) => stances.mayChange(from, to, traffic));
        if (some.length > 0) found.set(to, some);
      }
      if (found.size > 0) pairs.#inPlay.set(from, found);
    }
    return pairs;
  }

  /** How many there are. */
  get count(): number {
    let count = 0;
    for (const [from, found] of this.#inPlay)
      for (const to of found.keys())
        count += (this.#byStance.get(from)?.length ?? 0) * (this.#byStance.get(to)?.length ?? 0);
    return count;
  }

  /** Each once; those of one Namespace first: they are what people mean to cut off, or not to. Null is a step without one. */
  *all(): Iterable<Pair | null> {
    for (const [place, standings] of this.#byPlace) {
      for (const from of standings) yield* this.#within(place, from, standings);
      yield null;
    }
    for (const [from, found] of this.#inPlay) {
      for (const [to, traffics] of found)
        for (const one of this.#byStance.get(from) ?? []) yield* apart(one, this.#byStance.get(to) ?? [], traffics);
    }
  }

  *#within(place: string, from: StandingClass, others: readonly StandingClass[]): Iterable<Pair> {
    const found = this.#inPlay.get(from.stance);
    for (const { one, stance } of found === undefined ? [] : others) {
      const traffics = found?.get(stance);
      // Two that share several places are told at one of them.
      if (traffics !== undefined && sharedPlace(from.one, one) === place) yield { from: from.one, to: one, traffics };
    }
  }
}

/** Pairs that share no place: those that do have been told. */
function* apart(
  from: EndpointClass,
  others: readonly EndpointClass[],
  traffics: readonly Traffic[],
): Iterable<Pair | null> {
  for (const to of others) yield sharedPlace(from, to) === null ? { from, to, traffics } : null;
}

const PLACES = new WeakMap<EndpointClass, ReadonlySet<string>>();

/** Namespaces of a class. */
function placesOf(one: EndpointClass): ReadonlySet<string> {
  let places = PLACES.get(one);
  if (places === undefined) {
    places = new Set(one.ports.map(({ cluster, namespace }) => `${cluster}\n${namespace}`));
    PLACES.set(one, places);
  }
  return places;
}

/** A place of both, always the same one; null when there is none. */
function sharedPlace(one: EndpointClass, other: EndpointClass): string | null {
  const [a, b] = [placesOf(one), placesOf(other)];
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  for (const place of few) if (many.has(place)) return place;
  return null;
}

function listAt<K, T>(map: Map<K, T[]>, key: K): T[] {
  let list = map.get(key);
  if (list === undefined) {
    list = [];
    map.set(key, list);
  }
  return list;
}
