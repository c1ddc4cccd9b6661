import { type Answer, type ApiRequest, ok } from '../http/exchange';
import type { Router } from '../http/router';
import { asNumber, asText, type JsonObject, omit } from '../json';
import { invalidFields, notFound, Problem } from '../problem';
import type { ManagerState } from '../state';
import { actorOf } from '../tree/routes';
import type { StoredObject } from '../tree/tree';

const POINT = '/infra/sites/default/enforcement-points/default';

/** Counters of a rule: the flows that were sent through the data plane. */
function ruleStatistics(state: ManagerState, rule: StoredObject): JsonObject {
  const { hits, packets, bytes } = state.hits.of(rule.path);
  return {
    rule: rule.path,
    internal_rule_id: String(rule.body.rule_id ?? ''),
    hit_count: hits,
    packet_count: packets,
    byte_count: bytes,
    session_count: Math.min(hits, 2),
    total_session_count: hits,
    max_session_count: Math.min(hits, 4),
    popularity_index: 0,
    max_popularity_index: 0,
    l7_accept_count: 0,
    l7_reject_count: 0,
    l7_reject_with_response_count: 0,
  };
}

function rulesOf(state: ManagerState, policy: StoredObject): StoredObject[] {
  return state.tree.children(policy.path).filter((child) => child.placement.type.name === 'Rule');
}

function policyStatistics(state: ManagerState, path: string): Answer | Problem {
  const policy = state.tree.live(path);
  if (policy === undefined) return notFound(path);
  const results = rulesOf(state, policy).map((rule) => ruleStatistics(state, rule));
  const statistics: JsonObject = {
    internal_section_id: String(policy.body.unique_id),
    results,
    result_count: results.length,
  };
  return ok({ results: [{ enforcement_point: POINT, statistics }], result_count: 1 });
}

function oneRule(state: ManagerState, path: string): Answer | Problem {
  const rule = state.tree.live(path);
  return rule === undefined
    ? notFound(path)
    : ok({ results: [{ enforcement_point: POINT, statistics: ruleStatistics(state, rule) }], result_count: 1 });
}

function anchorSequence(
  siblings: readonly StoredObject[],
  operation: string,
  anchor: StoredObject | undefined,
): number | undefined {
  const numbers = siblings.map((sibling) => asNumber(sibling.body.sequence_number) ?? 0);
  const at = asNumber(anchor?.body.sequence_number);
  if (operation === 'insert_top') return Math.max(0, Math.min(...numbers, 1) - 1);
  if (operation === 'insert_bottom') return Math.max(...numbers, 0) + 1;
  if (at === undefined) return undefined;
  return operation === 'insert_before' ? Math.max(0, at - 1) : at + 1;
}

/** `?action=revise`: writes the body at a place relative to the others. */
function revise(state: ManagerState, request: ApiRequest): Answer | Problem {
  if (request.query.get('action') !== 'revise')
    return invalidFields([`action '${request.query.get('action') ?? ''}' is unknown here`]);
  const object = state.tree.live(request.path);
  if (object === undefined) return notFound(request.path);
  const operation = request.query.get('operation') ?? 'insert_top';
  const anchorPath = request.query.get('anchor_path');
  const anchor = anchorPath === null ? undefined : state.tree.live(anchorPath);
  if (anchorPath !== null && anchor === undefined) return notFound(anchorPath);
  const siblings = state.tree
    .collection(request.path.slice(0, request.path.lastIndexOf('/')))
    .filter((other) => !other.marked && other.path !== object.path && other.body.is_default !== true);
  const sequence = anchorSequence(siblings, operation, anchor);
  if (sequence === undefined) return invalidFields([`operation '${operation}' needs anchor_path`]);
  const given = omit(object.body, []);
  const stored = state.write(
    [{ path: object.path, body: { ...given, sequence_number: sequence } }],
    'merge',
    actorOf(request),
  );
  if (stored instanceof Problem) return stored;
  const after = state.tree.live(object.path);
  return ok(after === undefined ? {} : state.present(after, request.caller.name));
}

