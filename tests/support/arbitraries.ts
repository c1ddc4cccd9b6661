import fc from 'fast-check';
import type { ObjectChange } from '@/lib/model';
import { clusterNodeRaw, namespaceRaw, nsxRaw, podRaw, portRaw, remove, tagsOf, upsert } from './builders';

/** A small world on purpose: few names and UIDs, so that random events meet, collide and reuse. */
const namespaces = fc.constantFrom('a', 'b');
const pods = fc.constantFrom('x', 'y');
const uids = fc.constantFrom('u1', 'u2', 'u3');
const addresses = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3');
const labels = fc.dictionary(fc.constantFrom('app', 'Tier', 'team'), fc.constantFrom('web', 'Web', 'db'), {
  maxKeys: 2,
});
const clusters = fc.constantFrom('pandora', 'pandora', 'pandora', 'elsewhere', null);
const kubernetes = fc.constantFrom('pandora', 'pandora', 'second');
const segments = fc.constantFrom('/infra/segments/s1', '/infra/segments/s2', '/infra/tier-1s/t/segments/s3');
const groupPaths = fc.constantFrom('g1', 'g2', 'g3').map((id) => `/infra/domains/default/groups/${id}`);

const podChange = fc
  .record({
    uid: uids,
    name: pods,
    namespace: namespaces,
    address: addresses,
    labels,
    hostNetwork: fc.boolean(),
    node: fc.constantFrom('w1', 'w2'),
    cluster: kubernetes,
  })
  .map(({ cluster, ...options }) => upsert('pod', podRaw(options), cluster));

const portChange = fc
  .record({
    id: fc.constantFrom('p1', 'p2', 'port_3'),
    podUid: fc.constantFrom('u1', 'u2', 'u9'),
    pod: pods,
    namespace: namespaces,
    segment: segments,
    labels,
    cluster: clusters,
    uidTag: fc.boolean(),
  })
  .map(({ uidTag, ...options }) => {
    const raw = portRaw(options);
    const tags = raw.tags as { scope: string }[]; // made by the builder a line above
    return upsert('segment-port', uidTag ? raw : { ...raw, tags: tags.filter((tag) => tag.scope !== 'ncp/pod_uid') });
  });

const nodePortChange = fc
  .record({
    id: fc.constantFrom('default:1', 'default:2'),
    node: fc.constantFrom('w1', 'w2'),
    vif: fc.constantFrom('vif-1', 'vif-2'),
  })
  .map(({ id, node, vif }) =>
    upsert(
      'segment-port',
      nsxRaw('SegmentPort', `/infra/segments/s1/ports/${id}`, {
        attachment: { id: vif, type: 'PARENT' },
        tags: tagsOf({ tags: [{ scope: 'ncp/node_name', tag: node }] }),
      }),
    ),
  );

const segmentChange = fc
  .record({
    path: segments,
    namespace: namespaces,
    uid: fc.constantFrom('ns-a', 'ns-b', 'ns-gone'),
    cluster: clusters,
    labels,
  })
  .map(({ path, namespace, uid, cluster, labels: extra }) =>
    upsert(
      'segment',
      nsxRaw('Segment', path, {
        connectivity_path: '/infra/tier-1s/t',
        tags: tagsOf({
          namespace,
          namespaceUid: uid,
          cluster,
          tags: Object.entries(extra).map(([scope, tag]) => ({ scope, tag })),
        }),
      }),
    ),
  );

const condition = fc
  .record({
    member_type: fc.constantFrom('SegmentPort', 'LogicalPort', 'Segment', 'VirtualMachine'),
    operator: fc.constantFrom('EQUALS', 'EQUALS', 'NOTEQUALS', 'NOTIN'),
    scope_operator: fc.constantFrom('EQUALS', 'EQUALS', 'NOTEQUALS'),
    value: fc.constantFrom('app|web', 'app|', '|db', 'web', 'tier|WEB', 'ncp/project|a', 'team|web,db'),
  })
  .map((fields) => ({ resource_type: 'Condition', key: 'Tag', ...fields }));
const groupCondition = fc
  .constantFrom('role|a', '|b')
  .map((value) => ({ resource_type: 'Condition', key: 'Tag', member_type: 'Group', value }));
const paths = fc
  .array(fc.oneof(groupPaths, segments, fc.constant('/infra/segments/s1/ports/p1')), { minLength: 1, maxLength: 2 })
  .map((list) => ({ resource_type: 'PathExpression', paths: list }));
