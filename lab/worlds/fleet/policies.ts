import { randomFrom } from '../random';
import type { WorldObject } from '../world';
import type { NamespacePlan } from './blueprint';
import { createdAt, seededUuid } from './identity';

type Shape = (
  apps: readonly [string, ...string[]],
  index: number,
) => { readonly name: string; readonly spec: WorldObject };

const app = (name: string) => ({ matchLabels: { app: name } });
const at = (names: readonly [string, ...string[]], index: number) => names[index % names.length] ?? names[0];

const shapes: readonly [Shape, ...Shape[]] = [
  (names, index) => ({
    name: 'from-peer',
    spec: {
      podSelector: app(at(names, index)),
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: app(at(names, index + 1)) }], ports: [{ protocol: 'TCP', port: 8080 }] }],
    },
  }),
  (names, index) => ({
    name: 'from-stage',
    spec: {
      podSelector: { matchLabels: { tier: at(names, index).replace(/-\d+$/, '') } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { stage: 'prod' } } }, { ipBlock: { cidr: '10.200.0.0/16' } }],
          ports: [
            { protocol: 'TCP', port: 8443 },
            { protocol: 'UDP', port: 53 },
          ],
        },
      ],
    },
  }),
  () => ({ name: 'closed', spec: { podSelector: {}, policyTypes: ['Ingress'] } }),
  (names, index) => ({
    name: 'outbound',
    spec: {
      podSelector: app(at(names, index)),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{}],
      egress: [{ to: [{ ipBlock: { cidr: '192.168.10.0/24' } }], ports: [{ protocol: 'TCP', port: 5432 }] }],
    },
  }),
];

/** The NetworkPolicies of a namespace. */
export function policyObjects(seed: number, plan: NamespacePlan, age: number): readonly WorldObject[] {
  const random = randomFrom(seed + age);
  const [first = 'none', ...rest] = plan.apps.map((one) => one.name);
  return Array.from({ length: plan.policies }, (_, index) => {
    const shape = random.pick(shapes)([first, ...rest], index);
    const name = `${shape.name}-${index}`;
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: {
        name,
        namespace: plan.name,
        uid: seededUuid(seed, `policy/${plan.name}/${name}`),
        creationTimestamp: createdAt(age),
        generation: 1,
      },
      spec: shape.spec,
    };
  });
}
