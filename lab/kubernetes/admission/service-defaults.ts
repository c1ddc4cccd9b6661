import { randomInt } from 'node:crypto';
import { asArray, asObject, asString, isObject } from '../json/value';
import type { Violation } from '../store/status-error';

type Draft = Record<string, unknown>;

const firstNodePort = 30_000;
const nodePorts = 2_768;
/** 10.96.0.0/12, of which .0.0 is the network and .255.255 of the last block unused. */
const serviceNetwork = 0x0a60_0000;
const serviceAddresses = 2 ** 20;

function print(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

/** What of the cluster's Services the allocation has to avoid. */
export interface TakenAddresses {
  clusterIps: ReadonlySet<string>;
  nodePorts: ReadonlySet<number>;
}

function freeAddress(taken: ReadonlySet<string>): string {
  for (;;) {
    const candidate = print(serviceNetwork + 1 + randomInt(serviceAddresses - 2));
    if (!taken.has(candidate)) return candidate;
  }
}

function freePort(taken: ReadonlySet<number>, given: ReadonlySet<number>): number {
  for (;;) {
    const candidate = firstNodePort + randomInt(nodePorts);
    if (!taken.has(candidate) && !given.has(candidate)) return candidate;
  }
}

function setDefault(target: Draft, values: Draft): void {
  for (const [key, value] of Object.entries(values))
    if (target[key] === undefined || target[key] === null) target[key] = value;
}

function defaultPorts(spec: Draft): void {
  for (const port of asArray(spec.ports)) {
    if (!isObject(port)) continue;
    setDefault(port, { protocol: 'TCP' });
    if (spec.clusterIP !== 'None' || port.targetPort === undefined) setDefault(port, { targetPort: port.port });
  }
}

function allocateNodePorts(spec: Draft, type: string, taken: TakenAddresses): void {
  const wanted = type === 'NodePort' || (type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  const given = new Set<number>();
  for (const entry of asArray(spec.ports)) {
    if (!isObject(entry)) continue;
    if (type === 'ClusterIP' || type === 'ExternalName') delete entry.nodePort;
    else if (wanted && !entry.nodePort) entry.nodePort = freePort(taken.nodePorts, given);
    if (typeof entry.nodePort === 'number') given.add(entry.nodePort);
  }
}

/** Fills in a Service's open fields and gives it its cluster address and node ports. */
export function admitService(service: Draft, old: Draft | undefined, taken: TakenAddresses): void {
  const spec = asObject(service.spec);
  service.spec = spec;
  setDefault(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
  const type = asString(spec.type);
  defaultPorts(spec);
  if (spec.sessionAffinity === 'ClientIP')
    setDefault(spec, { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } });
  if (type === 'ExternalName') {
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy'])
      delete spec[field];
  } else {
    const before = asObject(asObject(old).spec);
    if (!spec.clusterIP) spec.clusterIP = before.clusterIP || freeAddress(taken.clusterIps);
    setDefault(spec, {
      clusterIPs: [spec.clusterIP],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
    });
  }
  if (type === 'LoadBalancer' || type === 'NodePort') setDefault(spec, { externalTrafficPolicy: 'Cluster' });
  else delete spec.externalTrafficPolicy;
  if (type === 'LoadBalancer') setDefault(spec, { allocateLoadBalancerNodePorts: true });
  else delete spec.allocateLoadBalancerNodePorts;
  allocateNodePorts(spec, type, taken);
  if (service.status === undefined) service.status = { loadBalancer: {} };
  for (const entry of asArray(asObject(asObject(service.status).loadBalancer).ingress)) {
    if (isObject(entry) && entry.ip) setDefault(entry, { ipMode: 'VIP' });
  }
}

/** Faults of addresses asked for by name. */
export function checkAddresses(service: Draft, taken: TakenAddresses): Violation[] {
  const spec = asObject(service.spec);
  const violations: Violation[] = [];
  const address = asString(spec.clusterIP);
  if (address !== '' && address !== 'None' && taken.clusterIps.has(address)) {
    violations.push({
      field: 'spec.clusterIPs',
      reason: 'FieldValueInvalid',
      message: `Invalid value: ["${address}"]: failed to allocate IP ${address}: provided IP is already allocated`,
    });
  }
  asArray(spec.ports).forEach((port, position) => {
    const nodePort = asObject(port).nodePort;
    if (typeof nodePort === 'number' && taken.nodePorts.has(nodePort)) {
      violations.push({
        field: `spec.ports[${position}].nodePort`,
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${nodePort}: provided port is already allocated`,
      });
    }
  });
  return violations;
}
