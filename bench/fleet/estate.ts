/** How large a synthetic estate is. */
export interface FleetSize {
  readonly name: 'S' | 'M' | 'L' | 'XL';
  readonly namespaces: number;
  readonly pods: number;
}

/** The sizes of which the figures speak. */
export const SIZES: Readonly<Record<FleetSize['name'], FleetSize>> = {
  S: { name: 'S', namespaces: 50, pods: 1_000 },
  M: { name: 'M', namespaces: 300, pods: 5_000 },
  L: { name: 'L', namespaces: 1_000, pods: 20_000 },
  XL: { name: 'XL', namespaces: 2_000, pods: 50_000 },
};

export const CLUSTER = 'fleet';
export const CREATED = '2026-11-01T08:00:00Z';
export const CREATED_MS = Date.parse(CREATED);
export const PODS_PER_WORKLOAD = 5;
export const CLUSTER_NODES = 200;

export const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');
export const uid = (family: number, index: number) => `${hex(family, 8)}-0000-4000-8000-${hex(index, 12)}`;
export const podUid = (index: number) => uid(1, index);
export const namespaceUid = (index: number) => uid(2, index);
export const viId = (index: number) => uid(3, index);
export const nodeName = (index: number) => `worker-${index % CLUSTER_NODES}`;
export const address = (index: number) => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
export const namespaceName = (index: number) => `team-${index}`;
export const namespaceOf = (pod: number, size: FleetSize) => pod % size.namespaces;
export const workloadOf = (pod: number, size: FleetSize) =>
  `app-${Math.floor(pod / size.namespaces / PODS_PER_WORKLOAD)}`;
export const podName = (pod: number, size: FleetSize) => `${workloadOf(pod, size)}-5d8f7c6b9d-${hex(pod, 5)}`;

export function labelsOf(pod: number, size: FleetSize): Record<string, string> {
  const app = workloadOf(pod, size);
  return { app, tier: pod % 3 === 0 ? 'frontend' : 'backend', 'app.kubernetes.io/part-of': `suite-${pod % 17}` };
}
