import { applyConfiguration } from '../apply/apply';
import { asObject, asString, at, isObject } from '../json/value';
import { applyJsonPatch } from '../patch/json-patch';
import { applyMergePatch } from '../patch/merge-patch';
import { applyStrategicPatch } from '../patch/strategic';
import { groupVersionOf, type ResourceRegistry } from '../registry/registry';
import type { SchemaCatalogue } from '../schema/catalogue';
import { decode } from '../schema/decode';
import type { KubeObject, Propagation, ResourceDefinition } from '../store/contract';
import type { RemoveOptions } from '../store/deletion';
import type { ObjectStore, WriteOptions } from '../store/lab-store';
import { tidyObject } from '../store/metadata';
import { ApiStatusError, badRequest, invalid, notFound } from '../store/status-error';
import { type Exchange, parseBody } from './exchange';
import { present, toStored } from './present';

/** What writing needs. */
export interface WriteScope {
  store: ObjectStore;
  registry: ResourceRegistry;
  schemas: SchemaCatalogue;
}

/** The object a write is about. */
export interface WriteTarget {
  definition: ResourceDefinition;
  namespace?: string;
  name?: string;
  subresource?: 'status' | 'finalize';
}

const managerLimit = 128;

/** Name under which fields are owned: the fieldManager parameter, else the client's name. */
export function managerOf(exchange: Exchange): string {
  const given = exchange.query.get('fieldManager') ?? '';
  if (given !== '') return given.slice(0, managerLimit);
  const agent = String(exchange.request.headers['user-agent'] ?? 'unknown');
  return (agent.split('/')[0] ?? 'unknown').slice(0, managerLimit) || 'unknown';
}

