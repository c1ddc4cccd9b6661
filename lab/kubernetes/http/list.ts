import { badRequest, ApiStatusError, gone, invalid } from '../store/status-error';
import type { KubeObject, ResourceDefinition } from '../store/contract';
import type { Storage } from '../store/storage';
import { keyOf } from '../store/bucket';
import { bucketOf } from '../registry/registry';
import { parseFieldSelector } from '../selectors/fields';
import { parseLabelSelector } from '../selectors/labels';

/** A page of a list with what its metadata says. */
export interface Page {
  items: readonly KubeObject[];
  resourceVersion: string;
  continue?: string;
  remaining?: number;
}

interface Token {
  version: number;
  after: string;
}

function encodeToken(token: Token): string {
  return Buffer.from(
    JSON.stringify({ v: 'meta.k8s.io/v1', rv: token.version, start: `${token.after}\u0000` }),
  ).toString('base64url');
}

function decodeToken(text: string): Token {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const { rv, start } = parsed as { rv: unknown; start: unknown }; // checked on the next line
    if (typeof rv === 'number' && typeof start === 'string' && start.endsWith('\u0000'))
      return { version: rv, after: start.slice(0, -1) };
  } catch {
    // Falls through to the refusal: any unreadable token gets the same answer.
  }
  throw badRequest('continue key is not valid: the token cannot be read');
}

/** A resource version in a query, 0 when absent. A garbled one is a 500, as on a real server. */
export function parseVersion(text: string): number {
  if (text === '') return 0;
  if (/^\d+$/.test(text)) return Number(text);
  throw new ApiStatusError(500, '', `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** Label and field selector of a request as one decision; undefined when everything is wanted. */
export function parseSelectors(
  definition: ResourceDefinition,
  query: URLSearchParams,
  name?: string,
): ((object: KubeObject) => boolean) | undefined {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(definition, query.get('fieldSelector') ?? '');
  if (!labels && !fields && name === undefined) return undefined;
  return (object) =>
    (name === undefined || object.metadata.name === name) &&
    (labels === undefined || labels(object.metadata.labels)) &&
    (fields === undefined || fields(object));
}

function checkMatch(query: URLSearchParams): void {
  const match = query.get('resourceVersionMatch') ?? '';
  const version = query.get('resourceVersion') ?? '';
  const refuse = (why: string) =>
    invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
      { field: 'resourceVersionMatch', reason: 'FieldValueForbidden', message: `Forbidden: ${why}` },
    ]);
  if (query.get('sendInitialEvents') !== null && query.get('watch') !== 'true' && query.get('watch') !== '1') {
    throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
      {
        field: 'sendInitialEvents',
        reason: 'FieldValueForbidden',
        message: 'Forbidden: sendInitialEvents is forbidden for list',
      },
    ]);
  }
  if (match === '') return;
  if (query.get('continue')) throw refuse('resourceVersionMatch is forbidden when continue is provided');
  if (version === '') throw refuse('resourceVersionMatch is forbidden unless resourceVersion is provided');
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
      {
        field: 'resourceVersionMatch',
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`,
      },
    ]);
  }
  if (match === 'Exact' && version === '0')
    throw refuse('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
}

/** 504 for a version the server has not reached. */
export function tooLarge(wanted: number, current: number): ApiStatusError {
  return new ApiStatusError(504, 'Timeout', `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

const tooOldToContinue =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

interface Source {
  objects: readonly KubeObject[];
  version: number;
  after?: string;
}

function continued(storage: Storage, key: string, namespace: string | undefined, token: string): Source {
  const { version, after } = decodeToken(token);
  if (version < 0) return { objects: storage.bucket(key).list(namespace), version: storage.currentVersion, after };
  const objects = storage.snapshot(key, namespace, version);
  if (!objects || version < storage.compactedVersion) throw gone(tooOldToContinue, encodeToken({ version: -1, after }));
  return { objects, version, after };
}

function exact(storage: Storage, key: string, namespace: string | undefined, version: number): Source {
  const objects = version < storage.compactedVersion ? undefined : storage.snapshot(key, namespace, version);
  if (!objects) throw gone('The resourceVersion for the provided list is too old.');
  return { objects, version };
}

/** First position whose key lies after the given one. */
function positionAfter(objects: readonly KubeObject[], after: string): number {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const object = objects[middle];
    if (object && keyOf(object) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cut(source: Source, limit: number, matches: ((object: KubeObject) => boolean) | undefined): Page {
  const { objects, version } = source;
  const start = source.after === undefined ? 0 : positionAfter(objects, source.after);
  const resourceVersion = String(version);
  if (limit <= 0 && !matches && start === 0) return { items: objects, resourceVersion };
  const items: KubeObject[] = [];
  for (let position = start; position < objects.length; position += 1) {
    const object = objects[position];
    if (!object || (matches && !matches(object))) continue;
    const last = items.at(-1);
    if (limit > 0 && items.length === limit && last) {
      const token = encodeToken({ version, after: keyOf(last) });
      return { items, resourceVersion, continue: token, ...(matches ? {} : { remaining: objects.length - position }) };
    }
    items.push(object);
  }
  return { items, resourceVersion };
}

/** Answers a list: version semantics, selectors, pages. `wait` resolves when a version is reached or time is up. */
export async function listPage(
  storage: Storage,
  definition: ResourceDefinition,
  query: URLSearchParams,
  where: { namespace?: string; name?: string },
  wait: (version: number) => Promise<void>,
): Promise<Page> {
  checkMatch(query);
  const key = bucketOf(definition);
  const matches = parseSelectors(definition, query, where.name);
  const limit = Number(query.get('limit') ?? 0);
  const token = query.get('continue') ?? '';
  const versionText = query.get('resourceVersion') ?? '';
  if (token !== '') {
    if (versionText !== '' && versionText !== '0')
      throw badRequest('specifying resource version is not allowed when using continue');
    return cut(continued(storage, key, where.namespace, token), limit, matches);
  }
  const version = parseVersion(versionText);
  if (version > storage.currentVersion) await wait(version);
  if (version > storage.currentVersion) throw tooLarge(version, storage.currentVersion);
  if (query.get('resourceVersionMatch') === 'Exact')
    return cut(exact(storage, key, where.namespace, version), limit, matches);
  const source = { objects: storage.bucket(key).list(where.namespace), version: storage.currentVersion };
  return cut(source, versionText === '0' ? 0 : limit, matches);
}
