import type { Schema } from './schema';

type Extension = Pick<
  Schema,
  'patchStrategy' | 'patchMergeKey' | 'listType' | 'listMapKeys' | 'mapType' | 'keyDefaults'
>;

/** List merged by one key in strategic merge patches and in server-side apply alike. */
function mapList(key: string, keys: readonly string[] = [key], more: Extension = {}): Extension {
  return { patchStrategy: 'merge', patchMergeKey: key, listType: 'map', listMapKeys: keys, ...more };
}

const atomicList: Extension = { listType: 'atomic' };
const atomicMap: Extension = { mapType: 'atomic' };
const mergedSet: Extension = { patchStrategy: 'merge', listType: 'set' };
const conditions = mapList('type');
const protocol = { keyDefaults: { protocol: 'TCP' } };
const serverMap = (...keys: string[]): Extension => ({ listType: 'map', listMapKeys: keys });

/**
 * What the published types do not carry: how lists and maps merge, by `Model.field`.
 * Lists absent here are replaced as a whole (atomic); maps absent here merge by key.
 */
export const mergeRules: Readonly<Record<string, Extension>> = {
  'V1ObjectMeta.ownerReferences': mapList('uid'),
  'V1ObjectMeta.finalizers': mergedSet,
  'V1PodSpec.containers': mapList('name'),
  'V1PodSpec.initContainers': mapList('name'),
  'V1PodSpec.ephemeralContainers': mapList('name'),
  'V1PodSpec.volumes': { ...mapList('name'), patchStrategy: 'merge,retainKeys' },
  'V1PodSpec.imagePullSecrets': mapList('name'),
  'V1PodSpec.hostAliases': mapList('ip'),
  'V1PodSpec.topologySpreadConstraints': mapList('topologyKey', ['topologyKey', 'whenUnsatisfiable']),
  'V1PodSpec.resourceClaims': { ...mapList('name'), patchStrategy: 'merge,retainKeys' },
  'V1PodSpec.schedulingGates': mapList('name'),
  'V1PodSpec.tolerations': atomicList,
  'V1PodSpec.nodeSelector': atomicMap,
  'V1Container.ports': mapList('containerPort', ['containerPort', 'protocol'], protocol),
  'V1Container.env': mapList('name'),
  'V1Container.volumeMounts': mapList('mountPath'),
  'V1Container.volumeDevices': mapList('devicePath'),
  'V1ResourceRequirements.claims': serverMap('name'),
  'V1PodStatus.conditions': conditions,
  'V1PodStatus.podIPs': mapList('ip'),
  'V1PodStatus.hostIPs': { patchStrategy: 'merge', patchMergeKey: 'ip', listType: 'atomic' },
  'V1ServiceSpec.ports': mapList('port', ['port', 'protocol'], protocol),
  'V1ServiceSpec.selector': atomicMap,
  'V1ServiceStatus.conditions': conditions,
  'V1ServiceAccount.secrets': mapList('name'),
  'V1NodeStatus.addresses': mapList('type'),
  'V1NodeStatus.conditions': conditions,
  'V1NodeSpec.podCIDRs': mergedSet,
  'V1NamespaceStatus.conditions': conditions,
  'V1DeploymentSpec.strategy': { patchStrategy: 'retainKeys' },
  'V1DaemonSetSpec.updateStrategy': {},
  'V1DeploymentStatus.conditions': conditions,
  'V1ReplicaSetStatus.conditions': conditions,
  'V1DaemonSetStatus.conditions': conditions,
  'V1StatefulSetStatus.conditions': conditions,
  'V1ReplicationControllerStatus.conditions': conditions,
  'V1ReplicationControllerSpec.selector': atomicMap,
  'V1JobStatus.conditions': { patchStrategy: 'merge', patchMergeKey: 'type', listType: 'atomic' },
  'V1PodDisruptionBudgetStatus.conditions': conditions,
  'V1PersistentVolumeClaimStatus.conditions': conditions,
  'V2HorizontalPodAutoscalerStatus.conditions': conditions,
  'V1CustomResourceDefinitionStatus.conditions': serverMap('type'),
  'V1APIServiceStatus.conditions': conditions,
  'V1EndpointSlice.ports': atomicList,
  V1LabelSelector: atomicMap,
  V1ObjectReference: atomicMap,
  V1LocalObjectReference: atomicMap,
  V1ConfigMapKeySelector: atomicMap,
  V1SecretKeySelector: atomicMap,
  V1ObjectFieldSelector: atomicMap,
  V1ResourceFieldSelector: atomicMap,
  V1NodeSelector: atomicMap,
  V1NodeSelectorTerm: atomicMap,
  V1RoleRef: atomicMap,
  'V1IngressServiceBackend.port': {},
  'V1ClusterRole.aggregationRule': {},
  V1TypedLocalObjectReference: atomicMap,
};
