import { groupVersionOf } from '../registry/registry';
import { equal } from '../json/value';
import type { KubeObject, ResourceId } from './contract';
import type { ObjectStore } from './lab-store';
import { customCleanup } from './lifecycle';

const rbac = 'rbac.authorization.k8s.io';
const readVerbs = ['get', 'list', 'watch'];

function id(group: string, resource: string): ResourceId {
  return { group, resource };
}

function role(name: string, rules: unknown[]): [ResourceId, unknown] {
  const labels = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
  return [id(rbac, 'clusterroles'), { metadata: { name, labels }, rules }];
}

function binding(name: string, roleName: string, subjects: unknown[]): [ResourceId, unknown] {
  const labels = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
  const roleRef = { apiGroup: rbac, kind: 'ClusterRole', name: roleName };
  return [id(rbac, 'clusterrolebindings'), { metadata: { name, labels }, roleRef, subjects }];
}

function group(name: string): unknown {
  return { apiGroup: rbac, kind: 'Group', name };
}

function namespace(name: string): [ResourceId, unknown] {
  return [id('', 'namespaces'), { metadata: { name } }];
}

const anything = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
];
const discoveryPaths = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/healthz',
  '/livez',
  '/openapi',
  '/openapi/*',
  '/readyz',
  '/version',
  '/version/',
];
const selfReviews = [
  {
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    verbs: ['create'],
  },
  { apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'], verbs: ['create'] },
];

function apiServerObjects(address: string, port: number): [ResourceId, unknown][] {
  const metadata = {
    name: 'kubernetes',
    namespace: 'default',
    labels: { component: 'apiserver', provider: 'kubernetes' },
  };
  const ports = [{ name: 'https', port, protocol: 'TCP' }];
  return [
    [
      id('', 'services'),
      {
        metadata,
        spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: port }] },
      },
    ],
    [
      id('', 'endpoints'),
      {
        metadata: { ...metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
        subsets: [{ addresses: [{ ip: address }], ports }],
      },
    ],
    [
      id('discovery.k8s.io', 'endpointslices'),
      {
        metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
        addressType: 'IPv4',
        endpoints: [{ addresses: [address], conditions: { ready: true } }],
        ports,
      },
    ],
  ];
}

