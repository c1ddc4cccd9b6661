import { equal } from '../json/value';
import { timestamp } from '../store/timestamp';
import type { Context } from './context';
import { keyOf } from './cluster';
import type { EndpointGroup } from './endpoint-selection';
import type { ObjectIndex } from './object-index';
import { referenceTo } from './owner';
import { endpointSlices } from './resources';
import type { Endpoint, EndpointSlice, Service } from './types';

const perSlice = 100;
const nameLabel = 'kubernetes.io/service-name';
const managedLabel = 'endpointslice.kubernetes.io/managed-by';
const manager = 'endpointslice-controller.k8s.io';

const identityOf = (endpoint: Endpoint) => endpoint.targetRef?.uid ?? endpoint.addresses[0] ?? '';

/** The key of the Service whose slice this is; undefined for slices that others manage. */
export function serviceOf({ metadata }: EndpointSlice): string | undefined {
  const { [nameLabel]: name, [managedLabel]: by } = metadata.labels ?? {};
  return name !== undefined && by === manager ? `${metadata.namespace}/${name}` : undefined;
}

/** Brings the slices of a Service in line: endpoints stay in the slice they are in, new ones fill gaps, then new slices. */
export function syncSlices(
  context: Context,
  index: ObjectIndex<EndpointSlice>,
  service: Service,
  groups: readonly EndpointGroup[],
): void {
  const mine = index.of(keyOf(service)).filter(({ metadata }) => !metadata.deletionTimestamp);
  // A Service without endpoints keeps one empty slice, so that readers see it was looked at.
  const wanted = groups.some(({ endpoints }) => endpoints.length > 0) ? groups : [{ ports: [], endpoints: [] }];
  const unused = new Set(mine);
  for (const group of wanted) {
    const own = mine.filter((slice) => unused.has(slice) && equal(slice.ports ?? [], group.ports));
    for (const slice of own) unused.delete(slice);
    const leftover = own.length === 0 ? [...unused].slice(0, 1) : [];
    for (const slice of leftover) unused.delete(slice);
    placeGroup(context, service, group, own.length > 0 ? own : leftover);
  }
  for (const slice of unused) context.cluster.remove(endpointSlices, keyOf(slice));
}

function placeGroup(context: Context, service: Service, group: EndpointGroup, slices: readonly EndpointSlice[]): void {
  const open = new Map(group.endpoints.map((endpoint) => [identityOf(endpoint), endpoint]));
  const contents = slices.map((slice) => {
    const kept: Endpoint[] = [];
    for (const old of slice.endpoints ?? []) {
      const endpoint = open.get(identityOf(old));
      if (!endpoint) continue;
      open.delete(identityOf(old));
      kept.push(endpoint);
    }
    return { slice, kept };
  });
  const fresh = [...open.values()];
  for (const { kept } of contents) kept.push(...fresh.splice(0, Math.max(0, perSlice - kept.length)));
  let hasOne = false;
  for (const { slice, kept } of contents) {
    if (kept.length === 0 && (hasOne || group.endpoints.length > 0))
      context.cluster.remove(endpointSlices, keyOf(slice));
    else {
      hasOne = true;
      write(context, service, group, slice, kept);
    }
  }
  while (fresh.length > 0 || !hasOne) {
    hasOne = true;
    create(context, service, group, fresh.splice(0, perSlice));
  }
}

function labelsOf(service: Service): Record<string, string> {
  return {
    ...service.metadata.labels,
    [managedLabel]: manager,
    [nameLabel]: service.metadata.name,
    ...(service.spec.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {}),
  };
}

const trigger = () => ({ 'endpoints.kubernetes.io/last-change-trigger-time': timestamp() });

function write(context: Context, service: Service, group: EndpointGroup, slice: EndpointSlice, list: Endpoint[]): void {
  const labels = labelsOf(service);
  context.cluster.mutate(endpointSlices, keyOf(slice), (current) => {
    const isSame = equal(current.endpoints ?? [], list) && equal(current.ports ?? [], group.ports);
    if (isSame && equal(current.metadata.labels ?? {}, labels)) return undefined;
    const metadata = { ...current.metadata, labels, annotations: { ...current.metadata.annotations, ...trigger() } };
    return { ...current, metadata, endpoints: list, ports: group.ports };
  });
}

function create(context: Context, service: Service, group: EndpointGroup, list: Endpoint[]): void {
  const { name, namespace } = service.metadata;
  context.cluster.create(endpointSlices, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: labelsOf(service),
      annotations: trigger(),
      ownerReferences: [referenceTo(service)],
    },
    addressType: service.spec.ipFamilies?.[0] ?? 'IPv4',
    endpoints: list,
    ports: group.ports,
  });
}
