import { expect, test } from 'vitest';
import { aPod, aService } from '../mapping/fixtures';
import { inventoryClusterId, inventoryItem } from './items';

const context = {
  cluster: 'the-cluster',
  namespaceUid: (name: string) => `uid-of-${name}`,
  nodeUid: (name: string) => `uid-of-${name}`,
  servicesOf: () => ['svc-2', 'svc-1'],
};

test('a cluster is known by the version 5 UUID of its name', () => {
  // Computed with `uuid -v5 ns:X500 pandora`.
  expect(inventoryClusterId('pandora')).toBe('82826d1d-5011-5fe4-98d2-1a670eecee93');
});

test('a Pod names its cluster, namespace, node and Services by UID, and carries prefixed labels', () => {
  const item = inventoryItem(aPod({ address: '10.0.0.4', labels: { tier: 'web', app: 'shop' } }), context);
  expect(item).toMatchObject({
    resource_type: 'ContainerApplicationInstance',
    external_id: 'uid-frontend-1',
    container_cluster_id: 'the-cluster',
    container_project_id: 'uid-of-development',
    cluster_node_id: 'uid-of-k8s-worker-1',
    container_application_ids: ['svc-1', 'svc-2'],
    network_status: 'HEALTHY',
    tags: [
      { scope: 'dis:k8s:app', tag: 'shop' },
      { scope: 'dis:k8s:tier', tag: 'web' },
    ],
  });
});

test('of more than twenty labels the first in order stay', () => {
  const labels = Object.fromEntries(
    Array.from({ length: 25 }, (_, index) => [`l${String(index).padStart(2, '0')}`, 'x']),
  );
  expect(inventoryItem(aPod({ labels }), context)?.tags).toHaveLength(20);
});

test('an error annotation makes the entry unhealthy and is told', () => {
  const service = aService({ annotations: { 'ncp/error.loadbalancer': 'IP_POOL_EXHAUSTED' } });
  expect(inventoryItem(service, context)).toMatchObject({
    resource_type: 'ContainerApplication',
    network_status: 'UNHEALTHY',
    network_errors: [{ error_message: 'ncp/error.loadbalancer: IP_POOL_EXHAUSTED' }],
  });
});
