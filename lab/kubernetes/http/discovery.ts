import { createHash } from 'node:crypto';
import { groupVersionOf, type ResourceRegistry } from '../registry/registry';
import type { ResourceDefinition } from '../store/contract';

/** Version the lab says it is. */
export const serverVersion = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3',
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2026-08-21T00:00:00Z',
  goVersion: 'go1.26.3',
  compiler: 'gc',
  platform: 'linux/amd64',
};

interface Subresource {
  kind: string;
  verbs: string[];
  group?: string;
  version?: string;
}

const updateVerbs = ['get', 'patch', 'update'];
const proxyVerbs = ['create', 'delete', 'get', 'patch', 'update'];

function proxyKind(definition: ResourceDefinition): string {
  return `${definition.kind}ProxyOptions`;
}

const fixedSubresources: Readonly<Record<string, Subresource>> = {
  scale: { kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: updateVerbs },
  finalize: { kind: 'Namespace', verbs: ['update'] },
  attach: { kind: 'PodAttachOptions', verbs: ['create', 'get'] },
  exec: { kind: 'PodExecOptions', verbs: ['create', 'get'] },
  portforward: { kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
  binding: { kind: 'Binding', verbs: ['create'] },
  eviction: { kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
  log: { kind: 'Pod', verbs: ['get'] },
  token: { kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] },
};

function subresourceOf(definition: ResourceDefinition, name: string): Subresource {
  if (name === 'proxy') return { kind: proxyKind(definition), verbs: proxyVerbs };
  return fixedSubresources[name] ?? { kind: definition.kind, verbs: updateVerbs };
}

function storageHash(definition: ResourceDefinition): string {
  return createHash('sha256')
    .update(`${definition.group}/${definition.kind}`)
    .digest('base64')
    .slice(0, 11)
    .concat('=');
}

function listEntries(definition: ResourceDefinition): Record<string, unknown>[] {
  const isStored = definition.verbs.includes('list');
  const own = {
    name: definition.resource,
    singularName: definition.singular,
    namespaced: definition.namespaced,
    kind: definition.kind,
    verbs: definition.verbs,
    ...(definition.shortNames.length > 0 ? { shortNames: definition.shortNames } : {}),
    ...(definition.categories.length > 0 ? { categories: definition.categories } : {}),
    ...(isStored ? { storageVersionHash: storageHash(definition) } : {}),
  };
  const below = definition.subresources.map((name) => {
    const { kind, verbs, group, version } = subresourceOf(definition, name);
    return {
      name: `${definition.resource}/${name}`,
      singularName: '',
      namespaced: definition.namespaced,
      ...(group === undefined ? {} : { group, version }),
      kind,
      verbs,
    };
  });
  return [own, ...below];
}

/** The APIResourceList of a group version; undefined when it is not served. */
export function resourceList(
  registry: ResourceRegistry,
  group: string,
  version: string,
): Record<string, unknown> | undefined {
  const definitions = registry.definitions().filter((entry) => entry.group === group && entry.version === version);
  if (definitions.length === 0) return undefined;
  const sorted = [...definitions].sort((a, b) => (a.resource < b.resource ? -1 : 1));
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: group === '' ? version : `${group}/${version}`,
    resources: sorted.flatMap(listEntries),
  };
}

function groupNames(registry: ResourceRegistry): string[] {
  return [...new Set(registry.definitions().map((definition) => definition.group))];
}

function versionsOf(registry: ResourceRegistry, group: string): string[] {
  return [
    ...new Set(
      registry
        .definitions()
        .filter((entry) => entry.group === group)
        .map((entry) => entry.version),
    ),
  ];
}

/** An APIGroup; undefined when it is not served. */
export function apiGroup(registry: ResourceRegistry, group: string): Record<string, unknown> | undefined {
  const versions = versionsOf(registry, group).map((version) => ({ groupVersion: `${group}/${version}`, version }));
  if (versions.length === 0) return undefined;
  return { name: group, versions, preferredVersion: versions[0] };
}

/** The APIGroupList of `/apis`. */
export function apiGroupList(registry: ResourceRegistry): Record<string, unknown> {
  const groups = groupNames(registry).filter((group) => group !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map((group) => apiGroup(registry, group)) };
}

/** The APIVersions of `/api`. */
export function apiVersions(serverAddress: string): Record<string, unknown> {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}

function aggregated(definition: ResourceDefinition, shape: 'v2' | 'v2beta1'): Record<string, unknown> {
  // Core and built-in kinds name their own group only in the custom case; a real server leaves both empty.
  const kindOf = (entry: Subresource) => ({ group: entry.group ?? '', version: entry.version ?? '', kind: entry.kind });
  const own =
    shape === 'v2' && definition.group === ''
      ? { group: '', version: '' }
      : { group: definition.group, version: definition.version };
  const subresources = definition.subresources.map((name) => {
    const entry = subresourceOf(definition, name);
    return {
      subresource: name,
      responseKind: entry.group === undefined ? { ...own, kind: entry.kind } : kindOf(entry),
      verbs: entry.verbs,
    };
  });
  return {
    resource: definition.resource,
    responseKind: { ...own, kind: definition.kind },
    scope: definition.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: definition.singular,
    verbs: definition.verbs,
    ...(definition.shortNames.length > 0 ? { shortNames: definition.shortNames } : {}),
    ...(definition.categories.length > 0 ? { categories: definition.categories } : {}),
    ...(subresources.length > 0 ? { subresources } : {}),
  };
}

/** Aggregated discovery of the core group (`/api`) or of all others (`/apis`). */
export function aggregatedDiscovery(
  registry: ResourceRegistry,
  root: 'api' | 'apis',
  shape: 'v2' | 'v2beta1',
): Record<string, unknown> {
  const groups = groupNames(registry).filter((group) => (group === '') === (root === 'api'));
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${shape}`,
    metadata: {},
    items: groups.map((group) => ({
      metadata: group === '' ? {} : { name: group, creationTimestamp: null },
      versions: versionsOf(registry, group).map((version) => ({
        version,
        resources: registry
          .definitions()
          .filter((entry) => entry.group === group && entry.version === version)
          .sort((a, b) => (a.resource < b.resource ? -1 : 1))
          .map((entry) => aggregated(entry, shape)),
        freshness: 'Current',
      })),
    })),
  };
}

/** Which aggregated form an Accept header asks for first, if any comes before plain JSON. */
export function aggregatedShape(accept: string | undefined): 'v2' | 'v2beta1' | undefined {
  for (const part of (accept ?? '').split(',')) {
    const pieces = part
      .trim()
      .split(';')
      .map((piece) => piece.trim());
    if (pieces[0] !== 'application/json') continue;
    if (!pieces.includes('as=APIGroupDiscoveryList')) return undefined;
    if (pieces.includes('v=v2')) return 'v2';
    if (pieces.includes('v=v2beta1')) return 'v2beta1';
  }
  return undefined;
}

/** Path of a group version under the root: `api/v1`, `apis/apps/v1`. */
export function rootPathOf(definition: { group: string; version: string }): string {
  return definition.group === '' ? `api/${definition.version}` : `apis/${groupVersionOf(definition)}`;
}
