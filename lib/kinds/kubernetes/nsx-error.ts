import type { RelationStatement } from '../../model';
import type { KubernetesKind } from '../define';
import { isObject, type Json, textOf, textsOf } from '../reading';
import { kubernetesParser, toNamed } from './object';

const names = { name: 'nsx-error', type: 'NSXError' } as const;

/** Kinds that an error may be about, by what NCP calls them in small letters; true where they are in a namespace. */
const ABOUT: Readonly<Record<string, readonly [string, boolean]>> = {
  pod: ['pod', true],
  service: ['service', true],
  ingress: ['ingress', true],
  networkpolicy: ['network-policy', true],
  loadbalancer: ['load-balancer', true],
  namespace: ['namespace', false],
  node: ['cluster-node', false],
};

/** An error that NCP recorded about an object; only made in Manager mode and when switched on. */
export const nsxError: KubernetesKind = {
  ...names,
  plane: 'kubernetes',
  resource: { group: 'nsx.vmware.com', versions: ['v1'], plural: 'nsxerrors', namespaced: false, optional: true },
  presentation: {
    singular: 'NCP error',
    plural: 'NCP errors',
    icon: 'octagon-alert',
    lane: null,
    facts: [
      { name: 'message', label: 'Message' },
      { name: 'objectType', label: 'About' },
      { name: 'objectName', label: 'Name' },
      { name: 'objectNamespace', label: 'Namespace' },
    ],
  },
  parse: kubernetesParser(names, (raw) => {
    const spec = isObject(raw.spec) ? raw.spec : {};
    const messages = textsOf(spec.message);
    const message = messages.length > 0 ? messages.join('; ') : textOf(spec.message);
    return {
      state: 'failed',
      reason: message ?? 'NCP recorded an error without a message',
      facts: {
        message,
        objectType: textOf(spec['error-object-type']),
        objectName: textOf(spec['error-object-name']),
        objectNamespace: textOf(spec['error-object-ns']),
      },
      relations: aboutOf(spec),
    };
  }),
  redact: ['metadata.managedFields'],
  hides: 'errors that NCP recorded',
};

/** What an error is about: by UID where NCP gives one, and by name. */
function aboutOf(spec: Json): readonly RelationStatement[] {
  const [id, type, name] = ['id', 'type', 'name'].map((part) => textOf(spec[`error-object-${part}`]));
  const relations: RelationStatement[] = [];
  if (id != null) {
    const evidence = { by: 'uid', field: 'spec.error-object-id', uid: id } as const;
    relations.push({ edge: 'reports', direction: 'out', target: { by: 'key', key: id }, evidence });
  }
  const [kind, namespaced] = ABOUT[type?.toLowerCase() ?? ''] ?? [null, false];
  const namespace = namespaced ? textOf(spec['error-object-ns']) : null;
  if (kind !== null && name != null && (!namespaced || namespace !== null))
    relations.push(toNamed('reports', 'spec.error-object-name', { kind, namespace, name }));
  return relations;
}