function natStatistics(state: ManagerState, path: string): Answer | Problem {
  const rule = state.tree.live(path);
  if (rule === undefined) return notFound(path);
  const age = Math.max(0, Math.floor((state.now() - (asNumber(rule.body._create_time) ?? state.now())) / 10_000));
  const counters: JsonObject = {
    active_sessions: Math.min(age, 1),
    total_packets: age * 6,
    total_bytes: age * 512,
    last_update_timestamp: state.now(),
  };
  return ok({
    results: [
      {
        enforcement_point_path: POINT,
        rule_path: path,
        rule_statistics: [counters],
      },
    ],
    result_count: 1,
  });
}

function capacity(state: ManagerState): JsonObject {
  const rows: [string, string, string, number][] = [
    ['NUMBER_OF_GROUPS', 'Groups', 'Group', 20_000],
    ['NUMBER_OF_SEGMENT', 'Segments', 'Segment', 10_000],
    ['NUMBER_OF_SEGMENT_PORT', 'Segment ports', 'SegmentPort', 25_000],
    ['NUMBER_OF_FIREWALL_RULES', 'Firewall rules', 'Rule', 100_000],
    ['NUMBER_OF_SECURITY_POLICY', 'Security policies', 'SecurityPolicy', 10_000],
    ['NUMBER_OF_TIER1_ROUTERS', 'Tier-1 gateways', 'Tier1', 4000],
    ['NUMBER_OF_NAT_RULES', 'NAT rules', 'PolicyNatRule', 25_000],
  ];
  return {
    capacity_usage: rows.map(([usage_type, display_name, type, max]) => {
      const current = state.tree.countOfType(type);
      return {
        usage_type,
        display_name,
        current_usage_count: current,
        max_supported_count: max,
        current_usage_percentage: (current / max) * 100,
      };
    }),
  };
}

/** Statistics of rules and policies, re-ordering, and the usage against capacity limits. */
export function addFirewallRoutes(router: Router, state: ManagerState): void {
  const above = (request: ApiRequest) => request.path.slice(0, request.path.lastIndexOf('/'));
  for (const kind of ['security-policies', 'gateway-policies']) {
    router.add('GET', `**/${kind}/*/statistics`, (request) => policyStatistics(state, above(request)));
    router.add('GET', `**/${kind}/*/rules/*/statistics`, (request) => oneRule(state, above(request)));
    router.add('POST', `**/${kind}/*`, (request) => revise(state, request));
    router.add('POST', `**/${kind}/*/rules/*`, (request) => revise(state, request));
  }
  router.add('GET', '**/nat/*/nat-rules/*/statistics', (request) => natStatistics(state, above(request)));
  router.add('GET', '/infra/capacity/usage', () => ok(capacity(state)));
  router.add('GET', '/infra/settings/firewall/security/exclude-list', (request) => excludeList(state, request));
  for (const url of ['/infra/settings/firewall/security/exclude-list/global', GLOBAL_EXCLUDE_LIST.path])
    router.add('GET', url, () => ok(GLOBAL_EXCLUDE_LIST));
  router.add('GET', '/orgs/*/projects/*/infra/settings/firewall/security', (request) =>
    state.tree.live(request.path.replace(/\/infra\/.*$/, '')) === undefined
      ? notFound(request.path)
      : ok({ ...PROJECT_SWITCH, path: request.path }),
  );
}

/** No Global Manager excludes anything here, and the firewall of every project stays on. */
const GLOBAL_EXCLUDE_LIST = {
  resource_type: 'PolicyExcludeList',
  id: 'exclude-list',
  display_name: 'exclude-list',
  path: '/global-infra/settings/firewall/security/exclude-list',
  members: [],
};
const PROJECT_SWITCH = {
  resource_type: 'DfwFirewallConfiguration',
  id: 'security',
  display_name: 'security',
  enable_firewall: true,
};

function excludeList(state: ManagerState, request: ApiRequest): Answer | Problem {
  const object = state.tree.live('/infra/settings/firewall/security/exclude-list');
  if (object === undefined) return notFound(request.path);
  const body = state.present(object, request.caller.name);
  const members = Array.isArray(body.members) ? body.members : [];
  return ok(
    request.query.get('system_owned') === 'true'
      ? { ...body, members: [] }
      : { ...body, members: members.filter((member) => asText(member) !== undefined) },
  );
}
