import { realizedAddresses } from '../realization/port-answer';
import type { ManagerState } from '../state';
import type { StoredObject } from '../tree/tree';

const types = ['SegmentPort', 'VpcSubnetPort'];

/** Where ports are on the data path: realised addresses of ports, and the ports that hold an address. */
export class PortIndex {
  readonly #state: ManagerState;
  readonly #addresses = new Map<string, readonly string[]>();
  #holders: Map<string, StoredObject> | undefined;

  constructor(state: ManagerState) {
    this.#state = state;
  }

  /** The port at a path, if there is one. */
  at(path: string): StoredObject | undefined {
    const object = this.#state.tree.live(path);
    return types.includes(object?.placement.type.name ?? '') ? object : undefined;
  }

  /** Realised addresses of a port; none while it has no realised binding. */
  addressesOf(path: string): readonly string[] {
    const known = this.#addresses.get(path);
    if (known !== undefined) return known;
    const port = this.at(path);
    const found = port === undefined ? [] : realizedAddresses(this.#state, port);
    this.#addresses.set(path, found);
    return found;
  }

  /** The port that holds an address; of several, the first by path. */
  holderOf(address: string): StoredObject | undefined {
    this.#holders ??= this.#index();
    return this.#holders.get(address);
  }

  #index(): Map<string, StoredObject> {
    const holders = new Map<string, StoredObject>();
    for (const port of types.flatMap((type) => [...this.#state.tree.ofType(type)])) {
      for (const address of this.addressesOf(port.path)) {
        const other = holders.get(address);
        if (other === undefined || port.path < other.path) holders.set(address, port);
      }
    }
    return holders;
  }
}
