import { kindNamed } from '../kinds';
import type { Claim, GraphNode, NodeState, ObjectRecord } from '../model';
import { evidenceWords } from './evidence';

/** A cluster as the correlation knows it. `tagValue` is what its `ncp/cluster` tags say on its `manager`. */
export interface ClusterMapping {
  readonly source: GraphNode['source'];
  readonly name: string;
  readonly manager: GraphNode['source'] | null;
  readonly tagValue: string;
  /** False until the cluster has been read once: an unmet claim says nothing before. Default true. */
  readonly synced?: boolean;
  /** False until its NSX Manager has been read once: a missing counterpart says nothing before. Default true. */
  readonly managerSynced?: boolean;
  /**
   * Kubernetes kinds that are not read in full, with the namespaces in which they are (none: not at all). A claim on what is
   * not read says nothing.
   */
  readonly unread?: Readonly<Record<string, readonly string[]>>;
}

/** What the neighbourhood of an object says about it. */
export interface Situation {
  readonly record: ObjectRecord;
  /** Owner by tag mapping, else the cluster of the object it realizes. */
  readonly cluster: ClusterMapping | null;
  /** Kubernetes objects that this NSX object realizes. */
  readonly realizes: number;
  readonly ambiguous: { readonly claim: Claim; readonly count: number } | null;
  /** Others of a kind that may exist once for the same Kubernetes object, by name of the kind. */
  readonly rivals: ReadonlyMap<string, number> | null;
  /** NSX objects by kind that realize this Kubernetes object. */
  realizedBy(kind: string): boolean;
  /** Alarms and errors about this object that are not healthy themselves. */
  readonly reports: readonly Pick<GraphNode, 'state' | 'reason'>[];
  /** Whether the object's Namespace is realized by an NSX object of this kind. */
  namespaceOn(kind: string): boolean;
}

interface Verdict {
  readonly state: NodeState;
  readonly reason: string | null;
}

/** The node as the graph shows it: with its cluster, and with conflict, orphan and missing counterpart told. */
export function settleNode(situation: Situation): GraphNode {
  const { node } = situation.record;
  const cluster = node.plane === 'kubernetes' ? node.cluster : (situation.cluster?.name ?? null);
  const verdict = conflict(situation) ?? orphan(situation) ?? reported(situation) ?? missing(situation) ?? node;
  if (cluster === node.cluster && verdict === node) return node;
  return { ...node, cluster, state: verdict.state, reason: verdict.reason };
}

/**
 * Whether the neighbourhood says nothing about the state, whatever the record says of itself: as long as the neighbourhood stays
 * as it is, {@link settleAlone} gives what {@link settleNode} does.
 */
export function isCalm(situation: Situation): boolean {
  const { record, rivals, ambiguous, reports } = situation;
  if (rivals !== null || ambiguous !== null || reports.length > 0) return false;
  if (record.node.plane === 'nsx') return situation.realizes > 0;
  const kind = kindNamed(record.node.kind);
  if (kind?.plane !== 'kubernetes') return false;
  return kind.counterpart === undefined || situation.realizedBy(kind.counterpart.kind);
}

/** The node as the graph shows it where {@link isCalm} holds. */
export function settleAlone({ record: { node }, cluster }: Pick<Situation, 'record' | 'cluster'>): GraphNode {
  const name = node.plane === 'kubernetes' ? node.cluster : (cluster?.name ?? null);
  return name === node.cluster ? node : { ...node, cluster: name };
}

function conflict({ record, rivals, ambiguous }: Situation): Verdict | null {
  if (rivals === null && ambiguous === null) return null;
  if (ambiguous !== null && ambiguous.claim.edge === 'realizes') {
    const words = evidenceWords(ambiguous.claim.evidence);
    return told(record.node, 'conflict', `${ambiguous.count} Kubernetes objects answer to its claim ${words}`);
  }
  for (const [name, count] of rivals ?? []) {
    const plural = kindNamed(name)?.presentation.plural ?? name;
    const whose = record.node.plane === 'nsx' ? 'claim one Kubernetes object' : 'claim it';
    return told(record.node, 'conflict', `${count} ${plural} ${whose}`);
  }
  return null;
}

