import type { Link } from '@/lib/view/view';
import type { RaisedPath } from './path';

export type Emphasis = 'normal' | 'selected' | 'raised' | 'lowered';
export type LinkEmphasis = 'normal' | 'raised' | 'labelled' | 'lowered' | 'gone';

/** What decides how strongly each card and link is drawn. */
export interface EmphasisInput {
  readonly selected: ReadonlySet<string>;
  /** The selected region; null when a card or nothing is selected. */
  readonly region: string | null;
  readonly path: RaisedPath | null;
  /** Cards with something that is looked for; null when nothing is. */
  readonly passing: ReadonlySet<string> | null;
}

const NOTHING: EmphasisInput = { selected: new Set(), region: null, path: null, passing: null };

function isPlain({ selected, region, path, passing }: EmphasisInput): boolean {
  return selected.size === 0 && region === null && path === null && passing === null;
}

/** Emphasis of cards and links as an external store: a new selection renders the cards whose emphasis changes. */
export class EmphasisStore {
  #input = NOTHING;
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(input: EmphasisInput): void {
    // A live change of a map on which nothing is raised or lowered concerns no card's emphasis.
    if (isPlain(input) && isPlain(this.#input)) return;
    this.#input = input;
    for (const listener of this.#listeners) listener();
  }

  /** Whether a region is the selection. */
  region(id: string): boolean {
    return this.#input.region === id;
  }

  selectedRegion(): string | null {
    return this.#input.region;
  }

  card(id: string): Emphasis {
    const { selected, path, passing } = this.#input;
    if (selected.has(id)) return 'selected';
    if (passing !== null && !passing.has(id)) return 'lowered';
    if (path === null) return 'normal';
    return path.cards.has(id) ? 'raised' : 'lowered';
  }

  link({ id, from, to, quiet = false }: Pick<Link, 'id' | 'from' | 'to' | 'quiet'>): LinkEmphasis {
    const ends = [this.card(from), this.card(to)];
    const { path, region } = this.#input;
    if (quiet && (region !== null || !path?.links.has(id))) return 'gone';
    // A selected namespace keeps its own lines quiet: raising them all would draw none of them out.
    if (region !== null) return ends.includes('lowered') ? 'lowered' : 'normal';
    if (path?.links.has(id)) return path.labelled.has(id) ? 'labelled' : 'raised';
    return path !== null || ends.includes('lowered') ? 'lowered' : 'normal';
  }
}
