import { textsOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { toPath } from './object';

/** A project: the tenant that VPCs lie in, with the Tier-0s it may use. */
export const project = nsxKind({
  name: 'project',
  type: 'Project',
  scope: 'any',
  lists: ['/orgs/default/projects'],
  optional: true,
  presentation: {
    singular: 'project',
    plural: 'projects',
    icon: 'folder',
    lane: null,
    facts: [{ name: 'tier0s', label: 'Tier-0s', mono: true }, REALIZATION],
  },
  hides: 'projects, and with them the VPCs in them',
  project: (raw) => {
    const tier0s = textsOf(raw.tier_0s);
    return { facts: { tier0s }, relations: tier0s.flatMap((path) => toPath('connects', 'tier_0s', path)) };
  },
});
