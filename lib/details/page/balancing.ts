import type { GraphNode, GraphQueries } from '../../model';
import { distinct, into, out, textFact, textsFact } from './follow';
import { cellOf, type Item, type List } from './list';
import type { Part, PartOf } from './part';
import { serversOn } from './servers-on';
import {
  ADDRESS,
  CLUSTER_NODE,
  countColumn,
  factColumn,
  lineColumn,
  NAMESPACE,
  nodeColumn,
  READY,
  SERVICE_COLUMNS,
  tableOf,
  textsColumn,
} from './table';

/** A Service: from the Ingresses before it over its virtual servers and pools to the Pods. */
export const servicePart: PartOf = (graph, node) => {
  const servers = out(graph, node, 'realizes', 'lb-virtual-server');
  const pools = distinct([...out(graph, node, 'realizes', 'lb-pool'), ...poolsOf(graph, servers)]);
  const pods = distinct(out(graph, node, 'selects', 'pod'));
  const ingresses = distinct(into(graph, node, 'routes', 'ingress'));
  const balanced = chain(graph, { servers, pools, ingresses });
  if (pools.length > 0) return { ...balanced, remarks: leftOut(graph, pools, pods) };
  return { lists: [...balanced.lists, selectedList(graph, pods)] };
};

/** A virtual server: whose it is, and the pools and members behind it. */
export const serverPart: PartOf = (graph, node) => {
  const pools = poolsOf(graph, [node]);
  const services = distinct([...into(graph, node, 'realizes', 'service'), ...servicesOf(graph, pools)]);
  const ingresses = distinct([
    ...out(graph, node, 'carries', 'ingress'),
    ...services.flatMap((service) => into(graph, service, 'routes', 'ingress')),
  ]);
  const { lists } = chain(graph, { servers: [], pools, ingresses });
  return { lists: [serviceList(graph, services), ...lists] };
};

/** An LB pool: its members, and what balances over it. */
export const poolPart: PartOf = (graph, node) => {
  const servers = into(graph, node, 'balances', 'lb-virtual-server');
  return chain(graph, { servers, pools: [node], ingresses: [] });
};

/** An Ingress: the virtual servers that carry its rules, and the Services and Pods that it leads to. */
export const ingressPart: PartOf = (graph, node) => {
  const services = distinct(out(graph, node, 'routes', 'service'));
  const servers = distinct([...into(graph, node, 'carries'), ...out(graph, node, 'realizes', 'lb-virtual-server')]);
  const pods = distinct(services.flatMap((service) => out(graph, service, 'selects', 'pod')));
  return { lists: [serverList(graph, servers), serviceList(graph, services), selectedList(graph, pods)] };
};

const poolsOf = (graph: GraphQueries, servers: readonly GraphNode[]): readonly GraphNode[] =>
  distinct(servers.flatMap((server) => out(graph, server, 'balances', 'lb-pool')));

const servicesOf = (graph: GraphQueries, pools: readonly GraphNode[]): readonly GraphNode[] =>
  pools.flatMap((pool) => into(graph, pool, 'realizes', 'service'));

function chain(
  graph: GraphQueries,
  of: {
    readonly servers: readonly GraphNode[];
    readonly pools: readonly GraphNode[];
    readonly ingresses: readonly GraphNode[];
  },
): Part {
  const { servers, pools, ingresses } = of;
  return {
    lists: [
      ...(servers.length === 0 ? [] : [serverList(graph, servers)]),
      ...(ingresses.length === 0 ? [] : [ingressList(graph, ingresses)]),
      ...(pools.length === 0 ? [] : [memberList(graph, pools)]),
    ],
  };
}

function serverList(graph: GraphQueries, servers: readonly GraphNode[]): List {
  return tableOf(graph, servers, {
    id: 'servers',
    title: 'Virtual servers (VIPs)',
    subject: 'Virtual server',
    columns: [
      lineColumn('Address'),
      nodeColumn('pool', 'Pool', (server) => out(graph, server, 'balances', 'lb-pool')[0]),
      nodeColumn('service', 'LB service', (server) => out(graph, server, 'serves', 'lb-service')[0]),
      nodeColumn(
        'gateway',
        'On Tier-1',
        (server) => out(graph, server, 'serves', 'lb-service').flatMap((each) => out(graph, each, 'connects'))[0],
      ),
    ],
  });
}

