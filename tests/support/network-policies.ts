import fc from 'fast-check';
import { planNamespace } from '@/lab/ncp/mapping/namespace';
import { planNetworkPolicy } from '@/lab/ncp/mapping/network-policy';
import { planPod } from '@/lab/ncp/mapping/pod';
import { readWatched } from '@/lab/ncp/kubernetes/parse';
import type { KubeNamespace, KubeNetworkPolicy, KubePod } from '@/lab/ncp/mapping/kubernetes';
import type { Desired } from '@/lab/ncp/mapping/objects';
import { aSite } from '@/lab/ncp/mapping/fixtures';
import type { ObjectChange } from '@/lib/model';
import { upsert } from './builders';
import { defaultRule } from './firewall';

type Raw = Readonly<Record<string, unknown>>;
type Arbitrary = fc.Arbitrary<Raw>;

const KEYS = ['app', 'tier'];
const VALUES = ['web', 'db'];
const NAMESPACES = ['dev', 'prod'];
const rarely = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>, isWild: boolean): fc.Arbitrary<T> =>
  isWild ? fc.oneof({ weight: 2, arbitrary: usual }, { weight: 1, arbitrary: other }) : usual;

const labels = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), {
  maxKeys: 2,
  noNullPrototype: true,
});

/** What NSX groups can express; wild ones go beyond it: negations, and letter case that Kubernetes tells apart. */
function selector(isWild: boolean): Arbitrary {
  const key = fc.constantFrom(...KEYS);
  const tame = fc.oneof(
    fc.record({
      key,
      operator: fc.constant('In'),
      values: fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({ key, operator: fc.constant('Exists') }),
  );
  const beyond = fc.oneof(
    fc.record({ key, operator: fc.constant('NotIn'), values: fc.constant(['web']) }),
    fc.record({ key, operator: fc.constant('DoesNotExist') }),
    fc.record({ key, operator: fc.constant('In'), values: fc.constant(['WEB']) }),
  );
  return fc.oneof(
    { weight: 3, arbitrary: labels.map((matchLabels): Raw => ({ matchLabels })) },
    {
      weight: 1,
      arbitrary: fc
        .array(rarely<Raw>(tame, beyond, isWild), { minLength: 1, maxLength: 2 })
        .map((matchExpressions): Raw => ({ matchExpressions })),
    },
  );
}

function peer(isWild: boolean): Arbitrary {
  const namespaces = fc.oneof(
    fc.constant<Raw>({}),
    fc.constantFrom(...NAMESPACES).map((name): Raw => ({ matchLabels: { stage: name } })),
  );
  const cidr = fc.constantFrom('10.0.0.0/16', '10.0.1.0/24', '10.0.0.2/32', '192.0.2.0/24', '0.0.0.0/0');
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ podSelector: selector(isWild) }) },
    { weight: 1, arbitrary: fc.record({ namespaceSelector: namespaces }) },
    { weight: 1, arbitrary: fc.record({ namespaceSelector: namespaces, podSelector: selector(isWild) }) },
    {
      weight: 1,
      arbitrary: rarely<Raw>(
        cidr.map((one) => ({ ipBlock: { cidr: one } })),
        cidr.map((one) => ({ ipBlock: { cidr: one, except: ['10.0.0.2/32'] } })),
        isWild,
      ),
    },
  );
}

const ports = (isWild: boolean) =>
  fc.array(
    rarely<Raw>(
      fc.constantFrom<Raw[]>(
        { protocol: 'TCP', port: 80 },
        { protocol: 'UDP', port: 53 },
        { protocol: 'TCP' },
        { protocol: 'TCP', port: 8000, endPort: 8100 },
      ),
      fc.constantFrom<Raw[]>({ protocol: 'TCP', port: 'http' }, { protocol: 'SCTP', port: 80 }),
      isWild,
    ),
    { maxLength: 2 },
  );

/** As the API server keeps them: with the types that it adds. */
function networkPolicy(isWild: boolean): Arbitrary {
  const rules = (side: 'from' | 'to') =>
    fc.array(
      fc
        .record({ peers: fc.array(peer(isWild), { maxLength: 2 }), ports: ports(isWild) })
        .map(({ peers, ...rule }): Raw => ({ ...rule, [side]: peers })),
      { maxLength: 2 },
    );
  return fc.record({
    namespace: fc.constantFrom(...NAMESPACES),
    spec: fc.record({
      podSelector: selector(isWild),
      policyTypes: fc.constantFrom(['Ingress'], ['Ingress'], ['Ingress', 'Egress'], ['Egress']),
      ingress: rules('from'),
      egress: rules('to'),
    }),
  });
}

