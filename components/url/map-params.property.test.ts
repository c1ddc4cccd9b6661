import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FILTER_STATES,
  GROUPINGS,
  type MapParams,
  PANEL_TABS,
  readMapParams,
  specOf,
  withBox,
  withPin,
  writeMapParams,
} from './map-params';

const word = fc.string({ minLength: 1, maxLength: 12 });
const params: fc.Arbitrary<MapParams> = fc
  .record({
    cluster: fc.option(word),
    namespace: fc.option(word),
    open: fc
      .uniqueArray(
        word.map((text) => `+${text}`),
        { maxLength: 4 },
      )
      .map((boxes) => boxes.sort()),
    by: fc.constantFrom(null, ...GROUPINGS),
    groups: fc.boolean(),
    selected: fc.option(word),
    tab: fc.constantFrom(...PANEL_TABS),
    text: fc.string({ maxLength: 12 }),
    states: fc.subarray([...FILTER_STATES]),
    at: fc.option(word),
    depth: fc.constantFrom(1, 2, 3, 4),
    find: fc.string({ maxLength: 12 }),
    hide: fc.string({ maxLength: 12 }),
    table: fc.boolean(),
    relations: fc.boolean(),
    ofNsx: fc.boolean(),
    sort: fc.option(word),
    columns: fc.option(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 4 })),
    pins: fc.uniqueArray(word, { maxLength: 2 }),
    reach: fc.option(
      fc.record({
        side: fc.constantFrom('to' as const, 'from' as const),
        protocol: fc.constantFrom('tcp', 'icmp', '132'),
        port: fc.constantFrom('', '80', '65535'),
      }),
    ),
  })
  .map((value) => (value.cluster === null ? { ...value, namespace: null } : value))
  .map((value) => (value.at === null ? { ...value, depth: 2 } : value))
  .map((value) => (value.table ? value : { ...value, relations: false }))
  .map((value) => (value.selected === null ? { ...value, reach: null } : value));

describe('map parameters', () => {
  it('survive the URL', () => {
    fc.assert(
      fc.property(params, (value) => {
        const url = new URL(`http://localhost/?${writeMapParams(value).toString()}`);
        expect(readMapParams(url.searchParams)).toEqual(value);
      }),
      { seed: 20, numRuns: 300 },
    );
  });

  it('fall back where a link holds nonsense', () => {
    const read = readMapParams(new URLSearchParams('namespace=x&tab=none&state=odd&open=box&depth=7&find=kind:'));
    expect(read).toMatchObject({ namespace: null, tab: 'facts', states: [], open: [], depth: 2, find: 'kind:' });
    expect(specOf(read)).toEqual({ cluster: null, namespace: null, open: [], groups: false });
  });

  it('keep one choice per box', () => {
    expect(withBox(['+a', '-b'], 'b', 'open')).toEqual(['+a', '+b']);
    expect(withBox(['+a'], 'a', 'closed')).toEqual(['-a']);
  });

  it('hold two objects for comparison, the newest two', () => {
    expect(withPin(['a'], 'b')).toEqual(['a', 'b']);
    expect(withPin(['a', 'b'], 'c')).toEqual(['b', 'c']);
    expect(withPin(['a', 'b'], 'a')).toEqual(['b']);
  });
});
