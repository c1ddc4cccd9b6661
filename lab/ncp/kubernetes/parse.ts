import { type JsonObject, list, number, object, stringMap, text } from '../json';
import type {
  KubeEndpointSlice,
  KubeIngress,
  KubeIngressPath,
  KubeMeta,
  KubeNamespace,
  KubeNetworkPolicy,
  KubeNode,
  KubeObject,
  KubePeer,
  KubePod,
  KubePolicyPort,
  KubePolicyRule,
  KubeSelector,
  KubeService,
} from '../mapping/kubernetes';

function metaOf(raw: JsonObject): KubeMeta {
  const meta = object(raw.metadata);
  return {
    uid: text(meta.uid) ?? '',
    name: text(meta.name) ?? '',
    namespace: text(meta.namespace) ?? '',
    labels: stringMap(meta.labels),
    annotations: stringMap(meta.annotations),
    createdAt: text(meta.creationTimestamp) ?? '',
    deleting: text(meta.deletionTimestamp) !== undefined,
  };
}

function namespaceOf(raw: JsonObject): KubeNamespace {
  return { kind: 'Namespace', ...metaOf(raw) };
}

function nodeOf(raw: JsonObject): KubeNode {
  const addresses = list(object(raw.status).addresses).map(object);
  const internal = addresses.find((entry) => entry.type === 'InternalIP');
  return {
    kind: 'Node',
    ...metaOf(raw),
    address: text(internal?.address),
    providerId: text(object(raw.spec).providerID),
  };
}

function containersOf(spec: JsonObject): JsonObject[] {
  return list(spec.containers).map(object);
}

function namedPortsOf(spec: JsonObject): Record<string, number> {
  const found: Record<string, number> = {};
  for (const port of containersOf(spec).flatMap((container) => list(container.ports).map(object))) {
    const [name, value] = [text(port.name), number(port.containerPort)];
    if (name !== undefined && value !== undefined) found[name] = value;
  }
  return found;
}

function probePortsOf(spec: JsonObject, named: Readonly<Record<string, number>>): number[] {
  const ports = new Set<number>();
  for (const container of containersOf(spec)) {
    for (const field of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
      const probe = object(container[field]);
      for (const check of ['httpGet', 'tcpSocket', 'grpc']) {
        const { port } = object(probe[check]);
        const value = typeof port === 'string' ? (named[port] ?? Number(port)) : number(port);
        if (value !== undefined && Number.isInteger(value) && value > 0) ports.add(value);
      }
    }
  }
  return [...ports].sort((a, b) => a - b);
}

function podOf(raw: JsonObject): KubePod {
  const spec = object(raw.spec);
  const status = object(raw.status);
  const named = namedPortsOf(spec);
  return {
    kind: 'Pod',
    ...metaOf(raw),
    nodeName: text(spec.nodeName),
    hostNetwork: spec.hostNetwork === true,
    finished: status.phase === 'Succeeded' || status.phase === 'Failed',
    address: text(status.podIP),
    probePorts: probePortsOf(spec, named),
    namedPorts: named,
  };
}

function statusAddresses(raw: JsonObject): string[] {
  return list(object(object(raw.status).loadBalancer).ingress).flatMap((entry) => text(object(entry).ip) ?? []);
}

function serviceOf(raw: JsonObject): KubeService {
  const spec = object(raw.spec);
  return {
    kind: 'Service',
    ...metaOf(raw),
    type: text(spec.type) ?? 'ClusterIP',
    ports: list(spec.ports)
      .map(object)
      .map((port) => ({
        name: text(port.name) ?? '',
        port: number(port.port) ?? 0,
        protocol: text(port.protocol) ?? 'TCP',
      })),
    loadBalancerIp: text(spec.loadBalancerIP),
    loadBalancerClass: text(spec.loadBalancerClass),
    clientAffinity: spec.sessionAffinity === 'ClientIP',
    statusAddresses: statusAddresses(raw),
  };
}

function sliceOf(raw: JsonObject): KubeEndpointSlice {
  const meta = metaOf(raw);
  const endpoints = list(raw.endpoints).map(object);
  return {
    kind: 'EndpointSlice',
    ...meta,
    service: meta.labels['kubernetes.io/service-name'] ?? '',
    addresses:
      raw.addressType === 'IPv4'
        ? endpoints.flatMap((endpoint) => {
            // An absent condition means ready.
            const ready = object(endpoint.conditions).ready !== false;
            return list(endpoint.addresses).flatMap((address) =>
              typeof address === 'string' ? [{ address, ready }] : [],
            );
          })
        : [],
    ports: list(raw.ports)
      .map(object)
      .map((port) => ({
        name: text(port.name) ?? '',
        port: number(port.port) ?? 0,
        protocol: text(port.protocol) ?? 'TCP',
      })),
  };
}

