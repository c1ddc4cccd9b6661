import { asArray, asNumber, asObject, asString, at, equal, isObject } from '../json/value';
import { resolveModel } from '../schema/models';
import type { Schema } from '../schema/schema';
import type { KubeObject, ResourceDefinition } from '../store/contract';
import type { Violation } from '../store/status-error';
import { isLabelValue, nameFault, qualifiedNameFault } from './names';

function required(field: string, message = 'Required value'): Violation {
  return { field, reason: 'FieldValueRequired', message };
}

function wrong(field: string, value: unknown, why: string): Violation {
  return { field, reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}` };
}

function unsupported(field: string, value: unknown, supported: readonly string[]): Violation {
  const list = supported.map((name) => JSON.stringify(name)).join(', ');
  return {
    field,
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`,
  };
}

function metadataFaults(definition: ResourceDefinition, object: KubeObject): Violation[] {
  const { name, labels, annotations } = object.metadata;
  if (!name) return [required('metadata.name', 'Required value: name or generateName is required')];
  const fault = nameFault(definition, name);
  const violations = fault === undefined ? [] : [wrong('metadata.name', name, fault)];
  for (const [key, value] of Object.entries(labels ?? {})) {
    const keyFault = qualifiedNameFault(key);
    if (keyFault !== undefined) violations.push(wrong('metadata.labels', key, keyFault));
    const valueFault = isLabelValue(value);
    if (valueFault !== undefined) violations.push(wrong('metadata.labels', value, valueFault));
  }
  for (const key of Object.keys(annotations ?? {})) {
    const keyFault = qualifiedNameFault(key.toLowerCase());
    if (keyFault !== undefined) violations.push(wrong('metadata.annotations', key, keyFault));
  }
  return violations;
}

const portRange = 'must be between 1 and 65535, inclusive';

function isPort(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
}

function containerFaults(container: Record<string, unknown>, path: string, names: Set<string>): Violation[] {
  const violations: Violation[] = [];
  const name = asString(container.name);
  if (name === '') violations.push(required(`${path}.name`));
  else if (names.has(name))
    violations.push({ field: `${path}.name`, reason: 'FieldValueDuplicate', message: `Duplicate value: "${name}"` });
  names.add(name);
  if (asString(container.image) === '') violations.push(required(`${path}.image`));
  asArray(container.ports).forEach((port, position) => {
    const value = asObject(port).containerPort;
    if (!value) violations.push(required(`${path}.ports[${position}].containerPort`));
    else if (!isPort(value)) violations.push(wrong(`${path}.ports[${position}].containerPort`, value, portRange));
  });
  return violations;
}

function podSpecFaults(spec: unknown, path: string): Violation[] {
  const containers = asArray(asObject(spec).containers);
  if (containers.length === 0) return [required(`${path}.containers`)];
  const names = new Set<string>();
  return containers.flatMap((container, position) =>
    containerFaults(asObject(container), `${path}.containers[${position}]`, names),
  );
}

function matches(selector: unknown, labels: unknown): boolean {
  return Object.entries(asObject(asObject(selector).matchLabels)).every(
    ([key, value]) => asObject(labels)[key] === value,
  );
}

function workloadFaults(object: KubeObject, old: KubeObject | undefined): Violation[] {
  const spec = asObject(object.spec);
  const selector = spec.selector;
  const violations: Violation[] = [];
  if (asNumber(spec.replicas) < 0)
    violations.push(wrong('spec.replicas', spec.replicas, 'must be greater than or equal to 0'));
  if (!isObject(selector)) violations.push(required('spec.selector'));
  else {
    const labels = at(spec, 'template', 'metadata', 'labels');
    if (!matches(selector, labels)) {
      violations.push(
        wrong('spec.template.metadata.labels', labels ?? {}, '`selector` does not match template `labels`'),
      );
    }
    if (old && !equal(at(old, 'spec', 'selector'), selector))
      violations.push(wrong('spec.selector', selector, 'field is immutable'));
  }
  return [...violations, ...podSpecFaults(at(spec, 'template', 'spec'), 'spec.template.spec')];
}

