import { expect, it } from 'vitest';
import { KINDS } from '@/lib/kinds';
import { KIND_ICONS, kindsTitle, kindTitle } from './kind-icon';

it('has the icon that each kind names', () => {
  expect(
    KINDS.filter((kind) => KIND_ICONS[kind.presentation.icon] === undefined).map(
      (kind) => `${kind.name}: ${kind.presentation.icon}`,
    ),
  ).toEqual([]);
});

it('calls what lies in a VPC as NSX does there', () => {
  const subnet = 'nsx:lab:segment:~1orgs~1default~1projects~1dev~1vpcs~1shop~1subnets~1pods';
  expect(kindTitle('segment', subnet)).toBe('Subnet');
  expect(kindTitle('segment-port', `${subnet}~1ports~1x`.replace(':segment:', ':segment-port:'))).toBe('Subnet port');
  expect(kindTitle('segment', 'nsx:lab:segment:~1infra~1segments~1pods')).toBe('Segment');
  expect(kindTitle('segment')).toBe('Segment');
});

it('calls several by what they may be', () => {
  expect((['tier-1', 'vpc', 'both'] as const).map((networks) => kindsTitle('segment', networks))).toEqual([
    'Segments',
    'Subnets',
    'Segments and subnets',
  ]);
  expect(kindsTitle('tier-0', 'both')).toBe('Tier-0 gateways');
});
