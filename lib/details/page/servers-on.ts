import type { GraphNode, GraphQueries } from '../../model';
import type { List } from './list';
import { lineColumn, ownerColumn, tableOf } from './table';

/** The virtual servers on a gateway or an LB service. */
export function serversOn(graph: GraphQueries, servers: readonly GraphNode[]): List {
  return tableOf(graph, servers, {
    id: 'servers',
    title: 'Virtual servers (VIPs) on it',
    subject: 'Virtual server',
    columns: [lineColumn('Address'), ownerColumn('Of Service')],
  });
}
