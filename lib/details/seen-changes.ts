import { kindNamed } from '../kinds';
import type { GraphNode, NodeId } from '../model';
import type { ChangeStory } from '../topology/change-story';
import type { SeenChange } from '../wire';
import { toRef } from './refs';
import { edgeWords } from './words';

/** A change with the object whose history it belongs to. */
export type ObjectChangeSeen = readonly [NodeId, SeenChange];

/** What people would tell of a change, object by object: state, labels, tags, relations, coming and going. */
export function seenChanges(story: ChangeStory, at: number): readonly ObjectChangeSeen[] {
  const nodes = settled(story.nodes);
  const fresh = new Set<NodeId>();
  const byId = new Map<NodeId, NodeChange>();
  const told: ObjectChangeSeen[] = [];
  for (const { before, now } of nodes) {
    const id = (now ?? before)?.id;
    if (id === undefined) continue;
    byId.set(id, { before, now });
    if (before === null || now === null) fresh.add(id);
    for (const change of nodeChanges(before, now, at)) told.push([id, change]);
  }
  for (const { kind, from, to, came } of lasting(story.relations)) {
    // All relations of an object come and go with it: only the other end tells of that.
    if (!fresh.has(from.id)) told.push([from.id, relationChange(edgeWords(kind, 'out'), to, came, at)]);
    if (!fresh.has(to.id)) told.push([to.id, relationChange(edgeWords(kind, 'in'), from, came, at)]);
  }
  const causes = new Causes(byId);
  return [...told, ...story.memberships.flatMap((membership) => memberChanges(membership, { fresh, at, causes }))];
}

/** NetworkPolicies make groups by the thousand that ask for the same: so many do not each tell of one port. */
const MOST_GROUPS = 20;

function memberChanges(
  membership: ChangeStory['memberships'][number],
  { fresh, at, causes }: { readonly fresh: ReadonlySet<NodeId>; readonly at: number; readonly causes: Causes },
): readonly ObjectChangeSeen[] {
  const { port, groups, came } = membership;
  const told: ObjectChangeSeen[] = [];
  const [only] = groups;
  if (!fresh.has(port.id) && only !== undefined) {
    const words = edgeWords('member', 'out');
    const one = relationChange(words, only, came, at);
    const many = { ...one, words: `${one.words} ${groups.length} groups that ask for the same, such as` };
    told.push([port.id, groups.length === 1 ? one : many]);
  }
  const cause = causes.of(membership);
  for (const group of groups.length > MOST_GROUPS ? [] : groups) {
    if (fresh.has(group.id)) continue;
    const change = relationChange(edgeWords('member', 'in'), port, came, at);
    told.push([group.id, cause === null ? change : { ...change, words: `${cause}: ${change.words}` }]);
  }
  return told;
}

/** What happened in the same change, which is why memberships changed. */
class Causes {
  readonly #nodes: ReadonlyMap<NodeId, NodeChange>;
  readonly #byKey = new Map<string, NodeChange>();

  constructor(nodes: ReadonlyMap<NodeId, NodeChange>) {
    this.#nodes = nodes;
    for (const change of nodes.values()) {
      const node = change.now ?? change.before;
      if (node !== null) this.#byKey.set(`${node.source}|${node.key}`, change);
    }
  }

  /**
   * Tags that the membership rests on come first: of the port, then of its segment. Else changed criteria, which explain all;
   * else any other tag, as criteria also ask what is not there. Null when it was something else, such as a nested group.
   */
  of({ port, by, otherCriteria }: ChangeStory['memberships'][number]): string | null {
    const own = this.#nodes.get(port.id);
    if (own?.before === null) return 'the port was seen first';
    if (own?.now === null) return 'the port is gone';
    const above = this.#byKey.get(`${port.source}|${port.key.replace(/\/ports\/[^/]+$/, '')}`);
    const named = new Set(by.map((one) => (one.by === 'tag' ? `${one.scope}|${one.tag}` : '')));
    const [tags, ofSegment] = [own === undefined ? [] : tagsOf(own), above === undefined ? [] : tagsOf(above)];
    const rests = ({ tag }: TagChange): boolean => named.has(tag);
    return (
      tagWords(tags.filter(rests), ofSegment.filter(rests)) ??
      (otherCriteria ? 'the criteria were changed' : tagWords(tags, ofSegment))
    );
  }
}

