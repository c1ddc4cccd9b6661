import { fixedUuid } from '../nsx-site';
import type { WorldObject } from '../world';
import { everywhere, namespace, serviceAccount, workload } from '../workloads';

function staticPod(cluster: string, node: string, name: string, image: string, port: number): WorldObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace: 'kube-system',
      name: `${name}-${node}`,
      labels: { component: name, tier: 'control-plane' },
      annotations: {
        'kubernetes.io/config.source': 'file',
        'kubernetes.io/config.hash': fixedUuid(`${cluster}/static/${name}`).replaceAll('-', ''),
      },
    },
    spec: {
      hostNetwork: true,
      nodeName: node,
      priorityClassName: 'system-node-critical',
      tolerations: everywhere,
      containers: [
        {
          name,
          image,
          livenessProbe: { httpGet: { host: '127.0.0.1', path: '/healthz', port, scheme: 'HTTPS' } },
        },
      ],
    },
  };
}

const coreFile = [
  '.:53 {',
  '    errors',
  '    health',
  '    ready',
  '    kubernetes cluster.local in-addr.arpa',
  '    forward . 192.168.1.10',
  '    cache 30',
  '}',
  '',
].join('\n');

function dns(): WorldObject[] {
  return [
    serviceAccount('kube-system', 'coredns'),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'kube-system', name: 'coredns' },
      data: { Corefile: coreFile },
    },
    workload({
      kind: 'Deployment',
      namespace: 'kube-system',
      name: 'coredns',
      labels: { 'k8s-app': 'kube-dns' },
      replicas: 2,
      spec: {
        serviceAccountName: 'coredns',
        tolerations: everywhere,
        containers: [
          {
            name: 'coredns',
            image: 'registry.lab/coredns:1.11.3',
            ports: [
              { name: 'dns', containerPort: 53, protocol: 'UDP' },
              { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
              { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
            ],
            livenessProbe: { httpGet: { path: '/health', port: 8080 } },
            readinessProbe: { httpGet: { path: '/ready', port: 8181 } },
          },
        ],
      },
    }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace: 'kube-system', name: 'kube-dns', labels: { 'k8s-app': 'kube-dns' } },
      spec: {
        clusterIP: '10.96.0.10',
        selector: { 'k8s-app': 'kube-dns' },
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
          { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
          { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
        ],
      },
    },
  ];
}

/** What every cluster made with kubeadm has, and a namespace with tools to look into the network from inside. */
export function systemObjects(cluster: string, controlPlaneNode: string): WorldObject[] {
  const onMaster = (name: string, image: string, port: number) =>
    staticPod(cluster, controlPlaneNode, name, image, port);
  return [
    ...['default', 'kube-node-lease', 'kube-public', 'kube-system', 'lab-tools'].map((name) => namespace(name)),
    onMaster('etcd', 'registry.lab/etcd:3.5.16', 2381),
    onMaster('kube-apiserver', 'registry.lab/kube-apiserver:v1.32.4', 6443),
    onMaster('kube-controller-manager', 'registry.lab/kube-controller-manager:v1.32.4', 10257),
    onMaster('kube-scheduler', 'registry.lab/kube-scheduler:v1.32.4', 10259),
    ...dns(),
    // Somewhere to run ping and curl from: the story checks the firewall from inside a Pod.
    workload({
      kind: 'Deployment',
      namespace: 'lab-tools',
      name: 'toolbox',
      labels: { app: 'toolbox' },
      replicas: 2,
      spec: { containers: [{ name: 'toolbox', image: 'registry.lab/toolbox:1', command: ['sleep', 'infinity'] }] },
    }),
  ];
}
