import type { AddressLedger } from '../ipam/ledger';
import { networkOfSubnet } from '../ipam/pools';
import { formatIpv4 } from '../ipam/ipv4';
import { asObjects, asText, type JsonObject, objectAt } from '../json';
import type { StoredObject } from '../tree/tree';
import type { RealizationEngine, RealizationFault, RealizationState } from './engine';

const POINT = '/infra/sites/default/enforcement-points/default';

const entityTypes: Readonly<Record<string, string>> = {
  Segment: 'RealizedLogicalSwitch',
  SegmentPort: 'RealizedLogicalPort',
  VpcSubnet: 'RealizedLogicalSwitch',
  VpcSubnetPort: 'RealizedLogicalPort',
  Tier0: 'RealizedLogicalRouter',
  Tier1: 'RealizedLogicalRouter',
  Vpc: 'RealizedLogicalRouter',
  Tier0Interface: 'RealizedLogicalRouterPort',
  Tier1Interface: 'RealizedLogicalRouterPort',
  IpAddressBlock: 'IpBlock',
  IpAddressPool: 'IpPool',
  IpAddressPoolBlockSubnet: 'IpBlockSubnet',
  IpAddressPoolStaticSubnet: 'IpPoolSubnet',
  IpAddressAllocation: 'AllocationIpAddress',
  VpcIpAddressAllocation: 'AllocationIpAddress',
  PolicyNatRule: 'RealizedNatRule',
  PolicyVpcNatRule: 'RealizedNatRule',
  LBService: 'LbServiceDto',
  LBVirtualServer: 'LbVirtualServerDto',
  LBPool: 'LbPoolDto',
  Group: 'RealizedGroup',
  SecurityPolicy: 'RealizedFirewallSection',
  GatewayPolicy: 'RealizedFirewallSection',
  Rule: 'RealizedFirewallRule',
  Service: 'RealizedService',
  SpoofGuardProfile: 'RealizedSpoofGuardSwitchingProfile',
};

const attribute = (key: string, values: readonly string[]): JsonObject => ({
  data_type: 'STRING',
  multivalue: values.length > 1,
  key,
  values: [...values],
});

function attributesOf(object: StoredObject, ledger: AddressLedger): JsonObject[] {
  const type = object.body.resource_type;
  if (type === 'IpAddressAllocation') {
    const address = ledger.addressOf(object.path);
    return address === undefined ? [] : [attribute('allocation_ip', [formatIpv4(address)])];
  }
  if (type === 'VpcIpAddressAllocation') {
    const range = ledger.rangeOf(object.path);
    return range === undefined ? [] : [attribute('allocation_ip', [formatIpv4(range.first)])];
  }
  if (type === 'IpAddressPoolBlockSubnet' || type === 'VpcSubnet') {
    const network = networkOfSubnet(object, ledger);
    if (network === undefined) return [];
    const gateway = network.gateway === undefined ? [] : [attribute('gateway_ip', [network.gateway])];
    return [attribute('cidr', [network.cidr]), ...gateway];
  }
  return [];
}

/** The alarm of a failed realisation. */
export function alarmOf(object: StoredObject, fault: RealizationFault, at: number): JsonObject {
  const id = `${String(object.body.unique_id)}-alarm`;
  const path = `/infra/realized-state/alarms/${id}`;
  return {
    resource_type: 'PolicyAlarmResource',
    id,
    display_name: id,
    path,
    relative_path: id,
    parent_path: '/infra/realized-state',
    message: fault.message,
    source_reference: object.path,
    error_details: { error_code: fault.code, error_message: fault.message, module_name: 'policy' },
    marked_for_delete: false,
    _create_time: at,
    _create_user: 'system',
    _last_modified_time: at,
    _last_modified_user: 'system',
    _protection: 'NOT_PROTECTED',
    _revision: 0,
  };
}

interface EntityPlan {
  readonly suffix: string;
  readonly entityType: string;
  readonly attributes: readonly JsonObject[];
}

function plansFor(object: StoredObject, ledger: AddressLedger): EntityPlan[] {
  const type = asText(object.body.resource_type) ?? '';
  const main: EntityPlan = {
    suffix: '',
    entityType: entityTypes[type] ?? `Realized${type}`,
    attributes: attributesOf(object, ledger),
  };
  const gateways = asObjects(object.body.subnets).flatMap((subnet) => asText(subnet.gateway_address) ?? []);
  if (type !== 'Segment' || gateways.length === 0 || object.body.type !== 'ROUTED') return [main];
  return [
    main,
    { suffix: '-gateway', entityType: 'RealizedLogicalRouterPort', attributes: [attribute('IpAddresses', gateways)] },
  ];
}

