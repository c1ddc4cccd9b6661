import type { KubernetesKind } from '../define';
import { isObject, textOf, textsOf } from '../reading';
import { kubernetesParser } from './object';

const names = { name: 'nsx-error', type: 'NSXError' } as const;

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
    };
  }),
  redact: ['metadata.managedFields'],
  hides: 'errors that NCP recorded',
};
