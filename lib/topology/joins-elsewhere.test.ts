import { describe, expect, it } from 'vitest';
import { describePod } from '@/lib/details';
import { clusterNodeRaw, CLUSTER, nsxRaw, podRaw, portRaw, tagsOf, upsert } from '@/tests/support/builders';
import {
  POD,
  SPACE,
  POLICY,
  PROJECT,
  VPC,
  type Graph,
  at,
  grown,
  joins,
  of,
  pod,
  space,
  tagged,
} from '@/tests/support/joins';

describe('the cluster node behind a port', () => {
  const port = (uid: string, name: string) => upsert('segment-port', portRaw({ podUid: uid, pod: name }));
  const attached = (graph: Graph) =>
    describePod(graph, { cluster: CLUSTER, namespace: 'development', name: 'web' }, null, [])?.facts.find(
      (fact) => fact.label === 'Cluster node',
    )?.nsx;
  const node = (providerID: string | null = null) => {
    const raw = clusterNodeRaw('w1');
    return upsert('cluster-node', { ...raw, spec: providerID === null ? {} : { providerID } });
  };
  const pods = [pod({ node: 'w1' }), port(POD, 'web')];

  it('is known by the node tag of the parent port', () => {
    const parent = nsxRaw('SegmentPort', '/infra/segments/n/ports/default:1', {
      attachment: { id: 'vif-1', type: 'PARENT' },
      tags: tagsOf({ tags: tagged(['ncp/node_name', 'w1']) }),
    });
    expect(attached(grown(node(), ...pods, upsert('segment-port', parent)))).toBe('w1 (by node tag)');
  });

  it('is known by the list of network cards and the BIOS id of its machine', () => {
    const card = upsert('vif', {
      resource_type: 'VirtualNetworkInterface',
      external_id: 'nic',
      lport_attachment_id: 'vif-1',
      owner_vm_id: 'vm',
    });
    const machine = upsert('virtual-machine', {
      resource_type: 'VirtualMachine',
      external_id: 'vm',
      compute_ids: ['biosUuid:4213AA'],
    });
    const graph = grown(node('vsphere://4213aa'), ...pods, card, machine);
    expect(attached(graph)).toBe('w1 (by VIF list)');
  });

  it('is known by where most Pods of the same parent run, and one Pod proves nothing', () => {
    expect(attached(grown(node(), ...pods))).toBeNull();
    const second = [upsert('pod', podRaw({ uid: 'u2', name: 'api', node: 'w1' })), port('u2', 'api')];
    expect(attached(grown(node(), ...pods, ...second))).toBe('w1 (as 2 of 2 Pods on it say)');
  });
});

