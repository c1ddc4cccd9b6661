import {
  type Claim,
  type FactValue,
  type GraphNode,
  nodeId,
  type NodeState,
  type ObjectRecord,
  type RelationStatement,
  type Tag,
} from '../../model';
import type { ParseContext, ParseResult } from '../define';
import type { StatedRecord } from '../derived';
import { exact, isObject, type Json, shareText, textOf, timeOf } from '../reading';
import { type OwnerTags, readTags } from './tags';

/** The part of every NSX object that we use. Missing display_name, tags and times are normal on old or hierarchical reads. */
export interface Intent {
  readonly path: string;
  readonly id: string;
  readonly name: string;
  readonly tags: readonly Tag[];
  readonly owner: OwnerTags;
}

/** What a kind adds to the common part. */
export interface NsxProjection {
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly state?: NodeState;
  readonly reason?: string | null;
  readonly relations?: readonly RelationStatement[];
  readonly keys?: readonly string[];
  readonly claims?: readonly Claim[];
  readonly issues?: readonly string[];
  readonly detail?: unknown;
}

const NOTHING: readonly never[] = [];

interface NsxFace {
  readonly name: string;
  readonly type: string;
  /** Makes records whose statements follow from the node alone, for kinds with very many objects. */
  readonly Record?: StatedRecord | undefined;
  /** The key of an object that has no policy path. */
  readonly identify?: ((raw: unknown) => string | null) | undefined;
  /** What an object without a display name is called. */
  readonly called?: ((raw: Json) => string | null) | undefined;
}

/** A parser of one NSX kind: checks type and path, projects the rest, and never throws. */
export function nsxParser(
  kind: NsxFace & { readonly resourceTypes: readonly string[] },
  project: (raw: Json, intent: Intent, context: ParseContext) => NsxProjection | string,
): (raw: unknown, context: ParseContext) => ParseResult {
  return (raw, context) => {
    if (!isObject(raw)) return { ok: false, key: null, name: null, problem: 'not an object' };
    const path = textOf(raw.path) ?? kind.identify?.(raw) ?? null;
    if (path === null) {
      return { ok: false, key: null, name: textOf(raw.display_name) ?? textOf(raw.id), problem: 'path is missing' };
    }
    const type = textOf(raw.resource_type);
    // Lists of one type sometimes leave the type out; another type than asked for is a search that answered too much.
    if (type !== null && !kind.resourceTypes.includes(type)) {
      return { ok: false, key: path, name: textOf(raw.id), problem: `resource_type is ${type}, not ${kind.type}` };
    }
    const intent = readIntent(raw, path, kind.called?.(raw) ?? null);
    const projection = project(raw, intent, context);
    if (typeof projection === 'string') return { ok: false, key: path, name: intent.name, problem: projection };
    return { ok: true, record: toRecord(kind, { raw, intent, projection, context }) };
  };
}

function readIntent(raw: Json, path: string, called: string | null): Intent {
  const id = textOf(raw.id) ?? path.slice(path.lastIndexOf('/') + 1);
  const { tags, owner } = readTags(raw.tags);
  return { path, id, name: textOf(raw.display_name) ?? called ?? id, tags, owner };
}

function toRecord(
  kind: NsxFace,
  parts: {
    readonly raw: Json;
    readonly intent: Intent;
    readonly projection: NsxProjection;
    readonly context: ParseContext;
  },
): ObjectRecord {
  const { raw, intent, projection, context } = parts;
  const realization = realizationOf(raw);
  const told = stateOf(raw, realization, projection);
  const { detail } = projection;
  const node: GraphNode = {
    id: nodeId(context.source, kind.name, intent.path),
    kind: kind.name,
    // Older and VPC objects of the kind keep the name that NSX has for them.
    type: typeof raw.resource_type === 'string' ? shareText(raw.resource_type) : kind.type,
    plane: 'nsx',
    source: context.source,
    key: intent.path,
    name: intent.name,
    namespace: intent.owner.namespace,
    cluster: null,
    state: told.state,
    reason: told.reason,
    facts: { ...projection.facts, realization },
    tags: intent.tags,
    createdAt: timeOf(raw._create_time),
    modifiedAt: timeOf(raw._last_modified_time),
    issues: projection.issues ?? NOTHING,
  };
  if (kind.Record !== undefined) return new kind.Record(node, intent.owner.cluster);
  return {
    node,
    relations: exact(projection.relations ?? NOTHING),
    keys: projection.keys ?? NOTHING,
    claims: exact(projection.claims ?? NOTHING),
    tagValue: intent.owner.cluster,
    ...(detail === undefined ? {} : { detail }),
  };
}

/** Search hits carry the realization status beside the intent; list answers do not. */
function realizationOf(raw: Json): string | null {
  if (!isObject(raw.status)) return null;
  const consolidated = raw.status.consolidated_status;
  const status = isObject(consolidated) ? textOf(consolidated.consolidated_status) : textOf(consolidated);
  const text = status ?? textOf(raw.status.publish_status);
  return text === null ? null : shareText(text.toUpperCase());
}

const REALIZED = new Set(['SUCCESS', 'REALIZED']);
const FAILED = new Set(['ERROR', 'FAILED', 'FAILURE']);

function stateOf(raw: Json, realization: string | null, projection: NsxProjection) {
  if (raw.marked_for_delete === true) return { state: 'pending', reason: 'being deleted' } as const;
  if (realization !== null && FAILED.has(realization)) {
    return { state: 'failed', reason: `NSX could not realize it (status ${realization})` } as const;
  }
  if (projection.state !== undefined && projection.state !== 'healthy') {
    return { state: projection.state, reason: projection.reason ?? null };
  }
  if (realization === null || REALIZED.has(realization)) {
    return { state: projection.state ?? 'healthy', reason: projection.reason ?? null } as const;
  }
  if (realization === 'UNKNOWN')
    return { state: 'unknown', reason: 'NSX does not know whether it is realized' } as const;
  return { state: 'pending', reason: `NSX is realizing it (status ${realization})` } as const;
}

/** The path of the object this one lies under. `parent_path` is not used: old releases repeat the object's own path there. */
export function parentPath(path: string, ...collections: readonly string[]): string | null {
  for (const collection of collections) {
    const at = path.lastIndexOf(`/${collection}/`);
    if (at > 0) return path.slice(0, at);
  }
  return null;
}

/** The last part of a policy path. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A relation to another NSX object by its policy path, as `field` of this object says; none when there is no path. */
export function toPath(
  edge: RelationStatement['edge'],
  field: string,
  path: string | null | undefined,
): readonly RelationStatement[] {
  if (!path) return NOTHING;
  return [{ edge, direction: 'out', target: { by: 'key', key: path }, evidence: { by: 'path', field, path } }];
}

/** The relation of an object to the one its own path lies under. */
export function underPath(edge: RelationStatement['edge'], path: string | null): readonly RelationStatement[] {
  if (path === null) return NOTHING;
  return [{ edge, direction: 'in', target: { by: 'key', key: path }, evidence: { by: 'path', field: 'path', path } }];
}
