import type { Claim, EdgeKind, Tag } from '../../model';
import { exact, isObject } from '../reading';
import { Remembered } from '../remembered';

/** Whom an object's tags name, from either family: NCP's `ncp/*` or nsx-operator's `nsx-op/*`. */
export interface OwnerTags {
  /** The cluster tag's value. Scope and value come from one and the same tag. */
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly namespaceTag: Tag | null;
  readonly namespaceUid: Tag | null;
  readonly pod: Tag | null;
  readonly podUid: Tag | null;
  readonly service: Tag | null;
  readonly serviceUid: Tag | null;
  readonly policyUid: Tag | null;
  readonly nodeName: Tag | null;
  /** UID of the custom resource of nsx-operator it was made for. */
  readonly resourceUid: Tag | null;
  /** UID that links LB objects and inventory to a Service or Namespace. */
  readonly externalId: Tag | null;
  readonly createdFor: string | null;
}

/** Strengths of claims. From `IDENTITY` on a claim names one object for good: unmet, it is not replaced by a weaker one. */
export const STRENGTH = { uidTag: 100, IDENTITY: 90, idHint: 60, nameTag: 50, field: 40, address: 20 } as const;

type Field = Exclude<keyof OwnerTags, 'cluster' | 'namespace' | 'createdFor'> | 'cluster' | 'createdFor';

/** Scopes of both families by what they name. VMs of VPC mode carry `vm_namespace` in place of `namespace`. */
const SCOPES = new Map<string, Field>([
  ['ncp/cluster', 'cluster'],
  ['nsx-op/cluster', 'cluster'],
  ['ncp/project', 'namespaceTag'],
  ['nsx-op/namespace', 'namespaceTag'],
  ['nsx-op/vm_namespace', 'namespaceTag'],
  ['ncp/vif_project', 'namespaceTag'],
  ['ncp/project_uid', 'namespaceUid'],
  ['nsx-op/namespace_uid', 'namespaceUid'],
  ['nsx-op/vm_namespace_uid', 'namespaceUid'],
  ['ncp/vif_project_uid', 'namespaceUid'],
  ['ncp/pod', 'pod'],
  ['nsx-op/pod_name', 'pod'],
  ['ncp/pod_uid', 'podUid'],
  ['nsx-op/pod_uid', 'podUid'],
  ['ncp/service', 'service'],
  ['ncp/service_uid', 'serviceUid'],
  ['ncp/network_policy_uid', 'policyUid'],
  ['nsx-op/network_policy_uid', 'policyUid'],
  ['nsx-op/security_policy_uid', 'policyUid'],
  ['nsx-op/security_policy_cr_uid', 'policyUid'],
  ['nsx-op/service_uid', 'serviceUid'],
  ['nsx-op/subnet_uid', 'resourceUid'],
  ['nsx-op/subnetset_uid', 'resourceUid'],
  ['nsx-op/subnetport_uid', 'resourceUid'],
  ['nsx-op/static_route_uid', 'resourceUid'],
  ['nsx-op/ipaddressallocation_uid', 'resourceUid'],
  ['nsx-op/addressbinding_uid', 'resourceUid'],
  ['nsx-op/nsx_service_account_uid', 'resourceUid'],
  ['external_id', 'externalId'],
  ['ncp/node_name', 'nodeName'],
  ['ncp/created_for', 'createdFor'],
  ['nsx-op/created_for', 'createdFor'],
]);

/** True for scopes by which NCP and nsx-operator keep their books; everything else may be a label. */
export function isBookkeepingScope(scope: string): boolean {
  return (
    scope.startsWith('ncp/') || scope.startsWith('nsx-op/') || scope === 'nsx/managed-by' || scope === 'external_id'
  );
}

const NOBODY: OwnerTags = {
  cluster: null,
  namespace: null,
  namespaceTag: null,
  namespaceUid: null,
  pod: null,
  podUid: null,
  service: null,
  serviceUid: null,
  policyUid: null,
  nodeName: null,
  resourceUid: null,
  externalId: null,
  createdFor: null,
};

/** Sorts an object's tags by what they name; the first tag of a meaning counts. */
export function ownerTags(tags: readonly Tag[]): OwnerTags {
  if (tags.length === 0) return NOBODY;
  const found: Found = {};
  for (const tag of tags) {
    const field = SCOPES.get(tag.scope);
    if (field !== undefined && tag.tag !== '' && found[field] === undefined) found[field] = tag;
  }
  return toOwner(found);
}

/** Whether {@link ownerTags} gives the same for both: labels among them may differ. */
export function sameOwnerTags(one: readonly Tag[], other: readonly Tag[]): boolean {
  let [i, j] = [0, 0];
  for (;;) {
    // Most are the very same objects.
    while (i < one.length && one[i] === other[j]) {
      i++;
      j++;
    }
    i = nextNaming(one, i);
    j = nextNaming(other, j);
    const [first, second] = [one[i], other[j]];
    if (first === undefined || second === undefined) return first === second;
    if (first !== second && (first.scope !== second.scope || first.tag !== second.tag)) return false;
    i++;
    j++;
  }
}

/** The first tag from there on that names something. */
function nextNaming(tags: readonly Tag[], from: number): number {
  let at = from;
  for (let tag = tags[at]; tag !== undefined && !SCOPES.has(tag.scope); tag = tags[at]) at++;
  return at;
}

type Found = { [K in Field]?: Tag };

