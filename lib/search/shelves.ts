import { KINDS } from '../kinds';
import type { GraphNode } from '../model';

/** An object that was found, and how good. */
export interface Ranked {
  readonly node: GraphNode;
  readonly score: number;
}

const ORDER: ReadonlyMap<string, number> = new Map(KINDS.map((kind, index) => [kind.name, index]));

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
class Shelf {
  total = 0;
  readonly best: Ranked[] = [];

  constructor(
    readonly kind: string,
    private readonly most: number,
  ) {}

  /** As {@link add}, for one whose name is known to be so long at least: most need not be looked at. */
  offer(node: GraphNode, score: number, nameLength: number): void {
    const last = this.best.length < this.most ? undefined : this.best.at(-1);
    if (last !== undefined && (score < last.score || (score === last.score && nameLength > last.node.name.length)))
      this.total++;
    else this.add(node, score);
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

/** Of equals the shorter name, then by name, so that the order does not depend on how they came. */
function compareNodes(a: GraphNode, b: GraphNode): number {
  if (a.name.length !== b.name.length) return a.name.length - b.name.length;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function compareShelves(a: Shelf, b: Shelf): number {
  const score = ({ best }: Shelf): number => best[0]?.score ?? 0;
  return score(b) - score(a) || (ORDER.get(a.kind) ?? 0) - (ORDER.get(b.kind) ?? 0);
}
