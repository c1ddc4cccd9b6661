import type { LiveCriteria, NodeId } from '../model';
import { counted } from './contents';
import { LIMITS } from './folding';
import { type Behind, GroupTally } from './group-tally';
import type { Places } from './places';
import { type Drawn, foldCard, foldTally, plain } from './regions';
import type { Scope } from './scope';
import { criteriaMet, type SpaceSummary } from './summary';
import type { Unit } from './units';

/** Whether the view is wider than one namespace, and what was opened by hand. */
interface GroupScope {
  readonly cluster: string | null;
  readonly whole: boolean;
  readonly opened: (box: string) => boolean | null;
}

/** Group cards, and what is said about the groups that are not drawn. */
export interface GroupCards {
  readonly drawn: readonly Drawn[];
  readonly notes: readonly string[];
  /** The cards of the groups that share criteria. */
  readonly cards: CardsBehind;
}

const FOLD_FROM = 2;

const boxId = (box: string): string => `fold|groups|${box}`;

/**
 * Groups made by an administrator (in one namespace: with members there, or named by a rule), and all others with members
 * in scope. Those that NSX makes for its own load balancer say nothing about membership and are only counted; those that NCP makes by the
 * dozen share a card per purpose.
 */
export function groupCards(places: Places, scope: Scope, { cluster, whole, opened }: GroupScope): GroupCards {
  const tally = whole ? places.groups.tallyOf(cluster) : new GroupTally(places.groups);
  tally.follow(owners(places, scope));
  const single = [...adminUnits(places, tally, whole)];
  const drawn: Drawn[] = [];
  const boxes = new Map<string, readonly string[]>();
  for (const [purpose, box] of tally.boxes) {
    if (box.size < FOLD_FROM || opened(boxId(purpose)) === true) {
      single.push(...box.units);
      continue;
    }
    const face = { id: boxId(purpose), lane: 'group', region: null, line: 'not made by hand' } as const;
    boxes.set(purpose, [face.id]);
    drawn.push(foldTally({ ...face, title: `${box.size} groups for ${purpose}` }, box.tally, 'groups'));
  }
  const kept = single.slice(0, LIMITS.groups).map((unit) => withMembers(places, unit));
  const rest = single.slice(LIMITS.groups);
  if (rest.length > 0) {
    const face = { id: boxId(''), lane: 'group', region: null, title: `+ ${rest.length} more groups` } as const;
    drawn.push(foldCard(face, rest, 'groups'));
  }
  const ofNsx = places.groups.ofNsx.size;
  const told = `${counted(ofNsx, 'group', 'groups')} that NSX made for its load balancer not drawn`;
  return {
    drawn: [...kept, ...drawn],
    notes: ofNsx === 0 ? [] : [told],
    cards: new CardsBehind(tally, boxes),
  };
}

function withMembers(places: Places, unit: Unit): Drawn {
  const base = plain(unit, null);
  const members = unit.nodes.reduce((sum, node) => sum + (places.graph.criteriaOf(node.id)?.members.size ?? 0), 0);
  return { ...base, card: { ...base.card, badge: String(members) } };
}

/** Those who meet criteria: the namespaces, and the ports that are in none. */
function* owners(places: Places, { spaces, shared }: Scope): Iterable<readonly [object, SpaceSummary['met']]> {
  for (const space of spaces) yield [space, space.summary.met];
  yield [places, criteriaMet(places.graph, shared)];
}

/** Those with members in scope first. */
function adminUnits(places: Places, tally: GroupTally, whole: boolean): readonly Unit[] {
  const [near, far]: [Unit[], Unit[]] = [[], []];
  for (const unit of places.groups.adminUnits) {
    const [node] = unit.nodes;
    if (node === undefined) continue;
    const criteria = places.graph.criteriaOf(node.id);
    if (criteria !== undefined && tally.reaches(criteria)) near.push(unit);
    // One that rules name stays although it has lost its members here: that it is empty is what there is to see.
    else if (whole || isNamed(places, node.id)) far.push(unit);
  }
  return [...near, ...far];
}

const NAMING: ReadonlySet<string> = new Set(['source', 'destination', 'applied-to']);

/** True when a rule or policy names the group. */
const isNamed = (places: Places, id: NodeId): boolean => places.graph.hopsTo(id).some((hop) => NAMING.has(hop.kind));

/** The cards that stand for the groups behind criteria: mostly one or two, however many the groups. */
class CardsBehind {
  readonly #known = new Map<Behind, readonly string[]>();

  /** `boxes` are those that are folded, each with its card alone in a list. */
  constructor(
    private readonly tally: GroupTally,
    private readonly boxes: ReadonlyMap<string, readonly string[]>,
  ) {}

  of(criteria: LiveCriteria, cardOf: (id: NodeId) => string | undefined): readonly string[] {
    const behind = this.tally.behind(criteria);
    const alone = behind.admin.length === 0 && behind.only !== null ? this.boxes.get(behind.only) : undefined;
    if (alone !== undefined) return alone;
    let cards = this.#known.get(behind);
    if (cards === undefined) {
      cards = [...this.#find(behind, cardOf)];
      this.#known.set(behind, cards);
    }
    return cards;
  }

  #find({ admin, made }: Behind, cardOf: (id: NodeId) => string | undefined): ReadonlySet<string> {
    const cards = new Set(admin.flatMap((id) => cardOf(id) ?? []));
    for (const [purpose, ids] of made) {
      const found = this.boxes.get(purpose) ?? ids.flatMap((id) => cardOf(id) ?? []);
      for (const card of found) cards.add(card);
    }
    return cards;
  }
}
