import { kindNamed } from '../kinds';
import { type LiveFact, listFact } from '../kinds/live';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import type { ObjectResponse } from '../wire';
import { showList } from './page/list';
import { relationsOf } from './page/relations';
import { toWireNode } from './refs';
import { reportsAbout } from './reports';

type Relation = ObjectResponse['relations'][number];

/**
 * Facts and relations of one object, without the raw object and the time of the answer; null when there is no such id. `live`
 * is what NSX told of it just now.
 */
export function describeObject(
  graph: GraphQueries,
  id: NodeId,
  live: readonly LiveFact[] = [],
): Omit<ObjectResponse, 'at' | 'raw'> | null {
  const node = graph.node(id);
  if (node === undefined) return null;
  const reports = listFact('reports', 'Reported', reportsAbout(graph, id));
  const facts = [...presentedFacts(node), ...[...reports, ...live].map(toFact)];
  const relations = relationsOf(graph, node);
  const relationCount = relations.reduce((sum, { items }) => sum + items.length, 0);
  return { seq: graph.seq, node: toWireNode(node), facts, relations: firstRelations(relations), relationCount };
}

const toFact = ({ name, label, value, mono = false }: LiveFact): ObjectResponse['facts'][number] => ({
  name,
  label,
  value: typeof value === 'object' && value !== null ? [...value] : value,
  mono,
});

/** The facts that the kind presents, in its order; facts without a value are left out. */
export function presentedFacts(node: GraphNode): ObjectResponse['facts'] {
  const presentation = kindNamed(node.kind)?.presentation;
  const facts: ObjectResponse['facts'] = [];
  for (const { name, label, mono = false } of presentation?.facts ?? []) {
    const value = node.facts[name];
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue;
    const plain = typeof value === 'object' ? [...value] : value;
    facts.push({ name, label, value: plain, mono });
  }
  return facts;
}

/** Most relations of one sort that an object tells of itself; its page has all of them. */
const MOST = 40;

/** Relations across the planes first, then by kind of relation; of each sort the first ones. */
function firstRelations(relations: ReturnType<typeof relationsOf>): Relation[] {
  return relations.flatMap((relation) => {
    const { edge, words, direction, crossPlane } = relation;
    const { rows } = showList(relation, { find: '', from: 0, count: MOST });
    return rows.flatMap(({ node, evidence }) =>
      node === null ? [] : [{ edge, words, direction, crossPlane, other: node, evidence }],
    );
  });
}
