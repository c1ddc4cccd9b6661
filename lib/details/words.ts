import { EDGE_KINDS, type EdgeKind } from '../model';

/** Kinds of relations in the order in which they are told. */
export const EDGE_ORDER: readonly EdgeKind[] = EDGE_KINDS;

/** How a relation reads from its two ends. */
const WORDS: Readonly<Record<EdgeKind, { readonly out: string; readonly in: string }>> = {
  owns: { out: 'owns', in: 'is owned by' },
  contains: { out: 'contains', in: 'is in' },
  'runs-on': { out: 'runs on', in: 'runs' },
  selects: { out: 'selects', in: 'is selected by' },
  routes: { out: 'routes to', in: 'is reached through' },
  connects: { out: 'connects to', in: 'connects' },
  allocates: { out: 'takes addresses from', in: 'gives addresses to' },
  serves: { out: 'is served by', in: 'serves' },
  balances: { out: 'balances over', in: 'is balanced by' },
  realizes: { out: 'is realized by', in: 'realizes' },
  backs: { out: 'is backed by', in: 'stands behind' },
  attaches: { out: 'is attached through', in: 'carries' },
  member: { out: 'is a member of', in: 'has member' },
  source: { out: 'has as source', in: 'is source of' },
  destination: { out: 'has as destination', in: 'is destination of' },
  'applied-to': { out: 'is applied to', in: 'has applied to it' },
  uses: { out: 'uses', in: 'is used by' },
  excludes: { out: 'excludes', in: 'is excluded by' },
  carries: { out: 'carries the rules of', in: 'has its rules on' },
  'made-for': { out: 'was made for', in: 'has made for it' },
  reports: { out: 'is about', in: 'is reported by' },
};

/** A relation in words, read from one of its ends: `out` from where it starts. */
export const edgeWords = (edge: EdgeKind, direction: 'out' | 'in'): string => WORDS[edge][direction];
