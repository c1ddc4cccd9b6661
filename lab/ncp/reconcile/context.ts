import type { Reports } from '../kubernetes/reports';
import type { KubernetesState } from '../kubernetes/state';
import type { KubeNode, KubeObject } from '../mapping/kubernetes';
import type { Plan } from '../mapping/objects';
import type { Site } from '../mapping/site';
import { type NsxClient, NsxError } from '../nsx/client';
import { isExhausted, type NodePort, nodePorts, vifByMachine } from '../nsx/discovery';
import { type Realized, readRealized } from '../nsx/realized';
import type { Ledger } from './ledger';
import type { Vlans } from './vlans';

/** Everything the reconcilers share. */
export interface Shared {
  readonly site: Site;
  readonly state: KubernetesState;
  readonly ledger: Ledger;
  readonly vlans: Vlans;
  /** Segment index chosen for a Pod (by UID) whose port may not exist yet, so that two Pods never count on one address. */
  readonly placements: Map<string, number>;
  readonly nsx: NsxClient;
  readonly reports: Reports;
  /** Whether NCP writes Pod addresses into Kubernetes when nobody else has. */
  readonly podStatus: boolean;
  readonly signal: AbortSignal;
  /** Asks for another owner to be looked at. */
  enqueue(owner: string): void;
}

/** NSX refused or failed something for good reason; `code` is what NCP writes into its error annotations. */
export class PlannedFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Turns NSX's refusal to give an address into the words NCP uses. */
export function asFailure(error: unknown, pool: string): unknown {
  if (isExhausted(error)) return new PlannedFailure('IP_POOL_EXHAUSTED', `no address left in ${pool}`);
  if (error instanceof NsxError && error.status === 404 && error.message.includes(pool)) {
    return new PlannedFailure('IP_POOL_NOT_FOUND', `there is no ${pool}`);
  }
  return error;
}

/** The work all reconcilers have in common: writing plans, reading what NSX decided, finding nodes' VIFs. */
export class Workbench {
  readonly #shared: Shared;
  readonly #realized = new Map<string, string>();
  readonly #patience = new Map<string, number>();
  readonly #warned = new Map<string, string>();
  #ports: { at: number; found: Promise<NodePort[]> } | undefined;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** Makes NSX hold what the plan says, and no more once the plan is complete. */
  async apply(owner: string, plan: Plan): Promise<void> {
    const { ledger, nsx, signal } = this.#shared;
    for (const wanted of plan.objects) {
      if (!ledger.needsWrite(wanted)) continue;
      await nsx.patch(wanted.path, wanted.body, signal);
      ledger.wrote(owner, wanted, performance.now());
    }
    if (plan.waiting.length > 0) return;
    for (const path of ledger.surplus(owner, new Set(plan.objects.map((wanted) => wanted.path)))) {
      await nsx.delete(path, signal);
      ledger.forget(path);
      this.#realized.delete(path);
    }
  }

  /**
   * What NSX decided for an address or subnet object; undefined while it has not, or the object is not there. `seen`
   * finds the value in an object that uses it: good for what this run has only read, and a question less per object.
   */
  async decided(
    path: string,
    what: 'address' | 'cidr',
    seen: () => string | undefined = () => undefined,
  ): Promise<string | undefined> {
    if (!this.#shared.ledger.has(path)) return undefined;
    const known = this.#realized.get(path) ?? (this.#shared.ledger.writtenAt(path) === 0 ? seen() : undefined);
    if (known !== undefined) {
      this.#realized.set(path, known);
      return known;
    }
    const found: Realized = await readRealized(this.#shared.nsx, path, what, this.#shared.signal);
    if (found.state === 'failed') {
      const pool = path.split('/ip-')[1] ?? path;
      throw asFailure(new NsxError(400, found.code, found.message), pool);
    }
    if (found.state === 'waiting') {
      await this.#checkIntent(path);
      return undefined;
    }
    this.rested(path);
    this.#realized.set(path, found.value);
    return found.value;
  }

  /** True each time the caller has waited for `path` another `polls` times: time for a closer look. */
  isTired(path: string, polls: number): boolean {
    const waits = (this.#patience.get(path) ?? 0) + 1;
    this.#patience.set(path, waits);
    return waits % polls === 0;
  }

  /** The wait for `path` is over. */
  rested(path: string): void {
    this.#patience.delete(path);
  }

  /** What is waited for in vain may not be there at all: looked up now and then, and forgotten, so that it is made again. */
  async #checkIntent(path: string): Promise<void> {
    if (!this.isTired(path, 8)) return;
    try {
      await this.#shared.nsx.get(path, this.#shared.signal);
    } catch (error) {
      if (!(error instanceof NsxError && error.status === 404)) throw error;
      this.#shared.ledger.forget(path);
    }
  }

  /** Forgets what NSX decided, after it lost its memory. */
  forgetDecisions(): void {
    this.#realized.clear();
    this.#ports = undefined;
  }

  /** VIF of the node's one tagged port. Throws PlannedFailure when there is none, or more than one. */
  async parentVif(node: KubeNode): Promise<string> {
    const ports = (await this.#nodePorts()).filter((port) => port.node === node.name);
    const [port] = ports;
    if (port === undefined) {
      this.#ports = undefined;
      throw new PlannedFailure('NODE_PORT_NOT_FOUND', `no segment port is tagged ncp/node_name = ${node.name}`);
    }
    if (ports.length > 1) {
      this.#ports = undefined;
      throw new PlannedFailure(
        'NODE_PORT_AMBIGUOUS',
        `${ports.length} segment ports are tagged ncp/node_name = ${node.name}`,
      );
    }
    const vif = port.vif ?? (await vifByMachine(this.#shared.nsx, node, this.#shared.signal));
    if (vif === undefined) throw new PlannedFailure('NODE_VIF_NOT_FOUND', `the port of ${node.name} has no attachment`);
    return vif;
  }

  /** Warns once per object and reason until it is resolved. */
  async warn(item: KubeObject, failure: PlannedFailure): Promise<void> {
    if (this.#warned.get(item.uid) === failure.code) return;
    this.#warned.set(item.uid, failure.code);
    await this.#shared.reports.warn(item, failure.code, failure.message, this.#shared.signal);
  }

  /** The object is fine again. */
  resolved(item: KubeObject): void {
    this.#warned.delete(item.uid);
  }

  async #nodePorts(): Promise<NodePort[]> {
    const now = performance.now();
    if (this.#ports === undefined || now - this.#ports.at > 60_000) {
      const found = nodePorts(this.#shared.nsx, this.#shared.site.cluster, this.#shared.signal);
      this.#ports = { at: now, found };
      found.catch(() => {
        this.#ports = undefined;
      });
    }
    return await this.#ports.found;
  }
}
