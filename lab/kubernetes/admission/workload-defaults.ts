import { asArray, asObject, isObject } from '../json/value';
import { defaultPodSpec } from './pod-defaults';

type Draft = Record<string, unknown>;

function setDefault(target: Draft, values: Draft): void {
  for (const [key, value] of Object.entries(values))
    if (target[key] === undefined || target[key] === null) target[key] = value;
}

function child(target: Draft, key: string): Draft {
  const value = asObject(target[key]);
  target[key] = value;
  return value;
}

function defaultTemplate(spec: Draft): void {
  const podSpec = asObject(asObject(spec.template).spec);
  if (isObject(asObject(spec.template).spec)) defaultPodSpec(podSpec);
}

function deployment(object: Draft): void {
  const spec = child(object, 'spec');
  defaultTemplate(spec);
  setDefault(spec, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 });
  const strategy = child(spec, 'strategy');
  setDefault(strategy, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate')
    setDefault(child(strategy, 'rollingUpdate'), { maxUnavailable: '25%', maxSurge: '25%' });
}

function daemonSet(object: Draft): void {
  const spec = child(object, 'spec');
  defaultTemplate(spec);
  setDefault(spec, { revisionHistoryLimit: 10 });
  const strategy = child(spec, 'updateStrategy');
  setDefault(strategy, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate')
    setDefault(child(strategy, 'rollingUpdate'), { maxUnavailable: 1, maxSurge: 0 });
}

function statefulSet(object: Draft): void {
  const spec = child(object, 'spec');
  defaultTemplate(spec);
  setDefault(spec, { replicas: 1, podManagementPolicy: 'OrderedReady', revisionHistoryLimit: 10 });
  setDefault(child(spec, 'persistentVolumeClaimRetentionPolicy'), { whenDeleted: 'Retain', whenScaled: 'Retain' });
  const strategy = child(spec, 'updateStrategy');
  setDefault(strategy, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate') setDefault(child(strategy, 'rollingUpdate'), { partition: 0 });
}

function replicas(object: Draft): void {
  const spec = child(object, 'spec');
  defaultTemplate(spec);
  setDefault(spec, { replicas: 1 });
}

function jobSpec(spec: Draft): void {
  defaultTemplate(spec);
  setDefault(spec, {
    parallelism: 1,
    completions: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: 'TerminatingOrFailed',
  });
}

function job(object: Draft): void {
  const spec = child(object, 'spec');
  jobSpec(spec);
  if (spec.selector !== undefined) return;
  const metadata = asObject(object.metadata);
  const labels = {
    'batch.kubernetes.io/controller-uid': metadata.uid,
    'batch.kubernetes.io/job-name': metadata.name,
  };
  spec.selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': metadata.uid } };
  const template = child(child(spec, 'template'), 'metadata');
  template.labels = {
    ...asObject(template.labels),
    ...labels,
    'controller-uid': metadata.uid,
    'job-name': metadata.name,
  };
}

function cronJob(object: Draft): void {
  const spec = child(object, 'spec');
  setDefault(spec, {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
  const template = child(child(spec, 'jobTemplate'), 'spec');
  defaultTemplate(template);
}

function networkPolicy(object: Draft): void {
  const spec = child(object, 'spec');
  for (const direction of ['ingress', 'egress']) {
    for (const rule of asArray(spec[direction])) {
      for (const port of asArray(asObject(rule).ports)) if (isObject(port)) setDefault(port, { protocol: 'TCP' });
    }
  }
  setDefault(spec, {
    podSelector: {},
    policyTypes: asArray(spec.egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'],
  });
}

function ingress(object: Draft): void {
  for (const rule of asArray(asObject(object.spec).rules)) {
    for (const path of asArray(asObject(asObject(rule).http).paths)) {
      if (isObject(path)) setDefault(path, { pathType: 'ImplementationSpecific' });
    }
  }
}

function endpoints(object: Draft): void {
  for (const subset of asArray(object.subsets)) {
    for (const port of asArray(asObject(subset).ports)) if (isObject(port)) setDefault(port, { protocol: 'TCP' });
  }
}

function endpointSlice(object: Draft): void {
  for (const port of asArray(object.ports)) if (isObject(port)) setDefault(port, { name: '', protocol: 'TCP' });
}

function secret(object: Draft): void {
  setDefault(object, { type: 'Opaque' });
  const written = asObject(object.stringData);
  const names = Object.keys(written);
  if (names.length > 0) {
    const data = child(object, 'data');
    for (const name of names) data[name] = Buffer.from(String(written[name])).toString('base64');
  }
  delete object.stringData;
}

function namespace(object: Draft): void {
  const metadata = child(object, 'metadata');
  metadata.labels = { ...asObject(metadata.labels), 'kubernetes.io/metadata.name': metadata.name };
  setDefault(child(object, 'spec'), { finalizers: ['kubernetes'] });
}

function binding(object: Draft): void {
  const reference = asObject(object.roleRef);
  setDefault(reference, { apiGroup: 'rbac.authorization.k8s.io' });
  for (const subject of asArray(object.subjects)) {
    if (isObject(subject))
      setDefault(subject, subject.kind === 'ServiceAccount' ? {} : { apiGroup: 'rbac.authorization.k8s.io' });
  }
}

function event(object: Draft): void {
  setDefault(object, { source: {}, firstTimestamp: null, lastTimestamp: null, type: '', eventTime: null });
}

function claim(object: Draft): void {
  setDefault(child(object, 'spec'), { volumeMode: 'Filesystem' });
  setDefault(object, { status: { phase: 'Pending' } });
}

function autoscaler(object: Draft): void {
  setDefault(child(object, 'spec'), { minReplicas: 1 });
}

/** Defaults by kind, applied on create and on update alike; Pods and Services have their own modules. */
export const workloadDefaults: Readonly<Record<string, (object: Draft) => void>> = {
  'apps/Deployment': deployment,
  'apps/DaemonSet': daemonSet,
  'apps/StatefulSet': statefulSet,
  'apps/ReplicaSet': replicas,
  '/ReplicationController': replicas,
  'batch/Job': job,
  'batch/CronJob': cronJob,
  'networking.k8s.io/NetworkPolicy': networkPolicy,
  'networking.k8s.io/Ingress': ingress,
  'discovery.k8s.io/EndpointSlice': endpointSlice,
  '/Endpoints': endpoints,
  '/Secret': secret,
  '/Namespace': namespace,
  '/Event': event,
  '/PersistentVolumeClaim': claim,
  'rbac.authorization.k8s.io/RoleBinding': binding,
  'rbac.authorization.k8s.io/ClusterRoleBinding': binding,
  'autoscaling/HorizontalPodAutoscaler': autoscaler,
};
