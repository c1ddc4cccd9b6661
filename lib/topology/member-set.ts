import { sortEvidence } from '../correlate';
import { type Anchor, type AnchorCost, anchorsOf, nestingOf } from '../dfw/anchors';
import type { Expression } from '../dfw/expression';
import type { CriteriaId, Evidence, LiveCriteria, GraphNode } from '../model';
import type { CarriedTag, Needs } from './wanted-tags';

const PATIENCE = 32;

/** The groups that ask for the same, and the ports that meet it. */
export class MemberSet<T extends { readonly node: GraphNode }> implements LiveCriteria {
  readonly groups = new Set<T>();
  readonly members = new Map<T, readonly Evidence[]>();
  /** Paths that its criteria name, and whether they pick groups by tag. */
  readonly nests: readonly string[];
  readonly nestsByTag: boolean;
  anchors: readonly Anchor[] = [];
  /** The tags that it asks for, when it asks for nothing else. */
  needs: Needs | null = null;
  /** The last port, by its number, that was to be tested against it. */
  round = 0;
  /** Ports tested since the anchors were chosen that turned out to be no members, and how many of them are borne. */
  private inVain = 0;
  private patience = PATIENCE;
  /** The list given last, and what it was asked for with. */
  private last: readonly Evidence[] = [];
  private lastAsked: readonly Evidence[] = [];
  /** By the tags that evidence names; as many lists as there are ways in. */
  private readonly lists = new Map<string, readonly Evidence[]>();

  constructor(
    readonly id: CriteriaId,
    readonly expression: Expression,
  ) {
    const { paths, byTag } = nestingOf(expression);
    this.nests = paths;
    this.nestsByTag = byTag;
  }

  chooseAnchors(cost: AnchorCost): void {
    this.anchors = anchorsOf(this.expression, cost);
    this.inVain = 0;
    // Twice what is there now: choosing costs little beside the tests that led to it.
    this.patience = PATIENCE + 2 * this.anchors.reduce((sum, anchor) => sum + cost(anchor), 0);
  }

  /** Counts a port that its anchors led to and that is no member; true when other anchors may be better by now. */
  wasInVain(): boolean {
    this.inVain++;
    return this.inVain > this.patience;
  }

  /** Members are mostly in by the very same tags: they share one list. */
  shared(evidence: readonly Evidence[]): readonly Evidence[] {
    if (isSameTags(evidence, this.lastAsked)) return this.last;
    if (evidence.some((piece) => piece.by !== 'tag')) return sortEvidence(evidence);
    const key = evidence.map((piece) => (piece.by === 'tag' ? `${piece.scope}\u0000${piece.tag}` : '')).join('\u0001');
    let list = this.lists.get(key);
    if (list === undefined) {
      list = sortEvidence(evidence);
      this.lists.set(key, list);
    }
    this.last = list;
    this.lastAsked = evidence;
    return list;
  }

  /** The same for tags that a port carries, of which evidence is made only where it differs from that of the last port. */
  sharedBy(tags: readonly CarriedTag[]): readonly Evidence[] {
    if (isCarried(tags, this.lastAsked)) return this.last;
    return this.shared(
      tags.flatMap(({ carried }) => (carried === null ? [] : [{ by: 'tag', scope: carried.scope, tag: carried.tag }])),
    );
  }
}

function isCarried(tags: readonly CarriedTag[], evidence: readonly Evidence[]): boolean {
  if (tags.length !== evidence.length) return false;
  for (let at = 0; at < tags.length; at++) {
    const [has, piece] = [tags[at]?.carried, evidence[at]];
    if (piece?.by !== 'tag' || has?.tag !== piece.tag || has.scope !== piece.scope) return false;
  }
  return true;
}

function isSameTags(a: readonly Evidence[], b: readonly Evidence[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) {
    const [one, other] = [a[at], b[at]];
    if (one?.by !== 'tag' || other?.by !== 'tag' || one.tag !== other.tag || one.scope !== other.scope) return false;
  }
  return true;
}
