import { tagsAsked } from '../dfw/anchors';
import type { Expression } from '../dfw/expression';
import { lowerOf } from '../dfw/lower-case';
import type { Tag } from '../model';
/** One tag that criteria ask of ports. */
class WantedTag<Criteria> {
  /**
   * Criteria whose members are found by it, each with another tag that it asks for too, if there is one. Most ports that an
   * anchor leads to lack that: it tells so before anything of the criteria is read.
   */
  readonly anchored = new Map<Criteria, CarriedTag | null>();
  /** How many alternatives ask for it. */
  uses = 0;
  /** The last port that carries it, by its number, and in which words. */
  round = 0;
  carried: Tag | null = null;
  constructor(
    readonly scope: string,
    readonly value: string,
  ) {}
}

/** A tag in the words of the last port that carries it. */
export type CarriedTag = Pick<WantedTag<never>, 'round' | 'carried'>;

/** What each alternative of an expression asks for. */
export type Needs = readonly { readonly ofVpc: boolean; readonly tags: readonly CarriedTag[] }[];

/**
 * The tags that criteria ask of ports, in lower case. What a port carries is looked up once and then holds for all criteria,
 * which mostly ask for one or two tags: comparing texts for each of them is most of the cost of memberships.
 */
export class WantedTags<Criteria> {
  private readonly scopes = new Map<string, Map<string, WantedTag<Criteria>>>();
  private round = 0;
  /** What the port at hand carries: room that every port uses in its turn. */
  private readonly carried: WantedTag<Criteria>[] = [];

  /** Turns to the next port: criteria anchored at what it carries become candidates. */
  read(tags: readonly Tag[], into: { add(found: Criteria): void }): void {
    this.round++;
    let count = 0;
    for (const tag of tags) {
      const wanted = this.scopes.get(lowerOf(tag.scope))?.get(lowerOf(tag.tag));
      if (wanted === undefined || wanted.round === this.round) continue;
      wanted.round = this.round;
      wanted.carried = tag;
      this.carried[count++] = wanted;
    }
    for (let at = 0; at < count; at++) this.addAnchored(this.carried[at]?.anchored, into);
  }

  private addAnchored(anchored: WantedTag<Criteria>['anchored'] | undefined, into: { add(found: Criteria): void }) {
    for (const [criteria, also] of anchored ?? []) if (also === null || also.round === this.round) into.add(criteria);
  }

  /** The first alternative of which the port at hand, one of a VPC or not, carries everything. */
  met(needs: Needs, isVpcPort: boolean): readonly CarriedTag[] | null {
    for (const { ofVpc, tags } of needs) if (ofVpc === isVpcPort && this.areCarried(tags)) return tags;
    return null;
  }

  private areCarried(all: readonly CarriedTag[]): boolean {
    for (const { round } of all) if (round !== this.round) return false;
    return true;
  }

  /** What the expression asks for, when that is nothing but tags of the port; null otherwise. */
  need(expression: Expression): Needs | null {
    const asked = tagsAsked(expression);
    if (asked === null) return null;
    return asked.map(({ ofVpc, tags }) => {
      const wanted = tags.map(({ scope, value }) => this.at(scope, value));
      for (const tag of wanted) tag.uses++;
      return { ofVpc, tags: wanted };
    });
  }

  /** Nobody of that expression needs its tags any more. */
  release(expression: Expression): void {
    for (const { scope, value } of tagsAsked(expression)?.flatMap(({ tags }) => tags) ?? []) {
      const wanted = this.at(scope, value);
      wanted.uses--;
      this.prune(wanted);
    }
  }

  anchor(
    criteria: Criteria,
    { scope, value }: { readonly scope: string; readonly value: string },
    needs: Needs | null,
  ) {
    const wanted = this.at(scope, value);
    const [first, another] = needs ?? [];
    // With another alternative a port may meet the criteria without any other tag of this one.
    const also = another === undefined ? first?.tags.find((tag) => tag !== wanted) : undefined;
    wanted.anchored.set(criteria, also ?? null);
  }

  unanchor(criteria: Criteria, scope: string, value: string): void {
    const wanted = this.scopes.get(scope)?.get(value);
    if (wanted === undefined) return;
    wanted.anchored.delete(criteria);
    this.prune(wanted);
  }

  private at(scope: string, value: string): WantedTag<Criteria> {
    let values = this.scopes.get(scope);
    if (values === undefined) {
      values = new Map();
      this.scopes.set(scope, values);
    }
    let wanted = values.get(value);
    if (wanted === undefined) {
      wanted = new WantedTag(scope, value);
      values.set(value, wanted);
    }
    return wanted;
  }

  private prune({ anchored, scope, uses, value }: WantedTag<Criteria>): void {
    if (anchored.size > 0 || uses > 0) return;
    const values = this.scopes.get(scope);
    values?.delete(value);
    if (values?.size === 0) this.scopes.delete(scope);
  }
}
