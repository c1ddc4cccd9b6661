import { expect, it } from 'vitest';
import { toCsv } from './csv';

it('quotes what needs it and disarms formulas', () => {
  expect(
    toCsv([
      ['a', 'b'],
      ['x,"y"', null],
      ['=1+1', 3],
    ]),
  ).toBe('a,b\r\n"x,""y""",\r\n\'=1+1,3\r\n');
});