function optionsOf(exchange: Exchange, target: WriteTarget): WriteOptions {
  const dryRun = exchange.query.get('dryRun') ?? '';
  if (dryRun !== '' && dryRun !== 'All') {
    throw invalid({ group: 'meta.k8s.io', kind: 'CreateOptions' }, '', [
      {
        field: 'dryRun',
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`,
      },
    ]);
  }
  return {
    manager: managerOf(exchange),
    dryRun: dryRun === 'All',
    ...(target.subresource === undefined ? {} : { subresource: target.subresource }),
  };
}

/** Decodes by schema: type mismatches are refused, unknown fields are refused, warned of or ignored as asked. */
function decodeBody(
  exchange: Exchange,
  scope: WriteScope,
  definition: ResourceDefinition,
  body: Record<string, unknown>,
): void {
  const { unknown, mismatch } = decode(scope.schemas.schemaFor(definition), body);
  const prefix = `${definition.kind} in version "${definition.version}" cannot be handled as a ${definition.kind}: `;
  if (mismatch !== undefined) throw badRequest(`${prefix}${mismatch}`);
  if (unknown.length === 0) return;
  const faults = unknown.map((field) => `unknown field "${field}"`);
  const mode = exchange.query.get('fieldValidation') || 'Warn';
  if (mode === 'Warn') exchange.warnings.push(...faults);
  if (mode !== 'Strict') return;
  throw badRequest(`${prefix}strict decoding error: ${faults.join(', ')}`);
}

function checkKind(definition: ResourceDefinition, body: Record<string, unknown>): void {
  const apiVersion = asString(body.apiVersion);
  const kind = asString(body.kind);
  if (kind !== '' && kind !== definition.kind) {
    throw badRequest(
      `${kind} in version "${apiVersion}" cannot be handled as a ${definition.kind}: no kind "${kind}" is registered for this resource`,
    );
  }
  const expected = groupVersionOf(definition);
  if (apiVersion !== '' && apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
    );
  }
}

function readObject(exchange: Exchange, scope: WriteScope, target: WriteTarget, text: string): Record<string, unknown> {
  const body = parseBody(text);
  checkKind(target.definition, body);
  decodeBody(exchange, scope, target.definition, body);
  const object = toStored(target.definition, body);
  const metadata = asObject(object.metadata);
  if (target.namespace !== undefined) {
    const given = asString(metadata.namespace);
    if (given !== '' && given !== target.namespace) {
      throw badRequest(`the namespace of the provided object does not match the namespace sent on the request`);
    }
    metadata.namespace = target.namespace;
  }
  if (target.name !== undefined) {
    const given = asString(metadata.name);
    if (given !== '' && given !== target.name) {
      throw badRequest(`the name of the object (${given}) does not match the name on the URL (${target.name})`);
    }
    metadata.name = target.name;
  }
  return { ...object, metadata };
}

/** POST of an object. */
export function createObject(exchange: Exchange, scope: WriteScope, target: WriteTarget, text: string): KubeObject {
  const object = readObject(exchange, scope, target, text);
  const options = optionsOf(exchange, target);
  return scope.store.create(target.definition, object, options);
}

/** PUT of an object; custom and most built-in resources may not be created that way. */
export function updateObject(
  exchange: Exchange,
  scope: WriteScope,
  target: WriteTarget,
  text: string,
): { object: KubeObject; isNew: boolean } {
  const body = readObject(exchange, scope, target, text);
  const options = optionsOf(exchange, target);
  const stored = tidyObject(body, target.definition.kind, groupVersionOf(target.definition));
  const old = scope.store.get(target.definition, target.namespace, target.name ?? '');
  const isUpsert =
    !old &&
    (target.definition.resource === 'leases' ||
      target.definition.resource === 'endpoints' ||
      target.definition.resource === 'events');
  if (isUpsert) return { object: scope.store.create(target.definition, body, options), isNew: true };
  if (old && !stored.metadata.resourceVersion && scope.registry.customOf(target.definition)) {
    throw invalid(target.definition, old.metadata.name, [
      {
        field: 'metadata.resourceVersion',
        reason: 'FieldValueInvalid',
        message: 'Invalid value: 0x0: must be specified for an update',
      },
    ]);
  }
  return { object: scope.store.update(target.definition, stored, options), isNew: false };
}

/** Parses a patch body; throws the 400 of a real server. */
export function parsePatch(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function patched(
  scope: WriteScope,
  target: WriteTarget,
  kind: string,
  live: KubeObject,
  patch: unknown,
): Record<string, unknown> {
  if (kind === 'application/json-patch+json') return applyJsonPatch(live, patch);
  if (!isObject(patch))
    throw badRequest(
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    );
  if (kind === 'application/merge-patch+json') return asObject(applyMergePatch(live, patch));
  if (scope.registry.customOf(target.definition))
    throw unsupportedPatch([
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/apply-patch+yaml',
    ]);
  return asObject(applyStrategicPatch(scope.schemas.schemaFor(target.definition), live, patch));
}

function unsupportedPatch(accepted: readonly string[]): ApiStatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return new ApiStatusError(415, 'UnsupportedMediaType', message, {});
}

const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

function applyObject(
  exchange: Exchange,
  scope: WriteScope,
  target: WriteTarget,
  text: string,
): { object: KubeObject; isNew: boolean } {
  const { definition, namespace, name = '' } = target;
  const manager = exchange.query.get('fieldManager') ?? '';
  if (manager === '') {
    throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
      { field: 'fieldManager', reason: 'FieldValueRequired', message: 'Required value: is required for apply patch' },
    ]);
  }
  const configuration = readObject(exchange, scope, target, text);
  if (at(configuration, 'metadata', 'managedFields') !== undefined)
    throw badRequest('metadata.managedFields must be nil');
  const live = scope.store.get(definition, namespace, name);
  const given = asString(at(configuration, 'metadata', 'resourceVersion'));
  if (live && given !== '' && given !== live.metadata.resourceVersion) {
    throw new ApiStatusError(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${definition.resource} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
      { name, kind: definition.resource },
    );
  }
  const applied = applyConfiguration(scope.schemas.schemaFor(definition), live, configuration, {
    manager,
    operation: 'Apply',
    apiVersion: groupVersionOf(definition),
    ...(target.subresource === undefined ? {} : { subresource: target.subresource }),
    force: exchange.query.get('force') === 'true' || exchange.query.get('force') === '1',
  });
  const options = { ...optionsOf(exchange, target), managed: true };
  if (live) return { object: scope.store.update(definition, applied, options), isNew: false };
  if (target.subresource !== undefined) throw notFound(definition, name);
  return { object: scope.store.create(definition, applied, options), isNew: true };
}

/** PATCH of any of the four kinds. */
export function patchObject(
  exchange: Exchange,
  scope: WriteScope,
  target: WriteTarget,
  text: string,
): { object: KubeObject; isNew: boolean } {
  const kind = (String(exchange.request.headers['content-type'] ?? '').split(';')[0] ?? '').trim();
  if (kind === 'application/apply-patch+yaml' || kind === 'application/apply-patch+cbor')
    return applyObject(exchange, scope, target, text);
  if (!patchTypes.includes(kind)) throw unsupportedPatch([...patchTypes, 'application/apply-patch+yaml']);
  const { definition, namespace, name = '' } = target;
  const live = scope.store.get(definition, namespace, name);
  if (!live) throw notFound(definition, name);
  const next = patched(scope, target, kind, present(definition, live), parsePatch(text));
  decodeBody(exchange, scope, definition, next);
  if (asString(at(next, 'metadata', 'name')) !== name) {
    throw badRequest(
      `the name of the object (${asString(at(next, 'metadata', 'name'))}) does not match the name on the URL (${name})`,
    );
  }
  const tidy = tidyObject(
    toStored(definition, next),
    definition.kind,
    groupVersionOf(scope.store.definition(definition)),
  );
  return { object: scope.store.update(definition, tidy, optionsOf(exchange, target)), isNew: false };
}

function propagationOf(options: Record<string, unknown>, exchange: Exchange): Propagation | undefined {
  const given = asString(options.propagationPolicy) || exchange.query.get('propagationPolicy') || '';
  if (given === 'Background' || given === 'Foreground' || given === 'Orphan') return given;
  if (given !== '') {
    throw invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [
      {
        field: 'propagationPolicy',
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${JSON.stringify(given)}: DeletionPropagation need to be one of "Foreground", "Background", "Orphan" or nil`,
      },
    ]);
  }
  return options.orphanDependents === true ? 'Orphan' : undefined;
}

/** Reads the options of a DELETE from its body and query. */
export function removeOptionsOf(exchange: Exchange, text: string): RemoveOptions {
  const options = text.trim() === '' ? {} : parseBody(text);
  const grace =
    options.gracePeriodSeconds ??
    (exchange.query.get('gracePeriodSeconds') === null ? undefined : Number(exchange.query.get('gracePeriodSeconds')));
  const propagation = propagationOf(options, exchange);
  const { uid, resourceVersion } = asObject(options.preconditions);
  const dryRun =
    exchange.query.get('dryRun') === 'All' || (Array.isArray(options.dryRun) && options.dryRun.includes('All'));
  return {
    ...(typeof grace === 'number' ? { gracePeriodSeconds: grace } : {}),
    ...(propagation === undefined ? {} : { propagation }),
    preconditions: {
      ...(typeof uid === 'string' ? { uid } : {}),
      ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
    },
    dryRun,
  };
}
