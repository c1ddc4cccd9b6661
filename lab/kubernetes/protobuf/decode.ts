import { isObject } from '../json/value';
import messages from './messages.json';
import { readFields, WireError, type WireField } from './wire';

/** Field numbers of the messages clients send, one `number name type` per field; `*` repeats, `%` maps. */
const table: Readonly<Record<string, string>> = messages;

interface FieldType {
  name: string;
  type: string;
  form: 'single' | 'list' | 'map';
}

const parsed = new Map<string, Map<number, FieldType>>();

function fieldsOf(message: string): Map<number, FieldType> {
  const known = parsed.get(message);
  if (known) return known;
  const fields = new Map<number, FieldType>();
  for (const part of (table[message] ?? '').split('|')) {
    const [number = '', name = '', type = ''] = part.split(' ');
    const form = type.startsWith('*') ? 'list' : type.startsWith('%') ? 'map' : 'single';
    if (number !== '') fields.set(Number(number), { name, type: form === 'single' ? type : type.slice(1), form });
  }
  parsed.set(message, fields);
  return fields;
}

/** Fields whose content belongs to the object around them (embedded structs of the Go types). */
const embedded = new Set([
  'localObjectReference',
  'volumeSource',
  'ephemeralContainerCommon',
  'handler',
  'ingressRuleValue',
]);

/** Optional fields whose zero means something; zeros of all others are how Go writes "not set". */
const meaningfulZero = new Set([
  'replicas',
  'suspend',
  'automountServiceAccountToken',
  'optional',
  'backoffLimit',
  'gracePeriodSeconds',
  'parallelism',
  'completions',
  'terminationGracePeriodSeconds',
  'enableServiceLinks',
  'orphanDependents',
  'revisionHistoryLimit',
  'allocateLoadBalancerNodePorts',
  'allowPrivilegeEscalation',
  'readOnlyRootFilesystem',
  'runAsUser',
  'value',
]);

/** Message-typed fields that mean something when empty. */
const meaningfulEmpty = new Set(['emptyDir', 'podSelector', 'namespaceSelector', 'deleteOptions', 'selector']);

function seconds(bytes: Buffer): { whole: number; nanos: number } {
  let whole = 0;
  let nanos = 0;
  for (const { number, integer } of readFields(bytes)) {
    if (number === 1) whole = Number(integer ?? 0n);
    if (number === 2) nanos = Number(integer ?? 0n);
  }
  return { whole, nanos };
}

function firstText(bytes: Buffer): string {
  return (
    readFields(bytes)
      .find((field) => field.number === 1)
      ?.bytes?.toString('utf8') ?? ''
  );
}

function intOrString(bytes: Buffer): number | string {
  const fields = readFields(bytes);
  const isText = fields.some((field) => field.number === 1 && field.integer === 1n);
  if (isText) return fields.find((field) => field.number === 3)?.bytes?.toString('utf8') ?? '';
  return Number(fields.find((field) => field.number === 2)?.integer ?? 0n);
}

const special: Readonly<Record<string, (bytes: Buffer) => unknown>> = {
  'meta.v1.Time': (bytes) => {
    const { whole } = seconds(bytes);
    return bytes.length === 0 ? undefined : `${new Date(whole * 1_000).toISOString().slice(0, 19)}Z`;
  },
  'meta.v1.MicroTime': (bytes) => {
    const { whole, nanos } = seconds(bytes);
    const micros = String(Math.floor(nanos / 1_000)).padStart(6, '0');
    return bytes.length === 0 ? undefined : `${new Date(whole * 1_000).toISOString().slice(0, 19)}.${micros}Z`;
  },
  'meta.v1.Duration': (bytes) => `${Number(readFields(bytes)[0]?.integer ?? 0n) / 1e9}s`,
  'meta.v1.FieldsV1': (bytes) => JSON.parse(firstText(bytes) || '{}') as unknown,
  'runtime.RawExtension': (bytes) => JSON.parse(firstText(bytes) || 'null') as unknown,
  'api.resource.Quantity': firstText,
  'util.intstr.IntOrString': intOrString,
};

