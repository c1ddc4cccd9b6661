import type { KubernetesKind } from '../define';
import { isObject, textOf } from '../reading';
import { readNcpIni } from './ncp-ini';
import { kubernetesParser } from './object';

const names = { name: 'operator-config', type: 'ConfigMap' } as const;
const CONFIG = 'nsx-operator-config';

/** The ConfigMap of nsx-operator and no other: it tells the cluster's name on NSX. It may hold passwords, so little is kept. */
export const operatorConfig: KubernetesKind = {
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
    singular: 'NSX Operator ConfigMap',
    plural: 'NSX Operator ConfigMaps',
    icon: 'settings',
    lane: null,
    facts: [
      { name: 'cluster', label: 'Cluster name on NSX' },
      { name: 'managers', label: 'NSX Managers', mono: true },
      { name: 'vpc', label: 'VPC network' },
      { name: 'project', label: 'Default project', mono: true },
      { name: 'settings', label: 'Settings', mono: true },
    ],
  },
  parse: kubernetesParser(names, (raw, meta) => {
    if (meta.name !== CONFIG) return `ConfigMap ${meta.name} is not read`;
    const [file, ini] = iniOf(raw.data);
    const settings = readNcpIni(ini ?? '');
    return {
      facts: {
        cluster: settings['coe.cluster'] ?? null,
        managers: (settings['nsx_v3.nsx_api_managers'] ?? '')
          .split(',')
          .map((item) => item.trim())
          .filter(Boolean),
        vpc: settings['coe.enable_vpc_network']?.toLowerCase() === 'true',
        project: settings['nsx_v3.default_project'] ?? null,
        file,
        settings: Object.entries(settings).map(([key, value]) => `${key} = ${value}`),
      },
      issues: ini === null ? ['data holds no .ini file'] : [],
    };
  }),
  redact: ['data', 'binaryData', 'metadata.annotations', 'metadata.managedFields'],
  hides: "nsx-operator's configuration, and with it the cluster's name on NSX",
};

/** The file of the configuration: deployments mount it under different names. */
function iniOf(data: unknown): readonly [file: string | null, text: string | null] {
  if (!isObject(data)) return [null, null];
  const files = Object.keys(data).sort();
  const file = files.find((name) => name === 'nsxop.ini') ?? files.find((name) => name.endsWith('.ini')) ?? null;
  return [file, file === null ? null : textOf(data[file])];
}
