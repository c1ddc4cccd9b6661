import { objectsOf, textOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { parentPath, toPath } from './object';
import { uidClaim } from './tags';

/** A static route of a gateway or a VPC. */
export const staticRoute = nsxKind({
  name: 'static-route',
  type: 'StaticRoutes',
  scope: 'any',
  lists: ['{tier0s}/static-routes', '{tier1s}/static-routes', '{kind:vpc}/static-routes'],
  presentation: {
    singular: 'static route',
    plural: 'static routes',
    icon: 'waypoints',
    lane: null,
    facts: [
      { name: 'network', label: 'Network', mono: true },
      { name: 'hops', label: 'Next hops', mono: true },
      REALIZATION,
    ],
  },
  hides: 'static routes',
  project: (raw, intent) => ({
    facts: {
      network: textOf(raw.network),
      hops: objectsOf(raw.next_hops).flatMap((hop) => textOf(hop.ip_address) ?? []),
    },
    relations: toPath('connects', 'path', parentPath(intent.path, 'static-routes')),
    claims: uidClaim(intent.owner, intent.owner.resourceUid),
  }),
});
