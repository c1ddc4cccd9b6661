import type { KubernetesKind } from '@/lib/kinds/define';
import { type Outcome, succeed } from '../transport/failure';
import type { Connection } from './connection';

/** Where each kind is served; null where the server does not know it. */
export type Discovered = ReadonlyMap<KubernetesKind, string | null>;

/**
 * Asks the server which version of each kind it serves. A group that cannot be asked (forbidden, or its own server is
 * down) is taken to serve the preferred version: the list will tell.
 */
export async function discover(
  connection: Connection,
  kinds: readonly KubernetesKind[],
  signal: AbortSignal,
): Promise<Outcome<Discovered>> {
  const groups = await readGroups(connection, signal);
  if (!groups.ok) return groups;
  const resources = await readResources(connection, kinds, groups.value, signal);
  const found = new Map<KubernetesKind, string | null>();
  for (const kind of kinds) found.set(kind, locate(kind, groups.value, resources));
  return succeed(found);
}

type Groups = ReadonlyMap<string, readonly string[]> | null;
type Resources = ReadonlyMap<string, ReadonlySet<string> | null>;

async function readGroups(connection: Connection, signal: AbortSignal): Promise<Outcome<Groups>> {
  const answer = await connection.getJson('/apis', {}, signal);
  if (!answer.ok) return answer.failure.kind === 'forbidden' ? succeed(null) : answer;
  const groups = new Map<string, readonly string[]>([['', ['v1']]]);
  for (const group of listOf(answer.value, 'groups')) {
    const name = textOf(group, 'name');
    if (name !== null)
      groups.set(
        name,
        listOf(group, 'versions').flatMap((version) => textOf(version, 'version') ?? []),
      );
  }
  return succeed(groups);
}

async function readResources(
  connection: Connection,
  kinds: readonly KubernetesKind[],
  groups: Groups,
  signal: AbortSignal,
): Promise<Resources> {
  const wanted = new Set(kinds.flatMap((kind) => offered(kind, groups).map((version) => root(kind, version))));
  const found = new Map<string, ReadonlySet<string> | null>();
  for (const path of wanted) {
    const answer = await connection.getJson(path, {}, signal);
    const names = answer.ok
      ? listOf(answer.value, 'resources').flatMap((resource) => textOf(resource, 'name') ?? [])
      : [];
    const absent = !answer.ok && answer.failure.kind === 'not-found';
    found.set(path, answer.ok || absent ? new Set(names) : null);
  }
  return found;
}

function locate(kind: KubernetesKind, groups: Groups, resources: Resources): string | null {
  for (const version of offered(kind, groups)) {
    const path = root(kind, version);
    const names = resources.get(path);
    if (names === null || names?.has(kind.resource.plural)) return path;
  }
  return null;
}

function offered(kind: KubernetesKind, groups: Groups): readonly string[] {
  if (groups === null) return kind.resource.versions.slice(0, 1);
  const served = groups.get(kind.resource.group) ?? [];
  return kind.resource.versions.filter((version) => served.includes(version));
}

function root(kind: KubernetesKind, version: string): string {
  return kind.resource.group === '' ? `/api/${version}` : `/apis/${kind.resource.group}/${version}`;
}

function listOf(value: unknown, field: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const list: unknown = Reflect.get(value, field);
  return Array.isArray(list) ? list : [];
}

function textOf(value: unknown, field: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const text: unknown = Reflect.get(value, field);
  return typeof text === 'string' ? text : null;
}
