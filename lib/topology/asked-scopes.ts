import type { Expression, Operand } from '../dfw/expression';
import { lowerOf } from '../dfw/lower-case';
import type { GraphNode, Tag } from '../model';

const NO_TAGS: readonly Tag[] = [];

/** The scopes of tags that criteria ask of ports: a tag of any other scope decides nothing, and most labels are of such. */
export class AskedScopes {
  /** How many conditions ask for a scope, in lower case. */
  private readonly scopes = new Map<string, number>();
  /** How many conditions a tag of any scope may decide. */
  private any = 0;

  need(expression: Expression): void {
    this.count(expression, 1);
  }

  release(expression: Expression): void {
    this.count(expression, -1);
  }

  /** Those that are asked for by name. */
  get named(): Iterable<string> {
    return this.scopes.keys();
  }

  /** Whether a port may meet other criteria by what changed of it, or the same by other evidence. */
  mayDecide(before: GraphNode, now: GraphNode): boolean {
    return before.name !== now.name || !this.areAlike(before.tags ?? NO_TAGS, now.tags ?? NO_TAGS);
  }

  /** Whether a port meets the same criteria with either tags, and in the same words. */
  areAlike(before: readonly Tag[], now: readonly Tag[]): boolean {
    let [i, j] = [0, 0];
    for (;;) {
      // Most are the very same objects.
      while (i < before.length && before[i] === now[j]) {
        i++;
        j++;
      }
      i = this.next(before, i);
      j = this.next(now, j);
      const [one, other] = [before[i], now[j]];
      if (one === undefined || other === undefined) return one === other;
      if (one.scope !== other.scope || one.tag !== other.tag) return false;
      i++;
      j++;
    }
  }

  /** The first from there on that criteria ask for. */
  private next(tags: readonly Tag[], from: number): number {
    let at = from;
    for (let tag = tags[at]; tag !== undefined && !this.isAsked(tag); tag = tags[at]) at++;
    return at;
  }

  private isAsked({ scope }: Tag): boolean {
    return this.any > 0 || this.scopes.has(lowerOf(scope));
  }

  private count({ operands }: Expression, by: 1 | -1): void {
    for (const { operand } of operands) {
      if (operand.type === 'nested') for (const condition of operand.conditions) this.countOne(condition, by);
      else this.countOne(operand, by);
    }
  }

  private countOne(operand: Operand, by: 1 | -1): void {
    if (operand.type !== 'condition' || operand.member !== 'port' || operand.key !== 'Tag') return;
    const { scope, scopeOperator } = operand;
    if (scope === null || scopeOperator !== 'EQUALS') {
      this.any += by;
      return;
    }
    const count = (this.scopes.get(scope) ?? 0) + by;
    if (count === 0) this.scopes.delete(scope);
    else this.scopes.set(scope, count);
  }
}
