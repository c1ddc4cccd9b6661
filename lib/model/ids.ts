declare const brand: unique symbol;
/** A primitive that cannot be mistaken for another one of the same type. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** The two sides of every object: what Kubernetes holds and what NSX holds. */
export type Plane = 'kubernetes' | 'nsx';
/** One cluster or one NSX Manager: `kubernetes:<cluster>` or `nsx:<manager>`. */
export type SourceId = Brand<string, 'SourceId'>;
/** `<source>:<kind>:<key>`; the key is a Kubernetes UID or an NSX policy path, escaped so that the id holds no slash. */
export type NodeId = Brand<string, 'NodeId'>;
/** Names what some groups of one NSX Manager ask for in the same words. */
export type CriteriaId = Brand<string, 'CriteriaId'>;
/** `<port>|<criteria>`. */
export type MembershipId = Brand<string, 'MembershipId'>;
/** `<edge kind>|<from>|<to>`. */
export type EdgeId = Brand<string, 'EdgeId'>;

const branded = <T extends Brand<string, string>>(value: string): T => value as T; // the one place where ids are minted

export const kubernetesSource = (cluster: string): SourceId => branded(`kubernetes:${escapeKey(cluster)}`);
export const nsxSource = (name: string): SourceId => branded(`nsx:${escapeKey(name)}`);
/** Joined and not concatenated: V8 keeps a concatenation as a tree of its parts, a hundred bytes more for each id. */
export const nodeId = (source: SourceId, kind: string, key: string): NodeId =>
  branded([source, kind, escapeKey(key)].join(':'));
export const criteriaId = (source: SourceId, words: string): CriteriaId => branded(`${source}:criteria:${words}`);
export const membershipId = (port: NodeId, criteria: CriteriaId): MembershipId => branded(`${port}|${criteria}`);
export const edgeId = (kind: string, from: NodeId, to: NodeId): EdgeId => branded(`${kind}|${from}|${to}`);

/** Slash and tilde as in a JSON pointer (`~1`, `~0`), so that an id fits one URL segment. */
export function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The inverse of {@link escapeKey}. */
export function unescapeKey(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}
