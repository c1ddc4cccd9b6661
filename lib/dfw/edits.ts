import type { RuleDetail } from '../kinds/nsx/rule';
import { kindNamed, nsxKinds } from '../kinds';
import type { GraphNode, GraphQueries, NodeId, SourceId, Tag } from '../model';
import { STRIDE, type Steps } from '../steps';
import { type Expression, parseExpression } from './expression';
import { groupRecord } from './lookup';
import { type PlacedRule, placeRule, policyOrder, roleOf } from './placed-rule';
import { spaceOf } from './spaces';
import type { Thought } from './thought-state';

/** Something thought to be otherwise. */
export type Edit =
  /** Other labels on Pods, or on all that a workload or Namespace has now: a null value takes the label off. NCP copies labels to tags. */
  | {
      readonly type: 'labels';
      readonly pods: readonly NodeId[];
      readonly labels: Readonly<Record<string, string | null>>;
    }
  /** Other criteria of a group, as NSX writes them in `expression`. */
  | {
      readonly type: 'group';
      readonly group: NodeId;
      readonly expression: readonly Readonly<Record<string, unknown>>[];
    }
  | { readonly type: 'rule'; readonly rule: NodeId; readonly disabled: boolean }
  /** A new rule in a policy, with the fields that NSX gives a rule. */
  | { readonly type: 'add-rule'; readonly policy: NodeId; readonly rule: Readonly<Record<string, unknown>> }
  | { readonly type: 'delete-namespace'; readonly namespace: NodeId };

/** What is wrong with an edit, by its place in the list from 0. */
export interface EditMistake {
  readonly edit: number;
  readonly message: string;
}

/** Edits as they bear on each NSX Manager; nothing is thought where there is a mistake. */
export interface Edited {
  readonly thoughts: ReadonlyMap<SourceId, Thought>;
  readonly mistakes: readonly EditMistake[];
  readonly assumed: readonly string[];
}

interface Drafts {
  readonly tags: Map<NodeId, readonly Tag[]>;
  readonly expressions: Map<string, Expression>;
  readonly rules: Map<NodeId, PlacedRule | null>;
  readonly added: PlacedRule[];
  readonly gone: Set<NodeId>;
}

/** Works out in steps what edits come to, in order. */
export function* applyEdits(graph: GraphQueries, edits: readonly Edit[]): Steps<Edited> {
  const drafts = new Map<SourceId, Drafts>();
  const mistakes: EditMistake[] = [];
  const assumed = new Set<string>();
  const draft = (source: SourceId): Drafts => {
    let known = drafts.get(source);
    if (known === undefined) {
      known = { tags: new Map(), expressions: new Map(), rules: new Map(), added: [], gone: new Set() };
      drafts.set(source, known);
    }
    return known;
  };
  for (const [index, edit] of edits.entries()) {
    const told: string | readonly string[] =
      edit.type === 'delete-namespace'
        ? yield* deleteNamespace(graph, edit.namespace, draft)
        : APPLY[edit.type](graph, edit as never, draft); // each entry takes the edit of its own type
    if (typeof told === 'string') mistakes.push({ edit: index, message: told });
    else for (const sentence of told) assumed.add(sentence);
  }
  return { thoughts: drafts, mistakes, assumed: [...assumed] };
}

type Apply<T extends Edit['type']> = (
  graph: GraphQueries,
  edit: Extract<Edit, { type: T }>,
  draft: (source: SourceId) => Drafts,
) => readonly string[] | string;

const APPLY: { readonly [T in Exclude<Edit['type'], 'delete-namespace'>]: Apply<T> } = {
  labels: (graph, { pods: ids, labels }, draft) => {
    const gone = ids.find((id) => graph.node(id) === undefined);
    if (gone !== undefined) return `there is no object ${gone} now`;
    const pods = labelledPods(graph, ids);
    const without: string[] = [];
    for (const pod of pods) {
      const ports = portsOf(graph, pod.id);
      if (ports.length === 0) without.push(pod.name);
      for (const port of ports) {
        const { tags } = draft(port.source);
        tags.set(port.id, relabelled(tags.get(port.id) ?? port.tags ?? [], labels));
      }
    }
    if (pods.length === 0) return 'what is named has no Pods now';
    if (without.length === pods.length)
      return `none of the Pods has a segment port (${without.slice(0, 3).join(', ')})`;
    return [
      'NCP copies labels of Pods to the tags of their segment ports, as it did so far',
      'Labels are set on the Pods that are there now: those that a workload makes later get the labels of its template',
      ...(without.length === 0 ? [] : [`Pods without a segment port are left out: ${without.join(', ')}`]),
    ];
  },
  group: (graph, { group, expression }, draft) => {
    const record = groupRecord(graph, group);
    if (record === null) return `there is no group ${group} now`;
    draft(record.node.source).expressions.set(
      record.node.key,
      parseExpression(expression, { within: spaceOf(record.node.key) }),
    );
    return [];
  },
  rule: (graph, { rule: id, disabled }, draft) => {
    const node = graph.node(id);
    const live = node === undefined ? null : placeRule(graph, node);
    if (live === null) return `there is no rule ${id} of the distributed firewall now`;
    const { rules } = draft(live.node.source);
    const rule = rules.has(id) ? rules.get(id) : live;
    if (rule == null) return `rule ${live.node.name} would be gone by an edit before`;
    rules.set(id, { ...rule, detail: { ...rule.detail, disabled } });
    return [];
  },
  'add-rule': (graph, { policy: id, rule }, draft) => {
    const policy = graph.node(id);
    if (policy === undefined || roleOf(policy) !== 'policy') return `there is no security policy ${id} now`;
    const { added } = draft(policy.source);
    const made = newRule(graph, policy, { fields: rule, number: added.length + 1 });
    if (typeof made === 'string') return made;
    added.push(made);
    return [];
  },
};