function backendOf(host: string, path: string, pathType: string, backend: JsonObject): KubeIngressPath[] {
  const service = object(backend.service);
  const name = text(service.name);
  const port = number(object(service.port).number) ?? text(object(service.port).name);
  return name === undefined || port === undefined ? [] : [{ host, path, pathType, service: name, port }];
}

function ingressOf(raw: JsonObject): KubeIngress {
  const spec = object(raw.spec);
  const tls = list(spec.tls).map(object);
  const paths = list(spec.rules)
    .map(object)
    .flatMap((rule) =>
      list(object(rule.http).paths)
        .map(object)
        .flatMap((path) =>
          backendOf(
            text(rule.host) ?? '',
            text(path.path) ?? '',
            text(path.pathType) ?? 'ImplementationSpecific',
            object(path.backend),
          ),
        ),
    );
  return {
    kind: 'Ingress',
    ...metaOf(raw),
    className: text(spec.ingressClassName),
    tls: tls.length > 0,
    tlsHosts: tls.flatMap((entry) => list(entry.hosts).filter((host) => typeof host === 'string')),
    paths: [...paths, ...backendOf('', '', 'Prefix', object(spec.defaultBackend))],
    statusAddresses: statusAddresses(raw),
  };
}

function selectorOf(value: unknown): KubeSelector {
  const raw = object(value);
  return {
    matchLabels: stringMap(raw.matchLabels),
    matchExpressions: list(raw.matchExpressions)
      .map(object)
      .map((entry) => ({
        key: text(entry.key) ?? '',
        operator: text(entry.operator) ?? '',
        values: list(entry.values).filter((item) => typeof item === 'string'),
      })),
  };
}

function peerOf(raw: JsonObject): KubePeer {
  const block = object(raw.ipBlock);
  return {
    podSelector: raw.podSelector === undefined ? undefined : selectorOf(raw.podSelector),
    namespaceSelector: raw.namespaceSelector === undefined ? undefined : selectorOf(raw.namespaceSelector),
    cidr: text(block.cidr),
    except: list(block.except).filter((item) => typeof item === 'string'),
  };
}

function policyPortOf(raw: JsonObject): KubePolicyPort {
  return {
    protocol: text(raw.protocol) ?? 'TCP',
    port: number(raw.port) ?? text(raw.port),
    endPort: number(raw.endPort),
  };
}

function policyRuleOf(raw: JsonObject, peers: 'from' | 'to'): KubePolicyRule {
  return {
    peers: list(raw[peers]).map(object).map(peerOf),
    ports: list(raw.ports).map(object).map(policyPortOf),
  };
}

function networkPolicyOf(raw: JsonObject): KubeNetworkPolicy {
  const spec = object(raw.spec);
  const types = list(spec.policyTypes);
  // Without policyTypes a policy isolates inbound, and outbound too when it has outbound rules.
  const egress = types.length === 0 ? spec.egress !== undefined : types.includes('Egress');
  const ingress = types.length === 0 || types.includes('Ingress');
  return {
    kind: 'NetworkPolicy',
    ...metaOf(raw),
    podSelector: selectorOf(spec.podSelector),
    directions: [...(ingress ? (['Ingress'] as const) : []), ...(egress ? (['Egress'] as const) : [])],
    ingress: list(spec.ingress)
      .map(object)
      .map((rule) => policyRuleOf(rule, 'from')),
    egress: list(spec.egress)
      .map(object)
      .map((rule) => policyRuleOf(rule, 'to')),
  };
}

/** A resource NCP watches: where it is served and how its objects are read. */
export interface WatchedResource {
  readonly path: string;
  /** Whether NCP can work without it (absent or forbidden). */
  readonly optional: boolean;
  readonly parse: (raw: JsonObject) => KubeObject;
}

/** Everything NCP watches, in the order it is listed at start. */
export const watchedResources: readonly WatchedResource[] = [
  { path: '/api/v1/nodes', optional: false, parse: nodeOf },
  { path: '/api/v1/namespaces', optional: false, parse: namespaceOf },
  { path: '/api/v1/pods', optional: false, parse: podOf },
  { path: '/api/v1/services', optional: false, parse: serviceOf },
  { path: '/apis/discovery.k8s.io/v1/endpointslices', optional: false, parse: sliceOf },
  { path: '/apis/networking.k8s.io/v1/ingresses', optional: true, parse: ingressOf },
  { path: '/apis/networking.k8s.io/v1/networkpolicies', optional: true, parse: networkPolicyOf },
];

const parsers: Readonly<Record<string, (raw: JsonObject) => KubeObject>> = {
  Node: nodeOf,
  Namespace: namespaceOf,
  Pod: podOf,
  Service: serviceOf,
  EndpointSlice: sliceOf,
  Ingress: ingressOf,
  NetworkPolicy: networkPolicyOf,
};

/** Reads an object by its own kind; undefined for kinds NCP does not watch. */
export function readWatched(raw: JsonObject): KubeObject | undefined {
  return parsers[text(raw.kind) ?? '']?.(raw);
}
