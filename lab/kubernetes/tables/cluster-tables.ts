import { asArray, asNumber, asObject, asString, at } from '../json/value';
import type { KubeObject } from '../store/contract';
import { ageOf } from './duration';
import { column, printer, type TablePrinter, wide } from './printer';

const age = column('Age');

function created(object: KubeObject, now: number): string {
  return ageOf(object.metadata.creationTimestamp, now);
}

function nodeStatus(node: KubeObject): string {
  const ready = asArray(at(node, 'status', 'conditions'))
    .map(asObject)
    .find((condition) => condition.type === 'Ready');
  const text = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return at(node, 'spec', 'unschedulable') === true ? `${text},SchedulingDisabled` : text;
}

function nodeRoles(node: KubeObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.entries(node.metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(prefix)) return key.length > prefix.length ? [key.slice(prefix.length)] : [];
    return key === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  return roles.length === 0 ? '<none>' : [...new Set(roles)].sort().join(',');
}

function nodeAddress(node: KubeObject, type: string): string {
  const found = asArray(at(node, 'status', 'addresses'))
    .map(asObject)
    .find((address) => address.type === type);
  return asString(found?.address) || '<none>';
}

const nodes = printer(
  [
    column('Status'),
    column('Roles'),
    age,
    column('Version'),
    wide('Internal-IP'),
    wide('External-IP'),
    wide('OS-Image'),
    wide('Kernel-Version'),
    wide('Container-Runtime'),
  ],
  (node, now) => {
    const info = asObject(at(node, 'status', 'nodeInfo'));
    const text = (field: string) => asString(info[field]) || '<unknown>';
    const kernel = text('kernelVersion');
    return [
      nodeStatus(node),
      nodeRoles(node),
      created(node, now),
      asString(info.kubeletVersion),
      nodeAddress(node, 'InternalIP'),
      nodeAddress(node, 'ExternalIP'),
      text('osImage'),
      info.architecture === undefined ? kernel : `${kernel} (${asString(info.architecture)})`,
      text('containerRuntimeVersion'),
    ];
  },
);

function lastSeen(event: KubeObject): string {
  return (
    asString(at(event, 'series', 'lastObservedTime')) ||
    asString(event.lastTimestamp) ||
    asString(event.eventTime) ||
    asString(event.firstTimestamp)
  );
}

function eventObject(event: KubeObject): string {
  const { kind, name } = asObject(event.involvedObject);
  return name ? `${asString(kind).toLowerCase()}/${asString(name)}` : asString(kind).toLowerCase();
}

function eventSource(event: KubeObject): string {
  const { component, host } = asObject(event.source);
  const name = asString(component) || asString(event.reportingComponent);
  return host ? `${name}, ${asString(host)}` : name;
}

const events: TablePrinter = {
  columns: [
    column('Last Seen'),
    column('Type'),
    column('Reason'),
    column('Object'),
    wide('Subobject'),
    wide('Source'),
    column('Message'),
    wide('First Seen'),
    wide('Count'),
    column('Name', 'string', 1, 'name'),
  ],
  cells: (event, now) => [
    ageOf(lastSeen(event), now),
    asString(event.type),
    asString(event.reason),
    eventObject(event),
    asString(at(event, 'involvedObject', 'fieldPath')),
    eventSource(event),
    asString(event.message).trim(),
    ageOf(asString(event.firstTimestamp) || asString(event.eventTime), now),
    asNumber(at(event, 'series', 'count')) || asNumber(event.count, 1),
    event.metadata.name,
  ],
};

function accounts(binding: KubeObject, kind: string): string {
  const subjects = asArray(binding.subjects)
    .map(asObject)
    .filter((subject) => subject.kind === kind);
  return subjects
    .map((subject) => (kind === 'ServiceAccount' ? `${asString(subject.namespace)}/` : '') + asString(subject.name))
    .join(', ');
}

const bindings = printer(
  [column('Role'), age, wide('Users'), wide('Groups'), wide('ServiceAccounts')],
  (binding, now) => [
    `${asString(at(binding, 'roleRef', 'kind'))}/${asString(at(binding, 'roleRef', 'name'))}`,
    created(binding, now),
    accounts(binding, 'User'),
    accounts(binding, 'Group'),
    accounts(binding, 'ServiceAccount'),
  ],
);

const createdAt = column('Created At', 'date');
const roles = printer([createdAt], (role) => [role.metadata.creationTimestamp]);

function claimModes(modes: unknown): string {
  const short: Readonly<Record<string, string>> = {
    ReadWriteOnce: 'RWO',
    ReadOnlyMany: 'ROX',
    ReadWriteMany: 'RWX',
    ReadWriteOncePod: 'RWOP',
  };
  return asArray(modes)
    .map((mode) => short[asString(mode)] ?? asString(mode))
    .join(',');
}

