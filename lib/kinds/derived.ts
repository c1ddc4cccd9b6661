import { type Claim, type GraphNode, type ObjectRecord, type RelationStatement, samePlain } from '../model';
import { type OwnerTags, ownerTags, sameOwnerTags } from './nsx/tags';

/** What of a node its statements may be worked out from, besides the tags that name an owner. */
export type Stating = Pick<GraphNode, 'key' | 'facts'>;

/** What an object states, worked out from its key, its facts and the tags that name its owner: from nothing else. */
export interface Statements {
  readonly relations: (node: Stating) => readonly RelationStatement[];
  readonly keys: (node: Stating) => readonly string[];
  readonly claims: (node: Stating, owner: OwnerTags) => readonly Claim[];
}

/** Makes records that keep the node and work their statements out when asked. */
export type StatedRecord = new (node: GraphNode, tagValue: string | null) => ObjectRecord;

/**
 * Records of kinds with very many objects: kept statements would be half of an object's memory, and garbage collection of them
 * most of the time of a full read. Whether two records state the same is told by what their statements are worked out from.
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
      return statements.claims(this.node, ownerTags(this.node.tags ?? NO_TAGS));
    }
    statesAs({ node }: ObjectRecord) {
      return (
        node.key === this.node.key &&
        samePlain(node.facts, this.node.facts) &&
        sameOwnerTags(node.tags ?? NO_TAGS, this.node.tags ?? NO_TAGS)
      );
    }
  };
}

const NO_TAGS: NonNullable<GraphNode['tags']> = [];
