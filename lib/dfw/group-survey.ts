import type { CriteriaId, GraphQueries, NodeId, ObjectRecord } from '../model';
import { STRIDE, type Steps } from '../steps';
import { nestingOf } from './anchors';
import { nestedIn } from './evaluate';
import { addressesOf, groupAt, groupNodes, groupRecord, isPort, lookupOf } from './lookup';
import { toGroup } from './subjects';

const NONE: readonly NodeId[] = [];
const NO_PATHS: readonly string[] = [];

/** What can only be said of a group by looking at all: worked out at once, for all who ask about groups shortly after. */
export class GroupSurvey {
  readonly #nested = new Map<NodeId, readonly NodeId[]>();
  readonly #around = new Map<NodeId, NodeId[]>();
  readonly #unread = new Map<NodeId, readonly string[]>();
  readonly #bare = new Map<CriteriaId, number>();

  /** Groups that it nests, by path or by what they carry. */
  nestedIn(group: NodeId): readonly NodeId[] {
    return this.#nested.get(group) ?? NONE;
  }

  /** Groups that nest it. */
  around(group: NodeId): readonly NodeId[] {
    return this.#around.get(group) ?? NONE;
  }

  /** Paths of groups that it nests, itself or through others, and that have not been read. */
  unreadIn(group: NodeId): readonly string[] {
    if (this.#unread.size === 0) return NO_PATHS;
    const found = new Set<string>();
    // Grows while it is walked; a group that nests itself comes once.
    const seen = new Set([group]);
    for (const one of seen) {
      for (const path of this.#unread.get(one) ?? NO_PATHS) found.add(path);
      for (const inner of this.nestedIn(one)) seen.add(inner);
    }
    return [...found];
  }

  /** Members of the criteria that have no address. */
  withoutAddress(criteria: CriteriaId): number {
    return this.#bare.get(criteria) ?? 0;
  }

  noteNesting(group: NodeId, nested: readonly NodeId[], unread: readonly string[]): void {
    this.#nested.set(group, nested);
    if (unread.length > 0) this.#unread.set(group, unread);
    for (const inner of nested) {
      const around = this.#around.get(inner);
      if (around === undefined) this.#around.set(inner, [group]);
      else around.push(group);
    }
  }

  noteBare(criteria: CriteriaId): void {
    this.#bare.set(criteria, this.withoutAddress(criteria) + 1);
  }
}

/** Looks at all groups and all ports, in steps; what changes between two steps may be seen or not. */
export function* surveyGroups(graph: GraphQueries): Steps<GroupSurvey> {
  const survey = new GroupSurvey();
  const ports = new Set<string>();
  let visited = 0;
  for (const node of groupNodes(graph)) {
    if (++visited % STRIDE === 0) yield;
    const record = groupRecord(graph, node.id);
    if (record !== null) noteNesting(graph, record, survey);
    // A port that is in no group tells nothing of groups.
    for (const port of portKinds(graph, node.id)) ports.add(port);
  }
  for (const kind of ports) {
    for (const node of graph.nodesOfKind(kind)) {
      if (++visited % STRIDE === 0) yield;
      if (!isPort(node) || addressesOf(graph, node).length > 0) continue;
      for (const { criteria } of graph.criteriaMetBy(node.id)) survey.noteBare(criteria.id);
    }
  }
  return survey;
}

/** The kind of the members of a group: of the first, as all are ports. */
function portKinds(graph: GraphQueries, group: NodeId): readonly string[] {
  for (const { node } of graph.criteriaOf(group)?.members.keys() ?? []) return [node.kind];
  return [];
}

function noteNesting(graph: GraphQueries, { node, ...record }: ObjectRecord, survey: GroupSurvey): void {
  const { expression } = toGroup({ node, ...record });
  const { paths, byTag } = nestingOf(expression);
  if (paths.length === 0 && !byTag) return;
  const { groups, unread } = nestedIn(expression, lookupOf(graph, node.source));
  const ids = groups.flatMap(({ path }) => groupAt(graph, node.source, path)?.node.id ?? []);
  survey.noteNesting(node.id, [...new Set(ids)], unread);
}
