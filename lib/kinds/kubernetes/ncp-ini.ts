/** Settings of ncp.ini that say how the cluster lies in NSX. Everything else, passwords and keys above all, is dropped. */
const KEPT = new Set([
  'coe.cluster',
  'coe.adaptor',
  'coe.enable_vpc_network',
  'nsx_v3.nsx_api_managers',
  'nsx_v3.policy_nsxapi',
  'nsx_v3.single_tier_topology',
  'nsx_v3.top_tier_router',
  'nsx_v3.tier0_gateway',
  'nsx_v3.overlay_tz',
  'nsx_v3.container_ip_blocks',
  'nsx_v3.no_snat_ip_blocks',
  'nsx_v3.external_ip_pools',
  'nsx_v3.external_ip_pools_lb',
  'nsx_v3.subnet_prefix',
  'nsx_v3.default_project',
  'nsx_v3.insecure',
]);

/**
 * The settings of an ncp.ini that are safe and useful, as `section.key`. It reads an allow list, so that a secret under a
 * key that nobody foresaw is dropped too.
 */
export function readNcpIni(text: string): Readonly<Record<string, string>> {
  const settings: Record<string, string> = {};
  let section = 'DEFAULT';
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    const heading = /^\[([^\]]+)\]$/.exec(trimmed);
    if (heading?.[1] !== undefined) section = heading[1].trim();
    else if (!trimmed.startsWith('#') && !trimmed.startsWith(';')) {
      const at = trimmed.indexOf('=');
      const key = `${section}.${trimmed.slice(0, at).trim()}`;
      if (at > 0 && KEPT.has(key)) settings[key] = trimmed.slice(at + 1).trim();
    }
  }
  // A manager may be written with credentials in its URL.
  const managers = settings['nsx_v3.nsx_api_managers'];
  if (managers !== undefined) settings['nsx_v3.nsx_api_managers'] = managers.replaceAll(/[^/,\s]*@/g, '');
  return settings;
}
