import { type Resolution, resolveClaims } from '../correlate';
import type { EdgeKind, Evidence, RelationTarget } from '../model';
import type { ClusterTable } from './clusters';
import type { Entry } from './entry';
import { bagItems, type Slot } from './slots';
import { type Store, watch } from './store';

/** An edge that an object's statements give, with one piece of evidence. */
export interface Assertion {
  readonly edge: EdgeKind;
  readonly from: Entry;
  readonly to: Entry;
  readonly evidence: Evidence;
}

/** Looks up what an entry states, and notes which slots the answer depends on. */
export function lookUp(entry: Entry, store: Store, clusters: ClusterTable): readonly Assertion[] {
  const assertions: Assertion[] = [];
  relations(entry, store, assertions);
  claims(entry, { store, clusters }, assertions);
  return assertions;
}

function relations(entry: Entry, store: Store, into: Assertion[]): void {
  const { source } = entry.record.node;
  const found = (target: RelationTarget): Iterable<Entry> => {
    const slot = store.slot(source, target);
    watch(entry, slot);
    return bagItems(slot.answering);
  };
  for (const statement of entry.record.relations) {
    const subjects = statement.subject === undefined ? [entry] : [...found(statement.subject)];
    const targets = [...found(statement.target)];
    for (const subject of subjects) {
      for (const target of targets) {
        if (subject === target) continue;
        const [from, to] = statement.direction === 'out' ? [subject, target] : [target, subject];
        into.push({ edge: statement.edge, from, to, evidence: statement.evidence });
      }
    }
  }
}

function claims(
  entry: Entry,
  graph: { readonly store: Store; readonly clusters: ClusterTable },
  into: Assertion[],
): void {
  const { record } = entry;
  entry.ambiguous = null;
  if (record.claims.length === 0) return;
  const resolution: Resolution<Entry> = resolveClaims(record.claims, {
    find: (tagValue, key) => {
      const answering: Entry[] = [];
      for (const cluster of graph.clusters.meant(record.node.source, tagValue)) {
        const slot = claimSlot(graph.store, cluster.source, key);
        watch(entry, slot);
        answering.push(...bagItems(slot.answering));
      }
      return answering;
    },
    confirms: answersTo,
  });
  entry.ambiguous = resolution.ambiguous;
  for (const { edge, target, evidence } of resolution.matches) {
    const [from, to] = edge === 'realizes' ? [target, entry] : [entry, target];
    for (const piece of evidence) into.push({ edge, from, to, evidence: piece });
  }
}

function claimSlot(store: Store, source: Entry['record']['node']['source'], key: string): Slot<Entry> {
  const named = parseNameKey(key);
  return store.slot(source, named === null ? { by: 'key', key } : { by: 'name', ...named });
}

/** Reads `name|<kind>|<namespace>|<name>`; null for keys of other forms. */
export function parseNameKey(key: string): { kind: string; namespace: string | null; name: string } | null {
  if (!key.startsWith('name|')) return null;
  const [, kind = '', namespace = '', ...name] = key.split('|');
  return { kind, namespace: namespace === '' ? null : namespace, name: name.join('|') };
}

function answersTo(candidate: Entry, key: string): boolean {
  const { node, keys } = candidate.record;
  const named = parseNameKey(key);
  if (named === null) return node.key === key || keys.includes(key);
  return node.kind === named.kind && node.namespace === named.namespace && node.name === named.name;
}
