import { asArray, asObject, isObject } from '../json/value';
import { randomSuffix } from '../store/metadata';

type Draft = Record<string, unknown>;

function setDefault(target: Draft, values: Draft): void {
  for (const [key, value] of Object.entries(values))
    if (target[key] === undefined || target[key] === null) target[key] = value;
}

/** `Always` for `:latest` or no tag, `IfNotPresent` for everything else, as the API server defaults it. */
export function pullPolicyOf(image: string): string {
  const path = image.slice(image.lastIndexOf('/') + 1);
  if (path.includes('@')) return 'IfNotPresent';
  const tag = path.includes(':') ? path.slice(path.indexOf(':') + 1) : 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function defaultProbe(probe: unknown): void {
  if (!isObject(probe)) return;
  setDefault(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  if (isObject(probe.httpGet)) setDefault(probe.httpGet, { path: '/', scheme: 'HTTP' });
}

function defaultResources(container: Draft): void {
  const resources = asObject(container.resources);
  const limits = asObject(resources.limits);
  if (Object.keys(limits).length > 0) resources.requests = { ...limits, ...asObject(resources.requests) };
  container.resources = resources;
}

function defaultContainer(container: Draft): void {
  setDefault(container, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: pullPolicyOf(typeof container.image === 'string' ? container.image : ''),
  });
  defaultResources(container);
  for (const port of asArray(container.ports)) if (isObject(port)) setDefault(port, { protocol: 'TCP' });
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) defaultProbe(container[probe]);
  for (const variable of asArray(container.env)) {
    const reference = asObject(asObject(asObject(variable).valueFrom).fieldRef);
    if ('fieldPath' in reference) setDefault(reference, { apiVersion: 'v1' });
  }
}

function defaultVolume(volume: unknown): void {
  if (!isObject(volume)) return;
  for (const source of ['configMap', 'secret', 'projected', 'downwardAPI']) {
    if (isObject(volume[source])) setDefault(volume[source], { defaultMode: 420 });
  }
  if (isObject(volume.hostPath)) setDefault(volume.hostPath, { type: '' });
  if (Object.keys(volume).length === 1) volume.emptyDir = {};
}

/** Fills in what a PodSpec leaves open, in templates as in Pods. */
export function defaultPodSpec(spec: Draft): void {
  setDefault(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  if (typeof spec.serviceAccountName === 'string' && spec.serviceAccountName !== '')
    spec.serviceAccount = spec.serviceAccountName;
  else if (typeof spec.serviceAccount === 'string') spec.serviceAccountName = spec.serviceAccount;
  for (const list of ['containers', 'initContainers']) {
    for (const container of asArray(spec[list])) if (isObject(container)) defaultContainer(container);
  }
  if (spec.hostNetwork === true) {
    for (const container of asArray(spec.containers)) {
      for (const port of asArray(asObject(container).ports)) {
        if (isObject(port)) setDefault(port, { hostPort: port.containerPort });
      }
    }
  }
  for (const volume of asArray(spec.volumes)) defaultVolume(volume);
}

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

function mountToken(spec: Draft): void {
  const volumes = asArray(spec.volumes);
  const containers = [...asArray(spec.initContainers), ...asArray(spec.containers)].filter(isObject);
  const lacking = containers.filter(
    (container) => !asArray(container.volumeMounts).some((mount) => asObject(mount).mountPath === tokenPath),
  );
  if (lacking.length === 0) return;
  const name = `kube-api-access-${randomSuffix()}`;
  volumes.push({
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'service-ca.crt', path: 'service-ca.crt' }] } },
      ],
      defaultMode: 420,
    },
  });
  spec.volumes = volumes;
  for (const container of lacking) {
    container.volumeMounts = [...asArray(container.volumeMounts), { name, readOnly: true, mountPath: tokenPath }];
  }
}

function tolerate(spec: Draft): void {
  const tolerations = asArray(spec.tolerations);
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const isCovered = tolerations.some((entry) => {
      const toleration = asObject(entry);
      const coversKey = toleration.key === key || (!toleration.key && toleration.operator === 'Exists');
      return coversKey && (!toleration.effect || toleration.effect === 'NoExecute');
    });
    if (!isCovered) tolerations.push({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 });
  }
  spec.tolerations = tolerations;
}

const priorities: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

/** Quality of service by the rules of the kubelet: Guaranteed, Burstable or BestEffort. */
export function qosOf(spec: Draft): string {
  const containers = [...asArray(spec.containers), ...asArray(spec.initContainers)].map((container) =>
    asObject(asObject(container).resources),
  );
  const hasAny = containers.some(
    (resources) => Object.keys({ ...asObject(resources.limits), ...asObject(resources.requests) }).length > 0,
  );
  if (!hasAny) return 'BestEffort';
  const isGuaranteed = containers.every((resources) => {
    const limits = asObject(resources.limits);
    const requests = { ...limits, ...asObject(resources.requests) };
    return ['cpu', 'memory'].every((name) => limits[name] !== undefined && requests[name] === limits[name]);
  });
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

/** What admission adds to a new Pod: service account and its token, tolerations, priority, initial status. */
export function admitPod(
  pod: Draft,
  priorityOf: (className: string) => number | undefined,
  account: Draft | undefined,
): void {
  const spec = asObject(pod.spec);
  pod.spec = spec;
  setDefault(spec, { serviceAccountName: 'default', serviceAccount: 'default' });
  if (account && spec.imagePullSecrets === undefined && account.imagePullSecrets !== undefined)
    spec.imagePullSecrets = account.imagePullSecrets;
  if (spec.automountServiceAccountToken !== false && account?.automountServiceAccountToken !== false) mountToken(spec);
  tolerate(spec);
  const className = typeof spec.priorityClassName === 'string' ? spec.priorityClassName : '';
  setDefault(spec, {
    priority: className === '' ? 0 : (priorityOf(className) ?? priorities[className] ?? 0),
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  });
  if (pod.status === undefined) pod.status = { phase: 'Pending', qosClass: qosOf(spec) };
}