/** What NCP made for a Namespace is told by its tags: it is looked for among all that there is. */
function* deleteNamespace(
  graph: GraphQueries,
  id: NodeId,
  draft: (source: SourceId) => Drafts,
): Steps<readonly string[] | string> {
  const namespace = graph.node(id);
  if (namespace?.kind !== 'namespace') return `there is no namespace ${id} now`;
  let visited = 0;
  for (const node of madeForNamespaces(graph)) {
    if (++visited % STRIDE === 0) yield;
    if (node.cluster !== namespace.cluster || node.namespace !== namespace.name) continue;
    const { gone, rules } = draft(node.source);
    if (roleOf(node) !== 'policy') gone.add(node.id);
    else for (const rule of rulesOf(graph, node)) rules.set(rule.id, null);
  }
  return ['NCP takes away what it made for the namespace and its NetworkPolicies'];
}

function* madeForNamespaces(graph: GraphQueries): Iterable<GraphNode> {
  for (const { dfw, name } of nsxKinds())
    if (dfw === 'port' || dfw === 'group' || dfw === 'policy') yield* graph.nodesOfKind(name);
}

/** Pods by themselves, and those that belong to a workload or Namespace now; each once. */
export function labelledPods(graph: GraphQueries, ids: readonly NodeId[]): readonly GraphNode[] {
  const pods = new Map<NodeId, GraphNode>();
  const visited = new Set(ids);
  for (const id of visited) {
    const node = graph.node(id);
    if (node?.kind === 'pod') pods.set(id, node);
    else if (node?.plane === 'kubernetes')
      for (const { kind, to } of graph.hopsFrom(id))
        if (kind === 'owns' || kind === 'contains') visited.add(to.node.id);
  }
  return [...pods.values()];
}

const portsOf = (graph: GraphQueries, pod: NodeId): readonly GraphNode[] =>
  graph.hopsFrom(pod).flatMap(({ kind, to }) => (kind === 'realizes' && roleOf(to.node) === 'port' ? [to.node] : []));

const rulesOf = (graph: GraphQueries, policy: GraphNode): readonly GraphNode[] =>
  graph
    .hopsFrom(policy.id)
    .flatMap(({ kind, to }) => (kind === 'contains' && roleOf(to.node) === 'rule' ? [to.node] : []));

function relabelled(tags: readonly Tag[], labels: Readonly<Record<string, string | null>>): readonly Tag[] {
  const kept = tags.filter(({ scope }) => !Object.hasOwn(labels, scope));
  const added = Object.entries(labels).flatMap(([scope, tag]) => (tag === null ? [] : [{ scope, tag }]));
  return [...kept, ...added];
}

const ACTIONS = ['ALLOW', 'DROP', 'REJECT', 'JUMP_TO_APPLICATION'];

/** Read by the kind itself, so that it means what it would mean once it is there. */
function newRule(
  graph: GraphQueries,
  policy: GraphNode,
  { fields, number }: { readonly fields: Readonly<Record<string, unknown>>; readonly number: number },
): PlacedRule | string {
  const kind = kindNamed('rule');
  if (kind === undefined) return 'rules are not known here';
  const id = `new rule ${number}`;
  const raw = {
    display_name: id,
    action: 'ALLOW',
    ...fields,
    resource_type: 'Rule',
    id,
    path: `${policy.key}/rules/${id}`,
  };
  const parsed = kind.parse(raw, { source: policy.source, sourceName: policy.source });
  if (!parsed.ok) return `the rule cannot be read: ${parsed.problem}`;
  const { node } = parsed.record;
  const detail = parsed.record.detail as RuleDetail; // made by the kind `rule`
  const [first] = [...(node.issues ?? []), ...detail.unread];
  if (first !== undefined) return `the rule cannot be read: ${first}`;
  if (!ACTIONS.includes(detail.action)) return `action is "${detail.action}"; it may be ${ACTIONS.join(', ')}`;
  return { node, policy, order: policyOrder(graph, policy), detail };
}
