import type { BoxKind, Networks } from './view';

export interface BoxNoun {
  readonly one: string;
  readonly many: string;
}

const NOUNS: Readonly<Record<BoxKind, BoxNoun>> = {
  namespace: { one: 'Namespace', many: 'Namespaces' },
  'tier-1': { one: 'Tier-1', many: 'Tier-1s' },
  segment: { one: 'segment', many: 'segments' },
  'cluster-node': { one: 'cluster node', many: 'cluster nodes' },
  workload: { one: 'workload', many: 'workloads' },
  group: { one: 'group', many: 'groups' },
};

/** What stands in a VPC world where others have a Tier-1 or a segment. */
const IN_VPC: Partial<Readonly<Record<BoxKind, BoxNoun>>> = {
  'tier-1': { one: 'VPC', many: 'VPCs' },
  segment: { one: 'subnet', many: 'subnets' },
};

/** What the boxes of a view are called: `Tier-1`, `VPC`, `Tier-1 or VPC`. */
export function boxWords({ by = 'namespace' }: { readonly by?: BoxKind }, networks: Networks = 'tier-1'): BoxNoun {
  const [usual, inVpc] = [NOUNS[by], IN_VPC[by]];
  if (inVpc === undefined || networks === 'tier-1') return usual;
  if (networks === 'vpc') return inVpc;
  return { one: `${usual.one} or ${inVpc.one}`, many: `${usual.many} and ${inVpc.many}` };
}

/** What the box is called of what belongs to no other. */
export const remainderTitle = (by: BoxKind, networks: Networks): string =>
  by === 'group' ? 'in no admin group' : `no ${boxWords({ by }, networks).one}`;

/** Whether the box is that of what belongs to no other, which comes last. */
export const isRemainder = ({ id }: { readonly id: string }): boolean => id.endsWith('|');

/** `1 Namespace stays`, `12 cluster nodes stay`. */
export function sayBoxes({ one, many }: BoxNoun, count: number, does: string, doTheyAll: string): string {
  return `${count} ${count === 1 ? `${one} ${does}` : `${many} ${doTheyAll}`}`;
}
