import type { NcpOptions, NcpProgram } from '../ncp';
import { readKubeconfig } from '../ncp/kubernetes/kubeconfig';
import { defaultTuning } from '../ncp/program';
import { runAgent } from '../ncp/run';
import { OperatorLoop } from './program';

/** What the operator needs to serve one cluster. */
export type OperatorOptions = Pick<
  NcpOptions,
  'kubeconfig' | 'context' | 'kubeconfigBase' | 'nsx' | 'cluster' | 'tuning' | 'port' | 'ca' | 'log'
> & {
  /** Id of the project its VPCs live in. */
  readonly project: string;
};

/** Starts a stand-in of nsx-operator with NCP's load balancer half. It connects in its own time and retries for ever. */
export async function startOperator(options: OperatorOptions): Promise<NcpProgram> {
  const { kubeconfig, context, kubeconfigBase, nsx, cluster, project, tuning, port, ca, log } = options;
  const loop = new OperatorLoop({
    access: await readKubeconfig(kubeconfig, context, kubeconfigBase),
    nsx,
    site: {
      cluster,
      projectPath: `/orgs/default/projects/${project}`,
      privateBlockPath: `/infra/ip-blocks/${project}-private`,
      externalBlockPath: `/infra/ip-blocks/${project}-external`,
      subnetSize: 16,
    },
    tuning: { ...defaultTuning, ...tuning },
    log: log ?? (() => {}),
  });
  return await runAgent({ program: 'operator', cluster, loop, port, ca });
}
