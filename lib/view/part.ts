import type { Findable, Test } from '../find';
import { type GraphNode, type NodeId, samePlain } from '../model';
import type { Places } from './places';
import { type Memory, remembered } from './remembered';
import type { Space } from './space';
import { type SpaceSummary, summarize } from './summary';
import type { Unit } from './units';

/** A namespace without what is left out of a view. */
export interface Part {
  /** Null when nothing of it is left. */
  readonly space: Space | null;
  readonly hidden: number;
  /** How many of the hidden are not healthy. */
  readonly hiddenIll: number;
  /** What it was taken for, beside the state of the namespace. */
  readonly reasons: readonly string[];
}

/** Parts that were made, as long as nothing changes in their namespace: its summary stands for its state. */
type Made = WeakMap<SpaceSummary, Part>;

const NO_REASONS: readonly string[] = [];
const MOST_KEPT = 48;
const KEPT: Memory<Places, Made> = new WeakMap();

/**
 * Takes parts of namespaces. Views that leave out the same (`key`) share them, so that a change costs the namespaces it
 * touches.
 * The last few keys are remembered.
 */
export class Parts {
  readonly #made: Made;

  constructor(
    private readonly places: Places,
    key: string,
    private readonly keeps: (unit: Findable) => boolean,
    /** What to call what is left out on the card of a folded namespace; null where it goes without saying. */
    private readonly left: string | null,
  ) {
    this.#made = madeFor(places, key);
  }

  /** `reasons` is what else decides, such as the ids that are meant: another list makes another part. */
  of(space: Space, reasons: readonly string[] = NO_REASONS): Part {
    const { summary } = space;
    let part = this.#made.get(summary);
    if (part === undefined || !samePlain(part.reasons, reasons)) {
      part = { ...this.#take(space), reasons };
      this.#made.set(summary, part);
    }
    return part;
  }

  #take(space: Space): Omit<Part, 'reasons'> {
    const units = space.units.filter((unit) => this.keeps(unit));
    const left = space.units.length - units.length;
    if (units.length === 0 && (space.node === null || !this.keeps(asFindable(space.node))))
      return { space: null, hidden: left, hiddenIll: space.summary.ill };
    if (left === 0) return { space, hidden: 0, hiddenIll: 0 };
    const own = new Set(units.flatMap(({ nodes }) => nodes.map(({ id }) => id)));
    const { id, kind, title, cluster, namespace, system, node } = space;
    const summed = summarize(this.places.graph, { units, node, inside: (one: NodeId) => own.has(one) });
    // Of the Namespace itself is said what it has, whatever of it is shown: none of it is gone.
    const { words, pods } = space.summary;
    const contents =
      this.left === null
        ? summed.contents
        : [withoutNone(summed.contents), `${left} ${this.left}`].filter(Boolean).join(', ');
    const summary = { ...summed, words, pods, contents };
    return {
      space: { id, kind, title, lead: null, cluster, namespace, system, node, units, summary, made: () => units },
      hidden: left,
      hiddenIll: space.summary.ill - summary.ill,
    };
  }
}

/** Ports that are left out are not none. */
const withoutNone = (contents: string): string => contents.replace(/(^|, )0 ports$/, '');

/** Counts what an expression finds in namespaces, as long as they do not change. */
export class Finds {
  readonly #counts = new WeakMap<object, number>();

  constructor(
    readonly text: string,
    readonly test: Test,
  ) {}

  in(units: readonly Unit[]): number {
    return units.reduce((sum, unit) => sum + Number(this.test(unit)), 0);
  }

  /** `state` is an object that is another one as soon as the units are. */
  counted(state: object, units: () => readonly Unit[]): number {
    let count = this.#counts.get(state);
    if (count === undefined) {
      count = this.in(units());
      this.#counts.set(state, count);
    }
    return count;
  }
}

const FINDS: Memory<Places, Finds> = new WeakMap();

/** The counts of one expression, shared by all views that ask for it. */
export function findsOf(places: Places, text: string, test: Test): Finds {
  return remembered(FINDS, places, text, MOST_KEPT, () => new Finds(text, test));
}

function madeFor(places: Places, key: string): Made {
  return remembered(KEPT, places, key, MOST_KEPT, () => new WeakMap());
}

function asFindable(node: GraphNode): Findable {
  const { kind, name, state, reason, cluster } = node;
  return { kind, title: name, line: '', state, reason, nodes: [node], cluster, namespace: name };
}
