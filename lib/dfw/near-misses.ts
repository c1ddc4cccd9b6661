import { toRef } from '../details/refs';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import { STRIDE, type Steps } from '../steps';
import type { NearMiss, NearMisses } from '../wire';
import { unevaluated } from './comparison';
import { type GroupLookup, meetsOperand, type PortSubject } from './evaluate';
import { alternatives, type Operand } from './expression';
import { addressesOf, groupRecord, isPort, lookupOf, realizedBy, segmentRecord } from './lookup';
import { nearCause, plainCause } from './near-causes';
import { isWithin } from './spaces';
import { toGroup, toPort } from './subjects';
import { operandWords } from './words';

/** So many are listed: those for which something close was found come first. */
export const NEAR_LISTED = 200;

/**
 * Ports that are not in the group but lack one condition of an alternative only. Where the alternative has no other
 * condition every port would be one short, and only those count for which something close to the condition is there.
 * Every port of the NSX Manager is looked at, in steps; what changes between two steps may be seen or not.
 */
export function* findNearMisses(graph: GraphQueries, id: NodeId): Steps<NearMisses | null> {
  const record = groupRecord(graph, id);
  if (record === null) return null;
  const { expression } = toGroup(record);
  const terms = alternatives(expression).map((operands) => operands.flatMap(flat));
  const groups = rememberingLookup(graph, record.node.source);
  const near: { [cause in NearMiss['cause']]: NearMiss[] } = {
    'missing-tag': [],
    'cut-off': [],
    'other-scope': [],
    'other-object': [],
    'one-short': [],
  };
  let [looked, total, visited] = [0, 0, 0];
  const members = new Set([...(graph.criteriaOf(id)?.members.keys() ?? [])].map(({ node }) => node.id));
  for (const node of graph.nodesOfSource(record.node.source)) {
    if (++visited % STRIDE === 0) yield;
    const port = isPort(node) ? graph.record(node.id) : undefined;
    if (port === undefined || !isWithin(node.key, expression.within ?? '')) continue;
    looked++;
    if (members.has(node.id)) continue;
    const found = nearestOf(terms, toPort(port, segmentRecord(graph, node.id)), {
      groups,
      owner: realizedBy(graph, node.id),
    });
    if (found === null) continue;
    total++;
    if (near[found.cause].length < NEAR_LISTED) near[found.cause].push(toMiss(graph, node, found));
  }
  const listed = Object.values(near).flatMap((ofCause) => ofCause.sort(byName));
  return { looked, total, listed: listed.slice(0, NEAR_LISTED), notEvaluated: [...unevaluated(expression)] };
}

/** What a port that is no member by our evaluation lacks, if it is one condition; null when nothing is close. */
export function nearMissOf(graph: GraphQueries, id: NodeId, port: GraphNode): string | null {
  const [record, subject] = [groupRecord(graph, id), graph.record(port.id)];
  if (record === null || subject === undefined) return null;
  const terms = alternatives(toGroup(record).expression).map((operands) => operands.flatMap(flat));
  const around = { groups: lookupOf(graph, record.node.source), owner: realizedBy(graph, port.id) };
  return nearestOf(terms, toPort(subject, segmentRecord(graph, port.id)), around)?.explanation ?? null;
}

type Found = Pick<NearMiss, 'cause' | 'explanation' | 'criterion'>;

interface Around {
  readonly groups: GroupLookup;
  readonly owner: GraphNode | null;
}

/** The alternative that the port comes closest to; null when it lacks more than one condition of each. */
function nearestOf(terms: readonly (readonly Operand[])[], port: PortSubject, { groups, owner }: Around): Found | null {
  let plain: Found | null = null;
  for (const term of terms) {
    const short = onlyUnmet(port, term, groups);
    if (short === null) continue;
    const criterion = operandWords(short);
    const cause = nearCause(port, owner, short);
    if (cause !== null) return { ...cause, criterion };
    if (term.length > 1) plain ??= { cause: 'one-short', explanation: plainCause(port, short), criterion };
  }
  return plain;
}

/** The one operand that the port does not meet; null when there are several, or one that is not evaluated here. */
function onlyUnmet(port: PortSubject, term: readonly Operand[], groups: GroupLookup): Operand | null {
  let unmet: Operand | null = null;
  for (const operand of term) {
    if (meetsOperand(port, operand, groups)) continue;
    if (unmet !== null || !isEvaluated(operand)) return null;
    unmet = operand;
  }
  return unmet;
}

const isEvaluated = (operand: Operand): boolean =>
  operand.type === 'paths' ||
  (operand.type === 'condition' && unevaluated({ operands: [{ conjunction: null, operand }] }).length === 0);

const flat = (operand: Operand): readonly Operand[] => (operand.type === 'nested' ? operand.conditions : [operand]);

/** Groups that a condition picks are looked for once, not for every port. */
function rememberingLookup(graph: GraphQueries, source: GraphNode['source']): GroupLookup {
  const lookup = lookupOf(graph, source);
  const picked = new Map<unknown, ReturnType<GroupLookup['meeting']>>();
  return {
    at: (path) => lookup.at(path),
    meeting: (condition, meets) => {
      const found = picked.get(condition) ?? lookup.meeting(condition, meets);
      picked.set(condition, found);
      return found;
    },
  };
}

function toMiss(graph: GraphQueries, port: GraphNode, found: Found): NearMiss {
  const pod = realizedBy(graph, port.id);
  return {
    port: toRef(port),
    pod: pod === null ? null : toRef(pod),
    addresses: [...addressesOf(graph, port)],
    ...found,
  };
}

const byName = (a: NearMiss, b: NearMiss): number => {
  const [left, right] = [a.pod ?? a.port, b.pod ?? b.port];
  return left.name === right.name ? (a.port.id < b.port.id ? -1 : 1) : left.name < right.name ? -1 : 1;
};