function ingressList(graph: GraphQueries, ingresses: readonly GraphNode[]): List {
  return tableOf(graph, ingresses, {
    id: 'ingresses',
    title: 'Ingresses that lead to it',
    subject: 'Ingress',
    columns: [
      textsColumn('hosts', 'Hosts'),
      factColumn('class', 'Class'),
      nodeColumn('server', 'Its rules are on', (ingress) => into(graph, ingress, 'carries')[0]),
      ADDRESS,
    ],
  });
}

/** Members as the pools list them: a member that is no Pod we know is a line without an object. */
function memberList(graph: GraphQueries, pools: readonly GraphNode[]): List {
  return {
    id: 'members',
    title: 'Members',
    subject: 'Pod',
    columns: [
      { name: 'member', label: 'Address', mono: true },
      { name: 'pool', label: 'Pool' },
      { name: 'admin', label: 'In the pool' },
      READY,
      CLUSTER_NODE,
    ],
    items: pools.flatMap((pool) => membersOf(graph, pool)),
  };
}

function membersOf(graph: GraphQueries, pool: GraphNode): readonly Item[] {
  const pods = out(graph, pool, 'backs');
  const byAddress = new Map(pods.flatMap((pod) => addressesOf(pod).map((address) => [address, pod] as const)));
  return textsFact(pool, 'members').map((member, index): Item => {
    const pod = byAddress.get(member.replace(/:\d+$/, '')) ?? byAddress.get(member) ?? null;
    return {
      key: `${pool.id} ${index}`,
      title: pod?.name ?? 'no Pod that is known',
      node: pod,
      cells: () => ({
        member,
        pool: cellOf(pool),
        admin: standingOf(pool, member),
        ready: textFact(pod, 'ready'),
        node: textFact(pod, 'node'),
      }),
    };
  });
}

/** What the pool has set for the member; null when it takes connections like any other. */
function standingOf(pool: GraphNode, member: string): string | null {
  const set = [
    ['disabled', 'disabled'],
    ['draining', 'being drained'],
    ['backups', 'backup'],
  ] as const;
  return set.find(([fact]) => textsFact(pool, fact).includes(member))?.[1] ?? null;
}

const addressesOf = (pod: GraphNode): readonly string[] => [
  ...textsFact(pod, 'address'),
  ...textsFact(pod, 'addresses'),
];

/** Pods that Kubernetes counts to the Service and NSX does not balance to. Members by group are not listed by address. */
function leftOut(graph: GraphQueries, pools: readonly GraphNode[], pods: readonly GraphNode[]): readonly string[] {
  if (pools.some((pool) => textFact(pool, 'group') !== null)) return [];
  const backing = new Set(pools.flatMap((pool) => out(graph, pool, 'backs')).map(({ id }) => id));
  const missing = pods.filter((pod) => !backing.has(pod.id));
  if (missing.length === 0) return [];
  const names = missing.slice(0, 5).map(({ name }) => name);
  const more = missing.length > names.length ? ` and ${missing.length - names.length} more` : '';
  const count = missing.length === 1 ? '1 Pod of the Service is' : `${missing.length} Pods of the Service are`;
  return [`${count} a member of no pool: ${names.join(', ')}${more}`];
}

function selectedList(graph: GraphQueries, pods: readonly GraphNode[]): List {
  return tableOf(graph, pods, {
    id: 'pods',
    title: 'Pods behind it',
    subject: 'Pod',
    columns: [
      ADDRESS,
      READY,
      CLUSTER_NODE,
      countColumn('pools', 'LB pools', (pod) => into(graph, pod, 'backs').length),
    ],
  });
}

function serviceList(graph: GraphQueries, services: readonly GraphNode[]): List {
  return tableOf(graph, services, {
    id: 'services',
    title: 'Services',
    subject: 'Service',
    columns: [NAMESPACE, ...SERVICE_COLUMNS],
  });
}

/** An LB service: the virtual servers it carries. */
export const lbServicePart: PartOf = (graph, node) => ({
  lists: [serversOn(graph, into(graph, node, 'serves', 'lb-virtual-server'))],
});
