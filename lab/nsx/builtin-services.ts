import type { JsonObject } from './json';
import type { PlannedWrite } from './tree/writer';

const tcp: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['80'],
  HTTPS: ['443'],
  SSH: ['22'],
  FTP: ['21'],
  SMTP: ['25'],
  SMTP_TLS: ['587'],
  IMAP: ['143'],
  IMAP_SSL: ['993'],
  POP3: ['110'],
  LDAP: ['389'],
  'LDAP-over-SSL': ['636'],
  RDP: ['3389'],
  MySQL: ['3306'],
  'MS-SQL-S': ['1433'],
  PostgresSQL: ['5432'],
  Telnet: ['23'],
  'DNS-TCP': ['53'],
  SMB: ['445'],
  'Server-Message-Block-(SMB)': ['445'],
  KERBEROS: ['88'],
  BGP: ['179'],
  Oracle: ['1521'],
  VNC: ['5900'],
  'vSphere-client': ['443'],
  NFS_TCP: ['2049'],
  'TCP-10161-10162': ['10161-10162'],
};
const udp: Readonly<Record<string, readonly string[]>> = {
  DNS: ['53'],
  'DHCP-Server': ['67'],
  'DHCP-Client': ['68'],
  NTP: ['123'],
  'SNMP-Receive': ['161'],
  'SNMP-Send': ['162'],
  Syslog_UDP: ['514'],
  TFTP: ['69'],
  NFS_UDP: ['2049'],
  IKE_UDP: ['500'],
  RADIUS: ['1812'],
  'VXLAN-UDP': ['4789'],
  'GENEVE-UDP': ['6081'],
  BFD: ['3784'],
};
const icmp: Readonly<Record<string, { protocol: string; icmp_type?: number }>> = {
  'ICMP-ALL': { protocol: 'ICMPv4' },
  ICMP_Echo_Request: { protocol: 'ICMPv4', icmp_type: 8 },
  ICMP_Echo_Reply: { protocol: 'ICMPv4', icmp_type: 0 },
  ICMP_Destination_Unreachable: { protocol: 'ICMPv4', icmp_type: 3 },
  'IPv6-ICMP_Neighbor_Solicitation': { protocol: 'ICMPv6', icmp_type: 135 },
  'IPv6-ICMP_Neighbor_Advertisement': { protocol: 'ICMPv6', icmp_type: 136 },
  'ICMPv6-ALL': { protocol: 'ICMPv6' },
};

function service(id: string, entry: JsonObject): PlannedWrite {
  return {
    path: `/infra/services/${id}`,
    body: { display_name: id, is_default: true, service_entries: [{ id, display_name: id, ...entry }] },
  };
}

/** A modest choice of the services a manager brings along. */
export function builtinServices(): PlannedWrite[] {
  const l4 = (table: Readonly<Record<string, readonly string[]>>, protocol: string) =>
    Object.entries(table).map(([id, ports]) =>
      service(id, { resource_type: 'L4PortSetServiceEntry', l4_protocol: protocol, destination_ports: [...ports] }),
    );
  return [
    ...l4(tcp, 'TCP'),
    ...l4(udp, 'UDP'),
    ...Object.entries(icmp).map(([id, entry]) => service(id, { resource_type: 'ICMPTypeServiceEntry', ...entry })),
  ];
}
