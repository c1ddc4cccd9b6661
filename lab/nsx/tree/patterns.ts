import { catalogue, type ResourceType } from './catalogue';

/** One URL pattern of one type, and where it hangs below its nearest ancestor that is an object too. */
export interface Placement {
  readonly type: ResourceType;
  readonly pattern: string;
  /** Segments between the ancestor's path and the end, the id's `*` included. */
  readonly suffix: readonly string[];
  readonly ancestor: string | undefined;
}

/** What a path below the API root names. */
export type PathMatch =
  | {
      readonly kind: 'object';
      readonly placement: Placement;
      readonly path: string;
      readonly parentPath: string | undefined;
    }
  | { readonly kind: 'collection'; readonly placement: Placement; readonly path: string; readonly parentPath: string };

interface PatternNode {
  readonly literals: Map<string, PatternNode>;
  wildcard: PatternNode | undefined;
  placement: Placement | undefined;
}

const PROJECT = '/orgs/*/projects/*';

function allPatterns(): { type: ResourceType; pattern: string }[] {
  const found: { type: ResourceType; pattern: string }[] = [];
  for (const type of catalogue) {
    for (const pattern of type.urls) {
      found.push({ type, pattern });
      if (pattern.startsWith('/infra')) found.push({ type, pattern: `${PROJECT}${pattern}` });
    }
  }
  return found;
}

function nearestAncestor(pattern: string, known: ReadonlySet<string>): string | undefined {
  let cut = pattern.lastIndexOf('/');
  while (cut > 0) {
    const candidate = pattern.slice(0, cut);
    if (known.has(candidate)) return candidate;
    cut = pattern.lastIndexOf('/', cut - 1);
  }
  return undefined;
}

const emptyNode = (): PatternNode => ({ literals: new Map(), wildcard: undefined, placement: undefined });
const root = emptyNode();
const placementsByAncestor = new Map<string, Placement[]>();

function step(node: PatternNode, segment: string): PatternNode {
  if (segment === '*') {
    node.wildcard ??= emptyNode();
    return node.wildcard;
  }
  const next = node.literals.get(segment) ?? emptyNode();
  node.literals.set(segment, next);
  return next;
}

function compile(): void {
  const patterns = allPatterns();
  const known = new Set(patterns.map(({ pattern }) => pattern));
  for (const { type, pattern } of patterns) {
    const ancestor = nearestAncestor(pattern, known);
    const suffix = pattern.slice((ancestor ?? '').length + 1).split('/');
    const placement: Placement = { type, pattern, suffix, ancestor };
    let node = root;
    for (const segment of pattern.slice(1).split('/')) node = step(node, segment);
    node.placement = placement;
    const siblings = placementsByAncestor.get(ancestor ?? '') ?? [];
    siblings.push(placement);
    placementsByAncestor.set(ancestor ?? '', siblings);
  }
}
compile();

function parentOf(path: string, placement: Placement): string | undefined {
  if (placement.ancestor === undefined) return undefined;
  let cut = path.length;
  for (let index = 0; index < placement.suffix.length; index += 1) cut = path.lastIndexOf('/', cut - 1);
  return path.slice(0, cut);
}

/** Finds the object or collection a path names; undefined when no type lives there. */
export function matchPath(path: string): PathMatch | undefined {
  if (!path.startsWith('/') || path.endsWith('/')) return undefined;
  let node: PatternNode | undefined = root;
  for (const segment of path.slice(1).split('/')) {
    if (segment === '') return undefined;
    node = node?.literals.get(segment) ?? node?.wildcard;
    if (node === undefined) return undefined;
  }
  const placement = node.placement;
  if (placement !== undefined) return { kind: 'object', placement, path, parentPath: parentOf(path, placement) };
  const inside = node.wildcard?.placement;
  if (inside === undefined) return undefined;
  const parentPath = parentOf(`${path}/x`, inside);
  return { kind: 'collection', placement: inside, path, parentPath: parentPath ?? '' };
}

/** The types that may hang directly below objects of a pattern; '' stands for the root of organisations. */
export function placementsBelow(pattern: string): readonly Placement[] {
  return placementsByAncestor.get(pattern) ?? [];
}

/** Where a child of the given wrapper name goes below a parent; undefined when it cannot hang there. */
export function childPath(parentPath: string, parentPattern: string, typeName: string, id: string): string | undefined {
  const placement = placementsBelow(parentPattern).find(({ type }) => type.name === typeName);
  if (placement === undefined) return undefined;
  return `${parentPath}/${placement.suffix.map((segment) => (segment === '*' ? id : segment)).join('/')}`;
}
