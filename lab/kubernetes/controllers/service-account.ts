import type { Context } from './context';
import { configMaps, namespaces, serviceAccounts } from './resources';

const rootCa = 'kube-root-ca.crt';
const about =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Keeps the `default` ServiceAccount and the CA bundle in every living namespace. */
export function startServiceAccounts(context: Context, caPem: string): void {
  const { cluster, loop } = context;
  const queue = loop.queue('service-account', (namespace) => {
    const found = cluster.get(namespaces, namespace);
    if (!found || found.metadata.deletionTimestamp) return;
    if (!cluster.get(serviceAccounts, `${namespace}/default`)) {
      const metadata = { name: 'default', namespace };
      cluster.create(serviceAccounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
    }
    const data = { 'ca.crt': caPem };
    const key = `${namespace}/${rootCa}`;
    const existing = cluster.mutate(configMaps, key, (current) =>
      JSON.stringify(current.data) === JSON.stringify(data) ? undefined : { ...current, data },
    );
    if (existing) return;
    const metadata = { name: rootCa, namespace, annotations: { 'kubernetes.io/description': about } };
    cluster.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  });
  // A namespace's first Pods may ask for both at once, so no pause here.
  cluster.watch(namespaces, ({ type, object }) => {
    if (type === 'ADDED') queue.add(object.metadata.name, 0);
  });
  cluster.watch(serviceAccounts, ({ type, object }) => {
    if (type === 'DELETED' && object.metadata.name === 'default') queue.add(object.metadata.namespace ?? '');
  });
  cluster.watch(configMaps, ({ object, previous }) => {
    if (previous && object.metadata.name === rootCa) queue.add(object.metadata.namespace ?? '');
  });
}
