import type { Authenticator } from '../access/users';
import { asArray, asNumber, asObject, asString, at, equal, isObject } from '../json/value';
import { applyJsonPatch } from '../patch/json-patch';
import { applyMergePatch } from '../patch/merge-patch';
import type { ResourceRegistry } from '../registry/registry';
import type { KubeObject, ResourceDefinition } from '../store/contract';
import type { ObjectStore } from '../store/lab-store';
import { ApiStatusError, badRequest, conflict, methodNotAllowed, notFound } from '../store/status-error';
import { boundTo } from '../store/lifecycle';
import { timestamp } from '../store/timestamp';
import { selectorText, labelsText } from '../tables/selector-text';
import { type Exchange, parseBody, sendJson, sendText } from './exchange';
import { blockingBudget } from './disruption';
import { present } from './present';
import { managerOf, parsePatch, removeOptionsOf } from './write';

/** What the subresources need. */
export interface SubresourceScope {
  store: ObjectStore;
  registry: ResourceRegistry;
  authenticator: Authenticator;
}

/** The object a subresource belongs to. */
export interface SubresourceTarget {
  definition: ResourceDefinition;
  namespace?: string;
  name: string;
  subresource: string;
}

const created = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };

function pathKeys(path: string): string[] {
  return path.split('.').filter((key) => key !== '');
}

function withValue(object: unknown, keys: readonly string[], value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = keys;
  const source = asObject(object);
  return { ...source, [first]: rest.length === 0 ? value : withValue(source[first], rest, value) };
}

function scaleOf(scope: SubresourceScope, definition: ResourceDefinition, object: KubeObject): Record<string, unknown> {
  const custom = scope.registry.customOf(definition)?.scale;
  const replicas = at(object, ...pathKeys(custom?.specReplicasPath ?? 'spec.replicas'));
  const current = at(object, ...pathKeys(custom?.statusReplicasPath ?? 'status.replicas'));
  const selector = custom
    ? asString(at(object, ...pathKeys(custom.labelSelectorPath ?? '')))
    : definition.resource === 'replicationcontrollers'
      ? labelsText(at(object, 'spec', 'selector'))
      : selectorText(at(object, 'spec', 'selector'));
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: asNumber(replicas) },
    status: { replicas: asNumber(current), selector: selector === '<none>' ? '' : selector },
  };
}

function changedScale(exchange: Exchange, scale: Record<string, unknown>, text: string): Record<string, unknown> {
  if (exchange.method === 'PUT') return parseBody(text);
  const patch = parsePatch(text);
  const type = String(exchange.request.headers['content-type'] ?? '');
  return type.startsWith('application/json-patch')
    ? applyJsonPatch(scale, patch)
    : asObject(applyMergePatch(scale, patch));
}

function serveScale(
  exchange: Exchange,
  scope: SubresourceScope,
  target: SubresourceTarget,
  object: KubeObject,
  text: string,
) {
  const { definition, namespace, name } = target;
  const scale = scaleOf(scope, definition, object);
  if (exchange.method === 'GET') return sendJson(exchange, 200, scale);
  if (exchange.method !== 'PUT' && exchange.method !== 'PATCH') throw methodNotAllowed();
  const wanted = changedScale(exchange, scale, text);
  const version = asString(at(wanted, 'metadata', 'resourceVersion'));
  if (version !== '' && version !== object.metadata.resourceVersion) throw conflict(definition, name);
  const replicas = at(wanted, 'spec', 'replicas') ?? 0;
  const path = pathKeys(scope.registry.customOf(definition)?.scale?.specReplicasPath ?? 'spec.replicas');
  const next = scope.store.mutate(
    definition,
    namespace,
    name,
    (current) => withValue(current, path, replicas) as unknown as KubeObject,
    {
      manager: managerOf(exchange),
      dryRun: exchange.query.get('dryRun') === 'All',
      subresource: 'scale',
    },
  ); // withValue keeps everything else of the object
  if (!next) throw notFound(definition, name);
  return sendJson(exchange, 200, scaleOf(scope, definition, next));
}

function serveBinding(
  exchange: Exchange,
  scope: SubresourceScope,
  target: SubresourceTarget,
  pod: KubeObject,
  text: string,
): void {
  const nodeName = asString(at(parseBody(text), 'target', 'name'));
  if (nodeName === '') throw badRequest('target.name: Required value');
  if (at(pod, 'spec', 'nodeName')) {
    throw conflict(
      target.definition,
      target.name,
      `pod ${target.name} is already assigned to node "${asString(at(pod, 'spec', 'nodeName'))}"`,
    );
  }
  const { definition, namespace, name } = target;
  scope.store.mutate(definition, namespace, name, (current) => boundTo(current, nodeName), {
    subresource: 'binding',
    dryRun: exchange.query.get('dryRun') === 'All',
  });
  sendJson(exchange, 201, created);
}

