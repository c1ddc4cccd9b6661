import { describe, expect, it } from 'vitest';
import type { ObjectResponse } from '@/lib/wire/details';
import { memberStates } from './member-states';

const told = (...facts: readonly { readonly name: string; readonly value: string[] | string }[]): ObjectResponse =>
  ({ facts: facts.map((fact) => ({ ...fact, label: '', mono: true })) }) as unknown as ObjectResponse; // the rest is not read

describe('states of pool members', () => {
  it('are read from what is told of a pool or of a virtual server, with the cause', () => {
    const states = memberStates([
      undefined,
      told({ name: 'members', value: ['10.0.0.9:80'] }),
      told({ name: 'memberStates', value: ['10.0.0.1:80 UP', '10.0.0.2:80 DOWN (connection refused)'] }),
      told({ name: 'members /infra/lb-pools/a', value: ['[fd00::1]:80 UP'] }),
    ]);
    expect([...states]).toEqual([
      ['10.0.0.1:80', { state: 'UP', cause: null }],
      ['10.0.0.2:80', { state: 'DOWN', cause: 'connection refused' }],
      ['[fd00::1]:80', { state: 'UP', cause: null }],
    ]);
  });
});
