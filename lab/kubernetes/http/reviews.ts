import type { Authorizer, AccessAttributes, PolicyRule } from '../access/rbac';
import type { Authenticator, User } from '../access/users';
import { asArray, asObject, asString } from '../json/value';
import { timestamp } from '../store/timestamp';
import { badRequest, noSuchResource } from '../store/status-error';

/** What answering a review needs. */
export interface ReviewScope {
  authorizer: Authorizer;
  authenticator: Authenticator;
}

function attributesOf(spec: Record<string, unknown>, fallbackNamespace?: string): AccessAttributes {
  const path = asObject(spec.nonResourceAttributes);
  if (spec.nonResourceAttributes !== undefined) {
    return { verb: asString(path.verb), group: '', resource: '', path: asString(path.path) };
  }
  if (spec.resourceAttributes === undefined) throw badRequest('spec.resourceAttributes: Required value');
  const wanted = asObject(spec.resourceAttributes);
  const namespace = asString(wanted.namespace) || fallbackNamespace;
  const [subresource, name] = [asString(wanted.subresource), asString(wanted.name)];
  return {
    verb: asString(wanted.verb),
    group: asString(wanted.group),
    resource: asString(wanted.resource),
    ...(subresource === '' ? {} : { subresource }),
    ...(namespace ? { namespace } : {}),
    ...(name === '' ? {} : { name }),
  };
}

function ruleFields(rule: PolicyRule): Record<string, unknown> {
  return {
    verbs: rule.verbs,
    ...(rule.apiGroups.length > 0 ? { apiGroups: rule.apiGroups } : {}),
    ...(rule.resources.length > 0 ? { resources: rule.resources } : {}),
    ...(rule.resourceNames.length > 0 ? { resourceNames: rule.resourceNames } : {}),
  };
}

function rulesStatus(rules: readonly PolicyRule[]): Record<string, unknown> {
  return {
    resourceRules: rules.filter((rule) => rule.resources.length > 0).map(ruleFields),
    nonResourceRules: rules
      .filter((rule) => rule.nonResourceURLs.length > 0)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
}

function userInfo(user: User): Record<string, unknown> {
  return {
    username: user.name,
    ...(user.uid === undefined ? {} : { uid: user.uid }),
    groups: user.groups,
    ...(user.extra === undefined ? {} : { extra: user.extra }),
  };
}

function subjectOf(spec: Record<string, unknown>): User {
  return { name: asString(spec.user), groups: asArray(spec.groups).map(asString) };
}

function tokenStatus(scope: ReviewScope, token: string): Record<string, unknown> {
  const user = scope.authenticator.userOfToken(token);
  return user
    ? { authenticated: true, user: userInfo(user) }
    : { authenticated: false, error: 'the token is not known' };
}

/** Answers an access, token or self review: the body with its status filled in. */
export function answerReview(
  scope: ReviewScope,
  resource: string,
  user: User,
  body: Record<string, unknown>,
  namespace?: string,
): Record<string, unknown> {
  const spec = asObject(body.spec);
  const allowed = (who: User, where?: string) => ({
    allowed: scope.authorizer.isAllowed(who, attributesOf(spec, where)),
  });
  const statusOf = (): Record<string, unknown> => {
    switch (resource) {
      case 'selfsubjectaccessreviews':
        return allowed(user);
      case 'subjectaccessreviews':
        return allowed(subjectOf(spec));
      case 'localsubjectaccessreviews':
        return allowed(subjectOf(spec), namespace);
      case 'selfsubjectrulesreviews':
        return rulesStatus(scope.authorizer.rulesFor(user, asString(spec.namespace) || 'default'));
      case 'selfsubjectreviews':
        return { userInfo: userInfo(user) };
      case 'tokenreviews':
        return tokenStatus(scope, asString(spec.token));
      default:
        throw noSuchResource();
    }
  };
  const metadata =
    resource === 'selfsubjectreviews'
      ? { creationTimestamp: timestamp() }
      : { creationTimestamp: null, ...asObject(body.metadata) };
  return { ...body, metadata, status: statusOf() };
}
