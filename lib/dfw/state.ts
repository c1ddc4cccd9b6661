import type { GraphNode, LiveCriteria, NodeId, SourceId } from '../model';
import type { PlacedRule } from './placed-rule';
import type { ServiceEntry } from './service';
import type { Match } from './traffic';

/**
 * What evaluation asks of one NSX Manager: the live graph answers it, and so does a state that was only thought of (what-if).
 * Everything is about intent as read; addresses are those that Kubernetes tells of the Pod, else static ones of the port.
 */
export interface DfwState {
  readonly source: SourceId;
  /** The segment port; undefined when there is none of that id in this state. */
  port(id: NodeId): GraphNode | undefined;
  ports(): Iterable<GraphNode>;
  /** Addresses of a port; empty while it has none. */
  addressesOf(port: GraphNode): readonly string[];
  /** Ports that have the address: mostly one, several where address spaces overlap. */
  portsAt(address: string): readonly GraphNode[];
  /** Whether no rule is enforced at the port, and why: it is on an exclude list, or the firewall is off. */
  unguarded(port: GraphNode): Match;
  /** Rules of the distributed firewall that may be applied to the port, disabled ones included, in no order. */
  rulesAt(port: GraphNode): Iterable<PlacedRule>;
  /** What is known of the group at a policy path; null when no such group has been read. */
  group(path: string): GroupState | null;
  /** Whether the port is in the group by tags, paths or nesting. Never by its address. */
  isIn(port: GraphNode, group: string): boolean;
  /** What the group at a policy path asks for in the live world; null when no such group has been read. */
  criteriaAt(path: string): LiveCriteria | null;
  /** The groups that the port is in by tags, paths or nesting, by path. */
  groupsOf(port: GraphNode): ReadonlySet<string>;
  /** The same text for ports that are in the same of the groups that rules name. */
  membershipKey(port: GraphNode): string;
  /** Whether some rule names the port itself, or what it lies in. */
  isNamed(port: GraphNode): boolean;
  /** The VPC or project of a port where that has rules of its own; empty elsewhere. */
  spaceOf(port: GraphNode): string;
  /** Addresses, networks and ranges that rules or groups name; the same object until they change. */
  literals(): ReadonlySet<string>;
  /** Entries of the service at a policy path; null when no such service has been read. */
  service(path: string): readonly ServiceEntry[] | null;
  /** Groups that may have other members or addresses than they have; none in the live state. */
  readonly moved: ReadonlySet<string>;
  /** Whether the port carries something else than it does. */
  isOther(port: GraphNode): boolean;
  /** A live rule as it is in this state; null when it is gone. */
  ruleNow(rule: PlacedRule): PlacedRule | null;
  /** Rules that are others than they are, gone, or new. */
  otherRules(): Iterable<{ readonly before: PlacedRule | null; readonly after: PlacedRule | null }>;
}

export interface GroupState {
  readonly node: GraphNode;
  /** Addresses, networks and ranges that it lists itself or through groups it nests. */
  readonly addresses: readonly string[];
  /** Whether it asks for ports at all, by itself or through groups it nests. */
  readonly holdsPorts: boolean;
  /** Why members may be missing: parts that say nothing about segment ports here. Whole sentences; mostly empty. */
  readonly unevaluated: readonly string[];
}
