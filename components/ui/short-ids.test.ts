import { describe, expect, it } from 'vitest';
import { shortIds } from './short-ids';

const UUID = '4ffef062-f8eb-4b71-8f42-05f4f74f999c';

describe('sentences that hold generated names', () => {
  it('cut UUIDs, and keep what stands around them', () => {
    expect(shortIds(`rule ir_${UUID}_TCP.5432 (destination: group np_${UUID}_tgt)`)).toBe(
      'rule ir_4ffef062…_TCP.5432 (destination: group np_4ffef062…_tgt)',
    );
    expect(shortIds(`Pod ${UUID.toUpperCase()}.`)).toBe('Pod 4FFEF062….');
  });

  it('leave all else as it is', () => {
    for (const text of ['rule web-to-web', `a${UUID}`, `${UUID}0`, '10.0.0.0/8, fd00::1'])
      expect(shortIds(text)).toBe(text);
  });
});
