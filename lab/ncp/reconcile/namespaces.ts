import { list, object, text } from '../json';
import { natRulePath } from '../mapping/cluster';
import type { KubeNamespace } from '../mapping/kubernetes';
import { blockSubnetPath, isUntranslated, planNamespace, segmentPath, snatAllocationPath } from '../mapping/namespace';
import { wantsPort } from '../mapping/pod';
import { podsPerSegment } from '../mapping/site';
import { asFailure, PlannedFailure, type Shared, type Workbench } from './context';
import type { Outcome } from './queue';

/** Ports of the namespace's segments, by segment index. */
export function portsBySegment(shared: Shared, namespaceUid: string): number[] {
  const counts: number[] = [];
  for (let index = 0; shared.ledger.has(segmentPath(namespaceUid, index)); index += 1) counts.push(0);
  const namespace = shared.state.namespaces.byUid.get(namespaceUid);
  for (const pod of namespace === undefined ? [] : shared.state.pods.in(namespace.name)) {
    const index = portSegment(shared, namespaceUid, pod.uid);
    if (index !== undefined) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

/** Index of the segment the Pod's port is on or is about to be made on. */
export function portSegment(shared: Shared, namespaceUid: string, podUid: string): number | undefined {
  for (const path of shared.ledger.pathsOf(`pod:${podUid}`)) {
    const match = /^\/infra\/segments\/seg_(.+)_(\d+)\/ports\//.exec(path);
    if (match?.[1] === namespaceUid) return Number(match[2]);
  }
  return shared.placements.get(podUid);
}

function segmentsNeeded(shared: Shared, namespace: KubeNamespace): number {
  const pods = shared.state.pods.in(namespace.name).filter(wantsPort);
  const inUse = pods.map((pod) => (portSegment(shared, namespace.uid, pod.uid) ?? 0) + 1);
  return Math.max(1, Math.ceil(pods.length / podsPerSegment(shared.site)), ...inUse);
}

async function removeNamespace(shared: Shared, bench: Workbench, owner: string): Promise<Outcome> {
  const uid = owner.slice('namespace:'.length);
  // Ports go first; NSX refuses to drop a segment that still has any.
  for (const entry of shared.ledger.entries()) {
    if (entry.type === 'SegmentPort' && entry.path.startsWith(`/infra/segments/seg_${uid}_`)) return 'waiting';
  }
  await bench.apply(owner, { objects: [], waiting: [] });
  return 'settled';
}

async function facts(shared: Shared, bench: Workbench, namespace: KubeNamespace, segments: number) {
  const cidrs: (string | undefined)[] = [];
  for (let index = 0; index < segments; index += 1) {
    const segment = segmentPath(namespace.uid, index);
    const inUse = () => text(object(list(shared.ledger.body(segment)?.subnets)[0]).network);
    cidrs.push(await bench.decided(blockSubnetPath(namespace.uid, index), 'cidr', inUse));
  }
  const snatAddress = isUntranslated(namespace)
    ? undefined
    : await bench.decided(snatAllocationPath(shared.site, namespace.uid), 'address', () =>
        text(shared.ledger.body(natRulePath(shared.site, namespace.uid, 0))?.translated_network),
      );
  return { cidrs, snatAddress };
}

async function makeNamespace(shared: Shared, bench: Workbench, namespace: KubeNamespace): Promise<Outcome> {
  const owner = `namespace:${namespace.uid}`;
  const shape = {
    segments: segmentsNeeded(shared, namespace),
    hasPolicies: shared.state.policies.in(namespace.name).length > 0,
  };
  const known = await facts(shared, bench, namespace, shape.segments);
  const segmentsBefore = portsBySegment(shared, namespace.uid).length;
  const plan = planNamespace(shared.site, namespace, shape, known);
  await bench.apply(owner, plan);
  if (portsBySegment(shared, namespace.uid).length !== segmentsBefore) {
    for (const pod of shared.state.pods.in(namespace.name)) shared.enqueue(`pod:${pod.uid}`);
  }
  if (plan.waiting.length > 0) return 'waiting';
  const subnets = Object.fromEntries(known.cidrs.map((cidr, index) => [`ncp/subnet-${index}`, cidr]));
  const translated = known.snatAddress;
  await shared.reports.annotate(
    namespace,
    {
      ...subnets,
      'ncp/snat_ip': translated,
      'ncp/extpoolid': translated === undefined ? undefined : shared.site.externalPoolPath.split('/').pop(),
      'ncp/router_id': shared.site.topology === 'two-tier' ? `t1_${namespace.uid}_rtr` : shared.site.cluster,
      'ncp/error.snat': undefined,
    },
    shared.signal,
  );
  bench.resolved(namespace);
  return 'settled';
}

/** Brings one namespace's objects in line; reports exhausted pools on the Namespace and tries again later. */
export async function reconcileNamespace(shared: Shared, bench: Workbench, owner: string): Promise<Outcome> {
  const namespace = shared.state.namespaces.byUid.get(owner.slice('namespace:'.length));
  if (namespace === undefined) return await removeNamespace(shared, bench, owner);
  // A namespace on its way out keeps what it has, and gets nothing new.
  if (namespace.deleting && shared.ledger.pathsOf(owner).length === 0) return 'settled';
  try {
    return await makeNamespace(shared, bench, namespace);
  } catch (error) {
    const failure = asFailure(error, shared.site.externalPoolPath);
    if (failure instanceof PlannedFailure) {
      await shared.reports.annotate(namespace, { 'ncp/error.snat': failure.code }, shared.signal);
      await bench.warn(namespace, failure);
    }
    throw failure;
  }
}
