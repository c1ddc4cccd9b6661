import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { createKubernetesClient } from '../ncp/kubernetes/client';
import { baseOf, readKubeconfig } from '../ncp/kubernetes/kubeconfig';
import { watchedResources } from '../ncp/kubernetes/parse';
import { type JsonObject, list, object, text } from '../ncp/json';
import { type SiteNode, siteObjects, type World } from '../worlds';
import type { ForeignCluster } from './options';

/** A foreign cluster with everything known about it before NCP starts. */
export interface ForeignSite {
  readonly kubeconfigFile: string;
  readonly kubeconfig: string;
  readonly base: string;
  readonly context: string;
  readonly name: string;
}

function clusterName(config: JsonObject, context: string): string {
  const entry = list(config.contexts)
    .map(object)
    .find((candidate) => candidate.name === context);
  const name = text(object(entry?.context).cluster) ?? context;
  // Tag values and ids take no slashes or spaces; cloud contexts are full of them.
  return name.replaceAll(/[^\w.-]+/g, '-').slice(0, 60);
}

/** Reads the kubeconfig. Throws with a plain message when it cannot be used. */
export async function openForeign(of: ForeignCluster): Promise<ForeignSite> {
  // npm runs scripts in the project's folder and leaves the caller's in INIT_CWD.
  const kubeconfigFile = resolve(process.env.INIT_CWD ?? '.', of.kubeconfig);
  const kubeconfig = await readFile(kubeconfigFile, 'utf8');
  const config = object(parse(kubeconfig));
  const context = of.context ?? text(config['current-context']);
  if (context === undefined) throw new Error(`${of.kubeconfig} has no current-context; name one with --context`);
  await readKubeconfig(kubeconfig, context, baseOf(kubeconfigFile));
  const name = of.cluster ?? clusterName(config, context);
  return { kubeconfigFile, kubeconfig, base: baseOf(kubeconfigFile), context, name };
}

/** The cluster's nodes. Throws when its API server cannot be asked. */
export async function readNodes(site: ForeignSite, signal: AbortSignal): Promise<SiteNode[]> {
  const client = createKubernetesClient(await readKubeconfig(site.kubeconfig, site.context, site.base));
  try {
    const answer = await client.get('/api/v1/nodes', signal);
    const [nodes] = watchedResources;
    return list(answer.items)
      .map(object)
      .flatMap((raw) => {
        const node = nodes?.parse(raw);
        if (node?.kind !== 'Node') return [];
        const bios = node.providerId?.startsWith('vsphere://') ? node.providerId.slice('vsphere://'.length) : undefined;
        return [{ name: node.name, ...(bios === undefined ? {} : { biosUuid: bios }) }];
      });
  } finally {
    await client.close();
  }
}

/** An NSX prepared for the cluster: gateway, blocks, pool, and a tagged port for each of its nodes. */
export function foreignWorld(
  site: ForeignSite,
  topology: 'two-tier' | 'single-tier',
  nodes: readonly SiteNode[],
): World {
  const tier0 = 'lab-t0';
  return {
    name: `foreign-${site.name}`,
    title: `${nodes.length} nodes of a cluster outside the lab`,
    nsx: siteObjects({
      cluster: site.name,
      tier0,
      podBlock: { id: 'k8s-1-internal', cidr: '10.0.0.0/16' },
      externalBlock: { id: 'k8s-1-external', cidr: '172.16.0.0/16' },
      externalPool: { id: 'k8s-1-loadbalancer', size: 128 },
      nodeSegment: 'node-logical-switch',
      nodes,
    }),
    clusters: [{ name: site.name, tagValue: site.name, topology, tier0, objects: [] }],
  };
}
