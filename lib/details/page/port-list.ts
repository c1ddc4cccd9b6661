import type { GraphNode, GraphQueries } from '../../model';
import { addressOf, ownerOf, portsOf, textFact } from './follow';
import type { List } from './list';
import { ADDRESS, CLUSTER_NODE, factColumn, nodeColumn, READY, tableOf } from './table';

type More = Pick<List, 'id' | 'title'> & Partial<Pick<List, 'says'>>;

/** Ports, each with whom it carries. */
export function portList(graph: GraphQueries, ports: readonly GraphNode[], more: More): List {
  const holderOf = (port: GraphNode) => ownerOf(graph, port);
  return tableOf(graph, ports, {
    ...more,
    subject: 'Segment port',
    columns: [
      nodeColumn('holder', 'Carries', holderOf),
      { ...ADDRESS, cell: (port) => addressOf(port, holderOf(port)) },
      factColumn('mac', 'MAC', { mono: true }),
      VLAN,
      factColumn('attachment', 'Attachment'),
      { ...CLUSTER_NODE, cell: (port) => textFact(holderOf(port), 'node') ?? textFact(port, 'clusterNode') },
    ],
  });
}

const VLAN = factColumn('vlan', 'VLAN', { number: true });

/** Pods, each with its port. */
export function podList(graph: GraphQueries, pods: readonly GraphNode[], more: More): List {
  const portOf = (pod: GraphNode) => portsOf(graph, pod)[0];
  return tableOf(graph, pods, {
    ...more,
    subject: 'Pod',
    columns: [
      ADDRESS,
      nodeColumn('port', 'Segment port', portOf),
      { ...VLAN, cell: (pod) => portOf(pod)?.facts.vlan ?? null },
      READY,
      CLUSTER_NODE,
    ],
  });
}
