import type { JsonObject } from './json';
import { Problem } from './problem';
import { builtinServices } from './builtin-services';
import { type PlannedWrite, systemActor, type TreeWriter } from './tree/writer';

const POINT = '/infra/sites/default/enforcement-points/default';
const DOMAIN = '/infra/domains/default';
/** Ids that every NSX Manager gives its default transport zones. */
const OVERLAY = '1b3a2f36-bfd1-443e-a0f6-4de01abc963e';
const VLAN = 'a95c914d-748d-497c-94ab-10d4647daeba';

const anyRule = (id: string, sequence: number, extra: JsonObject = {}): JsonObject => ({
  id,
  display_name: id,
  action: 'ALLOW',
  sequence_number: sequence,
  is_default: true,
  ...extra,
});

function infrastructure(): PlannedWrite[] {
  const at = (path: string, body: JsonObject = {}): PlannedWrite => ({ path, body });
  return [
    at('/infra', { display_name: 'infra', connectivity_strategy: 'BLACKLIST' }),
    at('/infra/sites/default', { display_name: 'default', site_type: 'ONPREM_LM', site_number: 1 }),
    at(POINT, { display_name: 'default', auto_enforce: true, version: '4.2.0' }),
    at(`${POINT}/transport-zones/${OVERLAY}`, {
      display_name: 'nsx-overlay-transportzone',
      tz_type: 'OVERLAY_STANDARD',
      is_default: true,
      nested_nsx: false,
      nsx_id: OVERLAY,
    }),
    at(`${POINT}/transport-zones/${VLAN}`, {
      display_name: 'nsx-vlan-transportzone',
      tz_type: 'VLAN_BACKED',
      is_default: true,
      nested_nsx: false,
      nsx_id: VLAN,
    }),
    at(DOMAIN, { display_name: 'default' }),
    at('/infra/spoofguard-profiles/default-spoofguard-profile'),
    at('/infra/segment-security-profiles/default-segment-security-profile'),
    at('/infra/ip-discovery-profiles/default-ip-discovery-profile'),
    at('/infra/mac-discovery-profiles/default-mac-discovery-profile'),
    at('/infra/lb-app-profiles/default-http-lb-app-profile', { resource_type: 'LBHttpProfile' }),
    at('/infra/lb-app-profiles/default-tcp-lb-app-profile', { resource_type: 'LBFastTcpProfile' }),
    at('/infra/lb-app-profiles/default-udp-lb-app-profile', { resource_type: 'LBFastUdpProfile' }),
    at('/infra/lb-persistence-profiles/default-source-ip-lb-persistence-profile', {
      resource_type: 'LBSourceIpPersistenceProfile',
    }),
    at('/infra/settings/firewall/security', { enable_firewall: true, disable_auto_drafts: false, idfw_enabled: false }),
    at('/infra/settings/firewall/security/exclude-list', { members: [] }),
    at('/orgs/default', { display_name: 'default' }),
  ];
}

function firewall(): PlannedWrite[] {
  return [
    {
      path: `${DOMAIN}/security-policies/default-layer2-section`,
      body: {
        display_name: 'Default Layer2 Section',
        category: 'Ethernet',
        is_default: true,
        stateful: false,
        tcp_strict: false,
        connectivity_preference: 'NONE',
        rules: [anyRule('default-layer2-rule', 2_147_483_647)],
      },
    },
    {
      path: `${DOMAIN}/security-policies/default-layer3-section`,
      body: {
        display_name: 'Default Layer3 Section',
        category: 'Application',
        is_default: true,
        connectivity_preference: 'NONE',
        sequence_number: 999_999,
        rules: [
          anyRule('default_rule_NDP', 25_000, {
            display_name: 'Default Rule NDP',
            services: [
              '/infra/services/IPv6-ICMP_Neighbor_Solicitation',
              '/infra/services/IPv6-ICMP_Neighbor_Advertisement',
            ],
          }),
          anyRule('default_rule_DHCP', 50_000, {
            display_name: 'Default Rule DHCP',
            services: ['/infra/services/DHCP-Server', '/infra/services/DHCP-Client'],
          }),
          anyRule('default-layer3-rule', 2_147_483_647, { display_name: 'Default Layer3 Rule' }),
        ],
      },
    },
    {
      path: `${DOMAIN}/gateway-policies/Policy_Default_Infra`,
      body: { display_name: 'Policy_Default_Infra', category: 'Default', is_default: true, sequence_number: 0 },
    },
  ];
}

/** Numbers that the default rules always have. */
const ruleNumbers: Readonly<Record<string, number>> = {
  'default-layer2-rule': 1,
  'default-layer3-rule': 2,
  default_rule_NDP: 3,
  default_rule_DHCP: 4,
};

/** Installs what a freshly deployed manager holds. */
export function installBuiltins(state: TreeWriter): void {
  const stored = state.write([...infrastructure(), ...builtinServices(), ...firewall()], 'patch', systemActor);
  if (stored instanceof Problem) throw new Error(`built-in objects are refused: ${stored.message}`);
  for (const object of stored) {
    const number = ruleNumbers[object.id];
    state.tree.put(object.path, {
      ...object.body,
      _system_owned: true,
      ...(number === undefined ? {} : { rule_id: number }),
    });
  }
}
