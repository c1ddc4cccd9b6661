import type { LiveCriteria, NodeId } from '../model';
import { counted } from './contents';
import { LIMITS } from './folding';
import { type Behind, GroupTally, noteWords } from './group-tally';
import type { Places } from './places';
import { type Drawn, foldCard, foldCounted, plain } from './regions';
import type { Scope } from './scope';
import type { Box, Space } from './space';
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
  /** Where members are linked to, by the cards of single groups. */
  readonly cards: (cardOf: (id: NodeId) => string | undefined) => MemberCards;
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
  const boxes = new Map<string, string>();
  for (const [purpose, box] of tally.boxes) {
    if (box.size < FOLD_FROM || opened(boxId(purpose)) === true) {
      single.push(...box.units);
      continue;
    }
    const face = { id: boxId(purpose), lane: 'group', region: null, line: 'not made by hand' } as const;
    boxes.set(purpose, face.id);
    drawn.push(foldCounted({ ...face, title: `${box.size} groups for ${purpose}` }, box, 'groups'));
  }
  const kept = single.slice(0, LIMITS.groups).map((unit) => withMembers(places, unit));
  const rest = single.slice(LIMITS.groups);
  if (rest.length > 0) {
    const face = { id: boxId(''), lane: 'group', region: null, title: `+ ${rest.length} more groups` } as const;
    drawn.push(foldCard(face, rest, 'groups'));
  }
  const ofNsx = places.groups.ofNsx.size;
  const told = `${counted(ofNsx, 'group', 'groups')} that NSX made for its load balancer not drawn`;
  const tooMany = scope.spaces.length > 1 && linesFrom(scope.spaces, tally) > LIMITS.memberLines;
  return {
    drawn: [...kept, ...drawn],
    notes: [...(ofNsx === 0 ? [] : [told]), ...(tooMany ? [FAR_TOO_MANY] : [])],
    cards: (cardOf) => memberCards(tooMany, tally, boxes, cardOf),
  };
}

/** A view of one group draws that, and says of its members that they are in it. */
export function oneGroup(places: Places, unit: Unit): GroupCards {
  const drawn = withMembers(places, unit);
  const [node] = unit.nodes;
  const own = node === undefined ? undefined : places.graph.criteriaOf(node.id);
  const behind = (criteria: LiveCriteria): readonly string[] => (criteria === own ? [drawn.card.id] : []);
  const ofOwner = ({ summary }: Box): Iterable<readonly [string, string]> => {
    const words = own === undefined ? undefined : summary.met.get(own);
    return words === undefined ? [] : [[drawn.card.id, words]];
  };
  return { drawn: [drawn], notes: [], cards: () => ({ tooMany: false, behind, ofOwner }) };
}

const FAR_TOO_MANY =
  'Lines from folded Namespaces to groups are not drawn, as they would cover the map: open a Namespace';

/** How many lines the groups of the namespaces would make, were they all folded. */
function linesFrom(spaces: readonly Space[], tally: GroupTally): number {
  let lines = 0;
  for (const space of spaces) {
    const { admin, made } = tally.reachOf(space);
    lines += admin.size + made.size;
    if (lines > LIMITS.memberLines) break;
  }
  return lines;
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

/** The cards of groups, as those who are in them see them. */
export interface MemberCards {
  /** Lines from folded namespaces would cover the map, and are left out. */
  readonly tooMany: boolean;
  /** Of the groups that share criteria. */
  behind(criteria: LiveCriteria): Iterable<string>;
  /** Of the groups that ports of a namespace are in, each with the evidence in words. */
  ofOwner(space: Box): Iterable<readonly [card: string, words: string]>;
}

function memberCards(
  tooMany: boolean,
  tally: GroupTally,
  boxes: ReadonlyMap<string, string>,
  cardOf: (id: NodeId) => string | undefined,
): MemberCards {
  const behind = function* ({ admin, made }: Behind): Iterable<string> {
    for (const id of admin) yield* some(cardOf(id));
    for (const [purpose, ids] of made) {
      const box = boxes.get(purpose);
      if (box !== undefined) yield box;
      else for (const id of ids) yield* some(cardOf(id));
    }
  };
  return {
    tooMany,
    behind: (criteria) => behind(tally.behind(criteria)),
    ofOwner: (space) => {
      const cards = new Map<string, string>();
      const { admin, made } = tally.reachOf(space);
      for (const [id, words] of admin) for (const card of some(cardOf(id))) noteWords(cards, card, words);
      for (const [purpose, words] of made) {
        const box = boxes.get(purpose);
        if (box !== undefined) noteWords(cards, box, words);
      }
      if ([...made.keys()].every((purpose) => boxes.has(purpose))) return cards;
      for (const [criteria, words] of space.summary.met)
        for (const card of behind(tally.behind(criteria))) noteWords(cards, card, words);
      return cards;
    },
  };
}

const some = (card: string | undefined): readonly string[] => (card === undefined ? [] : [card]);
