import type { KubernetesKind } from '@/lib/kinds/define';

/** What the manifest is for. */
export interface RbacOptions {
  /** Name of the service account, the role and the binding. */
  readonly name: string;
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Grant these namespaces only (a Role and a binding in each, and no cluster-wide objects but the namespaces themselves); null grants all. */
  readonly namespaces: readonly string[] | null;
}

type Manifest = Readonly<Record<string, unknown>>;

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const VERBS = ['get', 'list', 'watch'];
const RBAC = 'rbac.authorization.k8s.io';

/** The least that Portolan needs in a cluster to read these kinds: a service account and roles that only read. */
export function rbacManifests(kinds: readonly KubernetesKind[], options: RbacOptions): readonly Manifest[] {
  const { name, namespace, namespaces } = options;
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
  const home = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  const subject = { kind: 'ServiceAccount', name, namespace };
  if (namespaces === null) return [home, account, ...granted({ name }, 'ClusterRole', rulesOf(kinds), subject)];
  const namespaced = kinds.filter((kind) => kind.resource.namespaced);
  const roles = namespaces.flatMap((each) => {
    const rules = [...rulesOf(namespaced), ...ownRules(kinds, each)];
    return granted({ name, namespace: each }, 'Role', rules, subject);
  });
  return [home, account, ...roles];
}

function granted(
  metadata: Readonly<Record<string, string>>,
  kind: 'ClusterRole' | 'Role',
  rules: readonly Rule[],
  subject: Manifest,
): readonly Manifest[] {
  const apiVersion = `${RBAC}/v1`;
  const roleRef = { apiGroup: RBAC, kind, name: metadata.name };
  return [
    { apiVersion, kind, metadata, rules },
    { apiVersion, kind: `${kind}Binding`, metadata, roleRef, subjects: [subject] },
  ];
}

/** A role in a namespace may let the Namespace itself be read, though not listed. */
function ownRules(kinds: readonly KubernetesKind[], namespace: string): readonly Rule[] {
  return kinds.flatMap(({ isRegion, resource }) =>
    isRegion === true
      ? [{ apiGroups: [resource.group], resources: [resource.plural], resourceNames: [namespace], verbs: ['get'] }]
      : [],
  );
}

/** One rule for each API group, and one for what is read by name only. */
function rulesOf(kinds: readonly KubernetesKind[]): readonly Rule[] {
  const rules = new Map<string, { readonly names: Set<string>; readonly resources: Set<string>; group: string }>();
  for (const { resource } of kinds) {
    const name = /^metadata\.name=(.+)$/.exec(resource.fieldSelector ?? '')?.[1];
    const key = name === undefined ? resource.group : `${resource.group}/${resource.plural}`;
    const rule = rules.get(key) ?? { names: new Set(), resources: new Set(), group: resource.group };
    rule.resources.add(resource.plural);
    if (name !== undefined) rule.names.add(name);
    rules.set(key, rule);
  }
  const read = [...rules.values()].map(({ group, resources, names }) => ({
    apiGroups: [group],
    resources: [...resources].sort(),
    ...(names.size === 0 ? {} : { resourceNames: [...names].sort() }),
    verbs: VERBS,
  }));
  return [...read, EVENTS];
}

/** Events are no kind: those of one object are listed while somebody looks at it. */
const EVENTS: Rule = { apiGroups: [''], resources: ['events'], verbs: ['list'] };
