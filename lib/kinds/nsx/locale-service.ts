import { textOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { lastPart, parentPath, underPath } from './object';

/** Locale services of a gateway: the edge cluster it runs on. */
export const localeService = nsxKind({
  name: 'locale-service',
  type: 'LocaleServices',
  scope: 'any',
  lists: ['{tier0s}/locale-services', '{tier1s}/locale-services'],
  presentation: {
    singular: 'locale service',
    plural: 'locale services',
    icon: 'map-pin',
    lane: null,
    facts: [{ name: 'edgeCluster', label: 'Edge cluster', mono: true }, REALIZATION],
  },
  hides: 'locale services, and with them where gateways run',
  project: (raw, intent) => {
    const edge = textOf(raw.edge_cluster_path);
    return {
      facts: { edgeCluster: edge === null ? null : lastPart(edge) },
      relations: underPath('contains', parentPath(intent.path, 'locale-services')),
    };
  },
});
