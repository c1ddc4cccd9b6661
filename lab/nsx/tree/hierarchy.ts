import { asObjects, asText, isObject, type JsonObject, omit } from '../json';
import { applicationProblem, invalidFields, Problem } from '../problem';
import { childPath, matchPath } from './patterns';
import type { StoredObject, Tree } from './tree';
import type { PlannedWrite } from './writer';

/** Which types a hierarchical read shows; undefined shows only the root's own fields. */
export type TypeFilter = ((type: string) => boolean) | undefined;

/** Reads `filter` and `type_filter` of a hierarchical read. */
export function typeFilter(query: URLSearchParams): TypeFilter | Problem {
  const names = query.get('type_filter');
  if (names !== null) {
    const wanted = new Set(names.split(/[;,]/).map((name) => name.trim().replace(/^Child/, '')));
    return (type) => wanted.has(type);
  }
  const filter = query.get('filter');
  if (filter === null) return undefined;
  try {
    const parts = filter
      .split(';')
      .filter((part) => part !== '')
      .map((part) => new RegExp(`^(?:${part.replace(/^Type-/, '')})$`));
    return (type) => parts.some((part) => part.test(type.replace(/^Child/, '')));
  } catch {
    return invalidFields([`filter '${filter}' is not a regular expression`]);
  }
}

const hidden = [
  '_revision',
  '_create_time',
  '_create_user',
  '_last_modified_time',
  '_last_modified_user',
  '_protection',
  '_system_owned',
  'unique_id',
  'realization_id',
  'owner_id',
  'remote_path',
  'children',
];

/** The object with its children nested below it, in the wrappers of the hierarchical API. */
export function readHierarchy(tree: Tree, object: StoredObject, filter: TypeFilter): JsonObject {
  const children = filter === undefined ? [] : childrenOf(tree, object, filter);
  return { ...omit(object.body, hidden), ...(children.length > 0 ? { children } : {}) };
}

function wanted(object: StoredObject, filter: (type: string) => boolean): boolean {
  return filter(object.placement.type.name) || filter(asText(object.body.resource_type) ?? '');
}

function childrenOf(tree: Tree, object: StoredObject, filter: (type: string) => boolean): JsonObject[] {
  const found: JsonObject[] = [];
  for (const child of tree.children(object.path)) {
    const nested = readHierarchy(tree, child, filter);
    // A type that was not asked for still shows when something asked for hangs below it.
    if (!wanted(child, filter) && nested.children === undefined) continue;
    const name = child.placement.type.name;
    found.push({ resource_type: `Child${name}`, marked_for_delete: false, mark_for_override: false, [name]: nested });
  }
  return found;
}

interface Step {
  readonly writes: PlannedWrite[];
  readonly parentPath: string;
}

function readReference(child: JsonObject, { writes, parentPath }: Step): Problem | undefined {
  const target = asText(child.target_type) ?? '';
  const path = resolveChild(parentPath, target, asText(child.id) ?? '');
  if (path instanceof Problem) return path;
  return readChildren(child, { writes, parentPath: path });
}

function resolveChild(parentPath: string, type: string, id: string): string | Problem {
  const match = parentPath === '' ? undefined : matchPath(parentPath);
  const pattern = match?.kind === 'object' ? match.placement.pattern : '';
  const path = childPath(parentPath, pattern, type, id);
  return (
    path ??
    applicationProblem(400, 500049, `A Child${type} cannot hang below ${parentPath === '' ? 'the root' : parentPath}.`)
  );
}

function readChild(child: JsonObject, step: Step): Problem | undefined {
  const wrapper = asText(child.resource_type) ?? '';
  if (!wrapper.startsWith('Child'))
    return invalidFields([`children.resource_type '${wrapper}' is not a child wrapper`]);
  if (wrapper === 'ChildResourceReference') return readReference(child, step);
  const type = wrapper.slice('Child'.length);
  const inner = child[type];
  if (!isObject(inner)) return invalidFields([`${wrapper} must hold a member ${type}`]);
  const id = asText(inner.id) ?? asText(child.id) ?? '';
  const path = resolveChild(step.parentPath, type, id);
  if (path instanceof Problem) return path;
  if (id === '' && !path.endsWith('/infra')) return invalidFields([`${type}.id is required`]);
  const gone = child.marked_for_delete === true || inner.marked_for_delete === true;
  // Deletes run from the leaves up, writes from the root down.
  if (!gone) step.writes.push({ path, body: omit(inner, ['children']) });
  const problem = readChildren(inner, { writes: step.writes, parentPath: path });
  if (gone) step.writes.push({ path, body: undefined });
  return problem;
}

function readChildren(holder: JsonObject, step: Step): Problem | undefined {
  for (const child of asObjects(holder.children)) {
    const problem = readChild(child, step);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Flattens a hierarchical body into writes; the root's own fields are left alone. */
export function planHierarchy(body: JsonObject, rootPath: string): PlannedWrite[] | Problem {
  const writes: PlannedWrite[] = [];
  const problem = readChildren(body, { writes, parentPath: rootPath });
  return problem ?? writes;
}
