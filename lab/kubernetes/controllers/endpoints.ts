import { equal } from '../json/value';
import { timestamp } from '../store/timestamp';
import type { Context } from './context';
import { keyOf } from './cluster';
import { byAddress, type EndpointGroup, endpointGroups } from './endpoint-selection';
import { serviceOf, syncSlices } from './endpoint-slices';
import { ObjectIndex, SelectorIndex } from './object-index';
import { endpoints, endpointSlices, pods, services } from './resources';
import type { Endpoint, Pod, Service } from './types';

/** Endpoints objects name this many addresses at most; slices have them all. */
const capacity = 1000;
const triggerAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';
const overAnnotation = 'endpoints.kubernetes.io/over-capacity';

/** Keeps the Endpoints and EndpointSlices of every Service with a selector in step with the Pods behind it. */
export function startEndpoints(context: Context): void {
  const { cluster, loop } = context;
  const managed = new Set<string>();
  const slices = new ObjectIndex(cluster, endpointSlices, (slice) => {
    const service = serviceOf(slice);
    return service === undefined ? [] : [service];
  });
  const queue = loop.queue('endpoints', (key) => {
    const service = cluster.get(services, key);
    if (!service && managed.delete(key)) cluster.remove(endpoints, key);
    if (!service || !selectorOf(service) || service.spec.type === 'ExternalName') return;
    managed.add(key);
    const groups = endpointGroups(
      service,
      context.pods.selected(service.metadata.namespace, { matchLabels: service.spec.selector ?? {} }),
    );
    syncEndpoints(context, service, groups);
    syncSlices(context, slices, service, groups);
  });
  const index = new SelectorIndex(cluster, services, selectorOf);
  cluster.watch(services, ({ object }) => queue.add(keyOf(object)));
  cluster.watch(endpoints, ({ type, object }) => {
    if (type === 'DELETED') queue.add(keyOf(object));
  });
  cluster.watch(endpointSlices, ({ type, object }) => {
    const service = serviceOf(object);
    if (type === 'DELETED' && service !== undefined) queue.add(service);
  });
  cluster.watch(pods, ({ object, previous }) => {
    if (previous && isSameToServices(previous, object) && !object.metadata.deletionTimestamp) return;
    for (const service of index.selecting(object)) queue.add(keyOf(service));
    if (!previous || previous.metadata.labels === object.metadata.labels) return;
    for (const service of index.selecting(previous)) queue.add(keyOf(service));
  });
}

function selectorOf(service: Service) {
  const { selector } = service.spec;
  return selector && Object.keys(selector).length > 0 ? { matchLabels: selector } : undefined;
}

function isSameToServices(a: Pod, b: Pod): boolean {
  const view = ({ metadata, spec, status }: Pod) => [
    metadata.labels,
    metadata.deletionTimestamp,
    spec.nodeName,
    status?.podIP,
    status?.phase,
    status?.conditions?.find(({ type }) => type === 'Ready')?.status,
  ];
  return equal(view(a), view(b));
}

function addressesOf(list: readonly Endpoint[]): Record<string, unknown>[] | undefined {
  if (list.length === 0) return undefined;
  return byAddress(list).map(({ addresses, hostname, nodeName, targetRef }) => ({
    ip: addresses[0],
    ...(hostname ? { hostname } : {}),
    ...(nodeName ? { nodeName } : {}),
    ...(targetRef ? { targetRef } : {}),
  }));
}

function subsetsOf(groups: readonly EndpointGroup[]): { subsets: Record<string, unknown>[]; isTruncated: boolean } {
  const subsets: Record<string, unknown>[] = [];
  let left = capacity;
  let isTruncated = false;
  for (const { ports, endpoints: all } of groups) {
    const listed = byAddress(all.filter(({ conditions }) => !conditions.terminating || conditions.ready));
    const kept = listed.slice(0, left);
    isTruncated ||= kept.length < listed.length;
    left -= kept.length;
    if (kept.length === 0) continue;
    const addresses = addressesOf(kept.filter(({ conditions }) => conditions.ready));
    const notReadyAddresses = addressesOf(kept.filter(({ conditions }) => !conditions.ready));
    const plainPorts = ports.map(({ name, port, protocol, appProtocol }) => ({
      ...(name ? { name } : {}),
      port,
      protocol,
      ...(appProtocol ? { appProtocol } : {}),
    }));
    subsets.push({
      ...(addresses ? { addresses } : {}),
      ...(notReadyAddresses ? { notReadyAddresses } : {}),
      ...(plainPorts.length > 0 ? { ports: plainPorts } : {}),
    });
  }
  return { subsets, isTruncated };
}

function syncEndpoints({ cluster }: Context, service: Service, groups: readonly EndpointGroup[]): void {
  const { subsets, isTruncated } = subsetsOf(groups);
  const { name, namespace } = service.metadata;
  const labels: Record<string, string> = {
    ...service.metadata.labels,
    'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    ...(service.spec.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {}),
  };
  const annotations = { [triggerAnnotation]: timestamp(), ...(isTruncated ? { [overAnnotation]: 'truncated' } : {}) };
  const existing = cluster.mutate(endpoints, keyOf(service), (current) => {
    const isSame = equal(current.subsets ?? [], subsets) && equal(current.metadata.labels ?? {}, labels);
    if (isSame) return undefined;
    const { subsets: _old, ...rest } = current;
    return {
      ...rest,
      metadata: { ...current.metadata, labels, annotations },
      ...(subsets.length > 0 ? { subsets } : {}),
    };
  });
  if (existing) return;
  cluster.create(endpoints, {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name, namespace, labels, annotations },
    ...(subsets.length > 0 ? { subsets } : {}),
  });
}
