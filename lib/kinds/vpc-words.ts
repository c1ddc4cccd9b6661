import type { Networks } from '../view/view';
import type { Presentation } from './define';

/** Subnets of a VPC and their ports are of the same kinds as segments and theirs; policy paths tell them apart. */
const UNDER_VPC = /\/vpcs\/[^/]+\/subnets\//;

/** Whether the policy path is that of a VPC's subnet or of something on one. */
export const isInVpc = (path: string): boolean => UNDER_VPC.test(path);

/** What several objects of a kind are called: `segments`, `subnets`, `segments and subnets`. */
export function pluralOf({ plural, inVpc }: Presentation, networks: Networks): string {
  if (inVpc === undefined || networks === 'tier-1') return plural;
  return networks === 'vpc' ? inVpc.plural : `${plural} and ${inVpc.plural}`;
}
