import { type AccessAttributes, type Authorizer, refusal } from '../access/rbac';
import type { Authenticator } from '../access/users';
import type { Faults } from '../control/faults';
import type { DataPlaneClient } from '../exec/data-plane';
import { serveExec } from '../exec/serve-exec';
import { isReview } from '../registry/built-in';
import { groupVersionOf, type ResourceRegistry } from '../registry/registry';
import type { SchemaCatalogue } from '../schema/catalogue';
import type { KubeObject, ResourceDefinition } from '../store/contract';
import type { ObjectStore } from '../store/lab-store';
import { forbidden, methodNotAllowed, noSuchResource, notFound } from '../store/status-error';
import type { KubernetesTuning } from '../tuning';
import { type Exchange, parseBody, readBody, sendJson, sendText } from './exchange';
import { listPage, parseSelectors } from './list';
import { type Shape, shapeOf } from './media';
import { present, presentItem } from './present';
import { answerReview } from './reviews';
import { deletionAnswer, serveSubresource } from './subresources';
import { tableOf } from './table';
import type { Target } from './target';
import { serveWatch } from './watch';
import { createObject, patchObject, removeOptionsOf, updateObject, type WriteTarget } from './write';

/** Everything the resource routes work with. */
export interface ApiScope {
  store: ObjectStore;
  registry: ResourceRegistry;
  schemas: SchemaCatalogue;
  authenticator: Authenticator;
  authorizer: Authorizer;
  faults: Faults;
  /** Where packets of Pods go; undefined without an NSX. */
  dataPlane: DataPlaneClient | undefined;
  tuning: KubernetesTuning;
  /** Ends the open watches when aborted. */
  watches: () => AbortSignal;
  /** Resolves when a version is reached, or after the tuned time. */
  waitForVersion: (version: number) => Promise<void>;
}

const verbs: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

function isWatch(exchange: Exchange): boolean {
  const watch = exchange.query.get('watch');
  return watch === 'true' || watch === '1';
}

/** The verb authorization knows a request by. */
export function verbOf(exchange: Exchange, target: Target): string {
  if (exchange.method === 'GET' || exchange.method === 'HEAD') {
    if (isWatch(exchange) && target.subresource === undefined) return 'watch';
    return target.name === undefined ? 'list' : 'get';
  }
  if (exchange.method === 'DELETE' && target.name === undefined) return 'deletecollection';
  return verbs[exchange.method] ?? exchange.method.toLowerCase();
}

/** Lists and watches of one name count as that name, so that a role may allow them by `resourceNames`. */
function authorizedName(exchange: Exchange, target: Target): string | undefined {
  if (target.name !== undefined) return target.name;
  const terms = (exchange.query.get('fieldSelector') ?? '').split(',');
  const names = terms.flatMap((term) => /^metadata\.name==?([^=].*)$/.exec(term)?.[1] ?? []);
  return names[0];
}

