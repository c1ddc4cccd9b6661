import type { Entry } from './entry';

/** The part of a list that may have left: what is gone stays in memory as long as it is in a list. */
const BORNE = 1 / 8;

/**
 * Entries that carry something. Who leaves is only counted, and is still told among the others for a while: they are asked for
 * rarely and looked at anyhow then, while a Set of them is filled for every port that comes.
 */
export class Carriers {
  private entries: Entry[] = [];
  private left = 0;

  get size(): number {
    return Math.max(0, this.entries.length - this.left);
  }

  /** All who carry it and are there; some may be told twice, and some who carry it no more. */
  all(): readonly Entry[] {
    return this.left === 0 ? this.entries : this.entries.filter(({ alive }) => alive);
  }

  add(entry: Entry): void {
    this.entries.push(entry);
  }

  /** One that was added has left; `stays` tells who has not, for when the list is cleared up. */
  leave(stays: (entry: Entry) => boolean): void {
    this.left++;
    if (this.left <= this.entries.length * BORNE) return;
    this.entries = [...new Set(this.entries)].filter((entry) => entry.alive && stays(entry));
    this.left = 0;
  }
}
