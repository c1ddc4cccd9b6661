import type { Claim } from '../../model';
import { machineKey } from '../machine';
import { textOf, textsOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { fabricKey } from './fabric';
import { STRENGTH } from './tags';

/** A virtual machine; that of a cluster node has the BIOS id that the node names as its provider id. */
export const virtualMachine = nsxKind({
  name: 'virtual-machine',
  type: 'VirtualMachine',
  scope: 'any',
  api: 'manager',
  lists: ['/fabric/virtual-machines'],
  listOnly: true,
  optional: true,
  identify: fabricKey('virtual-machines'),
  presentation: {
    singular: 'virtual machine',
    plural: 'virtual machines',
    icon: 'server',
    lane: null,
    facts: [{ name: 'power', label: 'Power' }, { name: 'bios', label: 'BIOS id', mono: true }, REALIZATION],
  },
  hides: 'virtual machines, and with them which one a cluster node is',
  project: (raw) => {
    const ids = textsOf(raw.compute_ids);
    const bios = ids.find((id) => id.startsWith('biosUuid:'))?.slice('biosUuid:'.length) ?? null;
    return {
      // Some releases write it in lower case.
      facts: { power: textOf(raw.power_state)?.toUpperCase() ?? null, bios },
      claims: bios === null ? [] : machineClaim(bios),
    };
  },
});

function machineClaim(bios: string): readonly Claim[] {
  const evidence = { by: 'uid', field: 'compute_ids.biosUuid', uid: bios } as const;
  return [{ edge: 'realizes', tagValue: null, key: machineKey(bios), evidence, strength: STRENGTH.IDENTITY }];
}
