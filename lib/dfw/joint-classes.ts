import type { GraphNode } from '../model';
import { STRIDE, type Steps } from '../steps';
import { bordersReady } from './borders';
import type { Both } from './both';
import { classKey, type EndpointClass } from './classes';
import { DfwIndex } from './dfw-index';

/** Classes by what rules can tell ports by, before and after; ports that would be gone, or have no address, are in none. */
export function* jointClasses({ before, after }: Both): Steps<readonly EndpointClass[]> {
  const classes = new Map<string, GraphNode[]>();
  let visited = 0;
  for (const source of DfwIndex.of(before.graph).sources()) {
    const [was, is] = [before.state(source), after.state(source)];
    yield* bordersReady(was.literals());
    yield* bordersReady(is.literals());
    // Where neither groups nor networks are others, and no rule is new, only ports that carry something else can change their class.
    const isNew = [...is.otherRules()].some((rule) => rule.before === null);
    // Of a group that is gone nobody is a member any more, which the class before tells already.
    const isMoved = [...is.moved].some((path) => is.group(path) !== null);
    const wide = isNew || isMoved || is.literals() !== was.literals();
    for (const port of is.ports()) {
      if (++visited % STRIDE === 0) yield;
      if (is.addressesOf(port).length === 0) continue;
      const now = wide || is.isOther(port) ? classKey(after.graph, is, port) : '';
      const key = `${classKey(before.graph, was, port)}\n${now}`;
      const known = classes.get(key);
      if (known === undefined) classes.set(key, [port]);
      else known.push(port);
    }
  }
  return Array.from(classes, ([key, ports]) => ({ key, ports }));
}
