import type { KubeObject, ResourceId } from '../store/contract';
import type {
  ControllerRevision,
  DaemonSet,
  Deployment,
  EndpointSlice,
  Job,
  Lease,
  Namespace,
  Node,
  Pod,
  ReplicaSet,
  Service,
  StatefulSet,
} from './types';

/** A resource together with the type of its objects (`object` exists for the compiler only). */
export interface Resource<T extends KubeObject = KubeObject> extends ResourceId {
  readonly object?: T;
}

const core = (resource: string) => ({ group: '', resource });
const apps = (resource: string) => ({ group: 'apps', resource });

export const pods: Resource<Pod> = core('pods');
export const nodes: Resource<Node> = core('nodes');
export const namespaces: Resource<Namespace> = core('namespaces');
export const services: Resource<Service> = core('services');
export const endpoints: Resource = core('endpoints');
export const events: Resource = core('events');
export const serviceAccounts: Resource = core('serviceaccounts');
export const configMaps: Resource = core('configmaps');
export const claims: Resource = core('persistentvolumeclaims');
export const deployments: Resource<Deployment> = apps('deployments');
export const replicaSets: Resource<ReplicaSet> = apps('replicasets');
export const statefulSets: Resource<StatefulSet> = apps('statefulsets');
export const daemonSets: Resource<DaemonSet> = apps('daemonsets');
export const controllerRevisions: Resource<ControllerRevision> = apps('controllerrevisions');
export const jobs: Resource<Job> = { group: 'batch', resource: 'jobs' };
export const leases: Resource<Lease> = { group: 'coordination.k8s.io', resource: 'leases' };
export const endpointSlices: Resource<EndpointSlice> = { group: 'discovery.k8s.io', resource: 'endpointslices' };
