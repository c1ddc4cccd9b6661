import type { Claim, GraphNode, ObjectRecord, RelationStatement } from '../model';

/** What an object states, worked out from its node alone. */
export interface Statements {
  readonly relations: (node: GraphNode) => readonly RelationStatement[];
  readonly keys: (node: GraphNode) => readonly string[];
  readonly claims: (node: GraphNode) => readonly Claim[];
}

/** Makes records that keep the node and work their statements out when asked. */
export type StatedRecord = new (node: GraphNode, tagValue: string | null) => ObjectRecord;

/**
 * Records of kinds with very many objects: kept statements would be half of an object's memory, and garbage collection of them
 * most of the time of a full read. Two records with equal nodes are equal, because the node decides what they state.
 */
export function statedRecord(statements: Statements): StatedRecord {
  return class implements ObjectRecord {
    constructor(
      readonly node: GraphNode,
      readonly tagValue: string | null,
    ) {}
    get relations() {
      return statements.relations(this.node);
    }
    get keys() {
      return statements.keys(this.node);
    }
    get claims() {
      return statements.claims(this.node);
    }
  };
}
