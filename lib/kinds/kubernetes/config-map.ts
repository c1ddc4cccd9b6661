import { iniConfigMap } from './ini-config-map';

/** NCP's own ConfigMap. */
export const configMap = iniConfigMap({
  name: 'config-map',
  config: 'nsx-ncp-config',
  agent: 'NCP',
  fileIn: (names) => names.find((name) => name === 'ncp.ini') ?? null,
  missing: 'data.ncp.ini is missing',
  facts: [
    { name: 'policyApi', label: 'Policy API' },
    { name: 'topology', label: 'Topology' },
  ],
  read: (settings) => ({
    policyApi: settings['nsx_v3.policy_nsxapi']?.toLowerCase() === 'true',
    // NCP ships with single_tier_topology off.
    topology: settings['nsx_v3.single_tier_topology']?.toLowerCase() === 'true' ? 'single-tier' : 'two-tier',
  }),
  hides: "NCP's configuration, and with it the cluster's name on NSX",
});
