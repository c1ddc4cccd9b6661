import { isFinished, isReady } from './conditions';
import type { Endpoint, EndpointPort, Pod, Service, ServicePort } from './types';

/** Endpoints that share the same target ports. */
export interface EndpointGroup {
  readonly ports: EndpointPort[];
  readonly endpoints: Endpoint[];
}

function targetPort(pod: Pod, { port, targetPort: target, protocol = 'TCP' }: ServicePort): number | undefined {
  if (typeof target === 'number') return target === 0 ? port : target;
  if (target === undefined || target === '') return port;
  for (const { ports = [] } of pod.spec.containers) {
    for (const candidate of ports) {
      if (candidate.name === target && (candidate.protocol ?? 'TCP') === protocol) return candidate.containerPort;
    }
  }
  return undefined;
}

function portsOf(service: Service, pod: Pod): EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((wanted) => {
    const port = targetPort(pod, wanted);
    if (port === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = wanted;
    return [{ name, protocol, port, ...(appProtocol ? { appProtocol } : {}) }];
  });
}

function endpointOf(service: Service, pod: Pod, address: string): Endpoint {
  const isTerminating = pod.metadata.deletionTimestamp !== undefined;
  const serving = isReady(pod);
  const hostname = pod.spec.subdomain === service.metadata.name ? pod.spec.hostname : undefined;
  return {
    addresses: [address],
    conditions: {
      ready: service.spec.publishNotReadyAddresses === true || (serving && !isTerminating),
      serving,
      terminating: isTerminating,
    },
    ...(hostname ? { hostname } : {}),
    targetRef: {
      kind: 'Pod',
      namespace: pod.metadata.namespace ?? '',
      name: pod.metadata.name,
      uid: pod.metadata.uid,
    },
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
  };
}

/** The endpoints a Service has in these Pods, grouped by target ports: named ports may differ from Pod to Pod. */
export function endpointGroups(service: Service, selected: readonly Pod[]): EndpointGroup[] {
  const groups = new Map<string, EndpointGroup>();
  for (const pod of selected) {
    const address = pod.status?.podIP;
    if (!address || isFinished(pod)) continue;
    const ports = portsOf(service, pod);
    if (ports.length === 0 && (service.spec.ports?.length ?? 0) > 0) continue;
    const identity = JSON.stringify(ports);
    const group = groups.get(identity) ?? { ports, endpoints: [] };
    groups.set(identity, group);
    group.endpoints.push(endpointOf(service, pod, address));
  }
  return [...groups.values()];
}

function compareAddresses(a: Endpoint, b: Endpoint): number {
  const parts = ({ addresses }: Endpoint) => (addresses[0] ?? '').split('.').map(Number);
  const [left, right] = [parts(a), parts(b)];
  const different = left.findIndex((part, position) => part !== right[position]);
  return different < 0 ? 0 : (left[different] ?? 0) - (right[different] ?? 0);
}

/** The same endpoints in the order of their addresses. */
export function byAddress(list: readonly Endpoint[]): Endpoint[] {
  return [...list].sort(compareAddresses);
}