function scalar(type: string, field: WireField): unknown {
  switch (type) {
    case 's':
      return field.bytes?.toString('utf8') ?? '';
    case 'y':
      return field.bytes?.toString('base64') ?? '';
    case 'b':
      return field.integer === 1n;
    case 'd':
      return field.bytes?.readDoubleLE(0) ?? 0;
    default:
      return Number(field.integer ?? 0n);
  }
}

function readValue(type: string, field: WireField): unknown {
  if (type.length === 1) return scalar(type, field);
  const bytes = field.bytes ?? Buffer.alloc(0);
  const read = special[type];
  if (read) return read(bytes);
  if (!(type in table)) throw new WireError(`message ${type} is not known here`);
  const message = readMessage(type, bytes);
  // A list behind a name of its own, as the values of `extra`.
  return type.endsWith('.ExtraValue') ? (message.items ?? []) : message;
}

function isUnset(field: FieldType, value: unknown): boolean {
  if (value === undefined || value === '') return true;
  if (value === 0 || value === false) return !meaningfulZero.has(field.name);
  return isObject(value) && Object.keys(value).length === 0 && !meaningfulEmpty.has(field.name);
}

function addEntry(target: Record<string, unknown>, field: FieldType, wire: WireField): void {
  const map = isObject(target[field.name]) ? (target[field.name] as Record<string, unknown>) : {}; // checked by isObject
  const entry = readFields(wire.bytes ?? Buffer.alloc(0));
  const key = entry.find((part) => part.number === 1)?.bytes?.toString('utf8') ?? '';
  const value = entry.find((part) => part.number === 2);
  map[key] = value ? readValue(field.type, value) : '';
  target[field.name] = map;
}

function readMessage(message: string, bytes: Buffer): Record<string, unknown> {
  const fields = fieldsOf(message);
  const target: Record<string, unknown> = {};
  for (const wire of readFields(bytes)) {
    const field = fields.get(wire.number);
    if (!field) continue;
    if (field.form === 'map') {
      addEntry(target, field, wire);
      continue;
    }
    const value = readValue(field.type, wire);
    if (field.form === 'list') {
      const list = Array.isArray(target[field.name]) ? (target[field.name] as unknown[]) : []; // checked by isArray
      list.push(value);
      target[field.name] = list;
    } else if (embedded.has(field.name) && isObject(value)) Object.assign(target, value);
    else if (!isUnset(field, value)) target[field.name] = value;
  }
  return target;
}

const packages: Readonly<Record<string, string>> = {
  v1: 'core.v1',
  'apps/v1': 'apps.v1',
  'batch/v1': 'batch.v1',
  'autoscaling/v1': 'autoscaling.v1',
  'autoscaling/v2': 'autoscaling.v2',
  'policy/v1': 'policy.v1',
  'networking.k8s.io/v1': 'networking.v1',
  'rbac.authorization.k8s.io/v1': 'rbac.v1',
  'scheduling.k8s.io/v1': 'scheduling.v1',
  'coordination.k8s.io/v1': 'coordination.v1',
  'authentication.k8s.io/v1': 'authentication.v1',
  'authorization.k8s.io/v1': 'authorization.v1',
};

const magic = Buffer.from('k8s\0', 'latin1');

/** Reads a body in the Kubernetes protobuf envelope as the JSON object it stands for. Throws {@link WireError}. */
export function decodeProtobuf(body: Buffer): Record<string, unknown> {
  if (!body.subarray(0, 4).equals(magic)) throw new WireError('the body does not begin with the protobuf prefix');
  const envelope = readFields(body.subarray(4));
  const part = (number: number) => envelope.find((field) => field.number === number)?.bytes ?? Buffer.alloc(0);
  let apiVersion = '';
  let kind = '';
  for (const field of readFields(part(1))) {
    if (field.number === 1) apiVersion = field.bytes?.toString('utf8') ?? '';
    if (field.number === 2) kind = field.bytes?.toString('utf8') ?? '';
  }
  const message = kind === 'DeleteOptions' ? 'meta.v1.DeleteOptions' : `${packages[apiVersion] ?? apiVersion}.${kind}`;
  if (!(message in table)) throw new WireError(`${kind} of ${apiVersion} is not known as protobuf here`);
  return { apiVersion, kind, ...readMessage(message, part(2)) };
}
