import { at } from '../json/value';
import type { KubeObject, ResourceDefinition } from '../store/contract';
import { badRequest } from '../store/status-error';

/** Decides over an object. */
export type FieldMatch = (object: KubeObject) => boolean;

const common = ['metadata.name', 'metadata.namespace'];
const event = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

/** Fields each kind may be selected by, beyond name and namespace. */
const byResource: Readonly<Record<string, readonly string[]>> = {
  '/pods': [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  '/nodes': ['spec.unschedulable'],
  '/namespaces': ['status.phase', 'name'],
  '/secrets': ['type'],
  '/services': ['spec.clusterIP', 'spec.type'],
  '/replicationcontrollers': ['status.replicas'],
  'apps/replicasets': ['status.replicas'],
  'batch/jobs': ['status.successful'],
  '/events': [...event.map((field) => `involvedObject.${field}`), 'reason', 'reportingComponent', 'source', 'type'],
  'events.k8s.io/events': [...event.map((field) => `regarding.${field}`), 'reason', 'reportingController', 'type'],
};

/** Where a selectable field is stored, if not under its own name. */
const storedAt: Readonly<Record<string, readonly string[]>> = {
  source: ['source', 'component'],
  name: ['metadata', 'name'],
  reportingController: ['reportingComponent'],
};

function pathOf(field: string): readonly string[] {
  return storedAt[field] ?? field.replace(/^regarding\./, 'involvedObject.').split('.');
}

function read(object: KubeObject, path: readonly string[]): string {
  const value = at(object, ...path);
  if (value === undefined || value === null)
    return path.at(-1) === 'hostNetwork' || path.at(-1) === 'unschedulable' ? 'false' : '';
  return String(value);
}

interface Requirement {
  field: string;
  negated: boolean;
  value: string;
}

function parse(text: string): Requirement[] {
  return text.split(',').map((part) => {
    const found = /^\s*([^=!]+?)\s*(==|!=|=)\s*(.*?)\s*$/.exec(part);
    if (!found) throw badRequest(`invalid field selector: "${part}": can't understand selector`);
    return { field: found[1] ?? '', negated: found[2] === '!=', value: found[3] ?? '' };
  });
}

/** Parses a field selector for one resource; undefined for an empty one. Throws a 400 on fields that cannot be selected by. */
export function parseFieldSelector(definition: ResourceDefinition, text: string): FieldMatch | undefined {
  if (text.trim() === '') return undefined;
  const allowed = [...common, ...(byResource[`${definition.group}/${definition.resource}`] ?? [])];
  const parts = parse(text).map(({ field, negated, value }): FieldMatch => {
    if (!allowed.includes(field)) {
      throw badRequest(`field label not supported: ${field}`);
    }
    const path = pathOf(field);
    return (object) => (read(object, path) === value) !== negated;
  });
  return (object) => parts.every((match) => match(object));
}
