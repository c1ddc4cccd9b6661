import { describe, expect, it } from 'vitest';
import { neighbour } from './neighbours';

const rect = (x: number, y: number) => ({ x, y, width: 100, height: 48 });
const cards = new Map([
  ['t1', rect(0, 100)],
  ['seg', rect(200, 100)],
  ['near', rect(200, 0)],
  ['a', rect(400, 60)],
  ['b', rect(400, 120)],
]);
const link = (from: string, to: string) => ({
  id: `${from}>${to}`,
  from,
  to,
  kind: 'connects',
  evidence: '',
  crossPlane: false,
});
const links = [link('t1', 'seg'), link('seg', 'b'), link('seg', 'a')];

describe('arrow keys', () => {
  it('follow links sideways, the nearest in height first', () => {
    expect(neighbour('t1', 'ArrowRight', cards, links)).toBe('seg');
    expect(neighbour('seg', 'ArrowRight', cards, links)).toBe('b');
    expect(neighbour('seg', 'ArrowLeft', cards, links)).toBe('t1');
  });
  it('stay in the column up and down, and stop at the rim', () => {
    expect(neighbour('a', 'ArrowDown', cards, links)).toBe('b');
    expect(neighbour('seg', 'ArrowUp', cards, links)).toBe('near');
    expect(neighbour('near', 'ArrowUp', cards, links)).toBeNull();
    expect(neighbour('gone', 'ArrowUp', cards, links)).toBeNull();
  });
});