/** The realised entities of an object; empty while realisation has not started. */
export function realizedEntities(object: StoredObject, state: RealizationState, ledger: AddressLedger): JsonObject[] {
  if (state.state === 'UNREALIZED' && !state.started) return [];
  const fault = state.state === 'ERROR' ? state.fault : undefined;
  const at = state.state === 'UNREALIZED' ? Number(object.body._last_modified_time) : state.at;
  return plansFor(object, ledger).map(({ suffix, entityType, attributes }) => {
    const id = `${object.id}${suffix}`;
    return {
      resource_type: 'GenericPolicyRealizedResource',
      id,
      display_name: asText(object.body.display_name) ?? id,
      path: `/infra/realized-state/enforcement-points/default/${entityType}/${id}`,
      relative_path: id,
      parent_path: '/infra/realized-state/enforcement-points/default',
      intent_paths: [object.path],
      intent_reference: [object.path],
      entity_type: entityType,
      state: state.state,
      realization_specific_identifier: `${String(object.body.unique_id)}${suffix}`,
      realization_api: `/api/v1/realized/${entityType}/${String(object.body.unique_id)}`,
      enforcement_point_path: POINT,
      site_path: '/infra/sites/default',
      runtime_status: fault === undefined ? (state.state === 'REALIZED' ? 'UP' : 'UNKNOWN') : 'DOWN',
      operational_status: fault === undefined ? 'UP' : 'DOWN',
      publish_status: state.state,
      publish_time: at,
      extended_attributes: [...attributes],
      alarms: fault === undefined ? [] : [alarmOf(object, fault, at)],
      _create_time: Number(object.body._create_time),
      _create_user: 'system',
      _last_modified_time: at,
      _last_modified_user: 'system',
      _protection: 'NOT_PROTECTED',
      _revision: 0,
    };
  });
}

const consolidated = { REALIZED: 'SUCCESS', UNREALIZED: 'IN_PROGRESS', ERROR: 'ERROR' } as const;

/** The consolidated status of an object, as its status URL and search hits show it. */
export function realizedStatus(object: StoredObject, engine: RealizationEngine): JsonObject {
  const state = engine.stateOf(object);
  return {
    intent_path: object.path,
    publish_status: state.state,
    consolidated_status: { consolidated_status: consolidated[state.state] },
    intent_version: String(object.body._revision ?? 0),
    ...(state.state === 'UNREALIZED' ? {} : { publish_time: state.at }),
  };
}

/** `/state` of a segment port or VPC subnet port. */
export function portState(
  object: StoredObject,
  engine: RealizationEngine,
  ledger: AddressLedger,
  discovered: readonly JsonObject[],
  hosts: readonly string[],
): JsonObject {
  const attachment = objectAt(object.body, 'attachment');
  const state = engine.stateOf(object);
  const ready = state.state === 'REALIZED' || (state.state === 'UNREALIZED' && state.started);
  const vif = asText(attachment.id);
  const host = hosts[0];
  const attached: JsonObject = {
    ...(vif === undefined ? {} : { id: vif }),
    state: vif === undefined ? 'FREE' : ready ? 'ATTACHED' : 'DETACHED',
    attachers:
      vif === undefined || host === undefined || !ready ? [] : [{ entity: `/vmfs/volumes/lab/${vif}.vmx`, host }],
  };
  return {
    attachment: attached,
    realized_bindings: ready
      ? realizedBindings(object, ledger, state.state === 'REALIZED' ? state.at : Number(object.body._create_time))
      : [],
    discovered_bindings: [...discovered],
    duplicate_bindings: [],
    transport_node_ids: ready && host !== undefined ? [host] : [],
  };
}

function realizedBindings(object: StoredObject, ledger: AddressLedger, at: number): JsonObject[] {
  const stated = asObjects(object.body.address_bindings).map((binding) => ({
    binding: {
      ...(binding.ip_address === undefined ? {} : { ip_address: binding.ip_address }),
      mac_address: binding.mac_address ?? ledger.macOf(object.path) ?? '00:00:00:00:00:00',
      ...(binding.vlan_id === undefined ? {} : { vlan: binding.vlan_id }),
    },
    binding_timestamp: at,
    source: 'USER_DEFINED',
  }));
  const address = ledger.addressOf(object.path);
  if (address === undefined) return stated;
  const vlan = objectAt(object.body, 'attachment').traffic_tag;
  const mac = ledger.macOf(object.path);
  const binding = {
    ip_address: formatIpv4(address),
    ...(mac === undefined ? {} : { mac_address: mac }),
    ...(vlan === undefined ? {} : { vlan }),
  };
  return [...stated, { binding, binding_timestamp: at, source: 'USER_DEFINED' }];
}

/** The addresses a port has on the data path. */
export function portAddresses(object: StoredObject, ledger: AddressLedger): string[] {
  const stated = asObjects(object.body.address_bindings).flatMap((binding) => asText(binding.ip_address) ?? []);
  const address = ledger.addressOf(object.path);
  return address === undefined ? stated : [...stated, formatIpv4(address)];
}