/** Kubernetes objects, and what the lab's NCP makes of them in NSX. */
export interface PolicyWorld {
  readonly changes: readonly ObjectChange[];
  readonly pods: readonly string[];
  /** What NCP said it could not translate. */
  readonly problems: readonly string[];
}

/** Worlds of two namespaces with Pods and NetworkPolicies, within what NCP can translate or (wild) beyond it. */
export function policyWorlds(isWild: boolean): fc.Arbitrary<PolicyWorld> {
  return fc
    .record({
      pods: fc.array(fc.record({ namespace: fc.constantFrom(...NAMESPACES), labels }), { minLength: 2, maxLength: 5 }),
      policies: fc.array(networkPolicy(isWild), { minLength: 1, maxLength: 3 }),
    })
    .map(({ pods, policies }) =>
      build(
        pods.map((pod, index) => podRaw(`pod-${index}`, `10.0.${NAMESPACES.indexOf(pod.namespace)}.${index + 2}`, pod)),
        policies.map((policy, index) => policyRaw(`np-${index}`, policy)),
      ),
    );
}

const podRaw = (name: string, address: string, { namespace, labels }: { namespace: string; labels: Raw }): Raw => ({
  kind: 'Pod',
  metadata: { uid: name, name, namespace, labels },
  spec: { containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 80 }] }] },
  status: { phase: 'Running', podIP: address },
});
const policyRaw = (name: string, { namespace, spec }: Raw): Raw => ({
  kind: 'NetworkPolicy',
  metadata: { uid: name, name, namespace },
  spec,
});
const namespaceRaw = (name: string): Raw => ({
  kind: 'Namespace',
  metadata: { uid: `uid-${name}`, name, labels: { stage: name, 'kubernetes.io/metadata.name': name } },
});

function build(pods: readonly Raw[], policies: readonly Raw[]): PolicyWorld {
  const site = aSite();
  const read = <T>(raw: Raw): T => readWatched(raw as never) as T; // built as the kind asked for
  const spaces = new Map(NAMESPACES.map((name) => [name, read<KubeNamespace>(namespaceRaw(name))]));
  const of = (namespace: string) => spaces.get(namespace) ?? read<KubeNamespace>(namespaceRaw(namespace));
  const planned = policies.map((raw) => {
    const policy = read<KubeNetworkPolicy>(raw);
    return planNetworkPolicy(site, policy, of(policy.namespace));
  });
  const objects = [
    ...[...spaces.values()].flatMap((space, index) => {
      const facts = { cidrs: [`10.0.${index}.0/24`], snatAddress: '172.16.0.9' };
      return planNamespace(site, space, { segments: 1, hasPolicies: false }, facts).objects;
    }),
    ...pods.flatMap((raw) => {
      const pod = read<KubePod>(raw);
      const segmentPath = `/infra/segments/seg_uid-${pod.namespace}_0`;
      const placement = { segmentPath, parentVif: 'vif', trafficTag: 1, nodeUid: 'node' };
      return planPod(site, pod, of(pod.namespace), placement).objects;
    }),
    ...planned.flatMap((plan) => plan.objects),
  ];
  return {
    changes: [
      ...NAMESPACES.map((name) => upsert('namespace', namespaceRaw(name))),
      ...pods.map((raw) => upsert('pod', raw)),
      ...policies.map((raw) => upsert('network-policy', raw)),
      ...objects.flatMap(inNsx),
      ...defaultRule(),
    ],
    pods: pods.map((_, index) => `pod-${index}`),
    problems: planned.flatMap(({ problems }) => problems),
  };
}

const KINDS: Readonly<Record<string, string>> = {
  Segment: 'segment',
  SegmentPort: 'segment-port',
  Group: 'group',
  Service: 'nsx-service',
  SecurityPolicy: 'security-policy',
  Rule: 'rule',
};

function inNsx({ path, body }: Desired): ObjectChange[] {
  const kind = KINDS[body.resource_type];
  return kind === undefined ? [] : [upsert(kind, { ...body, path })];
}
