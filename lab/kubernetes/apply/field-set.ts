import type { FieldsV1 } from '../store/contract';

/** Separates path elements in a flattened path; occurs in no name. */
const separator = '\u0000';

/** Paths of fields, each flattened with {@link joinPath}. Elements are written as in FieldsV1: `f:`, `k:`, `v:`. */
export type FieldSet = Set<string>;

/** Appends an element to a flattened path. */
export function joinPath(path: string, element: string): string {
  return path === '' ? element : `${path}${separator}${element}`;
}

/** The elements of a flattened path. */
export function splitPath(path: string): string[] {
  return path === '' ? [] : path.split(separator);
}

/** Reads the nested form kept in managedFields. */
export function fromFields(fields: FieldsV1): FieldSet {
  const set: FieldSet = new Set();
  const visit = (node: FieldsV1, path: string): void => {
    const keys = Object.keys(node);
    if (keys.length === 0 && path !== '') set.add(path);
    for (const key of keys) {
      const child = node[key];
      if (key === '.') set.add(path);
      else if (child) visit(child, joinPath(path, key));
    }
  };
  visit(fields, '');
  return set;
}

interface Node {
  member: boolean;
  children: Map<string, Node>;
}

function nested(node: Node): FieldsV1 {
  const fields: FieldsV1 = {};
  if (node.member && node.children.size > 0) fields['.'] = {};
  for (const key of [...node.children.keys()].sort()) {
    const child = node.children.get(key);
    if (child) fields[key] = nested(child);
  }
  return fields;
}

/** Writes the nested form kept in managedFields. */
export function toFields(set: FieldSet): FieldsV1 {
  const root: Node = { member: false, children: new Map() };
  for (const path of set) {
    let node = root;
    for (const element of splitPath(path)) {
      let child = node.children.get(element);
      if (!child) {
        child = { member: false, children: new Map() };
        node.children.set(element, child);
      }
      node = child;
    }
    node.member = true;
  }
  return nested(root);
}

/** A path as conflicts name it: `.spec.containers[name="a"].image`. */
export function printPath(path: string): string {
  return splitPath(path)
    .map((element) => {
      const value = element.slice(2);
      if (element.startsWith('f:')) return `.${value}`;
      if (element.startsWith('v:')) return `[=${value}]`;
      const keys: unknown = JSON.parse(value);
      const pairs = Object.entries(keys as Record<string, unknown>); // k: elements hold an object of keys
      return `[${pairs.map(([key, item]) => `${key}=${JSON.stringify(item)}`).join(',')}]`;
    })
    .join('');
}
