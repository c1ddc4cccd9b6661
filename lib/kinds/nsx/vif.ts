import type { RelationStatement } from '../../model';
import { vifKey } from '../machine';
import { objectsOf, textOf, textsOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { fabricKey } from './fabric';

/** A network card of a virtual machine: tells which machine is behind a parent VIF, where the port itself does not. */
export const vif = nsxKind({
  name: 'vif',
  type: 'VirtualNetworkInterface',
  scope: 'any',
  api: 'manager',
  lists: ['/fabric/vifs'],
  listOnly: true,
  optional: true,
  identify: fabricKey('vifs'),
  presentation: {
    singular: 'network card',
    plural: 'network cards',
    icon: 'ethernet-port',
    lane: null,
    facts: [
      { name: 'attachment', label: 'VIF', mono: true },
      { name: 'mac', label: 'MAC', mono: true },
      { name: 'addresses', label: 'Addresses', mono: true },
      REALIZATION,
    ],
  },
  hides: 'network cards of virtual machines, and with them which cluster node carries a port',
  project: (raw) => {
    const attachment = textOf(raw.lport_attachment_id);
    const owner = textOf(raw.owner_vm_id);
    const relations: RelationStatement[] = [];
    if (owner !== null) {
      relations.push({
        edge: 'attaches',
        direction: 'out',
        target: { by: 'key', key: `/fabric/virtual-machines/${owner}` },
        evidence: { by: 'uid', field: 'owner_vm_id', uid: owner },
      });
    }
    return {
      facts: {
        attachment,
        mac: textOf(raw.mac_address),
        addresses: objectsOf(raw.ip_address_info).flatMap((info) => textsOf(info.ip_addresses)),
      },
      relations,
      keys: attachment === null ? [] : [vifKey(attachment)],
    };
  },
});
