import type { GraphNode, GraphQueries } from '../../model';
import { lineOf, ownerOf } from './follow';
import { cellOf, itemOf, type List } from './list';

/** The virtual servers on a gateway or an LB service. */
export function serversOn(graph: GraphQueries, servers: readonly GraphNode[]): List {
  return {
    id: 'servers',
    title: 'Virtual servers (VIPs) on it',
    subject: 'Virtual server',
    columns: [
      { name: 'line', label: 'Address', mono: true },
      { name: 'owner', label: 'Of Service' },
    ],
    items: servers.map((server) =>
      itemOf(server, { cells: () => ({ line: lineOf(server), owner: cellOf(ownerOf(graph, server)) }) }),
    ),
  };
}
