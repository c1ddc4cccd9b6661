import { asArray, asObject, asString } from '../json/value';
import type { KubeObject, LabStore } from '../store/contract';
import type { User } from './users';

/** What somebody wants to do: with a resource, or with a path that is none. */
export interface AccessAttributes {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
  /** For paths outside the resources, e.g. `/healthz`. */
  path?: string;
}

/** One rule of a role. */
export interface PolicyRule {
  verbs: string[];
  apiGroups: string[];
  resources: string[];
  resourceNames: string[];
  nonResourceURLs: string[];
}

const rbacGroup = 'rbac.authorization.k8s.io';

function strings(value: unknown): string[] {
  return asArray(value).map(asString);
}

function rulesOf(role: KubeObject | undefined): PolicyRule[] {
  return asArray(role?.rules).map((entry) => {
    const rule = asObject(entry);
    return {
      verbs: strings(rule.verbs),
      apiGroups: strings(rule.apiGroups),
      resources: strings(rule.resources),
      resourceNames: strings(rule.resourceNames),
      nonResourceURLs: strings(rule.nonResourceURLs),
    };
  });
}

function isSubject(subject: unknown, user: User, bindingNamespace: string | undefined): boolean {
  const { kind, name, namespace } = asObject(subject);
  if (kind === 'User') return name === user.name;
  if (kind === 'Group') return user.groups.includes(asString(name));
  return (
    kind === 'ServiceAccount' &&
    user.name === `system:serviceaccount:${asString(namespace) || bindingNamespace}:${asString(name)}`
  );
}

function holds(list: readonly string[], wanted: string): boolean {
  return list.includes('*') || list.includes(wanted);
}

function allows(rule: PolicyRule, wanted: AccessAttributes): boolean {
  if (!holds(rule.verbs, wanted.verb)) return false;
  if (wanted.path !== undefined) {
    const path = wanted.path;
    return rule.nonResourceURLs.some((url) => url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))));
  }
  const resource = wanted.subresource === undefined ? wanted.resource : `${wanted.resource}/${wanted.subresource}`;
  const anySubresource = wanted.subresource !== undefined && rule.resources.includes(`*/${wanted.subresource}`);
  if (!holds(rule.apiGroups, wanted.group) || !(holds(rule.resources, resource) || anySubresource)) return false;
  return rule.resourceNames.length === 0 || (wanted.name !== undefined && rule.resourceNames.includes(wanted.name));
}

/** Decides by the stored Roles, ClusterRoles and their bindings; members of system:masters may do everything. */
export class Authorizer {
  constructor(private readonly store: LabStore) {}

  /** Rules a user holds in a namespace (undefined: cluster-wide ones only). */
  rulesFor(user: User, namespace: string | undefined): PolicyRule[] {
    if (user.groups.includes('system:masters')) {
      const all = { verbs: ['*'], resourceNames: [] };
      return [
        { ...all, apiGroups: ['*'], resources: ['*'], nonResourceURLs: [] },
        { ...all, apiGroups: [], resources: [], nonResourceURLs: ['*'] },
      ];
    }
    const cluster = this.bound('clusterrolebindings', undefined, user);
    return namespace === undefined ? cluster : [...cluster, ...this.bound('rolebindings', namespace, user)];
  }

  isAllowed(user: User, wanted: AccessAttributes): boolean {
    return this.rulesFor(user, wanted.namespace).some((rule) => allows(rule, wanted));
  }

  private bound(resource: string, namespace: string | undefined, user: User): PolicyRule[] {
    return this.store
      .list({ group: rbacGroup, resource }, namespace)
      .filter((binding) =>
        asArray(binding.subjects).some((subject) => isSubject(subject, user, binding.metadata.namespace)),
      )
      .flatMap((binding) => {
        const reference = asObject(binding.roleRef);
        const isCluster = reference.kind === 'ClusterRole';
        const role = this.store.get(
          { group: rbacGroup, resource: isCluster ? 'clusterroles' : 'roles' },
          isCluster ? undefined : binding.metadata.namespace,
          asString(reference.name),
        );
        return rulesOf(role);
      });
  }
}

/** The refusal in the words of a real server, without the object's own prefix. */
export function refusal(user: User, wanted: AccessAttributes): string {
  if (wanted.path !== undefined) return `User "${user.name}" cannot ${wanted.verb} path "${wanted.path}"`;
  const resource = wanted.subresource === undefined ? wanted.resource : `${wanted.resource}/${wanted.subresource}`;
  const scope = wanted.namespace === undefined ? 'at the cluster scope' : `in the namespace "${wanted.namespace}"`;
  return `User "${user.name}" cannot ${wanted.verb} resource "${resource}" in API group "${wanted.group}" ${scope}`;
}
