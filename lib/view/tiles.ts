import type { BoxNoun } from './box-words';
import { LIMITS } from './folding';
import type { Finds } from './part';
import type { Places } from './places';
import { toRegion } from './regions';
import { type Memory, remembered } from './remembered';
import type { Box } from './space';
import type { SpaceSummary } from './summary';
import type { Region, Tile, ViewSpec } from './view';

/** A tile with what of its box its summary does not stand for. */
interface MadeTile {
  readonly box: Pick<Box, 'node' | 'title' | 'lead'>;
  readonly region: Region;
}

type Made = WeakMap<SpaceSummary, MadeTile>;

const KEPT: Memory<Places, Made> = new WeakMap();
const MOST_KEPT = 48;

/** Tiles for what of the boxes is folded; null where there are few enough for a card each. */
export function tilesFor(places: Places, boxes: readonly Box[], finds: Finds | null): Tiles | null {
  return boxes.length > LIMITS.foldedCards ? new Tiles(places, finds) : null;
}

/**
 * Folded boxes that carry all their facts themselves. A tile stays the same object as long as nothing in its box changes, so
 * that comparing two views of thousands costs nothing; views that look for the same share them.
 */
export class Tiles {
  readonly #made: Made;

  constructor(
    places: Places,
    private readonly finds: Finds | null,
  ) {
    this.#made = remembered(KEPT, places, finds?.text ?? '', MOST_KEPT, () => new WeakMap());
  }

  /** The tile of a box; whose it is, the heading above its cluster's tiles says. */
  of(box: Box): Region {
    const { summary, node, title, lead } = box;
    const known = this.#made.get(summary);
    if (known !== undefined && known.box.node === node && known.box.title === title && known.box.lead === lead)
      return known.region;
    const region: Region = { ...toRegion(box, true, false), tile: this.#countsOf(box) };
    this.#made.set(summary, { box: { node, title, lead }, region });
    return region;
  }

  #countsOf(box: Box): Tile {
    const { planes, objects } = box.summary;
    if (this.finds === null) return { planes, objects };
    return { planes, objects, found: this.finds.counted(box.summary, () => box.units) };
  }
}

/** What tiles count together. */
export interface Tiled {
  readonly boxes: number;
  readonly objects: number;
  readonly found: number;
}

/** What is not drawn because of tiles; a grouped view says so of all its folded boxes. */
export function tileNotes(spec: ViewSpec, { many }: BoxNoun, { boxes }: Tiled): readonly string[] {
  if (spec.by !== undefined || boxes === 0) return [];
  return [`${boxes.toLocaleString('en')} ${many} are tiles without lines: open one to see what it hangs on`];
}
