import { expect, it } from 'vitest';
import { KINDS } from '@/lib/kinds';
import { KIND_ICONS } from './kind-icon';

it('has the icon that each kind names', () => {
  expect(
    KINDS.filter((kind) => KIND_ICONS[kind.presentation.icon] === undefined).map(
      (kind) => `${kind.name}: ${kind.presentation.icon}`,
    ),
  ).toEqual([]);
});