describe('joins of nsx-operator', () => {
  const operator = (...tags: readonly (readonly [string, string])[]) =>
    tagged(['nsx-op/cluster', CLUSTER], ['nsx-op/version', '1.0.0'], ...tags);
  const inSpace = [
    ['nsx-op/namespace', 'development'],
    ['nsx-op/namespace_uid', SPACE],
  ] as const;

  it('lead from a Pod over its subnet port and the VPC to the Tier-0, and wait for ports as elsewhere', () => {
    const subnet = `${VPC}/subnets/pod-default-1_k2x9a`;
    const graph = grown(
      space,
      pod(),
      upsert('pod', podRaw({ uid: 'late', name: 'late' })),
      upsert('tier-0', nsxRaw('Tier0', '/infra/tier-0s/t0')),
      upsert('project', nsxRaw('Project', PROJECT, { tier_0s: ['/infra/tier-0s/t0'] })),
      upsert('vpc', nsxRaw('Vpc', VPC, { tags: operator(...inSpace) })),
      upsert('segment', nsxRaw('VpcSubnet', subnet, { ip_addresses: ['172.26.0.0/28'], tags: operator(...inSpace) })),
      upsert(
        'segment-port',
        nsxRaw('VpcSubnetPort', `${subnet}/ports/web_k2x9a`, {
          tags: operator(...inSpace, ['nsx-op/pod_name', 'web'], ['nsx-op/pod_uid', POD], ['app', 'web']),
        }),
      ),
    );
    const told = describePod(graph, { cluster: CLUSTER, namespace: 'development', name: 'web' }, null, []);
    expect(told?.chain.map((step) => step.node.type)).toEqual([
      'Pod',
      'VpcSubnetPort',
      'VpcSubnet',
      'Vpc',
      'Project',
      'Tier0',
    ]);
    expect(told?.chain[1]?.evidence[0]).toEqual({ by: 'tag', scope: 'nsx-op/pod_uid', tag: POD });
    expect(of(graph, 'late')).toMatchObject({ state: 'pending', reason: 'waiting for its segment port' });
  });

  it('strip the suffix of a NetworkPolicy’s UID, and know VMs by the resource they were made for', () => {
    const graph = grown(
      space,
      upsert('network-policy', { metadata: { uid: POLICY, name: 'allow', namespace: 'development' }, spec: {} }),
      upsert('subnet-port', { metadata: { uid: 'crd', name: 'vm-1', namespace: 'development' } }),
      ...['allow', 'isolation'].map((half) =>
        upsert(
          'security-policy',
          nsxRaw('SecurityPolicy', `${VPC}/security-policies/allow-${half}_k2x9a`, {
            tags: operator(['nsx-op/network_policy_uid', `${POLICY}_${half}`]),
          }),
        ),
      ),
      upsert(
        'segment-port',
        nsxRaw('VpcSubnetPort', `${VPC}/subnets/vm/ports/vm-1_k2x9a`, {
          tags: operator(['nsx-op/vm_namespace', 'development'], ['nsx-op/subnetport_uid', 'crd']),
        }),
      ),
    );
    expect(joins(graph, of(graph, POLICY), 'realizes')).toEqual({
      'security-policy allow-allow_k2x9a': 'tag nsx-op/network_policy_uid',
      'security-policy allow-isolation_k2x9a': 'tag nsx-op/network_policy_uid',
    });
    expect(joins(graph, of(graph, 'crd'), 'realizes')).toEqual({
      'segment-port vm-1_k2x9a': 'tag nsx-op/subnetport_uid',
    });
    expect(at(graph, `${VPC}/subnets/vm/ports/vm-1_k2x9a`)?.namespace).toBe('development');
  });
});

describe('what has no tags', () => {
  it('is known by UID from the container inventory, with the errors that NCP recorded', () => {
    const graph = grown(
      pod(),
      upsert('container-application-instance', {
        resource_type: 'ContainerApplicationInstance',
        external_id: POD,
        display_name: 'web',
        container_cluster_id: 'c',
        network_status: 'UNHEALTHY',
        network_errors: [{ error_code: 'X', error_message: 'no address left' }],
      }),
    );
    expect(joins(graph, of(graph, POD), 'realizes')).toEqual({ 'container-application-instance web': 'uid' });
    const entry = at(graph, `/fabric/container-application-instances/${POD}`);
    expect(entry).toMatchObject({ state: 'failed', reason: 'no address left', cluster: CLUSTER });
  });

  it('is told by alarms and the exclude list by path', () => {
    const port = portRaw({ podUid: POD, pod: 'web' });
    const path = String(port.path);
    const graph = grown(
      pod(),
      upsert('segment-port', port),
      upsert('alarm', { resource_type: 'PolicyAlarmResource', id: 'a', message: 'broken', source_reference: path }),
      upsert('exclude-list', { resource_type: 'PolicyExcludeList', members: [path] }),
    );
    expect(Object.keys(joins(graph, at(graph, path), 'reports'))).toEqual(['alarm a']);
    const told = describePod(graph, { cluster: CLUSTER, namespace: 'development', name: 'web' }, null, []);
    expect(told?.notes).toContain(
      'The port is on the exclude list of the distributed firewall: no rule applies to the port',
    );
  });
});
