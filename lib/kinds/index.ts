import type { Kind, KubernetesKind, NsxKind } from './define';
import { clusterNode } from './kubernetes/cluster-node';
import { namespace } from './kubernetes/namespace';
import { pod } from './kubernetes/pod';
import { service } from './kubernetes/service';
import { group } from './nsx/group';
import { segment } from './nsx/segment';
import { segmentPort } from './nsx/segment-port';
import { tier0 } from './nsx/tier-0';
import { tier1 } from './nsx/tier-1';

export * from './define';

/** Every kind there is. Adding one is a file and a line here. */
export const KINDS = [
  namespace,
  clusterNode,
  pod,
  service,
  tier0,
  tier1,
  segment,
  segmentPort,
  group,
] as const satisfies readonly Kind[];

const BY_NAME: ReadonlyMap<string, Kind> = new Map(KINDS.map((kind): [string, Kind] => [kind.name, kind]));
const KUBERNETES: readonly KubernetesKind[] = KINDS.filter(
  (kind): kind is KubernetesKind => kind.plane === 'kubernetes',
);
const NSX: readonly NsxKind[] = KINDS.filter((kind): kind is NsxKind => kind.plane === 'nsx');

/** The kinds that a cluster is watched for. */
export const kubernetesKinds = (): readonly KubernetesKind[] => KUBERNETES;
/** The kinds that an NSX Manager is polled for. */
export const nsxKinds = (): readonly NsxKind[] => NSX;
/** The kind of that name, if there is one. */
export const kindNamed = (name: string): Kind | undefined => BY_NAME.get(name);