const claims = printer(
  [
    column('Status'),
    column('Volume'),
    column('Capacity'),
    column('Access Modes'),
    column('StorageClass'),
    column('VolumeAttributesClass'),
    age,
    wide('VolumeMode'),
  ],
  (claim, now) => [
    claim.metadata.deletionTimestamp ? 'Terminating' : asString(at(claim, 'status', 'phase')),
    asString(at(claim, 'spec', 'volumeName')),
    asString(at(claim, 'status', 'capacity', 'storage')),
    at(claim, 'spec', 'volumeName') ? claimModes(at(claim, 'status', 'accessModes')) : '',
    asString(at(claim, 'spec', 'storageClassName')),
    asString(at(claim, 'spec', 'volumeAttributesClassName')) || '<unset>',
    created(claim, now),
    asString(at(claim, 'spec', 'volumeMode')) || '<unset>',
  ],
);

function count(value: unknown): number {
  return Array.isArray(value) ? value.length : Object.keys(asObject(value)).length;
}

function quotaText(quota: KubeObject, pick: (name: string) => boolean): string {
  const hard = asObject(at(quota, 'status', 'hard') ?? at(quota, 'spec', 'hard'));
  const used = asObject(at(quota, 'status', 'used'));
  return Object.keys(hard)
    .filter(pick)
    .sort()
    .map((name) => `${name}: ${String(used[name] ?? 0)}/${String(hard[name])}`)
    .join(', ');
}

/** Printers of everything else, by `group/resource`. */
export const clusterTables: Readonly<Record<string, TablePrinter>> = {
  '/nodes': nodes,
  '/events': events,
  'events.k8s.io/events': {
    columns: events.columns,
    cells: (event, now) =>
      events.cells(
        {
          ...event,
          involvedObject: event.regarding,
          message: event.note,
          source: event.deprecatedSource,
          firstTimestamp: event.deprecatedFirstTimestamp,
          lastTimestamp: event.deprecatedLastTimestamp,
          count: event.deprecatedCount,
          reportingComponent: event.reportingController,
        },
        now,
      ),
  },
  '/namespaces': printer([column('Status'), age], (object, now) => [
    asString(at(object, 'status', 'phase')),
    created(object, now),
  ]),
  '/configmaps': printer([column('Data'), age], (object, now) => [
    count(object.data) + count(object.binaryData),
    created(object, now),
  ]),
  '/secrets': printer([column('Type'), column('Data'), age], (object, now) => [
    asString(object.type),
    count(object.data),
    created(object, now),
  ]),
  // Kept by every server although tokens are no longer listed in the account.
  '/serviceaccounts': printer([column('Secrets'), age], (object, now) => [count(object.secrets), created(object, now)]),
  '/resourcequotas': printer([column('Request'), column('Limit'), age], (object, now) => [
    quotaText(object, (name) => !name.startsWith('limits')),
    quotaText(object, (name) => name.startsWith('limits')),
    created(object, now),
  ]),
  '/limitranges': printer([createdAt], (object) => [object.metadata.creationTimestamp]),
  '/persistentvolumeclaims': claims,
  'coordination.k8s.io/leases': printer([column('Holder'), age], (object, now) => [
    asString(at(object, 'spec', 'holderIdentity')),
    created(object, now),
  ]),
  'rbac.authorization.k8s.io/roles': roles,
  'rbac.authorization.k8s.io/clusterroles': roles,
  'rbac.authorization.k8s.io/rolebindings': bindings,
  'rbac.authorization.k8s.io/clusterrolebindings': bindings,
  'apiextensions.k8s.io/customresourcedefinitions': printer([createdAt], (object) => [
    object.metadata.creationTimestamp,
  ]),
  'apiregistration.k8s.io/apiservices': printer([column('Service'), column('Available'), age], (object, now) => {
    const service = asObject(at(object, 'spec', 'service'));
    return [
      service.name === undefined ? 'Local' : `${asString(service.namespace)}/${asString(service.name)}`,
      'True',
      created(object, now),
    ];
  }),
  'scheduling.k8s.io/priorityclasses': printer(
    [column('Value'), column('Global-Default'), age, column('PreemptionPolicy')],
    (object, now) => [
      asNumber(object.value),
      object.globalDefault === true,
      created(object, now),
      asString(object.preemptionPolicy) || 'PreemptLowerPriority',
    ],
  ),
  'storage.k8s.io/storageclasses': printer(
    [column('Provisioner'), column('ReclaimPolicy'), column('VolumeBindingMode'), column('AllowVolumeExpansion'), age],
    (object, now) => [
      asString(object.provisioner),
      asString(object.reclaimPolicy) || 'Delete',
      asString(object.volumeBindingMode) || 'Immediate',
      object.allowVolumeExpansion === true,
      created(object, now),
    ],
  ),
};
