import type { FactValue } from '../../model';
import type { KubernetesKind, Presentation } from '../define';
import { isObject, textOf } from '../reading';
import { readNcpIni } from './ncp-ini';
import { kubernetesParser } from './object';

/** The ConfigMap of an agent that configures itself by an .ini file in it. */
interface IniConfigMap {
  /** The kind's name. */
  readonly name: string;
  /** Name of the one ConfigMap that is read. */
  readonly config: string;
  /** Whose it is: `NCP`. */
  readonly agent: string;
  /** Which of the data's files holds the settings; null when none does. */
  readonly fileIn: (names: readonly string[]) => string | null;
  /** What is said when there is none. */
  readonly missing: string;
  /** What this agent alone has, shown between what both have. */
  readonly facts: Presentation['facts'];
  readonly read: (
    settings: Readonly<Record<string, string>>,
    file: string | null,
  ) => Readonly<Record<string, FactValue>>;
  readonly hides: string;
}

/**
 * A kind of one ConfigMap and no other, which tells the cluster's name on NSX. Its file may hold passwords: only settings
 * that are known to be harmless are kept.
 */
export function iniConfigMap(of: IniConfigMap): KubernetesKind {
  const names = { name: of.name, type: 'ConfigMap' } as const;
  return {
    ...names,
    plane: 'kubernetes',
    resource: {
      group: '',
      versions: ['v1'],
      plural: 'configmaps',
      namespaced: true,
      optional: true,
      fieldSelector: `metadata.name=${of.config}`,
    },
    presentation: {
      singular: `${of.agent} ConfigMap`,
      plural: `${of.agent} ConfigMaps`,
      icon: 'settings',
      lane: null,
      facts: [
        { name: 'cluster', label: 'Cluster name on NSX' },
        { name: 'managers', label: 'NSX Managers', mono: true },
        ...of.facts,
        { name: 'settings', label: 'Settings', mono: true },
      ],
    },
    parse: kubernetesParser(names, (raw, meta) => {
      if (meta.name !== of.config) return `ConfigMap ${meta.name} is not read`;
      const data = isObject(raw.data) ? raw.data : {};
      const file = of.fileIn(Object.keys(data).sort());
      const ini = file === null ? null : textOf(data[file]);
      const settings = readNcpIni(ini ?? '');
      return {
        facts: {
          cluster: settings['coe.cluster'] ?? null,
          managers: (settings['nsx_v3.nsx_api_managers'] ?? '')
            .split(',')
            .map((item) => item.trim())
            .filter(Boolean),
          ...of.read(settings, file),
          settings: Object.entries(settings).map(([key, value]) => `${key} = ${value}`),
        },
        issues: ini === null ? [of.missing] : [],
      };
    }),
    redact: ['data', 'binaryData', 'metadata.annotations', 'metadata.managedFields'],
    hides: of.hides,
  };
}
