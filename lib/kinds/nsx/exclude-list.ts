import { textsOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { toPath } from './object';

/** The path of the exclude list of an NSX Manager itself. */
export const EXCLUDE_LIST = '/infra/settings/firewall/security/exclude-list';

/**
 * An exclude list of the distributed firewall: what is on it passes every rule. A manager in a federation has two, its own and
 * that of the Global Manager; projects have none.
 */
export const excludeList = nsxKind({
  name: 'exclude-list',
  type: 'PolicyExcludeList',
  scope: 'any',
  lists: [EXCLUDE_LIST, `${EXCLUDE_LIST}/global`],
  listOnly: true,
  alone: true,
  optional: true,
  dfw: 'exclude-list',
  identify: () => EXCLUDE_LIST,
  presentation: {
    singular: 'exclude list',
    plural: 'exclude lists',
    icon: 'shield-alert',
    lane: null,
    facts: [{ name: 'members', label: 'Members', mono: true }, REALIZATION],
  },
  hides: 'exclude lists, and with them which ports pass every firewall rule',
  project: (raw) => {
    if (raw.members !== undefined && !Array.isArray(raw.members)) return 'members is no list';
    const members = textsOf(raw.members);
    return { facts: { members }, relations: members.flatMap((path) => toPath('excludes', 'members', path)) };
  },
});