const nested = fc.array(condition, { minLength: 1, maxLength: 2 }).map((conditions) => ({
  resource_type: 'NestedExpression',
  expressions: conditions.flatMap((item, index) =>
    index === 0 ? [item] : [{ resource_type: 'ConjunctionOperator', conjunction_operator: 'AND' }, item],
  ),
}));
const operand = fc.oneof(condition, condition, nested, paths, groupCondition);
const expression = fc
  .array(fc.record({ operand, join: fc.constantFrom('AND', 'OR') }), { maxLength: 3 })
  .map((parts) =>
    parts.flatMap((part, index) =>
      index === 0
        ? [part.operand]
        : [{ resource_type: 'ConjunctionOperator', conjunction_operator: part.join }, part.operand],
    ),
  );

const groupChange = fc
  .record({ path: groupPaths, expression, role: fc.constantFrom('a', 'b') })
  .map(({ path, role, expression: elements }) =>
    upsert('group', nsxRaw('Group', path, { expression: elements, tags: [{ scope: 'role', tag: role }] })),
  );

const poolChange = fc
  .record({
    members: fc.uniqueArray(addresses, { maxLength: 3 }),
    service: fc.constantFrom('svc-1', 'svc-2'),
    cluster: clusters,
  })
  .map(({ members, service, cluster }) =>
    upsert(
      'lb-pool',
      nsxRaw('LBPool', '/infra/lb-pools/pool', {
        members: members.map((ip_address) => ({ ip_address, port: '80' })),
        tags: tagsOf({ cluster, tags: [{ scope: 'ncp/service_uid', tag: service }] }),
      }),
    ),
  );

const serviceChange = fc
  .record({ uid: fc.constantFrom('svc-1', 'svc-2'), namespace: namespaces })
  .map(({ uid, namespace }) =>
    upsert('service', { metadata: { uid, name: 'svc', namespace }, spec: { type: 'LoadBalancer' } }),
  );

const sliceChange = fc
  .record({ namespace: namespaces, targets: fc.uniqueArray(uids, { maxLength: 3 }) })
  .map(({ namespace, targets }) =>
    upsert('endpoint-slice', {
      metadata: {
        uid: `slice-${namespace}`,
        name: 'svc-1',
        namespace,
        labels: { 'kubernetes.io/service-name': 'svc' },
      },
      endpoints: targets.map((uid) => ({ addresses: [], targetRef: { kind: 'Pod', uid } })),
    }),
  );

const vpc = '/orgs/default/projects/dev/vpcs/v';
const operatorChange = fc
  .record({
    uid: uids,
    namespace: namespaces,
    subnet: fc.constantFrom('n1', 'n2'),
    cluster: fc.constantFrom('pandora', 'elsewhere'),
  })
  .map(({ uid, namespace, subnet, cluster }) => {
    const tags = [
      { scope: 'nsx-op/cluster', tag: cluster },
      { scope: 'nsx-op/namespace', tag: namespace },
      { scope: 'nsx-op/pod_uid', tag: uid },
    ];
    return upsert('segment-port', nsxRaw('VpcSubnetPort', `${vpc}/subnets/${subnet}/ports/x`, { tags }));
  });

const vpcChange = fc.oneof(
  namespaces.map((namespace) =>
    upsert(
      'vpc',
      nsxRaw('Vpc', vpc, {
        tags: [
          { scope: 'nsx-op/cluster', tag: 'pandora' },
          { scope: 'nsx-op/namespace_uid', tag: `ns-${namespace}` },
        ],
      }),
    ),
  ),
  fc.constant(upsert('project', nsxRaw('Project', '/orgs/default/projects/dev', { tier_0s: ['/infra/tier-0s/t0'] }))),
  fc.constantFrom('n1', 'n2').map((id) => upsert('segment', nsxRaw('VpcSubnet', `${vpc}/subnets/${id}`))),
);

const hosts = fc.constantFrom('shop', '*');
const serverChange = fc
  .record({ host: hosts, namespace: namespaces, cluster: clusters, owned: fc.boolean() })
  .map(({ host, namespace, cluster, owned }) =>
    upsert(
      'lb-virtual-server',
      nsxRaw('LBVirtualServer', '/infra/lb-virtual-servers/http', {
        lb_service_path: '/infra/lb-services/lb',
        rules: [
          {
            match_conditions: [{ header_name: 'Host', header_value: host }],
            actions: [
              { header_name: 'ncp_app', header_value: `nsx.${namespace}.svc.80` },
              { pool_id: '/infra/lb-pools/pool' },
            ],
          },
        ],
        tags: tagsOf({ cluster, ...(owned ? { namespace } : {}) }),
      }),
    ),
  );
const lbServiceChange = fc
  .constantFrom('/infra/tier-1s/t', '/infra/tier-1s/gone')
  .map((connectivity_path) =>
    upsert('lb-service', nsxRaw('LBService', '/infra/lb-services/lb', { connectivity_path, tags: tagsOf({}) })),
  );
