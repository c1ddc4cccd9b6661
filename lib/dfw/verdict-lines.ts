import type { GraphNode } from '../model';
import type { Front } from './endpoints';
import type { Cell } from './matrix';
import type { OutsideEnd } from './outside-ends';
import type { Traffic } from './traffic';

/** One end of flows that are compared. */
export type ComparedEnd =
  | { readonly type: 'ports'; readonly ports: readonly GraphNode[] }
  | { readonly type: 'outside'; readonly outside: OutsideEnd }
  /** A Service or virtual server. */
  | { readonly type: 'front'; readonly front: Front };

/** Flows between two ends whose verdict changes alike, whatever is sent of these. */
export interface VerdictEffect {
  readonly from: ComparedEnd;
  readonly to: ComparedEnd;
  readonly traffics: readonly Traffic[];
  /** Of the first of them: what lets others pass or stops them now may be another rule. */
  readonly before: Cell;
  readonly after: Cell;
  /** How many there are: from each to each other, for each traffic. */
  readonly flows: number;
}

/** A changed verdict of one pair. */
export interface Change {
  readonly from: ComparedEnd;
  readonly to: ComparedEnd;
  readonly traffic: Traffic;
  readonly before: Cell;
  readonly after: Cell;
}

interface Line {
  readonly from: ComparedEnd[];
  readonly to: ComparedEnd[];
  readonly traffics: Traffic[];
  readonly before: Cell;
  readonly after: Cell;
}

/** Changes gathered into lines: first those of one sender, then senders with the same receivers, then traffic between the same ends. */
export class VerdictLines {
  readonly #numbers = new Map<unknown, number>();
  readonly #lines = new Map<string, Line>();
  readonly #wholes = new Map<string, ComparedEnd>();

  note({ from, to, traffic, before, after }: Change): void {
    const key = [this.#numberOf(from), this.#apart(to), trafficKey(traffic), before.outcome, saying(after)].join('\n');
    const known = this.#lines.get(key);
    if (known === undefined) this.#lines.set(key, { from: [from], to: [to], traffics: [traffic], before, after });
    else known.to.push(to);
  }

  /** What is told of as a whole is the same object. */
  #numberOf(end: ComparedEnd): number {
    const one = end.type === 'ports' ? end.ports : end.type === 'outside' ? end.outside : end.front;
    let number = this.#numbers.get(one);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(one, number);
    }
    return number;
  }

  /** Ends outside and fronts are told one by one. */
  #apart(end: ComparedEnd | undefined): string {
    return end === undefined || end.type === 'ports' ? '' : `${this.#numberOf(end)}`;
  }

  all(): readonly VerdictEffect[] {
    const bySenders = merged(
      this.#lines.values(),
      ({ from, to, traffics, before, after }) =>
        [this.#keyOf(to), this.#apart(from[0]), ...traffics.map(trafficKey), before.outcome, saying(after)].join('\n'),
      (into, line) => into.from.push(...line.from),
    );
    const byTraffic = merged(
      bySenders,
      ({ from, to, before, after }) =>
        [this.#keyOf(from), this.#keyOf(to), before.outcome, after.outcome, after.because].join('\n'),
      (into, line) => into.traffics.push(...line.traffics),
    );
    return byTraffic.flatMap(({ from, to, traffics, before, after }) => {
      const [sender, receiver] = [this.#joined(from), this.#joined(to)];
      if (sender === null || receiver === null) return [];
      return [
        { from: sender, to: receiver, traffics, before, after, flows: pairsOf(sender, receiver) * traffics.length },
      ];
    });
  }

  /** Ports of all of them as one end, the same for the same. */
  #joined(ends: readonly ComparedEnd[]): ComparedEnd | null {
    const [first] = ends;
    if (first?.type !== 'ports' || ends.length === 1) return first ?? null;
    const key = this.#keyOf(ends);
    let known = this.#wholes.get(key);
    if (known === undefined) {
      known = { type: 'ports', ports: ends.flatMap((end) => (end.type === 'ports' ? end.ports : [])) };
      this.#wholes.set(key, known);
    }
    return known;
  }

  #keyOf(ends: readonly ComparedEnd[]): string {
    return ends
      .map((end) => this.#numberOf(end))
      .sort((a, b) => a - b)
      .join();
  }
}

function merged(
  lines: Iterable<Line>,
  keyOf: (line: Line) => string,
  merge: (into: Line, line: Line) => void,
): readonly Line[] {
  const found = new Map<string, Line>();
  for (const line of lines) {
    const key = keyOf(line);
    const known = found.get(key);
    if (known === undefined) found.set(key, line);
    else merge(known, line);
  }
  return [...found.values()];
}

/** What a port sends to itself is no flow. */
function pairsOf(from: ComparedEnd, to: ComparedEnd): number {
  const [senders, receivers] = [from, to].map((end) => (end.type === 'ports' ? end.ports.length : 1));
  const all = (senders ?? 1) * (receivers ?? 1);
  if (from.type !== 'ports' || to.type !== 'ports') return all;
  const own = new Set(from.ports);
  return all - to.ports.filter((port) => own.has(port)).length;
}

const trafficKey = ({ protocol, port }: Traffic): string => `${protocol} ${port}`;

const saying = ({ outcome, because, source, destination }: Cell): string =>
  [outcome, because, source?.rule?.node.id, destination?.rule?.node.id].join();
