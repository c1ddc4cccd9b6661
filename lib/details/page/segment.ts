import type { GraphNode, GraphQueries } from '../../model';
import { addressOf, distinct, into, isPort, lineOf, out, ownerOf } from './follow';
import { cellOf, itemOf, type List } from './list';
import { segmentMeter } from './namespace';
import { kindCell } from './order';
import type { PartOf } from './part';
import { portList } from './port-list';
import { serversOn } from './servers-on';

/** A segment: its ports and whom they carry, how many addresses are taken, and what it hangs on. */
export const segmentPart: PartOf = (graph, node) => {
  const ports = out(graph, node, 'contains').filter(isPort);
  const around = distinct([
    ...out(graph, node, 'connects'),
    ...out(graph, node, 'allocates'),
    ...into(graph, node, 'realizes'),
  ]);
  return {
    lists: [portList(graph, ports, { id: 'ports', title: 'Ports' }), surroundings(around)],
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

function surroundings(around: readonly GraphNode[]): List {
  return {
    id: 'around',
    title: 'Gateway, pools and owner',
    subject: 'Object',
    columns: [
      { name: 'kind', label: 'Kind' },
      { name: 'line', label: 'Facts', mono: true },
    ],
    items: around.map((each) => itemOf(each, { cells: () => ({ kind: kindCell(each), line: lineOf(each) }) })),
  };
}

/** A gateway: the networks behind it, the VIPs on it and the rules that change addresses. */
export const gatewayPart: PartOf = (graph, node) => {
  const below = into(graph, node, 'connects');
  const segments = below.filter(({ kind }) => kind === 'segment');
  const gateways = below.filter(({ kind }) => kind === 'tier-1' || kind === 'vpc');
  const services = below.filter(({ kind }) => kind === 'lb-service');
  const servers = distinct(services.flatMap((service) => into(graph, service, 'serves', 'lb-virtual-server')));
  const rules = below.filter(({ kind }) => kind === 'nat-rule');
  return {
    lists: [
      ...(node.kind === 'tier-0' ? [gatewayList(graph, gateways)] : []),
      segmentList(graph, segments),
      serversOn(graph, servers),
      ruleList(rules),
    ],
    remarks: above(graph, node),
  };
};

function above(graph: GraphQueries, node: GraphNode): readonly string[] {
  if (node.kind === 'tier-0' || out(graph, node, 'connects').length > 0) return [];
  return ['It is connected to no Tier-0: nothing behind it can leave through this gateway'];
}

function gatewayList(graph: GraphQueries, gateways: readonly GraphNode[]): List {
  return {
    id: 'gateways',
    title: 'Tier-1 gateways',
    subject: 'Tier-1',
    columns: [
      { name: 'namespace', label: 'Namespace' },
      { name: 'cluster', label: 'Cluster' },
      { name: 'segments', label: 'Segments', number: true },
    ],
    items: gateways.map((gateway) =>
      itemOf(gateway, {
        cells: () => ({
          namespace: gateway.namespace,
          cluster: gateway.cluster,
          segments: into(graph, gateway, 'connects', 'segment').length,
        }),
      }),
    ),
  };
}

function segmentList(graph: GraphQueries, segments: readonly GraphNode[]): List {
  return {
    id: 'segments',
    title: 'Segments behind it',
    subject: 'Segment',
    columns: [
      { name: 'network', label: 'Network', mono: true },
      { name: 'owner', label: 'Made for' },
      { name: 'ports', label: 'Ports', number: true },
    ],
    items: segments.map((segment) =>
      itemOf(segment, {
        cells: () => ({
          network: lineOf(segment),
          owner: cellOf(ownerOf(graph, segment)),
          ports: out(graph, segment, 'contains').filter(isPort).length,
        }),
      }),
    ),
  };
}

function ruleList(rules: readonly GraphNode[]): List {
  return {
    id: 'nat',
    title: 'NAT rules on it',
    subject: 'NAT rule',
    columns: [
      { name: 'action', label: 'Action' },
      { name: 'source', label: 'Source', mono: true },
      { name: 'translated', label: 'Translated', mono: true },
      { name: 'namespace', label: 'Namespace' },
    ],
    items: rules.map((rule) =>
      itemOf(rule, {
        cells: () => ({
          action: rule.facts.action ?? null,
          source: rule.facts.source ?? null,
          translated: rule.facts.translated ?? null,
          namespace: rule.namespace,
        }),
      }),
    ),
  };
}
