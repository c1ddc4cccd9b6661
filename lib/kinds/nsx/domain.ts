import { nsxKind, REALIZATION } from './declare';

/** A domain: what groups and policies live in; NCP makes one per cluster. */
export const domain = nsxKind({
  name: 'domain',
  type: 'Domain',
  scope: 'any',
  lists: ['/infra/domains', '{kind:project}/infra/domains'],
  presentation: {
    singular: 'domain',
    plural: 'domains',
    icon: 'landmark',
    lane: null,
    facts: [{ name: 'ofCluster', label: 'Made for a cluster' }, REALIZATION],
  },
  hides: 'domains, and with them groups and policies',
  project: (_raw, intent) => ({
    facts: { ofCluster: intent.tags.some((tag) => tag.scope === 'ncp/cluster_domain') },
  }),
});
