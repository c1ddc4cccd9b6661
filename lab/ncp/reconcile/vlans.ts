/** VLANs between cluster nodes and their Pods: each used once per parent VIF. 4094 is taken by NSX's own bus. */
const lastVlan = 4093;

/** Hands out VLANs per parent VIF and remembers who has which. */
export class Vlans {
  readonly #byParent = new Map<string, Map<number, string>>();
  readonly #byPod = new Map<string, { parent: string; vlan: number }>();

  /** Notes a VLAN found in NSX. A VLAN someone else already has stays theirs, and the newcomer gets another when asked for. */
  note(parent: string, podUid: string, vlan: number): void {
    const taken = this.#byParent.get(parent) ?? new Map<number, string>();
    this.#byParent.set(parent, taken);
    if (taken.has(vlan) && taken.get(vlan) !== podUid) return;
    this.release(podUid);
    taken.set(vlan, podUid);
    this.#byPod.set(podUid, { parent, vlan });
  }

  /** The Pod's VLAN on this parent, a free one when it has none. Throws when all are taken. */
  take(parent: string, podUid: string): number {
    const known = this.#byPod.get(podUid);
    if (known?.parent === parent) return known.vlan;
    const taken = this.#byParent.get(parent) ?? new Map<number, string>();
    for (let vlan = 1; vlan <= lastVlan; vlan += 1) {
      if (taken.has(vlan)) continue;
      this.note(parent, podUid, vlan);
      return vlan;
    }
    throw new Error(`no VLAN left on parent VIF ${parent}`);
  }

  release(podUid: string): void {
    const known = this.#byPod.get(podUid);
    if (known === undefined) return;
    this.#byPod.delete(podUid);
    this.#byParent.get(known.parent)?.delete(known.vlan);
  }
}
