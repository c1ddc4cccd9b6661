import { asObjects, asText, type JsonObject, omit, sameJson } from '../json';
import { invalidFields, type Problem } from '../problem';
import type { Placement } from './patterns';

/** Members that clients cannot set. */
export const serverOnly = [
  '_create_user',
  '_create_time',
  '_last_modified_user',
  '_last_modified_time',
  '_protection',
  '_system_owned',
  '_revision',
  '_links',
  '_schema',
  '_self',
  'path',
  'relative_path',
  'parent_path',
  'remote_path',
  'unique_id',
  'realization_id',
  'owner_id',
  'origin_site_id',
  'marked_for_delete',
  'overridden',
  'children',
  'status',
  'pool_usage',
  'rule_count',
  'internal_sequence_number',
];
/** Lists inside a body that are objects of their own; `replace`: a list given is the whole list. */
export const embedded: Readonly<Record<string, { field: string; folder: string; replace: boolean }>> = {
  SecurityPolicy: { field: 'rules', folder: 'rules', replace: false },
  GatewayPolicy: { field: 'rules', folder: 'rules', replace: false },
  Service: { field: 'service_entries', folder: 'service-entries', replace: true },
};
const audit = ['_revision', '_last_modified_user', '_last_modified_time'];

/** True when a write would change nothing but who wrote last and when. */
export function unchanged(before: JsonObject, after: JsonObject): boolean {
  return sameJson(withoutExpressionIds(omit(before, audit)), withoutExpressionIds(omit(after, audit)));
}

/** Expression ids are drawn anew when a client leaves them out: they do not count as a change. */
function withoutExpressionIds(body: JsonObject): JsonObject {
  if (!Array.isArray(body.expression)) return body;
  const bare = (part: JsonObject): JsonObject => ({
    ...omit(part, ['id', 'path', 'relative_path', 'parent_path']),
    ...(part.expressions === undefined ? {} : { expressions: asObjects(part.expressions).map(bare) }),
  });
  return { ...body, expression: asObjects(body.expression).map(bare) };
}

/** A body without its null members: NSX leaves empty fields out. */
export function dropNulls(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

/** The named member alone, if it is there. */
export function pick(body: JsonObject, key: string): JsonObject {
  const value = body[key];
  return value === undefined ? {} : { [key]: value };
}

/** The resource type a write to this place makes; 400 when the body names one that does not fit. */
export function concreteType(placement: Placement, given: JsonObject): string | Problem {
  const stated = asText(given.resource_type);
  const { variants, name } = placement.type;
  if (variants === undefined) {
    return stated === undefined || stated === name
      ? name
      : invalidFields([`resource_type '${stated}' does not fit this URL, expected ${name}`]);
  }
  if (stated === undefined) return invalidFields([`resource_type is required, one of [${variants.join(', ')}]`]);
  return variants.includes(stated)
    ? stated
    : invalidFields([`resource_type '${stated}' does not fit this URL, expected one of [${variants.join(', ')}]`]);
}
