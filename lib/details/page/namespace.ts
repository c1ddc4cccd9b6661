import { isInVpc } from '../../kinds';
import type { GraphNode, GraphQueries } from '../../model';
import type { Meter } from '../../wire';
import { distinct, into, isPort, lineOf, out, portsOf, textFact, textsFact } from './follow';
import type { List } from './list';
import { usableByPorts } from './network';
import { meter, type PartOf } from './part';
import { podList } from './port-list';
import { countColumn, factColumn, KIND, SERVICE_COLUMNS, tableOf } from './table';

/** A Namespace: what NSX holds for it, how full its networks are, and who lives in it. */
export const namespacePart: PartOf = (graph, node) => {
  const pods = out(graph, node, 'contains', 'pod');
  const made = distinct(out(graph, node, 'realizes'));
  const networks = distinct([
    ...made.filter((each) => each.kind === 'segment'),
    ...pods.flatMap((pod) => portsOf(graph, pod)).flatMap((port) => into(graph, port, 'contains', 'segment')),
  ]);
  const services = out(graph, node, 'contains', 'service');
  const policies = out(graph, node, 'contains').filter(
    ({ kind }) => kind === 'network-policy' || kind === 'security-policy-resource',
  );
  const without = pods.filter((pod) => pod.facts.hostNetwork !== true && portsOf(graph, pod).length === 0);
  const lists = [
    podList(graph, pods, { id: 'pods', title: 'Pods', says: withoutPort(without.length, networks.length > 0) }),
    onNsx(graph, made),
    serviceList(graph, services),
    policyList(graph, policies),
  ];
  return { lists, meters: networks.flatMap((segment) => segmentMeter(graph, segment)) };
};

function withoutPort(count: number, onNsx: boolean): string | null {
  if (count === 0 || !onNsx) return null;
  return count === 1 ? '1 Pod has no segment port' : `${count} Pods have no segment port`;
}

/** How many addresses of a segment or subnet its ports take. */
export function segmentMeter(graph: GraphQueries, segment: GraphNode): readonly Meter[] {
  const networks = textsFact(segment, 'network');
  const ports = out(graph, segment, 'contains').filter(isPort);
  return meter(
    `Addresses of the ${isInVpc(segment.key) ? 'subnet' : 'segment'}`,
    ports.length,
    usableByPorts(networks),
    {
      words: networks.join(', '),
      node: segment,
    },
  );
}

function onNsx(graph: GraphQueries, made: readonly GraphNode[]): List {
  return tableOf(graph, made, {
    id: 'on-nsx',
    title: 'What NSX holds for it',
    says: made.length === 0 ? 'NSX holds nothing that is tagged for this Namespace' : null,
    subject: 'NSX object',
    columns: [KIND, { name: 'line', label: 'Facts', mono: true, cell: factsLine }],
  });
}

/** The facts by which people know an object that has no card of its own. */
function factsLine(node: GraphNode): string | null {
  if (node.kind === 'nat-rule')
    return `${textFact(node, 'action') ?? 'NAT'} ${textFact(node, 'source') ?? 'any'} → ${textFact(node, 'translated') ?? '?'}`;
  if (node.kind === 'ip-pool' && typeof node.facts.total === 'number')
    return `${node.facts.available ?? '?'} of ${node.facts.total} addresses available`;
  return lineOf(node) ?? textFact(node, 'address') ?? textFact(node, 'cidr');
}

function serviceList(graph: GraphQueries, services: readonly GraphNode[]): List {
  return tableOf(graph, services, {
    id: 'services',
    title: 'Services',
    subject: 'Service',
    columns: [
      factColumn('type', 'Type'),
      ...SERVICE_COLUMNS,
      countColumn('pods', 'Pods', (service) => out(graph, service, 'selects', 'pod').length),
    ],
  });
}

function policyList(graph: GraphQueries, policies: readonly GraphNode[]): List {
  return tableOf(graph, policies, {
    id: 'policies',
    title: 'Network policies',
    subject: 'Policy',
    columns: [countColumn('made', 'NSX objects made for it', (policy) => out(graph, policy, 'realizes').length)],
  });
}
