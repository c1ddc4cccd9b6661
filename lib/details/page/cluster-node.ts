import type { GraphNode, GraphQueries } from '../../model';
import { distinct, into, isPort, ownerOf, portsOf, textFact } from './follow';
import { itemOf, type List } from './list';
import { meter, type Part, type PartOf } from './part';
import { podList, portList } from './port-list';

/** VLAN ids that a port may give to the Pods behind it: 1 to 4094. */
const VLANS = 4094;

/** A cluster node: the port of its network card, the Pods behind it and their VLANs. */
export const clusterNodePart: PartOf = (graph, node) => {
  const pods = distinct(into(graph, node, 'runs-on', 'pod'));
  const parents = portsOf(graph, node);
  const children = parents.flatMap((parent) => childrenOf(graph, parent));
  const strays = children.filter((child) => {
    const home = textFact(ownerOf(graph, child), 'node');
    return home !== null && home !== node.name;
  });
  return {
    lists: [
      withoutNode(podList(graph, pods, { id: 'pods', title: 'Pods that run on it' })),
      parentList(graph, parents),
      vlanList(graph, children),
    ],
    meters: meter('VLANs in use', vlansOf(children).size, parents.length === 0 ? null : VLANS, {
      words: 'of the parent port',
    }),
    remarks: [...collisions(graph, children), ...strayWords(strays), ...noParent(parents, pods)],
  };
};

/** Every line would say the same. */
const withoutNode = (list: List): List => ({ ...list, columns: list.columns.filter(({ name }) => name !== 'node') });

/** A port: when it is a parent, the ports behind it and their VLANs. */
export const portPart: PartOf = (graph, node): Part => {
  const children = childrenOf(graph, node);
  if (children.length === 0) return { lists: [] };
  return {
    lists: [vlanList(graph, children)],
    meters: meter('VLANs in use', vlansOf(children).size, VLANS, { words: 'of this parent port' }),
    remarks: collisions(graph, children),
  };
};

const childrenOf = (graph: GraphQueries, parent: GraphNode): readonly GraphNode[] =>
  into(graph, parent, 'attaches').filter(isPort);

function vlansOf(ports: readonly GraphNode[]): ReadonlyMap<number, readonly GraphNode[]> {
  const byVlan = new Map<number, GraphNode[]>();
  for (const port of ports) {
    const { vlan } = port.facts;
    if (typeof vlan !== 'number') continue;
    const known = byVlan.get(vlan);
    if (known === undefined) byVlan.set(vlan, [port]);
    else known.push(port);
  }
  return byVlan;
}

/** Two ports with one VLAN on one parent get each other's traffic. */
function collisions(graph: GraphQueries, ports: readonly GraphNode[]): readonly string[] {
  const byParent = new Map<string, GraphNode[]>();
  for (const port of ports) {
    const parent = textFact(port, 'parentVif') ?? '';
    const known = byParent.get(parent);
    if (known === undefined) byParent.set(parent, [port]);
    else known.push(port);
  }
  return [...byParent.values()].flatMap((same) =>
    [...vlansOf(same)].flatMap(([vlan, sharing]) => {
      if (sharing.length < 2) return [];
      const names = sharing.map((port) => (ownerOf(graph, port) ?? port).name).sort();
      return [`VLAN ${vlan} is given to ${sharing.length} ports of one parent port: ${names.join(', ')}`];
    }),
  );
}

function strayWords(strays: readonly GraphNode[]): readonly string[] {
  if (strays.length === 0) return [];
  const what =
    strays.length === 1
      ? '1 port behind its parent port carries a Pod'
      : `${strays.length} ports behind its parent port carry Pods`;
  return [`${what} that Kubernetes runs on another cluster node`];
}

function noParent(parents: readonly GraphNode[], pods: readonly GraphNode[]): readonly string[] {
  if (parents.length > 0 || pods.length === 0) return [];
  return ['No segment port is tagged ncp/node_name for this cluster node, so that its parent port is not known'];
}

function parentList(graph: GraphQueries, parents: readonly GraphNode[]): List {
  return portList(graph, parents, { id: 'parents', title: 'Its own port in NSX' });
}

function vlanList(graph: GraphQueries, children: readonly GraphNode[]): List {
  const { items, ...list } = portList(graph, children, { id: 'children', title: 'Ports behind the parent port' });
  const shared = new Set([...vlansOf(children).values()].filter((ports) => ports.length > 1).flat());
  return {
    ...list,
    items: children.map((child, index) => {
      const cells = items[index]?.cells;
      return itemOf(child, {
        cells: () => ({
          ...cells?.(),
          attachment: shared.has(child) ? 'VLAN given twice' : (child.facts.attachment ?? null),
        }),
      });
    }),
  };
}
