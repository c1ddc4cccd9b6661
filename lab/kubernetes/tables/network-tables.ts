import { asArray, asNumber, asObject, asString, at } from '../json/value';
import type { KubeObject } from '../store/contract';
import { ageOf } from './duration';
import { column, printer, type TablePrinter, wide } from './printer';
import { labelsText, selectorText } from './selector-text';

const age = column('Age');

function created(object: KubeObject, now: number): string {
  return ageOf(object.metadata.creationTimestamp, now);
}

/** Addresses of a load balancer status, cut short in narrow output as a real server does it. */
function balancerText(object: KubeObject): string {
  const entries = asArray(at(object, 'status', 'loadBalancer', 'ingress')).map(asObject);
  return [
    ...new Set(entries.map((entry) => asString(entry.ip) || asString(entry.hostname)).filter((text) => text !== '')),
  ].join(',');
}

/** EXTERNAL-IP of a Service. */
export function externalAddress(service: KubeObject): string {
  const given = asArray(at(service, 'spec', 'externalIPs')).map(asString);
  switch (at(service, 'spec', 'type')) {
    case 'LoadBalancer': {
      const all = [balancerText(service), ...given].filter((text) => text !== '');
      return all.length > 0 ? all.join(',') : '<pending>';
    }
    case 'ExternalName':
      return asString(at(service, 'spec', 'externalName'));
    default:
      return given.length > 0 ? given.join(',') : '<none>';
  }
}

function servicePorts(service: KubeObject): string {
  const ports = asArray(at(service, 'spec', 'ports')).map((entry) => {
    const { port, nodePort, protocol } = asObject(entry);
    return `${String(port)}${nodePort ? `:${String(nodePort)}` : ''}/${asString(protocol)}`;
  });
  return ports.length === 0 ? '<none>' : ports.join(',');
}

const services = printer(
  [column('Type'), column('Cluster-IP'), column('External-IP'), column('Port(s)'), age, wide('Selector')],
  (service, now) => [
    asString(at(service, 'spec', 'type')),
    asString(at(service, 'spec', 'clusterIP')) || '<none>',
    externalAddress(service),
    servicePorts(service),
    created(service, now),
    labelsText(at(service, 'spec', 'selector')),
  ],
);

/** The endpoints of Endpoints subsets, three of them spelled out. */
function endpointsText(object: KubeObject): string {
  const all = asArray(object.subsets).flatMap((entry) => {
    const subset = asObject(entry);
    const ports = asArray(subset.ports).map((port) => asNumber(asObject(port).port));
    const addresses = asArray(subset.addresses).map((address) => asString(asObject(address).ip));
    return ports.length === 0 ? addresses : ports.flatMap((port) => addresses.map((address) => `${address}:${port}`));
  });
  if (all.length === 0) return '<none>';
  return all.length > 3 ? `${all.slice(0, 3).join(',')} + ${all.length - 3} more...` : all.join(',');
}

function shorten(list: readonly string[], limit = 3): string {
  if (list.length === 0) return '<unset>';
  return list.length > limit ? `${list.slice(0, limit).join(',')} + ${list.length - limit} more...` : list.join(',');
}

const endpointSlices = printer([column('AddressType'), column('Ports'), column('Endpoints'), age], (object, now) => [
  asString(object.addressType),
  shorten(asArray(object.ports).map((port) => String(asObject(port).port ?? '*'))),
  shorten(asArray(object.endpoints).flatMap((endpoint) => asArray(asObject(endpoint).addresses).map(asString))),
  created(object, now),
]);

function hostsText(object: KubeObject): string {
  const hosts = asArray(at(object, 'spec', 'rules'))
    .slice(0, 3)
    .map((rule) => asString(asObject(rule).host) || '*');
  return hosts.length === 0 ? '*' : hosts.join(',');
}

const ingresses = printer(
  [column('Class'), column('Hosts'), column('Address'), column('Ports'), age],
  (object, now) => [
    asString(at(object, 'spec', 'ingressClassName')) ||
      object.metadata.annotations?.['kubernetes.io/ingress.class'] ||
      '<none>',
    hostsText(object),
    balancerText(object),
    asArray(at(object, 'spec', 'tls')).length > 0 ? '80, 443' : '80',
    created(object, now),
  ],
);

const ingressClasses = printer([column('Controller'), column('Parameters'), age], (object, now) => {
  const parameters = asObject(at(object, 'spec', 'parameters'));
  const group = asString(parameters.apiGroup);
  const text = `${asString(parameters.kind)}${group === '' ? '' : `.${group}`}/${asString(parameters.name)}`;
  return [
    asString(at(object, 'spec', 'controller')),
    parameters.name === undefined ? '<none>' : text,
    created(object, now),
  ];
});

/** Printers of what routes traffic, by `group/resource`. */
export const networkTables: Readonly<Record<string, TablePrinter>> = {
  '/services': services,
  '/endpoints': printer([column('Endpoints'), age], (object, now) => [endpointsText(object), created(object, now)]),
  'discovery.k8s.io/endpointslices': endpointSlices,
  'networking.k8s.io/ingresses': ingresses,
  'networking.k8s.io/ingressclasses': ingressClasses,
  'networking.k8s.io/networkpolicies': printer([column('Pod-Selector'), age], (object, now) => [
    selectorText(at(object, 'spec', 'podSelector')),
    created(object, now),
  ]),
};
