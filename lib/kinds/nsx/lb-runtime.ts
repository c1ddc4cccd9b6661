import type { EdgeKind, GraphNode, GraphQueries } from '../../model';
import { listFact, type LiveRead, type LiveReads, oneFact } from '../live';
import { isObject, type Json, numberOf, objectsOf, textOf, textsOf } from '../reading';

/** How an LB service fares, and how full it is. */
export const lbServiceRuntime: LiveReads = (node) => [
  {
    what: 'its runtime status',
    path: `${node.key}/detailed-status`,
    facts: (answer) =>
      resultsOf(answer).flatMap((status) => [
        ...oneFact('runtime', 'Runtime status', textOf(status.service_status)),
        ...oneFact('runtimeError', 'Runtime error', textOf(status.error_message) ?? alarmOf(status)),
        ...listFact('activeOn', 'Active on', textsOf(status.active_transport_nodes), true),
        ...listFact('standbyOn', 'Standby on', textsOf(status.standby_transport_nodes), true),
        ...listFact('notUp', 'Not up', notUp(status), true),
      ]),
  },
  {
    what: 'how full it is',
    path: `${node.key}/service-usage`,
    facts: (answer) => resultsOf(answer).flatMap((usage) => listFact('usage', 'In use', usageWords(usage))),
  },
];

/** A layer-7 server may lead to very many pools; each tells of its own members. */
const MOST_POOLS = 3;

/** How a virtual server fares on each LB service that carries it, and the members behind it. */
export const lbServerRuntime: LiveReads = (node, graph) => {
  const pools = next(graph, node, 'balances', 'out');
  return next(graph, node, 'serves', 'out').flatMap((service) => [
    {
      what: 'its runtime status',
      path: scoped(service, node),
      facts: (answer: Json) =>
        resultsOf(answer).flatMap((status) => [
          ...oneFact('runtime', 'Runtime status', textOf(status.status)),
          ...oneFact('runtimeError', 'Runtime error', alarmOf(status)),
        ]),
    },
    ...(pools.length > MOST_POOLS ? [] : pools).map((pool) => ({
      what: `the members of ${pool.name}`,
      path: scoped(service, pool),
      facts: (answer: Json) =>
        resultsOf(answer).flatMap((status) =>
          listFact(`members ${pool.key}`, 'Members now', objectsOf(status.members).map(memberWords), true),
        ),
    })),
  ]);
};

/** How a pool and its members fare, asked through the LB services of the virtual servers before it. */
export const lbPoolRuntime: LiveReads = (node, graph) => {
  const servers = next(graph, node, 'balances', 'in');
  const services = new Map(
    servers.flatMap((server) => next(graph, server, 'serves', 'out')).map((service) => [service.id, service]),
  );
  return [...services.values()].map(
    (service): LiveRead => ({
      what: 'the state of its members',
      path: scoped(service, node),
      facts: (answer) =>
        resultsOf(answer).flatMap((status) => [
          ...oneFact('runtime', 'Runtime status', textOf(status.status)),
          ...oneFact('runtimeError', 'Runtime error', alarmOf(status)),
          ...listFact('memberStates', 'Members now', objectsOf(status.members).map(memberWords), true),
        ]),
    }),
  );
};

/** The status URL of an LB object below its service; its collection is called as in its own path. */
function scoped(service: GraphNode, { key }: GraphNode): string {
  return `${service.key}/${key.split('/').slice(-2).join('/')}/detailed-status`;
}

function next(graph: GraphQueries, node: GraphNode, kind: EdgeKind, to: 'in' | 'out'): readonly GraphNode[] {
  const hops = to === 'out' ? graph.hopsFrom(node.id) : graph.hopsTo(node.id);
  const found = hops.flatMap((hop) => (hop.kind === kind ? [to === 'out' ? hop.to.node : hop.from.node] : []));
  return found.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Answers are aggregates with one result for each enforcement point. */
const resultsOf = (answer: Json): readonly Json[] => objectsOf(answer.results);

function alarmOf({ alarm }: Json): string | null {
  return isObject(alarm) ? (textOf(alarm.message) ?? textOf(alarm.error_id)) : null;
}

function memberWords(member: Json): string {
  const port = textOf(member.port);
  const where = `${textOf(member.ip_address) ?? '?'}${port === null ? '' : `:${port}`}`;
  const cause = textOf(member.failure_cause);
  return `${where} ${textOf(member.status) ?? 'UNKNOWN'}${cause === null ? '' : ` (${cause})`}`;
}

/** Virtual servers and pools of a service that do not simply work. */
function notUp(status: Json): readonly string[] {
  const all = [...objectsOf(status.virtual_servers), ...objectsOf(status.pools)];
  return all.flatMap((one) => {
    const path = textOf(one.virtual_server_path) ?? textOf(one.pool_path);
    const state = textOf(one.status);
    return path === null || state === null || state === 'UP' ? [] : `${path.slice(path.lastIndexOf('/') + 1)} ${state}`;
  });
}

function usageWords(usage: Json): readonly string[] {
  const parts = [
    ['virtual servers', usage.current_virtual_server_count, usage.virtual_server_capacity],
    ['pools', usage.current_pool_count, usage.pool_capacity],
    ['pool members', usage.current_pool_member_count, usage.pool_member_capacity],
  ] as const;
  return parts.flatMap(([what, now, most]) => {
    const [count, capacity] = [numberOf(now), numberOf(most)];
    return count === null ? [] : `${count}${capacity === null ? '' : ` of ${capacity}`} ${what}`;
  });
}