function serveEviction(
  exchange: Exchange,
  scope: SubresourceScope,
  target: SubresourceTarget,
  pod: KubeObject,
  text: string,
): void {
  const blocking = blockingBudget(scope.store, pod);
  if (blocking) {
    throw new ApiStatusError(
      429,
      'TooManyRequests',
      "Cannot evict pod as it would violate the pod's disruption budget.",
      {
        causes: [
          {
            reason: 'DisruptionBudget',
            message: `The disruption budget ${blocking.metadata.name} does not allow evicting pods currently`,
          },
        ],
      },
    );
  }
  const options = asObject(parseBody(text).deleteOptions);
  scope.store.remove(
    target.definition,
    target.namespace,
    target.name,
    removeOptionsOf(exchange, JSON.stringify(options)),
  );
  sendJson(exchange, 201, created);
}

function serveLog(exchange: Exchange, pod: KubeObject): void {
  const containers = asArray(at(pod, 'spec', 'containers')).map(asObject);
  const names = containers.map((container) => asString(container.name));
  const wanted = exchange.query.get('container') ?? (names.length === 1 ? names[0] : undefined);
  if (wanted === undefined)
    throw badRequest(
      `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]`,
    );
  const container = containers.find((entry) => entry.name === wanted);
  if (!container) throw badRequest(`container ${wanted} is not valid for pod ${pod.metadata.name}`);
  const status = asArray(at(pod, 'status', 'containerStatuses'))
    .map(asObject)
    .find((entry) => entry.name === wanted);
  const startedAt = asString(at(status, 'state', 'running', 'startedAt'));
  if (startedAt === '') {
    const reason = asString(at(status, 'state', 'waiting', 'reason')) || 'ContainerCreating';
    throw badRequest(`container "${wanted}" in pod "${pod.metadata.name}" is waiting to start: ${reason}`);
  }
  const lines = [
    `lab: no container runs here; the Pod counts as running ${asString(container.image)}`,
    `lab: ${wanted} ready since ${startedAt}`,
  ];
  const stamp = exchange.query.get('timestamps') === 'true' ? `${startedAt} ` : '';
  sendText(exchange, 200, lines.map((line) => `${stamp}${line}\n`).join(''), 'text/plain');
}

function serveToken(exchange: Exchange, scope: SubresourceScope, target: SubresourceTarget, text: string): void {
  const body = parseBody(text);
  const seconds = asNumber(at(body, 'spec', 'expirationSeconds'), 3_600);
  const token = scope.authenticator.issueToken(target.namespace ?? '', target.name);
  sendJson(exchange, 201, {
    ...body,
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name: target.name, namespace: target.namespace, creationTimestamp: timestamp() },
    status: { token, expirationTimestamp: timestamp(seconds) },
  });
}

function noContainers(subresource: string): ApiStatusError {
  return new ApiStatusError(501, 'NotImplemented', `${subresource} is not available: the lab runs no containers`, {});
}

/** Serves every subresource but status and finalize, which are ordinary writes. */
export function serveSubresource(exchange: Exchange, scope: SubresourceScope, target: SubresourceTarget, text: string) {
  const { definition, namespace, name, subresource } = target;
  const object = scope.store.get(definition, namespace, name);
  if (!object) throw notFound(definition, name);
  switch (`${exchange.method === 'POST' ? 'POST ' : ''}${subresource}`) {
    case 'scale':
      return serveScale(exchange, scope, target, object, text);
    case 'POST binding':
      return serveBinding(exchange, scope, target, object, text);
    case 'POST eviction':
      return serveEviction(exchange, scope, target, object, text);
    case 'log':
      return serveLog(exchange, object);
    case 'POST token':
      return serveToken(exchange, scope, target, text);
    case 'ephemeralcontainers':
    case 'resize':
      if (exchange.method === 'GET') return sendJson(exchange, 200, present(definition, object));
      throw noContainers(subresource);
    default:
      throw noContainers(subresource);
  }
}

/** Whether a deletion answered with the object or, being final, with a bare success. */
export function deletionAnswer(
  definition: ResourceDefinition,
  before: KubeObject | undefined,
  after: KubeObject,
  isGone: boolean,
): unknown {
  const isPlain = definition.kind !== 'Pod' && definition.kind !== 'Service' && isGone;
  if (!isPlain || !before || equal(before, {}) || !isObject(after)) return present(definition, after);
  const { name, uid } = after.metadata;
  const details = {
    name,
    ...(definition.group === '' ? {} : { group: definition.group }),
    kind: definition.resource,
    uid,
  };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
