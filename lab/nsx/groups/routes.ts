import type { Answer, ApiRequest } from '../http/exchange';
import type { Router } from '../http/router';
import { answerRows as rows } from '../http/rows';
import { parseAddressSet } from '../ipam/ipv4';
import { asObjects, asText, type Json, type JsonObject } from '../json';
import { invalidFields, notFound, Problem } from '../problem';
import { realizedAddresses } from '../realization/port-answer';
import type { ManagerState } from '../state';
import type { StoredObject } from '../tree/tree';
import { GroupEvaluator, type Members } from './evaluate';

function details(state: ManagerState, paths: Iterable<string>): JsonObject[] {
  const found: JsonObject[] = [];
  for (const path of [...paths].sort()) {
    const object = state.tree.live(path);
    if (object !== undefined)
      found.push({ id: path, display_name: asText(object.body.display_name) ?? object.id, path });
  }
  return found;
}

function addressesOf(state: ManagerState, members: Members): string[] {
  const found = new Set(members.addresses);
  for (const path of members.ports) {
    const port = state.tree.live(path);
    if (port !== undefined) for (const address of realizedAddresses(state, port)) found.add(address);
  }
  return [...found].sort();
}

function memberTypes(expression: readonly JsonObject[]): string[] {
  const found = new Set<string>();
  for (const part of expression) {
    const type = asText(part.member_type);
    if (type !== undefined) found.add(type);
    if (part.resource_type === 'IPAddressExpression') found.add('IPAddress');
    for (const inner of memberTypes(asObjects(part.expressions))) found.add(inner);
  }
  return [...found];
}

/** How each `members/…` list is filled; kinds of workload the lab has none of are empty. */
const lists: Readonly<Record<string, (state: ManagerState, members: Members) => Json[]>> = {
  'segment-ports': (state, { ports }) =>
    details(
      state,
      [...ports].filter((path) => state.tree.live(path)?.placement.type.name === 'SegmentPort'),
    ),
  'logical-ports': (state, { ports }) =>
    [...ports].flatMap((path) => {
      const port = state.tree.live(path);
      return port === undefined
        ? []
        : [{ id: String(port.body.unique_id), display_name: asText(port.body.display_name) ?? port.id }];
    }),
  'subnet-ports': (state, { ports }) =>
    details(
      state,
      [...ports].filter((path) => state.tree.live(path)?.placement.type.name === 'VpcSubnetPort'),
    ),
  segments: (state, { segments }) =>
    details(
      state,
      [...segments].filter((path) => state.tree.live(path)?.placement.type.name === 'Segment'),
    ),
  'logical-switches': (state, { segments }) =>
    [...segments].flatMap((path) => {
      const segment = state.tree.live(path);
      return segment === undefined
        ? []
        : [{ id: String(segment.body.unique_id), display_name: asText(segment.body.display_name) ?? segment.id }];
    }),
  subnets: (state, { segments }) =>
    details(
      state,
      [...segments].filter((path) => state.tree.live(path)?.placement.type.name === 'VpcSubnet'),
    ),
  'ip-addresses': addressesOf,
  'virtual-machines': () => [],
  vifs: () => [],
  pods: () => [],
  'ip-groups': () => [],
  'identity-groups': () => [],
  'physical-servers': () => [],
  'transport-nodes': () => [],
  dvpg: () => [],
  dvports: () => [],
  'cloud-native-service-instances': () => [],
  'kubernetes-services': () => [],
  'antrea-egresses': () => [],
};

function groupAt(state: ManagerState, path: string): StoredObject | Problem {
  const group = state.tree.live(path);
  return group?.placement.type.name === 'Group' ? group : notFound(path);
}

function memberList(state: ManagerState, request: ApiRequest, groupPath: string, kind: string): Answer | Problem {
  const group = groupAt(state, groupPath);
  if (group instanceof Problem) return group;
  const list = lists[kind];
  if (list === undefined || kind === (groupPath.includes('/vpcs/') ? 'segment-ports' : 'subnet-ports'))
    return notFound(request.path);
  return rows(state, request, list(state, new GroupEvaluator(state.membership).members(groupPath)));
}

function consolidated(state: ManagerState, request: ApiRequest, groupPath: string): Answer | Problem {
  const group = groupAt(state, groupPath);
  if (group instanceof Problem) return group;
  const members = new GroupEvaluator(state.membership).members(groupPath);
  return rows(state, request, [
    ...details(state, members.ports),
    ...details(state, members.segments),
    ...addressesOf(state, members).map((address) => ({ id: address, display_name: address })),
  ]);
}