function orphan({ record, cluster, realizes }: Situation): Verdict | null {
  if (realizes > 0 || cluster === null || cluster.synced === false || isBeingDeleted(record.node)) return null;
  let strongest: Claim | null = null;
  for (const claim of record.claims) {
    if (claim.edge === 'realizes' && (strongest === null || claim.strength > strongest.strength)) strongest = claim;
  }
  if (strongest === null) return null;
  const hidden = unreadKind(cluster, strongest, record.node.namespace);
  if (hidden !== null) return unknowable(record.node, cluster.name, hidden);
  const named = strongest.evidence.by === 'tag' ? strongest.evidence.tag : strongest.key;
  const words = evidenceWords(strongest.evidence);
  return told(record.node, 'orphan', `claims ${named} (${words}), which cluster ${cluster.name} does not have`);
}

/** The kind that a claim is about, when it is not read where the claim points to; null when a missing object is really missing. */
function unreadKind({ unread }: ClusterMapping, claim: Claim, namespace: string | null): string | null {
  if (unread === undefined) return null;
  const isUnread = (kind: string): boolean => {
    const read = unread[kind];
    return read !== undefined && (namespace === null || !read.includes(namespace));
  };
  return claimedKinds(claim).find(isUnread) ?? null;
}

const KINDS_OF_SCOPES: readonly (readonly [RegExp, string])[] = [
  [/pod/, 'pod'],
  [/network_policy/, 'network-policy'],
  [/service/, 'service'],
  [/node_name/, 'cluster-node'],
  [/project|namespace/, 'namespace'],
];

/** What a claim may be about: told by a name or a tag's scope; a UID in an id may be that of anything. */
function claimedKinds({ key, evidence }: Claim): readonly string[] {
  const [by, kind] = key.split('|');
  if (by === 'name' && kind !== undefined) return [kind];
  const scope = evidence.by === 'tag' ? evidence.scope : null;
  const told = scope === null ? undefined : KINDS_OF_SCOPES.find(([pattern]) => pattern.test(scope));
  return told === undefined ? KINDS_OF_SCOPES.map(([, each]) => each) : [told[1]];
}

function unknowable(node: GraphNode, cluster: string, kind: string): Verdict | null {
  if (node.state !== 'healthy') return null;
  const plural = kindNamed(kind)?.presentation.plural ?? kind;
  const where = node.namespace === null ? '' : ` in namespace ${node.namespace}`;
  return {
    state: 'unknown',
    reason: `whether cluster ${cluster} has what it claims is not known: ${plural}${where} are not read`,
  };
}

function missing(situation: Situation): Verdict | null {
  const { node } = situation.record;
  const kind = kindNamed(node.kind);
  if (kind?.plane !== 'kubernetes' || kind.counterpart === undefined) return null;
  const { counterpart } = kind;
  if (node.state !== 'healthy' && node.state !== 'pending') return null;
  if (node.reason === 'terminating' || situation.cluster?.managerSynced === false) return null;
  if (situation.realizedBy(counterpart.kind) || !situation.namespaceOn(counterpart.namespaceOn)) return null;
  return counterpart.needed(node) ? { state: 'pending', reason: counterpart.waiting } : null;
}

/** What is told about an object that says nothing worse of itself: the worst, and of equals the first by its words. */
function reported({ record, reports }: Situation): Verdict | null {
  if (reports.length === 0) return null;
  const { node } = record;
  if (node.state !== 'healthy' && node.state !== 'pending') return null;
  const rank = (state: NodeState): number => Number(state !== 'failed');
  const [worst] = [...reports].sort(
    (a, b) => rank(a.state) - rank(b.state) || ((a.reason ?? '') < (b.reason ?? '') ? -1 : 1),
  );
  return worst === undefined ? null : told(node, worst.state, worst.reason ?? 'an alarm is about it');
}

const isBeingDeleted = (node: GraphNode): boolean => node.state === 'pending' && node.reason === 'being deleted';

/** The verdict between the planes goes first; what the object says of itself follows. */
function told(node: GraphNode, state: NodeState, reason: string): Verdict {
  return { state, reason: node.reason === null ? reason : `${reason}; ${node.reason}` };
}
