import { KINDS } from '../kinds';
import type { GraphNode } from '../model';

/** An object that was found, and how good. */
export interface Ranked {
  readonly node: GraphNode;
  readonly score: number;
}

const ORDER: ReadonlyMap<string, number> = new Map(KINDS.map((kind, index) => [kind.name, index]));

/**
 * So many that are as good as the worst of the best, with names as long, have their names compared with it. Among thousands of
 * equals it says nothing which come first by name, and reading all their names is most of the cost of a word that all objects hold.
 */
const COMPARED = 1_000;

/** What was found, by kind: of each how much, and the best. */
export class Shelves {
  readonly #shelves = new Map<string, Shelf>();

  constructor(private readonly perKind: number) {}

  of(kind: string): Shelf {
    let shelf = this.#shelves.get(kind);
    if (shelf === undefined) {
      shelf = new Shelf(kind, this.perKind);
      this.#shelves.set(kind, shelf);
    }
    return shelf;
  }

  /** The kind with the best first. */
  sorted(): readonly Shelf[] {
    return [...this.#shelves.values()].sort(compareShelves);
  }
}

/** The best of one kind, and how many there were. */
export class Shelf {
  total = 0;
  readonly best: Ranked[] = [];
  /** How many were compared by name. */
  #compared = 0;

  constructor(
    readonly kind: string,
    private readonly most: number,
  ) {}

  /** As {@link add}, for one whose name is known to be so long at least: most need not be looked at. */
  offer(node: GraphNode, score: number, nameLength: number): void {
    const last = this.best.length < this.most ? undefined : this.best.at(-1);
    if (last !== undefined && (score < last.score || (score === last.score && !this.#isWorthReading(nameLength, last))))
      this.total++;
    else this.add(node, score);
  }

  /** Whether one as good as the last may come before it by its name, of which the length is known. */
  #isWorthReading(nameLength: number, { node: { name } }: Ranked): boolean {
    if (nameLength !== name.length) return nameLength < name.length;
    return ++this.#compared <= COMPARED;
  }

  add(node: GraphNode, score: number): void {
    this.total++;
    const { best } = this;
    const last = best.length < this.most ? undefined : best.at(-1);
    if (last !== undefined && (score < last.score || (score === last.score && compareNodes(node, last.node) >= 0)))
      return;
    let at = best.length;
    for (; at > 0; at--) {
      const before = best[at - 1];
      if (before === undefined || before.score > score) break;
      if (before.score === score && compareNodes(before.node, node) <= 0) break;
    }
    best.splice(at, 0, { node, score });
    if (best.length > this.most) best.pop();
  }
}

/** Of equals the shorter name, then by name, so that the order of few does not depend on how they came. */
function compareNodes(a: GraphNode, b: GraphNode): number {
  if (a.name.length !== b.name.length) return a.name.length - b.name.length;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function compareShelves(a: Shelf, b: Shelf): number {
  const score = ({ best }: Shelf): number => best[0]?.score ?? 0;
  return score(b) - score(a) || (ORDER.get(a.kind) ?? 0) - (ORDER.get(b.kind) ?? 0);
}