function fixedObjects(): [ResourceId, unknown][] {
  const priority = (name: string, value: number): [ResourceId, unknown] => [
    id('scheduling.k8s.io', 'priorityclasses'),
    {
      metadata: { name },
      value,
      preemptionPolicy: 'PreemptLowerPriority',
      description: 'Used for system critical pods.',
    },
  ];
  return [
    ...['default', 'kube-system', 'kube-public', 'kube-node-lease'].map(namespace),
    role('cluster-admin', anything),
    role('system:discovery', [{ nonResourceURLs: discoveryPaths, verbs: ['get'] }]),
    role('system:public-info-viewer', [
      { nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version', '/version/'], verbs: ['get'] },
    ]),
    role('system:basic-user', selfReviews),
    binding('cluster-admin', 'cluster-admin', [group('system:masters')]),
    binding('system:discovery', 'system:discovery', [group('system:authenticated')]),
    binding('system:basic-user', 'system:basic-user', [group('system:authenticated')]),
    binding('system:public-info-viewer', 'system:public-info-viewer', [
      group('system:authenticated'),
      group('system:unauthenticated'),
    ]),
    binding('lab:viewer', 'lab:viewer', [{ apiGroup: rbac, kind: 'User', name: 'viewer' }]),
    binding('lab:ncp', 'cluster-admin', [{ kind: 'ServiceAccount', name: 'ncp-svc-account', namespace: 'nsx-system' }]),
    priority('system-cluster-critical', 2_000_000_000),
    priority('system-node-critical', 2_000_001_000),
  ];
}

/** Rules of the read-only user: everything served, Secrets excepted. */
function viewerRules(store: ObjectStore): unknown[] {
  const groups = new Map<string, Set<string>>();
  for (const definition of store.resources()) {
    if (!definition.verbs.includes('list') || definition.resource === 'secrets') continue;
    const resources = groups.get(definition.group) ?? new Set();
    groups.set(definition.group, resources);
    resources.add(definition.resource);
    for (const subresource of definition.subresources) {
      if (['status', 'scale', 'log'].includes(subresource)) resources.add(`${definition.resource}/${subresource}`);
    }
  }
  return [...groups].map(([apiGroup, resources]) => ({
    apiGroups: [apiGroup],
    resources: [...resources].sort(),
    verbs: readVerbs,
  }));
}

function put(store: ObjectStore, [resource, object]: [ResourceId, unknown]): void {
  const { name, namespace: where } = (object as KubeObject).metadata; // every object above names itself
  if (!store.get(resource, where, name)) store.create(resource, object, { verbatim: true });
}

/** Keeps the API server's own endpoints at the port it listens on now; a restart may have moved it. */
function putCurrent(store: ObjectStore, [resource, object]: [ResourceId, unknown]): void {
  const wanted = object as KubeObject; // made just above, metadata included
  const { name, namespace: where } = wanted.metadata;
  if (!store.get(resource, where, name)) put(store, [resource, object]);
  else if (resource.resource !== 'services') {
    store.mutate(resource, where, name, (current) => {
      const { metadata: _metadata, ...content } = wanted;
      return { ...current, ...content, metadata: current.metadata, kind: current.kind, apiVersion: current.apiVersion };
    });
  }
}

/** Brings what depends on the served resources up to date: the viewer's role and the APIService list. */
export function refreshServed(store: ObjectStore): void {
  const viewer = store.get(id(rbac, 'clusterroles'), undefined, 'lab:viewer');
  const rules = viewerRules(store);
  if (!viewer) put(store, role('lab:viewer', rules));
  else if (!equal(viewer.rules, rules))
    store.mutate(id(rbac, 'clusterroles'), undefined, 'lab:viewer', (current) => ({ ...current, rules }));
  const served = new Map(
    store.resources().map((definition) => [`${definition.version}.${definition.group}`, definition]),
  );
  for (const [name, definition] of served) {
    const spec = {
      ...(definition.group === '' ? {} : { group: definition.group }),
      version: definition.version,
      groupPriorityMinimum: 1000,
      versionPriority: 15,
    };
    const conditions = [
      {
        type: 'Available',
        status: 'True',
        reason: 'Local',
        message: 'Local APIServices are always available',
        lastTransitionTime: '2026-01-01T00:00:00Z',
      },
    ];
    put(store, [id('apiregistration.k8s.io', 'apiservices'), { metadata: { name }, spec, status: { conditions } }]);
  }
  for (const service of store.list(id('apiregistration.k8s.io', 'apiservices'))) {
    if (!served.has(service.metadata.name))
      store.remove(id('apiregistration.k8s.io', 'apiservices'), undefined, service.metadata.name);
  }
}

/** Creates what every cluster has from its first moment, as far as it is missing. */
export function bootstrap(store: ObjectStore, server: { address: string; port: number }): void {
  for (const entry of fixedObjects()) put(store, entry);
  for (const entry of apiServerObjects(server.address, server.port)) putCurrent(store, entry);
  refreshServed(store);
}

/** Keeps the registry in step with the stored CustomResourceDefinitions, and empties those being deleted. */
export function followCustomDefinitions(store: ObjectStore): void {
  const crds = id('apiextensions.k8s.io', 'customresourcedefinitions');
  for (const crd of store.list(crds)) store.registry.putCustom(crd);
  store.storage.observe((bucket, event) => {
    if (bucket === 'apiextensions.k8s.io/customresourcedefinitions') {
      if (event.type === 'DELETED') store.registry.removeCustom(event.object.metadata.name);
      else if (event.type === 'ADDED' || !equal(event.object.spec, event.previous?.spec))
        store.registry.putCustom(event.object);
      refreshServed(store);
      if (event.type !== 'DELETED') sweep(store, event.object);
    } else if (event.type === 'DELETED') {
      const [owner = '', resource = ''] = bucket.split('/');
      const crd = store.get(crds, undefined, `${resource}.${owner}`);
      if (crd) sweep(store, crd);
    }
  });
}

/** Removes the objects of a deleted CRD and, once there are none, lets the CRD go. */
function sweep(store: ObjectStore, crd: KubeObject): void {
  if (!crd.metadata.deletionTimestamp) return;
  const definition = store
    .resources()
    .find((entry) => `${entry.resource}.${entry.group}` === crd.metadata.name && groupVersionOf(entry) !== '');
  const objects = definition ? store.list(definition) : [];
  for (const object of objects)
    if (definition) store.remove(definition, object.metadata.namespace, object.metadata.name);
  if (definition && store.list(definition).length > 0) return;
  store.mutate(id('apiextensions.k8s.io', 'customresourcedefinitions'), undefined, crd.metadata.name, (current) => ({
    ...current,
    metadata: {
      ...current.metadata,
      finalizers: (current.metadata.finalizers ?? []).filter((finalizer) => finalizer !== customCleanup),
    },
  }));
}
