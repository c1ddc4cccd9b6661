import { copy, equal, isObject } from '../json/value';
import { ApiStatusError, badRequest } from '../store/status-error';

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

function unprocessable(message: string): ApiStatusError {
  return new ApiStatusError(
    422,
    'Invalid',
    `the server rejected our request due to an error in our request: ${message}`,
    {},
  );
}

function pointer(path: string): string[] {
  if (path === '') return [];
  if (!path.startsWith('/')) throw unprocessable(`path ${JSON.stringify(path)} must start with a slash`);
  return path
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function childOf(container: unknown, key: string, path: string): unknown {
  if (Array.isArray(container)) {
    const position = Number(key);
    if (!/^\d+$/.test(key) || position >= container.length) throw unprocessable(`no element at ${path}`);
    return container[position];
  }
  if (!isObject(container) || !Object.hasOwn(container, key)) throw unprocessable(`no value at ${path}`);
  return container[key];
}

function resolve(root: unknown, keys: readonly string[], path: string): unknown {
  return keys.reduce((value, key) => childOf(value, key, path), root);
}

function insert(container: unknown, key: string, value: unknown, path: string): void {
  if (Array.isArray(container)) {
    const position = key === '-' ? container.length : Number(key);
    if (!Number.isInteger(position) || position < 0 || position > container.length)
      throw unprocessable(`no element at ${path}`);
    container.splice(position, 0, value);
  } else if (isObject(container)) container[key] = value;
  else throw unprocessable(`no container at ${path}`);
}

function take(container: unknown, key: string, path: string): unknown {
  const value = childOf(container, key, path);
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else if (isObject(container)) delete container[key];
  return value;
}

function apply(root: unknown, operation: Operation): unknown {
  const { op, path } = operation;
  const keys = pointer(path);
  const last = keys.at(-1);
  if (op === 'test') {
    if (!equal(resolve(root, keys, path), operation.value)) throw unprocessable(`testing value ${path} failed`);
    return root;
  }
  if (last === undefined) return op === 'remove' ? {} : copy(operation.value);
  const container = resolve(root, keys.slice(0, -1), path);
  switch (op) {
    case 'add':
      insert(container, last, copy(operation.value), path);
      return root;
    case 'remove':
      take(container, last, path);
      return root;
    case 'replace':
      childOf(container, last, path);
      if (Array.isArray(container)) container[Number(last)] = copy(operation.value);
      else if (isObject(container)) container[last] = copy(operation.value);
      return root;
    default: {
      const from = pointer(operation.from ?? '');
      const source = resolve(root, from.slice(0, -1), operation.from ?? '');
      const moved =
        op === 'copy' ? copy(childOf(source, from.at(-1) ?? '', path)) : take(source, from.at(-1) ?? '', path);
      insert(container, last, moved, path);
      return root;
    }
  }
}

const known = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** Applies an RFC 6902 patch to a copy; throws a 400 for a malformed patch, a 422 when it does not fit. */
export function applyJsonPatch(object: Record<string, unknown>, patch: unknown): Record<string, unknown> {
  if (!Array.isArray(patch))
    throw badRequest('error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  let result: unknown = copy(object);
  for (const entry of patch) {
    if (!isObject(entry) || typeof entry.op !== 'string' || !known.has(entry.op) || typeof entry.path !== 'string') {
      throw badRequest(`error decoding patch: unexpected operation ${JSON.stringify(entry)}`);
    }
    result = apply(result, entry as unknown as Operation); // checked just above
  }
  if (!isObject(result)) throw unprocessable('the patch leaves no object');
  return result;
}