function tagWords(ofPort: readonly TagChange[], ofSegment: readonly TagChange[]): string | null {
  if (ofPort.length > 0) return ofPort.map(({ words }) => words).join(', ');
  return ofSegment.length > 0 ? `on the segment ${ofSegment.map(({ words }) => words).join(', ')}` : null;
}

const tagsOf = ({ before, now }: NodeChange): readonly TagChange[] =>
  before === null || now === null ? [] : tagChanges(before, now);

type NodeChange = ChangeStory['nodes'][number];

/** An object that went and came back under its id at once has changed, no more. */
function settled(nodes: readonly NodeChange[]): readonly NodeChange[] {
  const byId = new Map<NodeId, { before: GraphNode | null; now: GraphNode | null }>();
  for (const { before, now } of nodes) {
    const id = (now ?? before)?.id;
    if (id === undefined) continue;
    const known = byId.get(id);
    if (known === undefined) byId.set(id, { before, now });
    else byId.set(id, { before: known.before ?? before, now: known.now ?? now });
  }
  return [...byId.values()];
}

type RelationChange = ChangeStory['relations'][number];

function lasting(relations: readonly RelationChange[]): readonly RelationChange[] {
  const byEnds = new Map<string, RelationChange>();
  for (const relation of relations) {
    const ends = `${relation.kind}|${relation.from.id}|${relation.to.id}`;
    if (byEnds.has(ends)) byEnds.delete(ends);
    else byEnds.set(ends, relation);
  }
  return [...byEnds.values()];
}

function relationChange(words: string, other: GraphNode, came: boolean, at: number): SeenChange {
  return { at, what: 'relation', words: came ? words : `no longer ${words}`, state: null, other: toRef(other) };
}

function nodeChanges(before: GraphNode | null, now: GraphNode | null, at: number): readonly SeenChange[] {
  const plain = { at, state: null, other: null };
  if (now === null) return [{ ...plain, what: 'went', words: `${kindWord(before)} is gone` }];
  if (before === null)
    return [{ ...plain, what: 'appeared', words: `${kindWord(now)} was seen first`, state: now.state }];
  return [
    ...stateChange(before, now, at),
    ...labelChanges(before.labels ?? {}, now.labels ?? {}).map((words) => ({
      ...plain,
      what: 'label' as const,
      words,
    })),
    ...tagChanges(before, now).map(({ words }) => ({ ...plain, what: 'tag' as const, words })),
  ];
}

function kindWord(node: GraphNode | null): string {
  return `the ${kindNamed(node?.kind ?? '')?.presentation.singular ?? node?.kind ?? 'object'}`;
}

function stateChange(before: GraphNode, now: GraphNode, at: number): readonly SeenChange[] {
  if (before.state === now.state && before.reason === now.reason) return [];
  const why = now.reason === null ? '' : `: ${now.reason}`;
  const words = before.state === now.state ? `still ${now.state}${why}` : `${before.state} → ${now.state}${why}`;
  return [{ at, what: 'state', words, state: now.state, other: null }];
}

type Labels = Readonly<Record<string, string>>;

function labelChanges(before: Labels, now: Labels): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return keys.flatMap((key) => {
    const [was, is] = [before[key], now[key]];
    if (was === is) return [];
    if (was === undefined) return [`label ${key}=${is} was set`];
    return [is === undefined ? `label ${key}=${was} was taken away` : `label ${key}: ${was} → ${is}`];
  });
}

interface TagChange {
  readonly tag: string;
  readonly words: string;
}

function tagChanges(before: GraphNode, now: GraphNode): readonly TagChange[] {
  if (before.tags === now.tags) return [];
  const texts = (node: GraphNode): ReadonlySet<string> =>
    new Set((node.tags ?? []).map(({ scope, tag }) => `${scope}|${tag}`));
  const [was, is] = [texts(before), texts(now)];
  const told = (tags: ReadonlySet<string>, others: ReadonlySet<string>, done: string): readonly TagChange[] =>
    [...tags].flatMap((tag) => (others.has(tag) ? [] : [{ tag, words: `tag ${tag} was ${done}` }]));
  return [...told(was, is, 'taken away'), ...told(is, was, 'set')];
}
