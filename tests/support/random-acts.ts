import { AppsV1Api, CoreV1Api, KubeConfig, NetworkingV1Api } from '@kubernetes/client-node';
import type { LabCluster } from '@/lab/testing';

/** A random whole number from 0 on and below `count`. */
export type Random = (count: number) => number;

/** A small seeded generator (mulberry32). */
export function randomFrom(start: number): Random {
  let state = start;
  return (count) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * count);
  };
}

interface Clients {
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly networking: NetworkingV1Api;
}

/** What a user of the cluster who may do everything works with. */
export async function clientsOf(cluster: LabCluster): Promise<Clients> {
  const config = new KubeConfig();
  config.loadFromString(await cluster.kubeconfig('admin'));
  return {
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    networking: config.makeApiClient(NetworkingV1Api),
  };
}

type Doing = () => Promise<unknown>;

/** One random act of a user. A refusal (a name taken, a namespace going, a fault) is part of the churn. */
export async function act(clients: Clients, random: Random): Promise<void> {
  const place = { namespace: `soak-${random(3)}`, name: `app-${random(3)}` };
  const acts = [...onNamespaces(clients, place, random), ...onWorkloads(clients, place, random)];
  acts.push(...onPolicies(clients, place, random));
  await acts[random(acts.length)]?.().catch(() => undefined);
}

interface Place {
  readonly namespace: string;
  readonly name: string;
}

const onNamespaces = ({ core }: Clients, { namespace }: Place, random: Random): Doing[] => [
  () => core.createNamespace({ body: { metadata: { name: namespace, labels: { team: `t${random(2)}` } } } }),
  () => core.createNamespace({ body: { metadata: { name: namespace } } }),
  () => core.patchNamespace({ name: namespace, body: labelled(random, 'team', ['t0', 't1']) }),
  () => (random(4) === 0 ? core.deleteNamespace({ name: namespace }) : Promise.resolve()),
];

function onWorkloads({ core, apps }: Clients, { namespace, name }: Place, random: Random): Doing[] {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'registry.lab/any:1' }] } };
  const deployment = () => ({ replicas: 1 + random(3), selector: { matchLabels: labels }, template });
  return [
    () => apps.createNamespacedDeployment({ namespace, body: { metadata: { name }, spec: deployment() } }),
    () => apps.deleteNamespacedDeployment({ namespace, name, propagationPolicy: 'Background' }),
    () =>
      core.createNamespacedService({
        namespace,
        body: { metadata: { name }, spec: { type: 'LoadBalancer', selector: labels, ports: [{ port: 80 }] } },
      }),
    () => core.deleteNamespacedService({ namespace, name }),
    async () => {
      const { items } = await core.listNamespacedPod({ namespace });
      const pod = items[random(Math.max(1, items.length))]?.metadata?.name;
      if (pod === undefined) return;
      // Its Deployment makes another one, on whatever cluster node has room.
      if (random(3) === 0) await core.deleteNamespacedPod({ namespace, name: pod });
      else await core.patchNamespacedPod({ namespace, name: pod, body: labelled(random, 'secgroup', GROUPS) });
    },
  ];
}

const GROUPS = ['web', 'db', 'WEB'];

function onPolicies({ networking }: Clients, { namespace, name }: Place, random: Random): Doing[] {
  const peers = [
    { podSelector: { matchLabels: { secgroup: GROUPS[random(2)] ?? '' } } },
    { namespaceSelector: { matchLabels: { team: `t${random(2)}` } } },
    { ipBlock: { cidr: '192.0.2.0/24' } },
  ];
  const spec = {
    podSelector: random(2) === 0 ? {} : { matchLabels: { app: name } },
    policyTypes: ['Ingress'],
    ingress: [{ _from: [peers[random(peers.length)] ?? {}] }],
  };
  return [
    () => networking.createNamespacedNetworkPolicy({ namespace, body: { metadata: { name }, spec } }),
    () => networking.deleteNamespacedNetworkPolicy({ namespace, name }),
  ];
}

/** A JSON patch, which is what client-node sends by default: another value of a label, or none any more. */
function labelled(random: Random, label: string, values: readonly string[]) {
  const path = `/metadata/labels/${label}`;
  const value = values[random(values.length + 1)];
  return [value === undefined ? { op: 'remove', path } : { op: 'add', path, value }];
}
