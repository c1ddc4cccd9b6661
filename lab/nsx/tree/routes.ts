import { bodyOf, type Answer, type ApiRequest, done, ok } from '../http/exchange';
import { flag, listPage, pageRequest } from '../http/paging';
import type { Router } from '../http/router';
import { asTexts, asObjects, asText, isObject, type JsonObject } from '../json';
import { applicationProblem, invalidFields, notFound, Problem, unknownUrl } from '../problem';
import type { ManagerState } from '../state';
import { planHierarchy, readHierarchy, typeFilter } from './hierarchy';
import { matchPath, type PathMatch } from './patterns';
import type { Actor, WriteMode } from './transaction';
import type { StoredObject } from './tree';

/** The writer behind a request. */
export function actorOf(request: ApiRequest): Actor {
  return {
    name: request.caller.name,
    principal: request.caller.principal,
    overwrite: request.headers['x-allow-overwrite'] === 'true',
  };
}

function withRules(state: ManagerState, object: StoredObject, viewer: string): JsonObject {
  const body = state.present(object, viewer);
  if (!['SecurityPolicy', 'GatewayPolicy'].includes(object.placement.type.name)) return body;
  const rules = state.tree
    .children(object.path)
    .filter((child) => child.placement.type.name === 'Rule')
    .map((rule) => state.present(rule, viewer));
  rules.sort((left, right) => Number(left.sequence_number) - Number(right.sequence_number));
  return { ...body, rules };
}

function memberTypesOf(parts: readonly JsonObject[]): string[] {
  return parts.flatMap((part) => [...asTexts([part.member_type ?? '']), ...memberTypesOf(asObjects(part.expressions))]);
}

/** Filters that single collections take. */
function passes(object: StoredObject, query: URLSearchParams): boolean {
  const type = object.placement.type.name;
  const wantsDefault = query.get('default_service');
  if (type === 'Service' && wantsDefault !== null) return String(object.body.is_default === true) === wantsDefault;
  const memberTypes = query.get('member_types');
  if (type === 'Group' && memberTypes !== null && memberTypes !== '') {
    const present = memberTypesOf(asObjects(object.body.expression));
    return memberTypes.split(',').some((wanted) => present.includes(wanted));
  }
  return true;
}

function listCollection(
  state: ManagerState,
  request: ApiRequest,
  match: PathMatch & { kind: 'collection' },
): Answer | Problem {
  if (match.parentPath !== '' && state.tree.live(match.parentPath) === undefined) return notFound(match.parentPath);
  const page = pageRequest(request.query);
  const withMarked = flag(request.query, 'include_mark_for_delete_objects');
  const withCounts = flag(request.query, 'include_rule_count');
  for (const outcome of [page, withMarked, withCounts]) if (outcome instanceof Problem) return outcome;
  if (page instanceof Problem) return page;
  const entries = state.tree
    .collection(match.path)
    .filter((object) => (withMarked === true || !object.marked) && passes(object, request.query))
    .map((object) => {
      const body = state.present(object, request.caller.name);
      // The number of rules is only counted into lists that ask for it.
      if (withCounts !== true) delete body.rule_count;
      return body;
    });
  const envelope = listPage(entries, page, state.tuning.lastCursor);
  return envelope instanceof Problem ? envelope : ok(envelope);
}

function readOne(state: ManagerState, request: ApiRequest, path: string): Answer | Problem {
  const object = state.tree.live(path);
  if (object === undefined) return notFound(path);
  return ok(withRules(state, object, request.caller.name));
}

function writeOne(state: ManagerState, request: ApiRequest, path: string): Answer | Problem {
  const body = bodyOf(request);
  if (body instanceof Problem) return body;
  const partial = state.partialPatch || request.headers['nsx-enable-partial-patch'] === 'true';
  const mode: WriteMode = request.method === 'PUT' ? 'put' : partial ? 'merge' : 'patch';
  const stated = asText(body.id);
  const id = path.slice(path.lastIndexOf('/') + 1);
  if (stated !== undefined && stated !== id && matchPath(path)?.placement.type.singleton !== true) {
    return invalidFields([`id '${stated}' in the body differs from '${id}' in the URL`]);
  }
  const stored = state.write([{ path, body }], mode, actorOf(request));
  if (stored instanceof Problem) return stored;
  const object = state.tree.live(path);
  return request.method === 'PUT' && object !== undefined ? ok(withRules(state, object, request.caller.name)) : done;
}

