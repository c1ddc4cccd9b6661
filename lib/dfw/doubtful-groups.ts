import type { Expression } from './expression';
import { nestingOf } from './anchors';
import { unevaluated } from './comparison';

/**
 * Why ports may be members without our knowing. Conditions on inventory of Antrea clusters never hold what NCP put on NSX, so
 * that they leave no doubt here.
 */
export function doubtsIn({ operands }: Expression): readonly string[] {
  const open = operands.filter(({ operand }) => {
    const conditions = operand.type === 'nested' ? operand.conditions : [operand];
    return !conditions.some((one) => one.type === 'condition' && one.member === 'none');
  });
  return unevaluated({ operands: open });
}

const NOTHING = { paths: [], byTag: false } as const;

/** Groups that may hold ports we cannot tell of: parts of them are not evaluated here, or they nest such groups. */
export class DoubtfulGroups {
  readonly #own = new Set<string>();
  readonly #nesting = new Map<string, readonly string[]>();
  readonly #byTag = new Set<string>();
  readonly #read = new Set<string>();
  #all: ReadonlySet<string> | null = null;

  /** A group as it is now; null when it is gone. */
  regard(path: string, expression: Expression | null): void {
    const own = expression !== null && doubtsIn(expression).length > 0;
    const { paths: nested, byTag } = expression === null ? NOTHING : nestingOf(expression);
    if (this.#read.has(path) !== (expression !== null) && this.#nesting.size > 0) this.#all = null;
    if (expression === null) this.#read.delete(path);
    else this.#read.add(path);
    if (byTag !== this.#byTag.has(path)) this.#all = null;
    if (byTag) this.#byTag.add(path);
    else this.#byTag.delete(path);
    if (own !== this.#own.has(path) || nested.length > 0 || this.#nesting.has(path)) this.#all = null;
    if (own) this.#own.add(path);
    else this.#own.delete(path);
    if (nested.length > 0) this.#nesting.set(path, nested);
    else this.#nesting.delete(path);
  }

  /** Groups that nest others by path, with those that they name. */
  get nesting(): ReadonlyMap<string, readonly string[]> {
    return this.#nesting;
  }

  /** Groups that pick others by what those carry. */
  get byTag(): ReadonlySet<string> {
    return this.#byTag;
  }

  all(): ReadonlySet<string> {
    if (this.#all !== null) return this.#all;
    // Of those that pick others by tag it is asked when it comes to them.
    const all = new Set([...this.#own, ...this.#byTag]);
    let before = -1;
    while (before !== all.size) {
      before = all.size;
      for (const [path, nested] of this.#nesting)
        if (nested.some((one) => all.has(one) || this.#isUnread(one))) all.add(path);
    }
    this.#all = all;
    return all;
  }

  #isUnread(path: string): boolean {
    return path.includes('/groups/') && !this.#read.has(path);
  }
}
