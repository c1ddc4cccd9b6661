import path from 'node:path';
import { nearest } from './nearest';
import { checkKubeconfig } from './files';
import { resolveManager } from './resolve-manager';
import type { Report, Surroundings } from './resolving';
import type { RawCluster, RawSettings } from './schema';
import { type ClusterAccess, type ClusterSettings, DEFAULT_LISTEN, type Listen, type Settings } from './settings';

/** Gives the fields their meaning; everything wrong is reported, and the result is only to be used when nothing was. */
export function resolveSettings(raw: RawSettings, around: Surroundings, report: Report): Settings {
  reportDuplicates('clusters', raw.clusters, report);
  reportDuplicates('managers', raw.managers, report);
  reportDuplicateTags(raw.clusters, report);
  const names = raw.managers.map((manager) => manager.name);
  return {
    listen: resolveListen(raw.listen, report),
    hosts: (raw.hosts ?? []).map((host) => host.toLowerCase()),
    clusters: raw.clusters.map((cluster, index) => resolveCluster(cluster, index, names, around, report)),
    managers: raw.managers.map((manager, index) => resolveManager(manager, index, around, report)),
  };
}

/** Reads `host:port`, `[::1]:3000` or `:3000`; null when it is none of these. */
export function parseListen(text: string): Listen | null {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:\s[\]]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) return null;
  return { host: match[1] ?? (match[2] || DEFAULT_LISTEN.host), port };
}

function resolveListen(text: string | undefined, report: Report): Listen {
  if (text === undefined) return DEFAULT_LISTEN;
  const listen = parseListen(text);
  if (listen === null) report(['listen'], `"${text}" is not host:port`, 'Write for example 127.0.0.1:3000.');
  return listen ?? DEFAULT_LISTEN;
}

function reportDuplicates(list: string, entries: readonly { readonly name: string }[], report: Report): void {
  entries.forEach((entry, index) => {
    const first = entries.findIndex((other) => other.name === entry.name);
    if (first < index) {
      report(
        [list, index, 'name'],
        `"${entry.name}" is already the name of ${list}[${first}]`,
        'Give it another name.',
      );
    }
  });
}

/** Only values that are written down collide for sure: what a cluster without one is called on NSX is found out later. */
function reportDuplicateTags(clusters: readonly RawCluster[], report: Report): void {
  clusters.forEach(({ manager, tagValue, name }, index) => {
    if (tagValue === undefined) return;
    const first = clusters.findIndex((other) => other.manager === manager && other.tagValue === tagValue);
    if (first < index && clusters[first]?.name !== name) {
      const message = `clusters[${first}] has the tag value "${tagValue}" on the same manager too`;
      report([`clusters`, index, 'tagValue'], message, 'Give each cluster the value of its own ncp/cluster tags.');
    }
  });
}

function resolveCluster(
  raw: RawCluster,
  index: number,
  managers: readonly string[],
  around: Surroundings,
  report: Report,
): ClusterSettings {
  const at = (field: string): readonly PropertyKey[] => ['clusters', index, field];
  if (!managers.includes(raw.manager)) {
    const meant = nearest(raw.manager, managers);
    const remedy = meant === null ? `Known are ${managers.join(', ')}.` : `Did you mean ${meant}?`;
    report(at('manager'), `no entry of managers is called "${raw.manager}"`, remedy);
  }
  return {
    name: raw.name,
    access: resolveAccess(raw, at, around, report),
    manager: raw.manager,
    tagValue: raw.tagValue ?? null,
    namespaces: raw.namespaces ?? null,
  };
}

function resolveAccess(
  raw: RawCluster,
  at: (field: string) => readonly PropertyKey[],
  around: Surroundings,
  report: Report,
): ClusterAccess {
  if (raw.inCluster === true) {
    if (raw.kubeconfig !== undefined || raw.context !== undefined) {
      report(at('inCluster'), 'stands beside a kubeconfig', 'Keep inCluster: true, or kubeconfig and context.');
    }
    if (around.environment.KUBERNETES_SERVICE_HOST === undefined) {
      const remedy = 'Run Portolan in a Pod of the cluster, or write kubeconfig and context.';
      report(at('inCluster'), 'is true, but this process does not run in a Pod', remedy);
    }
    return { by: 'in-cluster' };
  }
  if (raw.kubeconfig === undefined) {
    report(at('kubeconfig'), 'is missing', 'Write the path of a kubeconfig file, or inCluster: true.');
    return { by: 'in-cluster' };
  }
  const file = path.resolve(around.directory, raw.kubeconfig);
  const checked = checkKubeconfig(file, raw.context);
  if ('message' in checked) report(at(checked.field), checked.message, checked.remedy);
  return { by: 'kubeconfig', path: file, context: 'context' in checked ? checked.context : (raw.context ?? '') };
}
