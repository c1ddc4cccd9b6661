import type { EdgeKind, Evidence, GraphNode } from '../model';

/** What one publication changed, with how it was before: for those who tell of changes and keep no copy of the graph. */
export interface ChangeStory {
  /** Null before: the object was not there. Null now: it is gone. */
  readonly nodes: readonly { readonly before: GraphNode | null; readonly now: GraphNode | null }[];
  /** Relations that came or went, but for memberships. */
  readonly relations: readonly {
    readonly kind: EdgeKind;
    readonly from: GraphNode;
    readonly to: GraphNode;
    readonly came: boolean;
  }[];
  /** Ports that came into groups, or left them: groups that ask for the same are told of together, in no order. */
  readonly memberships: readonly {
    readonly port: GraphNode;
    readonly groups: readonly GraphNode[];
    readonly came: boolean;
    /** By what the port is a member, or was; empty for one that was seen first. */
    readonly by: readonly Evidence[];
    /** Whether the groups ask for something else than before. */
    readonly otherCriteria: boolean;
  }[];
}
