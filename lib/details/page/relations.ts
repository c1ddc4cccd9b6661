import { kindNamed } from '../../kinds';
import type { CriteriaId, EdgeKind, Evidence, GraphNode, GraphQueries } from '../../model';
import type { RelationList } from '../../wire';
import { matchesOf } from '../../dfw';
import { EDGE_ORDER, edgeWords } from '../words';
import { type Item, itemOf, type List, showList, type Window } from './list';
import { kindRank } from './order';

/** Objects that are related in the same way, before they are cut to what is shown. */
export interface Relation extends List {
  readonly edge: EdgeKind;
  readonly words: string;
  readonly direction: 'out' | 'in';
  readonly kind: string;
  readonly crossPlane: boolean;
}

/** Everything an object is related to, by the way it is: relations across the planes first. */
export function relationsOf(graph: GraphQueries, node: GraphNode): readonly Relation[] {
  const found = new Map<string, { readonly relation: Relation; readonly items: Item[] }>();
  const add = (
    edge: EdgeKind,
    direction: 'out' | 'in',
    other: GraphNode,
    evidence: () => readonly Evidence[],
  ): void => {
    const id = `${edge}.${direction}.${other.kind}`;
    let group = found.get(id);
    if (group === undefined) {
      const items: Item[] = [];
      group = { items, relation: relationList(id, { edge, direction, node, other, items }) };
      found.set(id, group);
    }
    group.items.push(itemOf(other, { evidence }));
  };
  for (const hop of graph.hopsFrom(node.id)) add(hop.kind, 'out', hop.to.node, () => hop.evidence());
  for (const hop of graph.hopsTo(node.id)) add(hop.kind, 'in', hop.from.node, () => hop.evidence());
  for (const [{ node: port }, evidence] of graph.criteriaOf(node.id)?.members ?? [])
    add('member', 'in', port, () => evidence);
  const rank = ({ edge, crossPlane }: Relation): number => (crossPlane ? 0 : 100) + EDGE_ORDER.indexOf(edge);
  const all = [...[...found.values()].map(({ relation }) => relation), ...membershipsOf(graph, node)];
  return all.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      kindRank(a.kind) - kindRank(b.kind) ||
      b.items.length - a.items.length ||
      (a.id < b.id ? -1 : 1),
  );
}

function relationList(
  id: string,
  of: {
    readonly edge: EdgeKind;
    readonly direction: 'out' | 'in';
    readonly node: GraphNode;
    readonly other: GraphNode;
    readonly items: readonly Item[];
  },
): Relation {
  const { edge, direction, node, other, items } = of;
  const words = edgeWords(edge, direction);
  const presentation = kindNamed(other.kind)?.presentation;
  return {
    id,
    edge,
    title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
    subject: presentation?.plural ?? other.kind,
    columns: [],
    items,
    words,
    direction,
    kind: other.kind,
    crossPlane: other.plane !== node.plane,
  };
}

/** Names the list of the groups that a port is in by these criteria. */
export const membershipList = (criteria: CriteriaId): string => `member.out.${criteria}`;

/** A port may be in thousands of groups that share few criteria: one list for each of those. */
function membershipsOf(graph: GraphQueries, port: GraphNode): readonly Relation[] {
  return graph.criteriaMetBy(port.id).map(({ criteria: { id, groups }, evidence }): Relation => {
    const [any] = groups;
    const matches = any === undefined ? [] : matchesOf(graph, port.id, any.node.id);
    const because = [...new Set(matches.map(({ criterion }) => criterion))].join('; ');
    return {
      id: membershipList(id),
      edge: 'member',
      title: 'Is a member of',
      says: because === '' ? null : because,
      subject: 'groups',
      columns: [],
      items: [...groups].map(({ node }) => itemOf(node, { evidence: () => evidence })),
      words: edgeWords('member', 'out'),
      direction: 'out',
      kind: any?.node.kind ?? 'group',
      crossPlane: false,
    };
  });
}

/** The lines of the window of one relation. */
export function showRelation(relation: Relation, window: Window): RelationList {
  const { words, direction, kind, crossPlane } = relation;
  return { ...showList(relation, window), words, direction, kind, crossPlane };
}
