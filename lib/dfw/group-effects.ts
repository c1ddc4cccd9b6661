import type { GraphNode, GraphQueries } from '../model';
import { liveState } from './live-state';
import { groupAt, groupsOf } from './lookup';
import type { Thought, ThoughtState } from './thought-state';

/** Ports that come into a group or leave it. */
export interface GroupEffect {
  readonly group: GraphNode;
  readonly entered: readonly GraphNode[];
  readonly left: readonly GraphNode[];
}

const STEP = 1_024;

/** Ports that come into groups or leave them, by tags or by other criteria. */
export function* groupEffects(
  graph: GraphQueries,
  state: ThoughtState,
  thought: Thought,
): Generator<undefined, readonly GroupEffect[]> {
  const book = new GroupBook();
  yield* byTags(graph, { state, thought, book });
  yield* byCriteria(graph, { state, thought, book });
  return book.effects();
}

class GroupBook {
  readonly #effects = new Map<string, { group: GraphNode; entered: GraphNode[]; left: GraphNode[] }>();

  note(group: GraphNode, port: GraphNode, { was, is }: { readonly was: boolean; readonly is: boolean }): void {
    if (was === is) return;
    const known = this.#effects.get(group.key) ?? { group, entered: [], left: [] };
    (is ? known.entered : known.left).push(port);
    this.#effects.set(group.key, known);
  }

  effects(): readonly GroupEffect[] {
    return [...this.#effects.values()].sort((a, b) => (a.group.key < b.group.key ? -1 : 1));
  }
}

interface Work {
  readonly state: ThoughtState;
  readonly thought: Thought;
  readonly book: GroupBook;
}

/** Each port that carries something else: the groups that it is in against those that it would be in. */
function* byTags(graph: GraphQueries, { state, thought, book }: Work): Generator<undefined, void> {
  for (const id of thought.tags.keys()) {
    const port = state.port(id);
    if (port === undefined) continue;
    const before = new Map(groupsOf(graph, id).map((group) => [group.key, group]));
    const after = state.groupsOf(port);
    for (const [path, group] of before) if (!after.has(path)) book.note(group, port, { was: true, is: false });
    for (const path of after) {
      const group = before.has(path) ? undefined : groupAt(graph, state.source, path)?.node;
      if (group !== undefined) book.note(group, port, { was: false, is: true });
    }
    yield;
  }
}

/** Each group with other criteria is held against every port. */
function* byCriteria(graph: GraphQueries, { state, thought, book }: Work): Generator<undefined, void> {
  const live = liveState(graph, state.source);
  let visited = 0;
  for (const path of state.moved) {
    const group = groupAt(graph, state.source, path)?.node;
    if (group === undefined || thought.gone.has(group.id)) continue;
    for (const port of live.ports()) {
      if (++visited % STEP === 0) yield;
      if (thought.tags.has(port.id)) continue;
      const is = !thought.gone.has(port.id) && state.isIn(port, path);
      book.note(group, port, { was: live.isIn(port, path), is });
    }
  }
}
