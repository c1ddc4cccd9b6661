import { textsOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { toPath } from './object';

/** The exclude list of the distributed firewall: what is on it passes every rule. */
export const excludeList = nsxKind({
  name: 'exclude-list',
  type: 'PolicyExcludeList',
  scope: 'any',
  lists: ['/infra/settings/firewall/security/exclude-list'],
  listOnly: true,
  optional: true,
  dfw: 'exclude-list',
  identify: () => '/infra/settings/firewall/security/exclude-list',
  presentation: {
    singular: 'exclude list',
    plural: 'exclude lists',
    icon: 'shield-alert',
    lane: null,
    facts: [{ name: 'members', label: 'Members', mono: true }, REALIZATION],
  },
  hides: 'the exclude list, and with it which ports pass every firewall rule',
  project: (raw) => {
    if (raw.members !== undefined && !Array.isArray(raw.members)) return 'members is no list';
    const members = textsOf(raw.members);
    return { facts: { members }, relations: members.flatMap((path) => toPath('excludes', 'members', path)) };
  },
});