function toOwner(found: Found): OwnerTags {
  return {
    cluster: found.cluster?.tag ?? null,
    namespace: found.namespaceTag?.tag ?? null,
    namespaceTag: found.namespaceTag ?? null,
    namespaceUid: found.namespaceUid ?? null,
    pod: found.pod ?? null,
    podUid: found.podUid ?? null,
    service: found.service ?? null,
    serviceUid: found.serviceUid ?? null,
    policyUid: found.policyUid ?? null,
    nodeName: found.nodeName ?? null,
    resourceUid: found.resourceUid ?? null,
    externalId: found.externalId ?? null,
    createdFor: found.createdFor?.tag ?? null,
  };
}

interface ScopeShelf {
  /** A tag of the scope. */
  readonly make: (text: string) => Tag;
  readonly field: Field | undefined;
  /** Tags met before by value; null for scopes whose values hardly repeat. */
  readonly values: Remembered<Tag> | null;
}

const MAX_SCOPES = 5_000;
const VALUES = 10_000;
const shelves = new Map<string, ScopeShelf>();
const ONE_OFF: ReadonlySet<Field | undefined> = new Set<Field>([
  'pod',
  'podUid',
  'policyUid',
  'serviceUid',
  'resourceUid',
  'externalId',
]);

function shelfOf(scope: string): ScopeShelf {
  const known = shelves.get(scope);
  if (known !== undefined) return known;
  if (shelves.size >= MAX_SCOPES) shelves.clear();
  const field = SCOPES.get(scope);
  const shelf: ScopeShelf = {
    make: (text) => ({ scope, tag: text }),
    field,
    values: ONE_OFF.has(field) ? null : new Remembered(VALUES),
  };
  shelves.set(scope, shelf);
  return shelf;
}

/**
 * Tags of a raw object and whom they name. Entries without scope or tag are legal and mean an empty part. JSON.parse makes a
 * new object for every tag, yet most repeat a hundred thousand times: equal ones are one object here.
 */
export function readTags(value: unknown): { readonly tags: readonly Tag[]; readonly owner: OwnerTags } {
  if (!Array.isArray(value) || value.length === 0) return { tags: NO_TAGS, owner: NOBODY };
  const tags: Tag[] = [];
  const found: Found = {};
  for (const entry of value) {
    if (!isObject(entry)) continue;
    const shelf = shelfOf(typeof entry.scope === 'string' ? entry.scope : '');
    const tag = tagOn(shelf, typeof entry.tag === 'string' ? entry.tag : '');
    tags.push(tag);
    const { field } = shelf;
    if (field !== undefined && tag.tag !== '' && found[field] === undefined) found[field] = tag;
  }
  return { tags: exact(tags), owner: toOwner(found) };
}

function tagOn({ make, values }: ScopeShelf, text: string): Tag {
  return values === null ? make(text) : values.of(text, make);
}

const NO_TAGS: readonly Tag[] = [];

/** The claim key of an object known by namespace and name only. */
export function nameKey(kind: string, namespace: string | null, name: string): string {
  return `name|${kind}|${namespace ?? ''}|${name}`;
}

/** A claim by a tag that holds a UID; nsx-operator writes policies' UIDs with a suffix for the half they are. */
export function uidClaim(owner: OwnerTags, tag: Tag | null, edge: EdgeKind = 'realizes'): readonly Claim[] {
  if (tag === null) return [];
  const key = tag.tag.replace(/_(allow|isolation)$/, '');
  return [
    {
      edge,
      tagValue: owner.cluster,
      key,
      evidence: { by: 'tag', scope: tag.scope, tag: tag.tag },
      strength: STRENGTH.uidTag,
    },
  ];
}

/** A claim by a UID within an object's id: a hint, because imported objects keep other ids. */
export function idClaim(owner: OwnerTags, uid: string | null): readonly Claim[] {
  if (uid === null) return [];
  const evidence = { by: 'uid', field: 'id', uid } as const;
  return [{ edge: 'realizes', tagValue: owner.cluster, key: uid, evidence, strength: STRENGTH.idHint }];
}

/** A claim by a tag that holds a name; names are reused, so a UID always goes first. */
export function nameClaim(
  owner: OwnerTags,
  tag: Tag | null,
  target: { readonly kind: string; readonly namespaced: boolean },
): readonly Claim[] {
  if (tag === null || (target.namespaced && owner.namespace === null)) return [];
  return [
    {
      edge: 'realizes',
      tagValue: owner.cluster,
      key: nameKey(target.kind, target.namespaced ? owner.namespace : null, tag.tag),
      evidence: { by: 'tag', scope: tag.scope, tag: tag.tag },
      strength: STRENGTH.nameTag,
    },
  ];
}

const UID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';

/** A claim by the UID of any Kubernetes object in a field of an object without tags. */
export function fieldClaim(field: string, uid: string | null): readonly Claim[] {
  if (uid === null) return [];
  return [
    { edge: 'realizes', tagValue: null, key: uid, evidence: { by: 'uid', field, uid }, strength: STRENGTH.IDENTITY },
  ];
}

/** A reader of ids of one grammar: `idGrammar('seg_', '_\\d+')` finds the UID in `seg_<uid>_0`. */
export function idGrammar(before: string, after = ''): (id: string) => string | null {
  const pattern = new RegExp(`^${before}(${UID})${after}$`);
  return (id) => pattern.exec(id)?.[1] ?? null;
}

/** Claims of an object made for a Namespace: by UID tag, id and name. */
export function namespaceClaims(owner: OwnerTags, id: string, hint: (id: string) => string | null): readonly Claim[] {
  return [
    ...uidClaim(owner, owner.namespaceUid),
    ...idClaim(owner, hint(id)),
    ...nameClaim(owner, owner.namespaceTag, { kind: 'namespace', namespaced: false }),
  ];
}
