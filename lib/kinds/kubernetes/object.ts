import {
  type Evidence,
  type FactValue,
  nodeId,
  type NodeState,
  type ObjectRecord,
  type RelationStatement,
} from '../../model';
import type { ParseContext, ParseResult } from '../define';
import { Remembered } from '../remembered';
import { exact, isObject, type Json, objectsOf, shareText, textMapOf, textOf, timeOf } from '../reading';

/** An owner reference. */
export interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller: boolean;
}

/** The part of every Kubernetes object that we use. */
export interface Meta {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly createdAt: number | null;
  readonly deleting: boolean;
  readonly owners: readonly Owner[];
}

/** What a kind adds to the metadata. */
export interface Projection {
  readonly state?: NodeState;
  readonly reason?: string | null;
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly relations?: readonly RelationStatement[];
  readonly keys?: readonly string[];
  readonly issues?: readonly string[];
  readonly detail?: unknown;
}

/** A parser of one Kubernetes kind: checks the metadata, projects the rest, and never throws. */
export function kubernetesParser(
  kind: { readonly name: string; readonly type: string },
  project: (raw: Json, meta: Meta, context: ParseContext) => Projection | string,
): (raw: unknown, context: ParseContext) => ParseResult {
  return (raw, context) => {
    if (!isObject(raw)) return { ok: false, key: null, name: null, problem: 'not an object' };
    const meta = readMeta(raw);
    if (typeof meta === 'string') return { ok: false, key: null, name: null, problem: meta };
    const projection = project(raw, meta, context);
    if (typeof projection === 'string') return { ok: false, key: meta.uid, name: meta.name, problem: projection };
    return { ok: true, record: toRecord(kind, meta, projection, context) };
  };
}

const NOTHING: readonly never[] = [];

function toRecord(
  kind: { readonly name: string; readonly type: string },
  meta: Meta,
  projection: Projection,
  context: ParseContext,
): ObjectRecord {
  const { detail } = projection;
  const terminating = meta.deleting && projection.state !== 'failed';
  return {
    node: {
      id: nodeId(context.source, kind.name, meta.uid),
      kind: kind.name,
      type: kind.type,
      plane: 'kubernetes',
      source: context.source,
      key: meta.uid,
      name: meta.name,
      namespace: meta.namespace,
      cluster: context.sourceName,
      state: terminating ? 'pending' : (projection.state ?? 'healthy'),
      reason: terminating ? 'terminating' : (projection.reason ?? null),
      facts: projection.facts,
      labels: meta.labels,
      createdAt: meta.createdAt,
      modifiedAt: null,
      issues: projection.issues ?? NOTHING,
    },
    relations: relationsOf(meta, projection.relations ?? NOTHING),
    keys: projection.keys ?? NOTHING,
    claims: NOTHING,
    tagValue: null,
    ...(detail === undefined ? {} : { detail }),
  };
}

function readMeta(raw: Json): Meta | string {
  const meta = raw.metadata;
  if (!isObject(meta)) return 'metadata is missing';
  const uid = textOf(meta.uid);
  const name = textOf(meta.name);
  if (uid === null) return `metadata.uid is missing${name === null ? '' : ` on "${name}"`}`;
  if (name === null) return `metadata.name is missing on UID ${uid}`;
  const namespace = textOf(meta.namespace);
  return {
    uid,
    name,
    namespace: namespace === null ? null : shareText(namespace),
    labels: textMapOf(meta.labels),
    annotations: textMapOf(meta.annotations),
    createdAt: timeOf(meta.creationTimestamp),
    deleting: meta.deletionTimestamp !== undefined && meta.deletionTimestamp !== null,
    owners: ownersOf(meta.ownerReferences),
  };
}

function ownersOf(value: unknown): readonly Owner[] {
  if (!Array.isArray(value)) return NOTHING;
  return objectsOf(value).flatMap((owner) => {
    const [kind, name, uid] = [textOf(owner.kind), textOf(owner.name), textOf(owner.uid)];
    return kind === null || name === null || uid === null
      ? []
      : [{ kind: shareText(kind), name: shareText(name), uid: shareText(uid), controller: owner.controller === true }];
  });
}

function relationsOf(meta: Meta, own: readonly RelationStatement[]): readonly RelationStatement[] {
  const relations: RelationStatement[] = [...own];
  if (meta.namespace !== null) relations.push(inNamespace(meta.namespace));
  for (const owner of meta.owners) relations.push(ownedBy(owner.uid));
  return exact(relations);
}

/** Many objects make the same statement about one other: they share one. */
export function shared(make: (about: string) => RelationStatement): (about: string) => RelationStatement {
  const statements = new Remembered<RelationStatement>(20_000);
  return (about) => statements.of(about, make);
}

/** The same for all objects of a namespace. */
const inNamespace = shared((name) => ({
  edge: 'contains',
  direction: 'in',
  target: { by: 'name', kind: 'namespace', namespace: null, name },
  evidence: { by: 'path', field: 'metadata.namespace', path: name },
}));

/** The same for all Pods of a ReplicaSet. */
const ownedBy = shared((uid) => ({
  edge: 'owns',
  direction: 'in',
  target: { by: 'key', key: uid },
  evidence: { by: 'uid', field: 'metadata.ownerReferences', uid },
}));

/** A relation to an object known by namespace and name, as a field of this object says. */
export function toNamed(
  edge: RelationStatement['edge'],
  field: string,
  target: { readonly kind: string; readonly namespace: string | null; readonly name: string },
): RelationStatement {
  const evidence: Evidence = { by: 'path', field, path: target.name };
  return { edge, direction: 'out', target: { by: 'name', ...target }, evidence };
}
