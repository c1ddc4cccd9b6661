import type { Claim, FactValue, RelationStatement } from '../../model';
import type { Stating } from '../derived';
import { vifKey } from '../machine';
import { isObject, type Json, numberOf, shareText, textOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { type Intent, lastPart, type NsxProjection, parentPath, underPath } from './object';
import { portRuntime } from './port-runtime';
import { idClaim, idGrammar, nameClaim, nameKey, type OwnerTags, STRENGTH, uidClaim } from './tags';

const podUidInId = idGrammar('port_');
const NOTHING: readonly never[] = [];

/**
 * Segment ports are the most numerous objects of all, so their fields are read by hand, as those of Pods are. NSX 2.5
 * leaves the attachment of a cluster node's port out; a port of the Manager API keeps it under `context`.
 */
function project(raw: Json, intent: Intent): NsxProjection {
  const attachment = isObject(raw.attachment) ? raw.attachment : null;
  const context = attachment !== null && isObject(attachment.context) ? attachment.context : attachment;
  const type = context === null ? null : (textOf(context.type) ?? textOf(context.vif_type));
  const parent = context === null ? null : (textOf(context.context_id) ?? textOf(context.parent_vif_id));
  const vif = attachment === null ? null : textOf(attachment.id);
  const appId = context === null ? null : textOf(context.app_id);
  const bindings = Array.isArray(raw.address_bindings) ? raw.address_bindings.filter(isObject) : NOTHING;
  const [binding] = bindings;
  const facts: Record<string, FactValue> = {
    attachment: type === null ? null : shareText(type),
    vif,
    parentVif: parent === null ? null : shareText(parent),
    vlan: context === null ? null : numberOf(context.traffic_tag),
    appId,
    address: binding === undefined ? null : textOf(binding.ip_address),
    // One of each IP version, mostly; few ports have any at all.
    addresses: bindings.length < 2 ? null : bindings.flatMap(({ ip_address }) => textOf(ip_address) ?? []),
    mac: binding === undefined ? null : textOf(binding.mac_address),
    clusterNode: intent.owner.nodeName?.tag ?? null,
    adminState: textOf(raw.admin_state),
    // Some releases name members of groups, and traceflow its source, by this id in place of the path.
    uniqueId: textOf(raw.unique_id),
  };
  return { facts };
}

/** Only ports that can be a parent answer to their VIF: a child's own VIF is of no use to others. */
function keysOf({ facts }: Stating): readonly string[] {
  const vif = textOf(facts.vif);
  return vif !== null && facts.attachment !== 'CHILD' ? [vifKey(vif)] : NOTHING;
}

function relationsOf({ key, facts }: Stating): readonly RelationStatement[] {
  const [type, parent] = [textOf(facts.attachment), textOf(facts.parentVif)];
  const relations: RelationStatement[] = [...underPath('contains', parentPath(key, 'ports'))];
  if (parent === null || (type !== null && type !== 'CHILD')) return relations;
  // `context_id` is the parent's VIF, or its policy path when the parent is on another segment.
  const isPath = parent.startsWith('/');
  relations.push({
    edge: 'attaches',
    direction: 'out',
    target: { by: 'key', key: isPath ? parent : vifKey(parent) },
    evidence: isPath
      ? { by: 'path', field: 'attachment.context_id', path: parent }
      : { by: 'uid', field: 'attachment.context_id', uid: parent },
  });
  return relations;
}

function claimsOf({ key, facts }: Stating, owner: OwnerTags): readonly Claim[] {
  if (owner.nodeName !== null) return nameClaim(owner, owner.nodeName, { kind: 'cluster-node', namespaced: false });
  const appId = textOf(facts.appId);
  return [
    ...uidClaim(owner, owner.podUid),
    ...uidClaim(owner, owner.resourceUid),
    ...idClaim(owner, podUidInId(lastPart(key))),
    ...nameClaim(owner, owner.pod, { kind: 'pod', namespaced: true }),
    ...(appId === null ? NOTHING : appIdClaim(owner.cluster, appId)),
  ];
}

/** `nsx.<namespace>.<pod>`, or the Pod's UID on a Supervisor. */
function appIdClaim(cluster: string | null, appId: string): readonly Claim[] {
  const named = /^nsx\.([^.]+)\.(.+)$/.exec(appId);
  const uid = podUidAlone(appId);
  const [, namespace, name] = named ?? [];
  if (uid === null && (namespace === undefined || name === undefined)) return [];
  return [
    {
      edge: 'realizes',
      tagValue: cluster,
      key: uid ?? nameKey('pod', namespace ?? '', name ?? ''),
      evidence: BY_APP_ID,
      strength: STRENGTH.field,
    },
  ];
}

const BY_APP_ID = { by: 'inferred', reason: 'attachment.app_id names the Pod' } as const;
const podUidAlone = idGrammar('');

/** A segment port (in a VPC: a subnet port): what a Pod, or the network card of a cluster node, is attached to. */
export const segmentPort = nsxKind({
  name: 'segment-port',
  type: 'SegmentPort',
  alsoTypes: ['LogicalPort', 'VpcSubnetPort'],
  scope: 'cluster',
  lists: ['{segments}/ports'],
  live: portRuntime,
  soleFor: ['realizes'],
  dfw: 'port',
  presentation: {
    singular: 'segment port',
    plural: 'segment ports',
    inVpc: { singular: 'subnet port', plural: 'subnet ports' },
    icon: 'plug',
    lane: 'pod',
    line: (node) => [node.facts.address ?? node.facts.vif, node.facts.clusterNode].filter(Boolean).join(' · '),
    facts: [
      { name: 'attachment', label: 'Attachment' },
      { name: 'vif', label: 'VIF', mono: true },
      { name: 'parentVif', label: 'Parent VIF', mono: true },
      { name: 'vlan', label: 'VLAN' },
      { name: 'address', label: 'Static address', mono: true },
      { name: 'addresses', label: 'All static addresses', mono: true },
      { name: 'mac', label: 'Static MAC', mono: true },
      { name: 'appId', label: 'Application id', mono: true },
      { name: 'clusterNode', label: 'Cluster node' },
      { name: 'adminState', label: 'Admin state' },
      REALIZATION,
    ],
  },
  hides: 'segment ports, and with them which Pods are on NSX',
  project,
  statements: { relations: relationsOf, keys: keysOf, claims: claimsOf },
});
