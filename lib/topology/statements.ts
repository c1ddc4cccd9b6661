import { type Resolution, resolveClaims } from '../correlate';
import type { Claim, EdgeKind, GraphNode, RelationStatement, RelationTarget, SourceId } from '../model';
import type { ClusterTable } from './clusters';
import type { Edge, Entry, Pieces } from './entry';
import { type Bag, bagItems, type Slot } from './slots';
import { type Store, watch } from './store';

/** An edge that an object's statements give, with evidence. */
export interface Assertion {
  readonly edge: EdgeKind;
  readonly from: Entry;
  readonly to: Entry;
  readonly evidence: Pieces;
}

const NONE: readonly Assertion[] = [];
const NOBODY: readonly Entry[] = [];

/** Looks up what an entry states, and notes which slots the answer depends on. */
export function lookUp(entry: Entry, store: Store, clusters: ClusterTable): readonly Assertion[] {
  entry.ambiguous = null;
  // Records of the most numerous kinds work these out each time they are asked.
  const { relations, claims } = entry.record;
  if (relations.length === 0 && claims.length === 0) return NONE;
  const assertions: Assertion[] = [];
  for (const statement of relations) relate(entry, { statement, store }, assertions);
  if (claims.length > 0) claim(entry, { claims, store, clusters }, assertions);
  return assertions;
}

function relate(
  entry: Entry,
  { statement, store }: { readonly statement: RelationStatement; readonly store: Store },
  into: Assertion[],
): void {
  const { edge, direction, subject, target, evidence } = statement;
  const targets = found(entry, target, store);
  const subjects = subject === undefined ? null : bagItems(found(entry, subject, store));
  for (const to of bagItems(targets)) {
    for (const one of subjects ?? [entry]) {
      if (one === to) continue;
      into.push(direction === 'out' ? { edge, from: one, to, evidence } : { edge, from: to, to: one, evidence });
    }
  }
}

function found(entry: Entry, target: RelationTarget, store: Store): Bag<Entry> {
  const slot = store.slot(entry.record.node.source, target);
  watch(entry, slot);
  return slot.answering;
}

function claim(
  entry: Entry,
  graph: { readonly claims: readonly Claim[]; readonly store: Store; readonly clusters: ClusterTable },
  into: Assertion[],
): void {
  const { source } = entry.record.node;
  const resolution: Resolution<Entry> = resolveClaims(graph.claims, {
    find: (tagValue, key) => {
      let answering = NOBODY;
      for (const cluster of graph.clusters.meant(source, tagValue)) {
        const slot = claimSlot(graph.store, cluster.source, key);
        watch(entry, slot);
        if (slot.answering !== null) answering = [...answering, ...bagItems(slot.answering)];
      }
      return answering;
    },
    confirms: answersTo,
  });
  entry.ambiguous = resolution.ambiguous;
  for (const { edge, target, evidence } of resolution.matches) {
    const [from, to] = edge === 'realizes' ? [target, entry] : [entry, target];
    into.push({ edge, from, to, evidence });
  }
}

/** What one entry says of an edge, by one or several of its statements. */
interface Saying {
  readonly edge: Edge;
  readonly pieces: Pieces[];
}

const FEW = 8;

/** Assertions by the edge they give. Few are compared with each other, which costs less than a Map. */
export function sayings(assertions: readonly Assertion[], edgeFor: (assertion: Assertion) => Edge): readonly Saying[] {
  const all: Saying[] = [];
  const byEdge = assertions.length > FEW ? new Map<Edge, Saying>() : null;
  for (const assertion of assertions) {
    const edge = edgeFor(assertion);
    const known = byEdge === null ? all.find((saying) => saying.edge === edge) : byEdge.get(edge);
    if (known !== undefined) {
      known.pieces.push(assertion.evidence);
      continue;
    }
    const saying = { edge, pieces: [assertion.evidence] };
    all.push(saying);
    byEdge?.set(edge, saying);
  }
  return all;
}

function claimSlot(store: Store, source: SourceId, key: string): Slot<Entry> {
  const named = parseNameKey(key);
  return store.slot(source, named === null ? { by: 'key', key } : { by: 'name', ...named });
}

const BY_NAME = 'name|';

/** Reads `name|<kind>|<namespace>|<name>`; null for keys of other forms. */
export function parseNameKey(key: string): { kind: string; namespace: string | null; name: string } | null {
  if (!key.startsWith(BY_NAME)) return null;
  const [, kind = '', namespace = '', ...name] = key.split('|');
  return { kind, namespace: namespace === '' ? null : namespace, name: name.join('|') };
}

function answersTo({ record }: Entry, key: string): boolean {
  if (key.startsWith(BY_NAME)) return isNamed(record.node, key);
  return record.node.key === key || record.keys.includes(key);
}

/** Whether {@link parseNameKey} gives the names of the object; they are compared where they stand, which makes no strings. */
function isNamed({ kind, namespace, name }: GraphNode, key: string): boolean {
  const inside = namespace ?? '';
  const ofNamespace = BY_NAME.length + kind.length + 1;
  const ofName = ofNamespace + inside.length + 1;
  return (
    key.length === ofName + name.length &&
    key.endsWith(name) &&
    key.startsWith(inside, ofNamespace) &&
    key.startsWith(kind, BY_NAME.length) &&
    key[ofNamespace - 1] === '|' &&
    key[ofName - 1] === '|'
  );
}
