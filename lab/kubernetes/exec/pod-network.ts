import { isIPv4 } from 'node:net';
import { asArray, asNumber, asObject, asString, at } from '../json/value';
import type { KubeObject, LabStore } from '../store/contract';
import type { Arrival, DataPlaneClient } from './data-plane';
import type { Delivery, PodNetwork } from './process';

const core = (resource: string) => ({ group: '', resource });
const serviceDomain = ['svc', 'cluster', 'local'];
const lost: Delivery = { result: 'lost', hops: 0 };
const own: Delivery = { result: 'delivered', hops: 0 };

/** The network as one Pod sees it: names and cluster addresses are the cluster's affair, the rest the data plane's. */
export class NetworkOfPod implements PodNetwork {
  readonly #store: LabStore;
  readonly #pod: KubeObject;
  readonly #plane: DataPlaneClient | undefined;

  constructor(store: LabStore, pod: KubeObject, plane: DataPlaneClient | undefined) {
    this.#store = store;
    this.#pod = pod;
    this.#plane = plane;
  }

  resolve(name: string): string | undefined {
    if (isIPv4(name)) return name;
    if (name === 'localhost') return '127.0.0.1';
    if (name === this.#pod.metadata.name) return this.#address;
    const [service = '', namespace = this.#pod.metadata.namespace, ...domain] = name.replace(/\.$/, '').split('.');
    if (domain.some((part, index) => part !== serviceDomain[index])) return undefined;
    const found = this.#store.get(core('services'), namespace, service);
    const address = asString(at(found, 'spec', 'clusterIP'));
    return address === 'None' ? this.#endpoints(found, undefined)[0]?.address : address || undefined;
  }

  async echo(address: string): Promise<Delivery> {
    if (this.#isOwn(address)) return own;
    // Nothing answers echo requests at a cluster address: it is a translation, and no machine.
    if (this.#serviceAt(address) !== undefined) return lost;
    const arrival = await this.#plane?.send({ from: this.#address, to: address, protocol: 'icmp' });
    if (arrival === undefined) return lost;
    return arrival.isOutside && this.#isNode(address) ? { ...arrival, result: 'delivered' } : arrival;
  }

  async connect(address: string, port: number): Promise<Delivery> {
    if (this.#isOwn(address)) return this.#listens(this.#pod, port) ? own : { ...own, result: 'refused' };
    const service = this.#serviceAt(address);
    const ends = service === undefined ? [{ address, port }] : this.#endpoints(service, port);
    const end = ends[Math.floor(Math.random() * ends.length)];
    // A Service without endpoints is refused on the cluster node itself.
    if (end === undefined) return { ...own, result: 'refused' };
    const arrival = await this.#plane?.send({ from: this.#address, to: end.address, protocol: 'tcp', port: end.port });
    return arrival === undefined ? lost : this.#received(arrival);
  }

  get #address(): string {
    return asString(at(this.#pod, 'status', 'podIP'));
  }

  #isOwn(address: string): boolean {
    return address === this.#address || address.startsWith('127.');
  }

  /** Cluster nodes are mostly reached over networks of which NSX knows nothing. */
  #isNode(address: string): boolean {
    return this.#store
      .list(core('nodes'))
      .some((node) => asArray(at(node, 'status', 'addresses')).some((entry) => at(entry, 'address') === address));
  }

  /** What arrives at a Pod is taken by a container that states the port. */
  #received(arrival: Arrival): Delivery {
    if (arrival.result !== 'delivered' || arrival.port === undefined) return arrival;
    const pod = this.#store
      .list(core('pods'), undefined)
      .find((entry) => at(entry, 'status', 'podIP') === arrival.address && at(entry, 'status', 'phase') === 'Running');
    return pod === undefined || this.#listens(pod, arrival.port) ? arrival : { ...arrival, result: 'refused' };
  }

  #listens(pod: KubeObject, port: number): boolean {
    const ports = asArray(at(pod, 'spec', 'containers')).flatMap((container) => asArray(at(container, 'ports')));
    return ports.some((entry) => at(entry, 'containerPort') === port);
  }

  #serviceAt(address: string): KubeObject | undefined {
    return this.#store.list(core('services'), undefined).find((entry) => at(entry, 'spec', 'clusterIP') === address);
  }

  /** Ready endpoints of a Service behind one of its ports; behind all of them when none is named. */
  #endpoints(service: KubeObject | undefined, port: number | undefined): { address: string; port: number }[] {
    if (service === undefined) return [];
    const wanted = asArray(at(service, 'spec', 'ports')).find((entry) => at(entry, 'port') === port);
    if (port !== undefined && wanted === undefined) return [];
    const name = asString(at(wanted, 'name'));
    const { namespace, name: serviceName } = service.metadata;
    const endpoints = this.#store.get(core('endpoints'), namespace, serviceName);
    return asArray(at(endpoints, 'subsets'))
      .map(asObject)
      .flatMap((subset) => {
        const open = asArray(subset.ports).find((entry) => asString(at(entry, 'name')) === name);
        const addresses = asArray(subset.addresses).map((entry) => asString(at(entry, 'ip')));
        return addresses.map((address) => ({ address, port: asNumber(at(open, 'port')) }));
      });
  }
}
