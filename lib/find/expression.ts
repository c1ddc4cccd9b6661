import type { GraphNode, NodeState } from '../model';

/** What an expression is asked about: one object, or objects of both planes that correlate. */
export interface Findable {
  readonly kind: string;
  readonly title: string;
  readonly line: string;
  readonly state: NodeState;
  readonly reason: string | null;
  readonly nodes: readonly GraphNode[];
  readonly cluster: string | null;
  readonly namespace: string | null;
}

/** Whether an object is meant. */
export type Test = (subject: Findable) => boolean;

/** Where an expression cannot be read, in words; `at` is the place in the text, from 0. */
export interface Mistake {
  readonly at: number;
  readonly message: string;
}

export type Parsed = { readonly ok: true; readonly test: Test } | { readonly ok: false; readonly mistake: Mistake };
