import { nsxKind, REALIZATION } from './declare';

const SWITCH = '/infra/settings/firewall/security';

/** Whether the distributed firewall of an NSX Manager, or of a project, is on at all. */
export const firewallSwitch = nsxKind({
  name: 'firewall-switch',
  type: 'DfwFirewallConfiguration',
  scope: 'any',
  lists: [SWITCH, `{kind:project}${SWITCH}`],
  listOnly: true,
  alone: true,
  optional: true,
  dfw: 'switch',
  identify: () => SWITCH,
  called: () => 'Distributed firewall',
  presentation: {
    singular: 'firewall switch',
    plural: 'firewall switches',
    icon: 'shield-off',
    lane: null,
    facts: [{ name: 'enabled', label: 'Distributed firewall on' }, REALIZATION],
  },
  hides: 'whether the distributed firewall is on at all',
  project: ({ enable_firewall: enabled }) => ({
    facts: { enabled: typeof enabled === 'boolean' ? enabled : null },
    ...(enabled === false
      ? { state: 'warning', reason: 'the distributed firewall is switched off: no rule is enforced' }
      : {}),
  }),
});
