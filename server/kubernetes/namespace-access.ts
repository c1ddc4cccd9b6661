import type { KubernetesKind } from '@/lib/kinds/define';
import type { Connection } from './connection';

/** What the account may read in single namespaces. */
export interface NamespaceAccess {
  /** Names of all namespaces; null when they may not be listed. */
  readonly existing: ReadonlySet<string> | null;
  /** Namespaces, sorted, in which a kind may be listed and watched. */
  readonly allowed: (kind: KubernetesKind) => readonly string[];
}

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

/** What a review told of one namespace; `incomplete` says that more may be allowed than the rules show. */
interface Review {
  readonly rules: readonly Rule[];
  readonly incomplete: boolean;
}

const AT_ONCE = 4;
const PAGE = 500;

/**
 * Finds out which namespaces may be read, by asking the server what this account may do in each that can be known: those it
 * lists, OpenShift's projects, else those of `hints` (the context's, the service account's own). Null when it does not answer.
 * Reviews are the only requests that are not reads; the server stores nothing of them.
 */
export async function reviewNamespaces(
  connection: Connection,
  hints: readonly string[],
  signal: AbortSignal,
): Promise<NamespaceAccess | null> {
  const existing = await listNames(connection, '/api/v1/namespaces', signal);
  const visible = existing ?? (await listNames(connection, '/apis/project.openshift.io/v1/projects', signal));
  const candidates = visible ?? new Set([...hints, ...(await ownNamespace(connection, signal))]);
  const reviews = await reviewAll(connection, [...candidates].sort(), signal);
  if (reviews === null) return null;
  return {
    existing,
    allowed: (kind) =>
      [...reviews].flatMap(([namespace, review]) => (permits(review, kind, namespace) ? namespace : [])),
  };
}

async function listNames(connection: Connection, path: string, signal: AbortSignal): Promise<Set<string> | null> {
  const names = new Set<string>();
  let token: string | undefined;
  do {
    const answer = await connection.getJson(path, { limit: PAGE, continue: token }, signal);
    if (!answer.ok) return null;
    const list = asRecord(answer.value);
    for (const item of asList(list.items)) {
      const { name } = asRecord(asRecord(item).metadata);
      if (typeof name === 'string') names.add(name);
    }
    const next = asRecord(list.metadata).continue;
    token = typeof next === 'string' && next !== '' && next !== token ? next : undefined;
  } while (token !== undefined);
  return names;
}

/** The namespace of the service account that Portolan runs as, if it is one. */
async function ownNamespace(connection: Connection, signal: AbortSignal): Promise<readonly string[]> {
  const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  const answer = await connection.postJson('/apis/authentication.k8s.io/v1/selfsubjectreviews', review, signal);
  if (!answer.ok) return [];
  const { username } = asRecord(asRecord(asRecord(answer.value).status).userInfo);
  const account = typeof username === 'string' ? /^system:serviceaccount:([^:]+):/.exec(username) : null;
  return account?.[1] === undefined ? [] : [account[1]];
}

async function reviewAll(
  connection: Connection,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Review> | null> {
  const found = new Map<string, Review>();
  const queue = [...namespaces];
  let broken = false;
  const work = async (): Promise<void> => {
    for (let namespace = queue.shift(); namespace !== undefined && !broken; namespace = queue.shift()) {
      const review = await reviewOne(connection, namespace, signal);
      if (review === null) broken = true;
      else found.set(namespace, review);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // Sorted, so that the same answers always lead to the same choice.
  return broken ? null : new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function reviewOne(connection: Connection, namespace: string, signal: AbortSignal): Promise<Review | null> {
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectRulesReview',
    metadata: {},
    spec: { namespace },
  };
  const path = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
  const answer = await connection.postJson(path, review, signal);
  if (!answer.ok) {
    // A server without reviews leaves only the attempt.
    const unknowable = answer.failure.kind === 'forbidden' || answer.failure.kind === 'not-found';
    return unknowable ? { rules: [], incomplete: true } : null;
  }
  const status = asRecord(asRecord(answer.value).status);
  return { rules: asList(status.resourceRules).map(readRule), incomplete: status.incomplete === true };
}

function readRule(value: unknown): Rule {
  const rule = asRecord(value);
  const texts = (list: unknown): readonly string[] => asList(list).filter((item) => typeof item === 'string');
  const [verbs, apiGroups, resources] = [texts(rule.verbs), texts(rule.apiGroups), texts(rule.resources)];
  return { verbs, apiGroups, resources, resourceNames: texts(rule.resourceNames) };
}

/** Whether a review lets the kind be read; what may not be watched is read from time to time. What it cannot tell is worth the attempt. */
function permits({ rules, incomplete }: Review, kind: KubernetesKind, namespace: string): boolean {
  if (incomplete) return true;
  const verbs = kind.isRegion === true ? ['get', 'list'] : ['list'];
  return verbs.some((verb) => rules.some((rule) => covers(rule, verb, kind, namespace)));
}

function covers(rule: Rule, verb: string, { resource, isRegion = false }: KubernetesKind, namespace: string): boolean {
  const holds = (list: readonly string[], wanted: string): boolean => list.includes('*') || list.includes(wanted);
  if (!holds(rule.verbs, verb) || !holds(rule.apiGroups, resource.group)) return false;
  if (!holds(rule.resources, resource.plural)) return false;
  // A list of one name counts as that name.
  const selected = /^metadata\.name=(.+)$/.exec(resource.fieldSelector ?? '')?.[1];
  const name = isRegion ? namespace : selected;
  return rule.resourceNames.length === 0 || (name !== undefined && rule.resourceNames.includes(name));
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  // A JSON object is a record of unknown values by construction.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