function servicePortFaults(entry: unknown, path: string, isNamed: boolean): Violation[] {
  const port = asObject(entry);
  const violations: Violation[] = [];
  if (isNamed && !port.name) violations.push(required(`${path}.name`));
  if (!isPort(port.port)) violations.push(wrong(`${path}.port`, port.port ?? 0, portRange));
  if (!['TCP', 'UDP', 'SCTP'].includes(asString(port.protocol ?? 'TCP'))) {
    violations.push(unsupported(`${path}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']));
  }
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number' && !isPort(target)) violations.push(wrong(`${path}.targetPort`, target, portRange));
  return violations;
}

const serviceTypes = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

function serviceFaults(service: KubeObject, old: KubeObject | undefined): Violation[] {
  const spec = asObject(service.spec);
  const ports = asArray(spec.ports);
  const type = asString(spec.type ?? 'ClusterIP');
  if (!serviceTypes.includes(type)) return [unsupported('spec.type', type, serviceTypes)];
  const violations: Violation[] = [];
  if (type === 'ExternalName') {
    if (!spec.externalName) violations.push(required('spec.externalName'));
  } else if (ports.length === 0 && spec.clusterIP !== 'None') violations.push(required('spec.ports'));
  for (const [position, port] of ports.entries()) {
    violations.push(...servicePortFaults(port, `spec.ports[${position}]`, ports.length > 1));
  }
  const before = at(old, 'spec', 'clusterIP');
  if (before && spec.clusterIP !== before && type !== 'ExternalName') {
    violations.push(wrong('spec.clusterIPs[0]', [spec.clusterIP], 'may not change once set'));
  }
  return violations;
}

const podMutable = [
  'containers',
  'initContainers',
  'activeDeadlineSeconds',
  'tolerations',
  'terminationGracePeriodSeconds',
  'nodeName',
  'schedulingGates',
  'ephemeralContainers',
  'nodeSelector',
  'affinity',
];

function podFaults(pod: KubeObject, old: KubeObject | undefined): Violation[] {
  const violations = podSpecFaults(pod.spec, 'spec');
  if (!old) return violations;
  const frozen = (object: KubeObject) => {
    const spec = { ...asObject(object.spec) };
    for (const field of podMutable) delete spec[field];
    const images = asArray(asObject(object.spec).containers).map((container) => ({
      ...asObject(container),
      image: '',
    }));
    return { ...spec, containers: images };
  };
  const beforeNode = at(old, 'spec', 'nodeName');
  if (equal(frozen(old), frozen(pod)) && (!beforeNode || beforeNode === at(pod, 'spec', 'nodeName'))) return violations;
  const why =
    'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
  return [...violations, { field: 'spec', reason: 'FieldValueForbidden', message: why }];
}

function crdFaults(crd: KubeObject): Violation[] {
  const spec = asObject(crd.spec);
  const expected = `${asString(at(spec, 'names', 'plural'))}.${asString(spec.group)}`;
  const violations: Violation[] = [];
  if (crd.metadata.name !== expected) {
    violations.push(wrong('metadata.name', crd.metadata.name, `must be spec.names.plural+"."+spec.group`));
  }
  if (asArray(spec.versions).length === 0) violations.push(required('spec.versions'));
  if (spec.scope !== 'Namespaced' && spec.scope !== 'Cluster') violations.push(required('spec.scope'));
  return violations;
}

function ingressFaults(object: KubeObject): Violation[] {
  const spec = asObject(object.spec);
  if (asArray(spec.rules).length > 0 || spec.defaultBackend !== undefined) return [];
  return [
    {
      field: 'spec',
      reason: 'FieldValueInvalid',
      message: 'Invalid value: {}: either `defaultBackend` or `rules` must be specified',
    },
  ];
}

const templateKinds = new Set(['apps/Deployment', 'apps/ReplicaSet', 'apps/DaemonSet', 'apps/StatefulSet']);

function kindFaults(definition: ResourceDefinition, object: KubeObject, old: KubeObject | undefined): Violation[] {
  const kind = `${definition.group}/${definition.kind}`;
  if (templateKinds.has(kind)) return workloadFaults(object, old);
  if (kind === '/Service') return serviceFaults(object, old);
  if (kind === '/Pod') return podFaults(object, old);
  if (kind === 'networking.k8s.io/Ingress') return ingressFaults(object);
  if (kind === 'apiextensions.k8s.io/CustomResourceDefinition') return crdFaults(object);
  if (kind === 'batch/Job') return podSpecFaults(at(object, 'spec', 'template', 'spec'), 'spec.template.spec');
  if (definition.kind.endsWith('RoleBinding') && old && !equal(old.roleRef, object.roleRef)) {
    return [wrong('roleRef', object.roleRef, 'cannot change roleRef')];
  }
  if ((kind === '/ConfigMap' || kind === '/Secret') && old?.immutable === true && !equal(old.data, object.data)) {
    return [
      {
        field: 'data',
        reason: 'FieldValueForbidden',
        message: 'Forbidden: field is immutable when `immutable` is set',
      },
    ];
  }
  return [];
}

function requiredFaults(node: Schema, value: unknown, path: string): Violation[] {
  const schema = resolveModel(node);
  if (Array.isArray(value)) {
    const items = schema.items;
    return items ? value.flatMap((item, position) => requiredFaults(items, item, `${path}[${position}]`)) : [];
  }
  if (!isObject(value)) return [];
  const prefix = path === '' ? '' : `${path}.`;
  const missing = (schema.required ?? [])
    .filter((field) => value[field] === undefined)
    .map((field) => required(`${prefix}${field}`));
  const below = Object.entries(value).flatMap(([key, item]) => {
    const child = schema.properties?.[key] ?? schema.values;
    return child && key !== 'metadata' ? requiredFaults(child, item, `${prefix}${key}`) : [];
  });
  return [...missing, ...below];
}

/** Every violation of an object; with `old`, immutable fields are held too. Custom objects are held to their required fields. */
export function validateObject(
  definition: ResourceDefinition,
  schema: Schema,
  object: KubeObject,
  old?: KubeObject,
): Violation[] {
  const isCustom =
    schema.properties?.metadata?.model === 'V1ObjectMeta' &&
    definition.group.includes('.') &&
    !definition.group.endsWith('.k8s.io');
  return [
    ...metadataFaults(definition, object),
    ...kindFaults(definition, object, old),
    ...(isCustom ? requiredFaults(schema, object, '') : []),
  ];
}
