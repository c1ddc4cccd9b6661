import { type NcpOptions, type NcpProgram, startNcp } from '../ncp';
import { startOperator } from '../operator';
import type { WorldCluster } from '../worlds';

/** How an agent reaches both sides; what it does with them follows from the cluster it serves. */
export type AgentAccess = Pick<
  NcpOptions,
  'kubeconfig' | 'context' | 'kubeconfigBase' | 'nsx' | 'podStatus' | 'tuning' | 'port' | 'ca' | 'log'
>;

/** What an agent has to know of its cluster. */
export type AgentCluster = Pick<WorldCluster, 'tagValue' | 'topology' | 'tier0' | 'segmentSize' | 'agent' | 'project'>;

/** Starts whoever writes the cluster's NSX objects. */
export async function startAgent(cluster: AgentCluster, access: AgentAccess): Promise<NcpProgram> {
  if (cluster.agent === 'operator') {
    const { podStatus: _podStatus, ...rest } = access;
    return await startOperator({ ...rest, cluster: cluster.tagValue, project: cluster.project ?? 'default' });
  }
  return await startNcp({
    ...access,
    cluster: cluster.tagValue,
    topology: cluster.topology,
    tier0: cluster.tier0,
    ...(cluster.segmentSize === undefined ? {} : { segmentSize: cluster.segmentSize }),
  });
}
