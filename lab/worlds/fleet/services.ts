import type { WorldObject } from '../world';
import type { AppPlan } from './blueprint';
import { createdAt, seededSuffix, seededUuid } from './identity';
import { dotted } from './addresses';

/** The member of a Service that a Pod is. */
export interface ServiceMember {
  readonly name: string;
  readonly uid: string;
  readonly node: string;
  readonly address: string;
}

const perSlice = 100;
const serviceNetwork = 10 * 2 ** 24 + 96 * 2 ** 16 + 256;

function endpointOf(namespace: string, member: ServiceMember): WorldObject {
  return {
    addresses: [member.address],
    conditions: { ready: true, serving: true, terminating: false },
    targetRef: { kind: 'Pod', namespace, name: member.name, uid: member.uid },
    nodeName: member.node,
  };
}

function slicesOf(
  service: WorldObject,
  ports: readonly WorldObject[],
  members: readonly ServiceMember[],
  seed: number,
) {
  // Both are objects made just below.
  const meta = service.metadata as { name: string; namespace: string; uid: string; creationTimestamp: string };
  const slices: WorldObject[] = [];
  for (let first = 0; first === 0 || first < members.length; first += perSlice) {
    const key = `${meta.namespace}/${meta.name}/${first}`;
    slices.push({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${meta.name}-${seededSuffix(seed, key)}`,
        generateName: `${meta.name}-`,
        namespace: meta.namespace,
        uid: seededUuid(seed, `slice/${key}`),
        creationTimestamp: meta.creationTimestamp,
        labels: {
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
          'kubernetes.io/service-name': meta.name,
        },
        ownerReferences: [
          {
            apiVersion: 'v1',
            kind: 'Service',
            name: meta.name,
            uid: meta.uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      addressType: 'IPv4',
      endpoints: members.slice(first, first + perSlice).map((member) => endpointOf(meta.namespace, member)),
      ports: members.length === 0 ? [] : ports,
    });
  }
  return slices;
}

/** The Service in front of an application and its EndpointSlices; `address` is the virtual servers', if it has any. */
export function serviceObjects(
  seed: number,
  namespace: string,
  app: AppPlan & { readonly balanced: readonly number[] },
  members: readonly ServiceMember[],
  at: { readonly index: number; readonly age: number; readonly address: string | undefined },
): { readonly service: WorldObject; readonly slices: readonly WorldObject[] } {
  const ports = app.balanced.length > 0 ? app.balanced : [80];
  const named = (port: number) => (ports.length > 1 ? { name: `p${port}` } : {});
  const clusterIP = dotted(serviceNetwork + at.index);
  const service: WorldObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: app.name,
      namespace,
      uid: seededUuid(seed, `service/${namespace}/${app.name}`),
      creationTimestamp: createdAt(at.age),
    },
    spec: {
      type: app.balanced.length > 0 ? 'LoadBalancer' : 'ClusterIP',
      clusterIP,
      clusterIPs: [clusterIP],
      selector: { app: app.name },
      ports: ports.map((port, index) => ({
        ...named(port),
        port,
        targetPort: app.port,
        protocol: 'TCP',
        ...(app.balanced.length > 0 ? { nodePort: 30_000 + ((at.index * 2 + index) % 2700) } : {}),
      })),
    },
    status: { loadBalancer: at.address === undefined ? {} : { ingress: [{ ip: at.address }] } },
  };
  const slicePorts = ports.map((port) => ({ name: named(port).name ?? '', protocol: 'TCP', port: app.port }));
  return { service, slices: slicesOf(service, slicePorts, members, seed) };
}
