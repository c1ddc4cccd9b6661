import { isInVpc } from '../../kinds';
import type { GraphNode, GraphQueries } from '../../model';
import { addressOf, distinct, into, isPort, out, ownerOf, textsFact } from './follow';
import type { List } from './list';
import { segmentMeter } from './namespace';
import { usableByPorts } from './network';
import type { PartOf } from './part';
import { portList } from './port-list';
import { serversOn } from './servers-on';
import { countColumn, factColumn, KIND, lineColumn, NAMESPACE, ownerColumn, tableOf } from './table';

/** A segment: its ports and whom they carry, how many addresses are taken, and what it hangs on. */
export const segmentPart: PartOf = (graph, node) => {
  const ports = out(graph, node, 'contains').filter(isPort);
  const around = distinct([
    ...out(graph, node, 'connects'),
    ...out(graph, node, 'allocates'),
    ...into(graph, node, 'realizes'),
  ]);
  return {
    lists: [portList(graph, ports, { id: 'ports', title: 'Ports' }), surroundings(graph, around)],
    meters: segmentMeter(graph, node),
    remarks: twiceHeld(graph, ports),
  };
};

/** Addresses that two ports carry at once. */
function twiceHeld(graph: GraphQueries, ports: readonly GraphNode[]): readonly string[] {
  const holders = new Map<string, string[]>();
  for (const port of ports) {
    const holder = ownerOf(graph, port);
    const address = addressOf(port, holder);
    if (address === null || holder?.facts.hostNetwork === true) continue;
    const known = holders.get(address);
    if (known === undefined) holders.set(address, [(holder ?? port).name]);
    else known.push((holder ?? port).name);
  }
  return [...holders].flatMap(([address, names]) =>
    names.length < 2 ? [] : [`${address} is held by ${names.length} ports of this segment: ${names.sort().join(', ')}`],
  );
}

function surroundings(graph: GraphQueries, around: readonly GraphNode[]): List {
  return tableOf(graph, around, {
    id: 'around',
    title: 'Gateway, pools and owner',
    subject: 'Object',
    columns: [KIND, lineColumn('Facts')],
  });
}

/** A gateway: the networks behind it, the VIPs on it and the rules that change addresses. */
export const gatewayPart: PartOf = (graph, node) => {
  const below = into(graph, node, 'connects');
  const isVpc = node.kind === 'vpc';
  const segments = below.filter(({ kind }) => kind === 'segment');
  // A VPC reaches the Tier-0s of the project that it lies in.
  const projects = below.filter(({ kind }) => kind === 'project');
  const vpcs = projects.flatMap((project) => out(graph, project, 'contains', 'vpc'));
  const gateways = distinct([...below.filter(({ kind }) => kind === 'tier-1' || kind === 'vpc'), ...vpcs]);
  const services = below.filter(({ kind }) => kind === 'lb-service');
  const servers = distinct(services.flatMap((service) => into(graph, service, 'serves', 'lb-virtual-server')));
  const rules = below.filter(({ kind }) => kind === 'nat-rule');
  return {
    lists: [
      ...(node.kind === 'tier-0' ? [gatewayList(graph, gateways)] : []),
      segmentList(graph, segments),
      serversOn(graph, servers),
      ruleList(graph, rules),
    ],
    // Of more of them the list alone tells.
    meters: isVpc && segments.length <= MOST_METERS ? segments.flatMap((each) => segmentMeter(graph, each)) : [],
    remarks: above(graph, node),
  };
};

const MOST_METERS = 12;

function above(graph: GraphQueries, node: GraphNode): readonly string[] {
  const containers = into(graph, node, 'contains');
  const connected = [node, ...containers].some((one) => out(graph, one, 'connects').length > 0);
  if (node.kind === 'tier-0' || connected) return [];
  return ['It is connected to no Tier-0: nothing behind it can leave through this gateway'];
}

function gatewayList(graph: GraphQueries, gateways: readonly GraphNode[]): List {
  return tableOf(graph, gateways, {
    id: 'gateways',
    title: gatewayTitle(gateways),
    subject: 'Gateway',
    columns: [
      NAMESPACE,
      { name: 'cluster', label: 'Cluster', cell: ({ cluster }) => cluster },
      countColumn('segments', 'Networks', (gateway) => into(graph, gateway, 'connects', 'segment').length),
    ],
  });
}

function gatewayTitle(gateways: readonly GraphNode[]): string {
  const vpcs = gateways.filter(({ kind }) => kind === 'vpc').length;
  if (vpcs === 0) return 'Tier-1 gateways';
  return vpcs === gateways.length ? 'VPCs' : 'Tier-1 gateways and VPCs';
}

function segmentList(graph: GraphQueries, segments: readonly GraphNode[]): List {
  const isOfVpc = segments.length > 0 && segments.every(({ key }) => isInVpc(key));
  return tableOf(graph, segments, {
    id: 'segments',
    title: isOfVpc ? 'Subnets of it' : 'Segments behind it',
    subject: isOfVpc ? 'Subnet' : 'Segment',
    columns: [
      { ...lineColumn('Network'), name: 'network' },
      ownerColumn('Made for'),
      countColumn('ports', 'Ports', (segment) => out(graph, segment, 'contains').filter(isPort).length),
      countColumn('room', 'Addresses for ports', (segment) => usableByPorts(textsFact(segment, 'network'))),
    ],
  });
}

function ruleList(graph: GraphQueries, rules: readonly GraphNode[]): List {
  return tableOf(graph, rules, {
    id: 'nat',
    title: 'NAT rules on it',
    subject: 'NAT rule',
    columns: [
      factColumn('action', 'Action'),
      factColumn('source', 'Source', { mono: true }),
      factColumn('translated', 'Translated', { mono: true }),
      NAMESPACE,
    ],
  });
}