function reference(group: StoredObject): JsonObject {
  return {
    target_id: group.path,
    path: group.path,
    target_type: 'Group',
    target_display_name: asText(group.body.display_name) ?? group.id,
    is_valid: true,
    remote_path: '',
  };
}

function groupsWith(state: ManagerState, request: ApiRequest, holds: (members: Members) => boolean): Answer | Problem {
  const evaluator = new GroupEvaluator(state.membership);
  const prefix = request.path.startsWith('/orgs/') ? request.path.slice(0, request.path.lastIndexOf('/')) : '/infra';
  const found: JsonObject[] = [];
  for (const group of state.tree.ofType('Group')) {
    if (group.path.startsWith(prefix) && holds(evaluator.members(group.path))) found.push(reference(group));
  }
  return rows(state, request, found);
}

function byAddress(state: ManagerState, request: ApiRequest): Answer | Problem {
  const wanted = request.query.get('ip_address') ?? '';
  const range = parseAddressSet(wanted);
  if (range === undefined) return invalidFields([`ip_address '${wanted}' is not an address`]);
  return groupsWith(state, request, (members) =>
    addressesOf(state, members).some((text) => {
      const set = parseAddressSet(text);
      return set !== undefined && set.first <= range.first && range.last <= set.last;
    }),
  );
}

function byPath(state: ManagerState, request: ApiRequest): Answer | Problem {
  const path = request.query.get('intent_path');
  if (path === null) return invalidFields(['intent_path is required']);
  if (state.tree.live(path) === undefined) return notFound(path);
  return groupsWith(
    state,
    request,
    ({ ports, segments, groups }) => ports.has(path) || segments.has(path) || groups.has(path),
  );
}

function addTagRoutes(router: Router, state: ManagerState): void {
  const same = (text: string, wanted: string | null) => wanted === null || text.toLowerCase() === wanted.toLowerCase();
  const tagged = function* (query: URLSearchParams) {
    for (const object of state.tree.all()) {
      if (object.marked) continue;
      for (const tag of asObjects(object.body.tags)) {
        const [scope, value] = [asText(tag.scope) ?? '', asText(tag.tag) ?? ''];
        if (same(scope, query.get('scope')) && same(value, query.get('tag'))) yield { object, scope, tag: value };
      }
    }
  };
  router.add('GET', '/infra/tags', (request) => {
    const counts = new Map<string, { scope: string; tag: string; tagged_objects_count: number }>();
    for (const { scope, tag } of tagged(request.query)) {
      const key = `${scope}\n${tag}`;
      const entry = counts.get(key) ?? { scope, tag, tagged_objects_count: 0 };
      entry.tagged_objects_count += 1;
      counts.set(key, entry);
    }
    return rows(state, request, [...counts.values()]);
  });
  router.add('GET', '/infra/tags/effective-resources', (request) => {
    const found = new Map<string, JsonObject>();
    for (const { object } of tagged(request.query)) {
      const type = asText(object.body.resource_type) ?? '';
      found.set(object.path, {
        path: object.path,
        target_type: type,
        target_display_name: asText(object.body.display_name) ?? object.id,
        target_id: object.path,
        is_valid: true,
      });
    }
    return rows(state, request, [...found.values()]);
  });
}

/** Group members, reverse lookups and tag overviews. */
export function addGroupRoutes(router: Router, state: ManagerState): void {
  router.add('GET', '**/groups/*/members/consolidated-effective-members', (request) =>
    consolidated(state, request, request.path.replace(/\/members\/[^/]+$/, '')),
  );
  router.add('GET', '**/groups/*/members/*', (request, ids) =>
    memberList(state, request, request.path.replace(/\/members\/[^/]+$/, ''), ids.at(-1) ?? ''),
  );
  router.add('GET', '**/groups/*/member-types', (request) => {
    const group = groupAt(state, request.path.slice(0, -'/member-types'.length));
    return group instanceof Problem ? group : rows(state, request, memberTypes(asObjects(group.body.expression)));
  });
  router.add('GET', '**/groups/*/tags', (request) => {
    const group = groupAt(state, request.path.slice(0, -'/tags'.length));
    return group instanceof Problem ? group : rows(state, request, []);
  });
  router.add('GET', '**/ip-address-group-associations', (request) => byAddress(state, request));
  router.add('GET', '**/group-associations', (request) => byPath(state, request));
  for (const kind of [
    'virtual-machine',
    'virtual-network-interface',
    'pod',
    'physical-server',
    'cloud-native-service',
    'identity-group',
  ]) {
    const name = kind === 'identity-group' ? 'identity-group-associations' : `${kind}-group-associations`;
    router.add('GET', `**/${name}`, (request) => rows(state, request, []));
  }
  addTagRoutes(router, state);
}
