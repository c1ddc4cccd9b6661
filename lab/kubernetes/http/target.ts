/** What a path under /api or /apis points at. */
export interface Target {
  group: string;
  version: string;
  resource: string;
  namespace?: string;
  name?: string;
  subresource?: string;
  /** What follows the subresource, e.g. the path of a proxy request. */
  rest?: string;
}

const namespaceSubresources = new Set(['status', 'finalize']);

/** Reads a resource path; undefined when it names no resource. */
export function parseTarget(path: string): Target | undefined {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => decodeURIComponent(part));
  const isCore = parts[0] === 'api';
  if (!isCore && parts[0] !== 'apis') return undefined;
  const [group = '', version = '', ...tail] = isCore ? ['', ...parts.slice(1)] : parts.slice(1);
  const [first, second, third] = tail;
  if (first === undefined) return undefined;
  const isInside =
    first === 'namespaces' && second !== undefined && third !== undefined && !namespaceSubresources.has(third);
  const [resource = '', name, subresource, ...rest] = isInside ? tail.slice(2) : tail;
  return {
    group,
    version,
    resource,
    ...(isInside ? { namespace: second } : {}),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
    ...(rest.length > 0 ? { rest: rest.join('/') } : {}),
  };
}
