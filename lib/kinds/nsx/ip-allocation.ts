import type { Claim } from '../../model';
import { textOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { type Intent, parentPath, toPath, underPath } from './object';
import { idClaim, idGrammar, namespaceClaims, uidClaim } from './tags';

const uidAlone = idGrammar('');

/** An address taken from a pool: for the SNAT of a namespace, or for a VIP. The address itself is often only realized. */
export const ipAllocation = nsxKind({
  name: 'ip-allocation',
  type: 'IpAddressAllocation',
  alsoTypes: ['VpcIpAddressAllocation'],
  scope: 'cluster',
  lists: ['{pools}/ip-allocations', '{kind:vpc}/ip-address-allocations'],
  presentation: {
    singular: 'IP allocation',
    plural: 'IP allocations',
    icon: 'droplet',
    lane: null,
    facts: [
      { name: 'address', label: 'Address', mono: true },
      { name: 'createdFor', label: 'Created for' },
      REALIZATION,
    ],
  },
  hides: 'IP allocations, and with them who holds which external address',
  project: (raw, intent) => ({
    facts: { address: textOf(raw.allocation_ip) ?? textOf(raw.allocation_ips), createdFor: intent.owner.createdFor },
    relations: [
      ...toPath('allocates', 'path', parentPath(intent.path, 'ip-allocations')),
      ...underPath('contains', parentPath(intent.path, 'ip-address-allocations')),
    ],
    claims: claimsOf(intent),
  }),
});

/** An allocation for a Service is tagged with its namespace too, so its id tells whom it is for. */
function claimsOf({ owner, id }: Intent): readonly Claim[] {
  if (owner.resourceUid !== null) return uidClaim(owner, owner.resourceUid);
  if (owner.serviceUid !== null) return uidClaim(owner, owner.serviceUid);
  const uid = uidAlone(id);
  if (uid !== null && owner.namespaceUid !== null && uid !== owner.namespaceUid.tag) return idClaim(owner, uid);
  if (owner.createdFor !== null && owner.namespaceUid === null) return [];
  return namespaceClaims(owner, id, uidAlone);
}
