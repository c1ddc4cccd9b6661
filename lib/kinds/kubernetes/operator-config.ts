import { iniConfigMap } from './ini-config-map';

/** The ConfigMap of nsx-operator. */
export const operatorConfig = iniConfigMap({
  name: 'operator-config',
  config: 'nsx-operator-config',
  agent: 'NSX Operator',
  // Deployments mount the file under different names.
  fileIn: (names) => names.find((name) => name === 'nsxop.ini') ?? names.find((name) => name.endsWith('.ini')) ?? null,
  missing: 'data holds no .ini file',
  facts: [
    { name: 'vpc', label: 'VPC network' },
    { name: 'project', label: 'Default project', mono: true },
  ],
  read: (settings, file) => ({
    vpc: settings['coe.enable_vpc_network']?.toLowerCase() === 'true',
    project: settings['nsx_v3.default_project'] ?? null,
    file,
  }),
  hides: "nsx-operator's configuration, and with it the cluster's name on NSX",
});
