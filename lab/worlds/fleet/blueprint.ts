import { randomFrom } from '../random';
import type { FleetSize } from './sizes';

/** One application of a namespace: a Deployment, perhaps with a Service in front. */
export interface AppPlan {
  readonly name: string;
  readonly tier: string;
  readonly replicas: number;
  readonly port: number;
  readonly probed: boolean;
  /** Ports of a LoadBalancer Service; none means ClusterIP, absent no Service at all. */
  readonly balanced: readonly number[] | undefined;
}

/** What a namespace of the fleet is to hold. */
export interface NamespacePlan {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly untranslated: boolean;
  readonly apps: readonly AppPlan[];
  readonly policies: number;
}

/** Namespaces every cluster has; they are part of the fleet's number. */
const systemNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system', 'nsx-system'];
const teams = ['atlas', 'borealis', 'cygnus', 'delta', 'ember', 'fjord', 'garnet', 'harbor'] as const;
const stages = ['dev', 'test', 'prod'] as const;
const tiers = ['frontend', 'api', 'worker', 'cache', 'database'] as const;

/** More Pods than one segment takes, so that every fleet has a namespace with two. */
const crowd = 270;

function shares(count: number, total: number, draw: () => number): number[] {
  const weights = Array.from({ length: count }, () => 0.3 + draw() ** 3 * 3);
  const sum = weights.reduce((left, right) => left + right, 0);
  const whole = weights.map((weight) => Math.floor((weight / sum) * total));
  let missing = total - whole.reduce((left, right) => left + right, 0);
  for (let index = 0; missing > 0; index = (index + 1) % count) {
    whole[index] = (whole[index] ?? 0) + 1;
    missing -= 1;
  }
  return whole;
}

function evenly(total: number, parts: number, index: number): number {
  return Math.floor(((index + 1) * total) / parts) - Math.floor((index * total) / parts);
}

function appsOf(pods: number, lbPorts: number, random: ReturnType<typeof randomFrom>): AppPlan[] {
  const apps: AppPlan[] = [];
  let [left, ports] = [pods, lbPorts];
  while (left > 0 || ports > 0) {
    const index = apps.length;
    const tier = tiers[index % tiers.length] ?? 'api';
    const replicas = left === 0 ? 0 : Math.min(left, random.between(1, 9));
    left -= replicas;
    const port = 8000 + random.between(0, 99);
    const wanted = ports === 0 ? 0 : Math.min(ports, random.between(1, 2));
    ports -= wanted;
    const balanced = wanted > 0 ? [80, 443].slice(0, wanted) : random.chance(0.4) ? [] : undefined;
    apps.push({
      name: `${tier}-${index}`,
      tier,
      replicas,
      port,
      probed: random.chance(0.1),
      balanced,
    });
  }
  return apps;
}

/** Lays a fleet out, namespace by namespace; the same size and seed give the same plan. */
export function fleetBlueprint(size: FleetSize, seed: number): readonly NamespacePlan[] {
  const random = randomFrom(seed);
  const users = size.namespaces - systemNamespaces.length;
  const system = systemNamespaces.map(
    (name): NamespacePlan => ({ name, labels: {}, untranslated: false, apps: [], policies: 0 }),
  );
  const pods = shares(users - 1, size.pods - crowd, random.next);
  const own = Array.from({ length: users }, (_, index): NamespacePlan => {
    const team = random.pick(teams);
    const stage = random.pick(stages);
    return {
      name: `${team}-${stage}-${String(index + 1).padStart(4, '0')}`,
      labels: { team, stage },
      untranslated: random.chance(0.03),
      apps: appsOf(index === 0 ? crowd : (pods[index - 1] ?? 0), evenly(size.loadBalancerPorts, users, index), random),
      policies: evenly(size.policies, users, index),
    };
  });
  return [...system, ...own];
}