const ingressChange = fc
  .record({ host: hosts, namespace: namespaces, cluster: kubernetes })
  .map(({ host, namespace, cluster }) =>
    upsert(
      'ingress',
      {
        metadata: { uid: `ingress-${namespace}`, name: 'shop', namespace },
        spec: { rules: [{ host, http: { paths: [{ backend: { service: { name: 'svc' } } }] } }] },
      },
      cluster,
    ),
  );
const madeGroupChange = fc
  .constantFrom('http', 'pool', 'gone')
  .map((tag) =>
    upsert('group', nsxRaw('Group', '/infra/domains/default/groups/g3', { tags: [{ scope: 'NLB-VIP_ID', tag }] })),
  );
const machineChange = fc.oneof(
  fc.constantFrom('vif-1', 'vif-2').map((lport_attachment_id) =>
    upsert('vif', {
      resource_type: 'VirtualNetworkInterface',
      external_id: 'nic',
      lport_attachment_id,
      owner_vm_id: 'vm',
    }),
  ),
  fc.constant(
    upsert('virtual-machine', { resource_type: 'VirtualMachine', external_id: 'vm', compute_ids: ['biosUuid:1'] }),
  ),
  uids.map((uid) =>
    upsert('container-application-instance', {
      resource_type: 'ContainerApplicationInstance',
      external_id: uid,
      container_cluster_id: 'c',
    }),
  ),
);

const alarmChange = fc
  .record({
    about: fc.oneof(
      segments,
      segments.map((path) => `${path}/ports/p1`),
    ),
    message: fc.constantFrom('a', 'b'),
  })
  .map(({ about, message }) =>
    upsert('alarm', { resource_type: 'PolicyAlarmResource', id: 'a1', message, source_reference: about }),
  );

const placeChange = fc.oneof(
  namespaces.map((name) => upsert('namespace', namespaceRaw(name))),
  fc.constantFrom('w1', 'w2').map((name) => upsert('cluster-node', clusterNodeRaw(name))),
  fc.constant(upsert('tier-1', nsxRaw('Tier1', '/infra/tier-1s/t', { tier0_path: '/infra/tier-0s/t0' }))),
  fc.constant(upsert('tier-0', nsxRaw('Tier0', '/infra/tier-0s/t0'))),
);

const removal = fc.oneof(
  uids.map((uid) => remove('pod', uid)),
  namespaces.map((name) => remove('namespace', `ns-${name}`)),
  fc
    .tuple(segments, fc.constantFrom('p1', 'p2', 'port_3', 'default:1'))
    .map(([segment, port]) => remove('segment-port', `${segment}/ports/${port}`)),
  segments.map((path) => remove('segment', path)),
  groupPaths.map((path) => remove('group', path)),
  fc.constantFrom('svc-1', 'svc-2').map((uid) => remove('service', uid)),
  uids.map((uid) => remove('pod', uid, 'second')),
  fc.constantFrom('n1', 'n2').map((id) => remove('segment-port', `${vpc}/subnets/${id}/ports/x`)),
  fc.constant(remove('vpc', vpc)),
  fc.constant(remove('project', '/orgs/default/projects/dev')),
  fc.constant(remove('lb-service', '/infra/lb-services/lb')),
  fc.constant(remove('lb-virtual-server', '/infra/lb-virtual-servers/http')),
  namespaces.map((name) => remove('ingress', `ingress-${name}`)),
  fc.constant(remove('vif', '/fabric/vifs/nic')),
  fc.constant(remove('lb-pool', '/infra/lb-pools/pool')),
  fc.constant(remove('tier-1', '/infra/tier-1s/t')),
  fc.constant(remove('alarm', '/infra/realized-state/alarms/a1')),
);

/** One event of either plane: deletes of what never was, ports before Pods, tags that change, names that return. */
export const objectChange: fc.Arbitrary<ObjectChange> = fc.oneof(
  { weight: 4, arbitrary: podChange },
  { weight: 4, arbitrary: portChange },
  { weight: 1, arbitrary: nodePortChange },
  { weight: 3, arbitrary: segmentChange },
  { weight: 3, arbitrary: groupChange },
  { weight: 1, arbitrary: poolChange },
  { weight: 1, arbitrary: serviceChange },
  { weight: 1, arbitrary: sliceChange },
  { weight: 2, arbitrary: operatorChange },
  { weight: 1, arbitrary: vpcChange },
  { weight: 1, arbitrary: serverChange },
  { weight: 1, arbitrary: lbServiceChange },
  { weight: 1, arbitrary: ingressChange },
  { weight: 1, arbitrary: madeGroupChange },
  { weight: 1, arbitrary: machineChange },
  { weight: 1, arbitrary: alarmChange },
  { weight: 2, arbitrary: placeChange },
  { weight: 5, arbitrary: removal },
);

/** Events as they come from feeds: in batches. */
export const batches = fc.array(fc.array(objectChange, { maxLength: 6 }), { maxLength: 14 });
