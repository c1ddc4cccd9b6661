import type { GraphNode, GraphQueries } from '../../model';
import { addressOf, ownerOf, portsOf, textFact } from './follow';
import { cellOf, itemOf, type List } from './list';

/** Ports, each with whom it carries. */
export function portList(
  graph: GraphQueries,
  ports: readonly GraphNode[],
  more: Pick<List, 'id' | 'title'> & Partial<Pick<List, 'says'>>,
): List {
  return {
    ...more,
    subject: 'Segment port',
    columns: [
      { name: 'holder', label: 'Carries' },
      { name: 'address', label: 'Address', mono: true },
      { name: 'mac', label: 'MAC', mono: true },
      { name: 'vlan', label: 'VLAN', number: true },
      { name: 'attachment', label: 'Attachment' },
      { name: 'node', label: 'Cluster node' },
    ],
    items: ports.map((port) =>
      itemOf(port, {
        cells: () => {
          const holder = ownerOf(graph, port);
          return {
            holder: cellOf(holder),
            address: addressOf(port, holder),
            mac: port.facts.mac ?? null,
            vlan: port.facts.vlan ?? null,
            attachment: port.facts.attachment ?? null,
            node: textFact(holder, 'node') ?? textFact(port, 'clusterNode'),
          };
        },
      }),
    ),
  };
}

/** Pods, each with its port. */
export function podList(
  graph: GraphQueries,
  pods: readonly GraphNode[],
  more: Pick<List, 'id' | 'title'> & Partial<Pick<List, 'says'>>,
): List {
  return {
    ...more,
    subject: 'Pod',
    columns: [
      { name: 'address', label: 'Address', mono: true },
      { name: 'port', label: 'Segment port' },
      { name: 'vlan', label: 'VLAN', number: true },
      { name: 'ready', label: 'Ready' },
      { name: 'node', label: 'Cluster node' },
    ],
    items: pods.map((pod) =>
      itemOf(pod, {
        cells: () => {
          const [port] = portsOf(graph, pod);
          return {
            address: textFact(pod, 'address'),
            port: cellOf(port),
            vlan: port?.facts.vlan ?? null,
            ready: textFact(pod, 'ready'),
            node: textFact(pod, 'node'),
          };
        },
      }),
    ),
  };
}