function authorize(exchange: Exchange, scope: ApiScope, target: Target): void {
  const namespace = target.resource === 'namespaces' && target.group === '' ? target.name : target.namespace;
  const name = authorizedName(exchange, target);
  const wanted: AccessAttributes = {
    verb: verbOf(exchange, target),
    group: target.group,
    resource: target.resource,
    ...(target.subresource === undefined ? {} : { subresource: target.subresource }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
  const isTaken = scope.faults.isForbidden(exchange.user.name, wanted);
  if (isTaken || !scope.authorizer.isAllowed(exchange.user, wanted)) {
    throw forbidden(target, target.name ?? '', refusal(exchange.user, wanted));
  }
}

function listMetadata(page: {
  resourceVersion: string;
  continue?: string;
  remaining?: number;
}): Record<string, unknown> {
  return {
    resourceVersion: page.resourceVersion,
    ...(page.continue === undefined ? {} : { continue: page.continue }),
    ...(page.remaining === undefined ? {} : { remainingItemCount: page.remaining }),
  };
}

function partial(object: KubeObject): Record<string, unknown> {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

async function serveList(
  exchange: Exchange,
  scope: ApiScope,
  definition: ResourceDefinition,
  target: Target,
  shape: Shape,
): Promise<void> {
  const where = target.namespace === undefined ? {} : { namespace: target.namespace };
  const page = await listPage(scope.store.storage, definition, exchange.query, where, scope.waitForVersion);
  const metadata = listMetadata(page);
  if (shape === 'table') {
    const shown = page.items.map((object) => present(definition, object));
    const includeObject = exchange.query.get('includeObject') ?? '';
    return sendJson(exchange, 200, tableOf(scope.registry, definition, shown, { includeObject, metadata }));
  }
  if (shape === 'metadata') {
    return sendJson(exchange, 200, {
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      items: page.items.map(partial),
    });
  }
  const isCustom = scope.registry.customOf(definition) !== undefined;
  const head = isCustom
    ? { apiVersion: groupVersionOf(definition), kind: `${definition.kind}List`, metadata }
    : { kind: `${definition.kind}List`, apiVersion: groupVersionOf(definition), metadata };
  const items = page.items.map((object) => JSON.stringify(presentItem(definition, object, isCustom)));
  const text = `${JSON.stringify(head).slice(0, -1)},"items":[${items.join(',')}]}\n`;
  return sendText(exchange, 200, text, 'application/json');
}

function sendObject(
  exchange: Exchange,
  scope: ApiScope,
  definition: ResourceDefinition,
  object: KubeObject,
  code = 200,
) {
  const shape = shapeOf(exchange.request.headers.accept);
  const shown = present(definition, object);
  if (shape === 'table') {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const includeObject = exchange.query.get('includeObject') ?? '';
    return sendJson(exchange, code, tableOf(scope.registry, definition, [shown], { includeObject, metadata }));
  }
  return sendJson(exchange, code, shape === 'metadata' ? partial(object) : shown);
}

function warnOfAge(exchange: Exchange, definition: ResourceDefinition): void {
  if (definition.group === '' && definition.resource === 'endpoints') {
    exchange.warnings.push('v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice');
  }
}

async function serveRead(
  exchange: Exchange,
  scope: ApiScope,
  definition: ResourceDefinition,
  target: Target,
): Promise<void> {
  const shape = shapeOf(exchange.request.headers.accept);
  if (isWatch(exchange)) {
    const watchScope = {
      storage: scope.store.storage,
      registry: scope.registry,
      bookmarkMs: scope.tuning.bookmarkMs,
      ended: scope.watches(),
      refusesOld: scope.faults.refusesOldWatches,
    };
    const where = {
      ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
      ...(target.name === undefined ? {} : { name: target.name }),
    };
    if (exchange.warnings.length > 0)
      exchange.response.setHeader(
        'Warning',
        exchange.warnings.map((text) => `299 - "${text}"`),
      );
    return await serveWatch(exchange, watchScope, definition, where, shape);
  }
  if (target.name === undefined) return await serveList(exchange, scope, definition, target, shape);
  const object = scope.store.get(definition, target.namespace, target.name);
  if (!object) throw notFound(definition, target.name);
  return sendObject(exchange, scope, definition, object);
}

function serveDelete(
  exchange: Exchange,
  scope: ApiScope,
  definition: ResourceDefinition,
  target: Target,
  text: string,
) {
  const options = removeOptionsOf(exchange, text);
  if (target.name === undefined) return deleteCollection(exchange, scope, definition, target, options);
  const before = scope.store.get(definition, target.namespace, target.name);
  const after = scope.store.remove(definition, target.namespace, target.name, options);
  if (!after) throw notFound(definition, target.name);
  const isGone = scope.store.get(definition, target.namespace, target.name) === undefined || options.dryRun === true;
  sendJson(exchange, 200, deletionAnswer(definition, before, after, isGone));
}

function deleteCollection(
  exchange: Exchange,
  scope: ApiScope,
  definition: ResourceDefinition,
  target: Target,
  options: ReturnType<typeof removeOptionsOf>,
): void {
  if (!definition.verbs.includes('deletecollection')) throw methodNotAllowed();
  const matches = parseSelectors(definition, exchange.query);
  const doomed = scope.store.list(definition, target.namespace).filter((object) => !matches || matches(object));
  const removed = doomed.flatMap((object) => {
    const after = scope.store.remove(definition, object.metadata.namespace, object.metadata.name, options);
    return after ? [presentItem(definition, after, false)] : [];
  });
  sendJson(exchange, 200, {
    kind: `${definition.kind}List`,
    apiVersion: groupVersionOf(definition),
    metadata: { resourceVersion: String(scope.store.storage.currentVersion) },
    items: removed,
  });
}

function serveWrite(exchange: Exchange, scope: ApiScope, target: WriteTarget, text: string) {
  const { definition } = target;
  if (exchange.method === 'POST') {
    if (target.name !== undefined) throw methodNotAllowed();
    return sendObject(exchange, scope, definition, createObject(exchange, scope, target, text), 201);
  }
  if (target.name === undefined || (exchange.method !== 'PUT' && exchange.method !== 'PATCH')) throw methodNotAllowed();
  const { object, isNew } =
    exchange.method === 'PUT'
      ? updateObject(exchange, scope, target, text)
      : patchObject(exchange, scope, target, text);
  return sendObject(exchange, scope, definition, object, isNew ? 201 : 200);
}

function isOrdinary(subresource: string | undefined): subresource is 'status' | 'finalize' | undefined {
  return subresource === undefined || subresource === 'status' || subresource === 'finalize';
}

function servedBy(scope: ApiScope, { group, version, resource, subresource }: Target): ResourceDefinition {
  const definition = scope.registry.find(group, version, resource);
  const isServed = subresource === undefined || definition?.subresources.includes(subresource) === true;
  if (!definition || !isServed) throw noSuchResource();
  return definition;
}

async function execInPod(exchange: Exchange, scope: ApiScope, pods: ResourceDefinition, target: Target): Promise<void> {
  const { namespace, name = '' } = target;
  const pod = scope.store.get(pods, namespace, name);
  if (!pod) throw notFound(pods, name);
  await serveExec(exchange, scope, pod);
}

/** Serves a path that names a resource, an object or a subresource. */
export async function serveResource(exchange: Exchange, scope: ApiScope, target: Target): Promise<void> {
  authorize(exchange, scope, target);
  const definition = servedBy(scope, target);
  const { subresource } = target;
  if (isReview(definition)) {
    if (exchange.method !== 'POST') throw methodNotAllowed();
    const body = parseBody(await readBody(exchange.request));
    const answer = answerReview(scope, definition.resource, exchange.user, body, target.namespace);
    return sendJson(exchange, 201, { kind: definition.kind, apiVersion: groupVersionOf(definition), ...answer });
  }
  warnOfAge(exchange, definition);
  if (subresource === 'exec') return await execInPod(exchange, scope, definition, target);
  const isRead = exchange.method === 'GET' || exchange.method === 'HEAD';
  if (isRead && isOrdinary(subresource)) return await serveRead(exchange, scope, definition, target);
  const text = isRead ? '' : await readBody(exchange.request);
  if (!isOrdinary(subresource)) {
    const where = {
      definition,
      name: target.name ?? '',
      subresource,
      ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
    };
    return serveSubresource(exchange, scope, where, text);
  }
  if (definition.namespaced && target.namespace === undefined && exchange.method !== 'DELETE') throw methodNotAllowed();
  if (exchange.method === 'DELETE') return serveDelete(exchange, scope, definition, target, text);
  serveWrite(
    exchange,
    scope,
    {
      definition,
      ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
      ...(target.name === undefined ? {} : { name: target.name }),
      ...(subresource === undefined ? {} : { subresource }),
    },
    text,
  );
}
