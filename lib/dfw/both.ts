import type { DfwWorld } from './reach';

/** The same world as it is and as it would be. */
export interface Both {
  readonly before: DfwWorld;
  readonly after: DfwWorld;
}
