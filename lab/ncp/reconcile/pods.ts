import type { KubeNamespace, KubePod } from '../mapping/kubernetes';
import { segmentPath } from '../mapping/namespace';
import { nodeGroupPath, planPod, podPortPath, wantsPort } from '../mapping/pod';
import { podsPerSegment } from '../mapping/site';
import { NsxError } from '../nsx/client';
import { readPortAddress, readRealized } from '../nsx/realized';
import { asFailure, PlannedFailure, type Shared, type Workbench } from './context';
import { portSegment, portsBySegment } from './namespaces';
import type { Outcome } from './queue';

function chooseSegment(shared: Shared, namespace: KubeNamespace, pod: KubePod): number | undefined {
  const current = portSegment(shared, namespace.uid, pod.uid);
  if (current !== undefined) return current;
  const counts = portsBySegment(shared, namespace.uid);
  const index = counts.findIndex((count) => count < podsPerSegment(shared.site));
  if (index >= 0) {
    shared.placements.set(pod.uid, index);
    return index;
  }
  // Full or not there yet: the namespace has to grow first.
  shared.enqueue(`namespace:${namespace.uid}`);
  return undefined;
}

async function plugIn(shared: Shared, bench: Workbench, pod: KubePod, namespace: KubeNamespace): Promise<Outcome> {
  const node = shared.state.nodes.named('', pod.nodeName ?? '');
  const index = chooseSegment(shared, namespace, pod);
  if (node === undefined || index === undefined) return 'waiting';
  if (pod.probePorts.length > 0 && !shared.ledger.has(nodeGroupPath(shared.site, node.uid))) {
    shared.enqueue(`node:${node.uid}`);
    return 'waiting';
  }
  const parentVif = await bench.parentVif(node);
  const segment = segmentPath(namespace.uid, index);
  const trafficTag = shared.vlans.take(parentVif, pod.uid);
  const placement = { segmentPath: segment, parentVif, trafficTag, nodeUid: node.uid };
  await bench.apply(`pod:${pod.uid}`, planPod(shared.site, pod, namespace, placement));
  bench.resolved(pod);
  if (pod.address !== undefined || !shared.podStatus || pod.deleting) return 'settled';
  const port = podPortPath(segment, pod.uid);
  const address = await readPortAddress(shared.nsx, port, shared.signal);
  if (address === undefined) {
    if (!bench.isTired(port, 4)) return 'waiting';
    // The state of a port that failed looks like that of one not yet made; the realized entity tells them apart.
    const realized = await readRealized(shared.nsx, port, 'address', shared.signal);
    if (realized.state === 'failed') throw asFailure(new NsxError(400, realized.code, realized.message), segment);
    return 'waiting';
  }
  bench.rested(port);
  await shared.reports.podAddress(pod, address, shared.signal);
  return 'settled';
}

/** Brings one Pod's port in line and tells Kubernetes its address. */
export async function reconcilePod(shared: Shared, bench: Workbench, owner: string): Promise<Outcome> {
  const uid = owner.slice('pod:'.length);
  const pod = shared.state.pods.byUid.get(uid);
  const namespace = pod === undefined ? undefined : shared.state.namespace(pod.namespace);
  const unplugged = pod === undefined || namespace === undefined || !wantsPort(pod);
  if (unplugged) {
    await bench.apply(owner, { objects: [], waiting: [] });
    shared.vlans.release(uid);
    shared.placements.delete(uid);
    return 'settled';
  }
  if (pod.deleting && shared.ledger.pathsOf(owner).length === 0) return 'settled';
  try {
    return await plugIn(shared, bench, pod, namespace);
  } catch (error) {
    if (error instanceof PlannedFailure) await bench.warn(pod, error);
    throw error;
  }
}
