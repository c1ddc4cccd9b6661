/** Characters with a meaning in the query language. */
const RESERVED = /[+\-=&|><!(){}[\]^"~*?:\\/]/g;

/** A text as one term of a search query. A text with spaces becomes a phrase. */
export function term(text: string): string {
  if (/\s/.test(text) || text === '') return `"${text.replace(/["\\]/g, '\\$&')}"`;
  return text.replace(RESERVED, '\\$&');
}

/** A text that a field begins with; `prefix` must hold no space. */
export const startsWith = (field: string, prefix: string): string => `${field}:${prefix.replace(RESERVED, '\\$&')}*`;

/** Texts that sort after another one. */
export const after = (field: string, text: string): string => `${field}:>${term(text)}`;

/** `field:a`, or `field:(a OR b)`. */
export function anyOf(field: string, values: readonly string[]): string {
  const terms = [...new Set(values)].map(term);
  return terms.length === 1 ? `${field}:${terms.join('')}` : `${field}:(${terms.join(' OR ')})`;
}

/** The tag scopes that name the cluster of an object, of both families. */
export const CLUSTER_SCOPES = ['ncp/cluster', 'nsx-op/cluster'] as const;

/** Objects of some types; a query without types can fail because of a type that nobody asked for. */
export const byTypes = (types: readonly string[]): string => anyOf('resource_type', types);

/** Objects of some types that carry a cluster tag with one of the values. Search does not pair scope and value: check again. */
export function byClusterTag(types: readonly string[], tagValues: readonly string[]): string {
  return `${byTypes(types)} AND ${anyOf('tags.scope', CLUSTER_SCOPES)} AND ${anyOf('tags.tag', tagValues)}`;
}

/** True when one and the same tag has a cluster scope and one of the values. */
export function hasClusterTag(object: Record<string, unknown>, tagValues: ReadonlySet<string>): boolean {
  if (!Array.isArray(object.tags)) return false;
  return object.tags.some((tag: unknown) => {
    if (typeof tag !== 'object' || tag === null || !('scope' in tag) || !('tag' in tag)) return false;
    const scope = CLUSTER_SCOPES.some((known) => known === tag.scope);
    return scope && typeof tag.tag === 'string' && tagValues.has(tag.tag);
  });
}
