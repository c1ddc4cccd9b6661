import type { JsonObject } from '../json';
import type { Problem } from '../problem';
import { type Actor, systemActorName, type WriteMode } from './transaction';
import type { StoredObject, Tree } from './tree';

/** A write of a batch: no body means delete. */
export interface PlannedWrite {
  readonly path: string;
  readonly body: JsonObject | undefined;
}

/** NSX itself, when it makes objects on its own account. */
export const systemActor: Actor = { name: systemActorName, principal: false, overwrite: true };

/** The tree together with the one way to change it. */
export interface TreeWriter {
  readonly tree: Tree;
  readonly now: () => number;
  /** Writes and deletes as one: all happen or none. Returns what was stored. */
  write(writes: readonly PlannedWrite[], mode: WriteMode, actor: Actor, wholeTrees?: boolean): StoredObject[] | Problem;
}