function onObject(state: ManagerState, request: ApiRequest, path: string): Answer | Problem {
  switch (request.method) {
    case 'GET':
      return readOne(state, request, path);
    case 'PATCH':
    case 'PUT':
      return writeOne(state, request, path);
    case 'DELETE': {
      const stored = state.write(
        [{ path, body: undefined }],
        'patch',
        actorOf(request),
        request.query.get('is_recursive') === 'true',
      );
      return stored instanceof Problem ? stored : done;
    }
    default:
      return applicationProblem(405, 405, `${request.method} is not supported for ${path}.`, 'common-services');
  }
}

/** Reads, lists, writes and deletes any object of the catalogue. */
export function treeHandler(state: ManagerState, request: ApiRequest): Answer | Problem {
  const match = matchPath(request.path.replace(/\/$/, ''));
  if (match === undefined) return unknownUrl(request.method, request.path);
  if (match.kind === 'object') return onObject(state, request, match.path);
  if (request.method !== 'GET')
    return applicationProblem(405, 405, `${request.method} is not supported for ${request.path}.`, 'common-services');
  return listCollection(state, request, match);
}

function hierarchicalRead(state: ManagerState, request: ApiRequest, rootPath: string): Answer | Problem {
  const filter = typeFilter(request.query);
  if (filter instanceof Problem) return filter;
  const base = request.query.get('base_path');
  const object = state.tree.live(base ?? rootPath);
  if (object === undefined) return notFound(base ?? rootPath);
  if (filter === undefined && base === null) return ok(state.present(object, request.caller.name));
  return ok(readHierarchy(state.tree, object, filter ?? (() => true)));
}

function readOrgRoot(state: ManagerState, request: ApiRequest): Answer | Problem {
  const root: JsonObject = { resource_type: 'OrgRoot', id: 'org-root', path: '/', relative_path: '/' };
  const filter = typeFilter(request.query);
  if (filter instanceof Problem) return filter;
  if (request.query.get('base_path') !== null) return hierarchicalRead(state, request, '/orgs/default');
  const org = state.tree.live('/orgs/default');
  if (filter === undefined || org === undefined) return ok({ ...root, display_name: 'org-root' });
  return ok({
    ...root,
    children: [{ resource_type: 'ChildOrg', marked_for_delete: false, Org: readHierarchy(state.tree, org, filter) }],
  });
}

function hierarchicalWrite(state: ManagerState, request: ApiRequest, rootPath: string): Answer | Problem {
  const body = bodyOf(request);
  if (body instanceof Problem) return body;
  const children = body.children;
  if (children !== undefined && !(Array.isArray(children) && children.every(isObject)))
    return invalidFields(['children is not a list of objects']);
  const plan = planHierarchy(body, rootPath);
  if (plan instanceof Problem) return plan;
  // Deleting what is already gone is no error in a hierarchical body.
  const effective = plan.filter(({ path, body: inner }) => inner !== undefined || state.tree.live(path) !== undefined);
  const stored = state.write(effective, 'patch', actorOf(request));
  return stored instanceof Problem ? stored : done;
}

function partialPatchRoutes(router: Router, state: ManagerState): void {
  const path = '/system-config/nsx-partial-patch-config';
  router.add('GET', path, () => ok({ enable_partial_patch: state.partialPatch }));
  router.add('PATCH', path, (request) => {
    const body = bodyOf(request);
    if (body instanceof Problem) return body;
    state.partialPatch = body.enable_partial_patch === true;
    return done;
  });
}

/** The hierarchical roots and the settings of the tree. */
export function addTreeRoutes(router: Router, state: ManagerState): void {
  for (const pattern of ['/infra', '/orgs/*/projects/*/infra']) {
    router.add('GET', pattern, (request) => hierarchicalRead(state, request, request.path));
    router.add('PATCH', pattern, (request) => hierarchicalWrite(state, request, request.path));
  }
  router.add('GET', '/org-root', (request) => readOrgRoot(state, request));
  router.add('PATCH', '/org-root', (request) => hierarchicalWrite(state, request, ''));
  partialPatchRoutes(router, state);
}
