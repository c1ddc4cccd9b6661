import { kindNamed } from '@/lib/kinds';
import { kubernetesSource, nsxSource, type ObjectChange, type ObjectRecord } from '@/lib/model';

export const CLUSTER = 'pandora';
export const MANAGER = 'lab';
export const KUBERNETES = kubernetesSource(CLUSTER);
export const NSX = nsxSource(MANAGER);
export const SAMPLE_CLUSTER = { source: KUBERNETES, name: CLUSTER, manager: NSX, tagValue: CLUSTER };

type Raw = Readonly<Record<string, unknown>>;

/** Parses a raw object as the kind does; a test's object that does not parse is a mistake of the test. */
export function record(kindName: string, raw: unknown, cluster = CLUSTER): ObjectRecord {
  const kind = kindNamed(kindName);
  if (kind === undefined) throw new Error(`no kind ${kindName}`);
  const context =
    kind.plane === 'nsx'
      ? { source: NSX, sourceName: MANAGER }
      : { source: kubernetesSource(cluster), sourceName: cluster };
  const result = kind.parse(raw, context);
  if (!result.ok) throw new Error(`${kindName}: ${result.problem}`);
  return result.record;
}

/** The change by which a feed tells of a raw object. */
export function upsert(kindName: string, raw: unknown, cluster = CLUSTER): ObjectChange {
  return { type: 'upsert', record: record(kindName, raw, cluster) };
}

/** The change by which a feed tells that an object is gone. */
export function remove(kindName: string, key: string, cluster = CLUSTER): ObjectChange {
  const source = kindNamed(kindName)?.plane === 'nsx' ? NSX : kubernetesSource(cluster);
  return { type: 'remove', source, kind: kindName, key };
}

interface Named {
  readonly uid: string;
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

function meta(object: Named, more: Raw = {}): Raw {
  return {
    uid: object.uid,
    name: object.name,
    ...(object.namespace === undefined ? {} : { namespace: object.namespace }),
    labels: object.labels ?? {},
    creationTimestamp: '2026-11-01T08:00:00Z',
    ...more,
  };
}

export function namespaceRaw(name: string, uid = `ns-${name}`): Raw {
  return { metadata: meta({ uid, name }), status: { phase: 'Active' } };
}

export function clusterNodeRaw(name: string): Raw {
  return {
    metadata: meta({ uid: `node-${name}`, name }),
    status: {
      conditions: [{ type: 'Ready', status: 'True' }],
      addresses: [{ type: 'InternalIP', address: '192.168.1.21' }],
    },
  };
}

export interface PodOptions extends Named {
  readonly address?: string;
  readonly node?: string;
  readonly phase?: string;
  readonly ready?: boolean;
  readonly hostNetwork?: boolean;
  readonly owner?: { readonly kind: string; readonly name: string; readonly uid: string };
}

export function podRaw(options: PodOptions): Raw {
  const { namespace = 'development', phase = 'Running', ready = true, owner } = options;
  const owners = owner === undefined ? {} : { ownerReferences: [{ ...owner, controller: true }] };
  return {
    metadata: meta({ ...options, namespace }, owners),
    spec: {
      containers: [{ name: 'main' }],
      ...(options.node === undefined ? {} : { nodeName: options.node }),
      ...(options.hostNetwork === true ? { hostNetwork: true } : {}),
    },
    status: {
      phase,
      ...(options.address === undefined ? {} : { podIP: options.address, podIPs: [{ ip: options.address }] }),
      containerStatuses: [{ name: 'main', ready, restartCount: 0, state: {} }],
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  };
}

export interface Tagged {
  readonly namespace?: string;
  readonly namespaceUid?: string;
  readonly cluster?: string | null;
  readonly tags?: readonly { readonly scope: string; readonly tag: string }[];
}

export function tagsOf(options: Tagged): { scope: string; tag: string }[] {
  const { cluster = CLUSTER, namespace, namespaceUid } = options;
  return [
    ...(cluster === null
      ? []
      : [
          { scope: 'ncp/version', tag: '1.2.0' },
          { scope: 'ncp/cluster', tag: cluster },
        ]),
    ...(namespace === undefined ? [] : [{ scope: 'ncp/project', tag: namespace }]),
    ...(namespaceUid === undefined ? [] : [{ scope: 'ncp/project_uid', tag: namespaceUid }]),
    ...(options.tags ?? []),
  ];
}

/** An NSX object of any type with the common fields. */
export function nsxRaw(type: string, path: string, fields: Raw = {}): Raw {
  const id = path.slice(path.lastIndexOf('/') + 1);
  return { resource_type: type, id, display_name: id, path, tags: [], ...fields };
}

export interface PortOptions extends Tagged {
  readonly podUid: string;
  readonly pod: string;
  readonly segment?: string;
  readonly id?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly parentVif?: string;
}

export function portRaw(options: PortOptions): Raw {
  const { namespace = 'development', segment = '/infra/segments/seg_dev_0' } = options;
  const labels = Object.entries(options.labels ?? {}).map(([scope, tag]) => ({ scope, tag }));
  return nsxRaw('SegmentPort', `${segment}/ports/${options.id ?? `port_${options.podUid}`}`, {
    attachment: {
      id: `cif-${options.podUid}`,
      type: 'CHILD',
      context_id: options.parentVif ?? 'vif-1',
      traffic_tag: 7,
      app_id: `nsx.${namespace}.${options.pod}`,
      allocate_addresses: 'BOTH',
    },
    tags: [
      ...tagsOf({ ...options, namespace }),
      { scope: 'ncp/pod', tag: options.pod },
      { scope: 'ncp/pod_uid', tag: options.podUid },
      ...labels,
    ],
  });
}

/** One namespace with a Tier-1, a segment and one Pod with its port. */
export function sampleWorld(): ObjectChange[] {
  const owned = { namespace: 'development', namespaceUid: 'ns-development' };
  return [
    upsert('namespace', namespaceRaw('development')),
    upsert('cluster-node', clusterNodeRaw('w1')),
    upsert(
      'pod',
      podRaw({ uid: 'u1', name: 'frontend', node: 'w1', address: '10.0.6.4', labels: { secgroup: 'web' } }),
    ),
    upsert('tier-0', nsxRaw('Tier0', '/infra/tier-0s/lab-t0', { ha_mode: 'ACTIVE_STANDBY' })),
    upsert(
      'tier-1',
      nsxRaw('Tier1', '/infra/tier-1s/t1_dev_rtr', { tier0_path: '/infra/tier-0s/lab-t0', tags: tagsOf(owned) }),
    ),
    upsert(
      'segment',
      nsxRaw('Segment', '/infra/segments/seg_dev_0', {
        connectivity_path: '/infra/tier-1s/t1_dev_rtr',
        subnets: [{ gateway_address: '10.0.6.1/24' }],
        tags: tagsOf(owned),
      }),
    ),
    upsert('segment-port', portRaw({ podUid: 'u1', pod: 'frontend', ...owned, labels: { secgroup: 'web' } })),
  ];
}
