import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { World } from '../worlds';
import type { ChildOrder } from './child-protocol';
import type { ForeignSite } from './foreign';
import { kubeconfigFile } from './kubeconfigs';
import type { RunOptions } from './options';
import { pickPort, portAfter } from './ports';
import type { Say } from './program';
import { clusterPrograms, defaultPorts, kindOf, portOffsets, type ProgramName } from './programs';
import { nsxPassword } from './settings';

/** What is known when a program is about to start. */
export interface Surroundings {
  readonly dataDir: string;
  readonly options: RunOptions;
  readonly world: World;
  readonly foreign: ForeignSite | undefined;
  /** Where a program answers; undefined before it has started. */
  readonly url: (name: ProgramName) => string | undefined;
  readonly say: Say;
}

/** What a program is told when it starts. Throws with a plain message when it lacks another program. */
export async function orderFor(name: ProgramName, around: Surroundings): Promise<ChildOrder> {
  const { portBase } = around.options;
  const wanted = portBase === undefined ? defaultPorts[name] : portAfter(portBase, portOffsets[name]);
  const common = { dataDir: around.dataDir, port: await pickPort(wanted) };
  if (common.port === 0 && wanted !== 0) around.say(`port ${wanted} is taken; ${name} gets another`);
  if (name === 'nsx') return { ...common, program: 'nsx', options: {} };
  const index = clusterPrograms(around.world).findIndex(
    ({ kubernetes, agent }) => kubernetes === name || agent === name,
  );
  if (kindOf(name) === 'kubernetes') {
    const suffix = index <= 0 ? '' : `-${index + 1}`;
    const nsx = around.url('nsx');
    const dataPlane = nsx === undefined ? {} : { dataPlane: nsx };
    return { ...common, program: 'kubernetes', suffix, options: { tuning: { cni: 'ncp' }, ...dataPlane } };
  }
  return { ...common, program: 'agent', ...(await agentOptions(index, around)) };
}

async function agentOptions(index: number, around: Surroundings) {
  const cluster = around.world.clusters[index];
  const nsxUrl = around.url('nsx');
  if (cluster === undefined || nsxUrl === undefined) throw new Error('ncp needs nsx: start both, e.g. --only nsx,ncp');
  const caPem = await readFile(join(around.dataDir, 'ca.pem'), 'utf8');
  // Only what an agent needs: a large world's objects are not for a message between processes.
  const { objects: _objects, ...facts } = cluster;
  return {
    cluster: facts,
    options: {
      ...(await kubernetesAccess(index, around)),
      nsx: { url: nsxUrl, username: 'ncp', password: nsxPassword, caPem },
      podStatus: around.options.foreign?.podStatus ?? ('auto' as const),
      ...(cluster.resyncMs === undefined ? {} : { tuning: { resyncMs: cluster.resyncMs } }),
    },
  };
}

async function kubernetesAccess(index: number, { dataDir, foreign, world, url }: Surroundings) {
  if (foreign !== undefined) {
    const { kubeconfig, context, base } = foreign;
    return { kubeconfig, context, kubeconfigBase: base };
  }
  const program = clusterPrograms(world)[index]?.kubernetes;
  if (program === undefined || url(program) === undefined)
    throw new Error('ncp needs kubernetes, or a cluster given by --kubeconfig');
  return { kubeconfig: await readFile(kubeconfigFile(dataDir, '-ncp', index), 'utf8') };
}
