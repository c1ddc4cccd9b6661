import type { KubernetesKind } from '../define';
import { isObject, textOf } from '../reading';
import { readNcpIni } from './ncp-ini';
import { kubernetesParser } from './object';

const names = { name: 'config-map', type: 'ConfigMap' } as const;
const CONFIG = 'nsx-ncp-config';

/** NCP's own ConfigMap and no other: it tells the cluster's name on NSX. Its ncp.ini may hold a password, so little is kept. */
export const configMap: KubernetesKind = {
  ...names,
  plane: 'kubernetes',
  resource: {
    group: '',
    versions: ['v1'],
    plural: 'configmaps',
    namespaced: true,
    optional: true,
    fieldSelector: `metadata.name=${CONFIG}`,
  },
  presentation: {
    singular: 'NCP ConfigMap',
    plural: 'NCP ConfigMaps',
    icon: 'settings',
    lane: null,
    facts: [
      { name: 'cluster', label: 'Cluster name on NSX' },
      { name: 'managers', label: 'NSX Managers', mono: true },
      { name: 'policyApi', label: 'Policy API' },
      { name: 'topology', label: 'Topology' },
      { name: 'settings', label: 'Settings', mono: true },
    ],
  },
  parse: kubernetesParser(names, (raw, meta) => {
    if (meta.name !== CONFIG) return `ConfigMap ${meta.name} is not read`;
    const ini = isObject(raw.data) ? textOf(raw.data['ncp.ini']) : null;
    const settings = readNcpIni(ini ?? '');
    const single = settings['nsx_v3.single_tier_topology']?.toLowerCase();
    return {
      facts: {
        cluster: settings['coe.cluster'] ?? null,
        managers: (settings['nsx_v3.nsx_api_managers'] ?? '')
          .split(',')
          .map((item) => item.trim())
          .filter(Boolean),
        policyApi: settings['nsx_v3.policy_nsxapi']?.toLowerCase() === 'true',
        // NCP ships with single_tier_topology off.
        topology: single === 'true' ? 'single-tier' : 'two-tier',
        settings: Object.entries(settings).map(([key, value]) => `${key} = ${value}`),
      },
      issues: ini === null ? ['data.ncp.ini is missing'] : [],
    };
  }),
  redact: ['data', 'binaryData', 'metadata.annotations', 'metadata.managedFields'],
  hides: "NCP's configuration, and with it the cluster's name on NSX",
};
