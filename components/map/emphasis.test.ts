import { describe, expect, it, vi } from 'vitest';
import { EmphasisStore } from './emphasis';

const path = { cards: new Set(['a', 'b']), links: new Set(['a>b']), labelled: new Set(['a>b']) };
const nothing = { selected: new Set<string>(), region: null, path: null, passing: null } as const;

describe('emphasis', () => {
  it('raises the path of a selection and lowers the rest', () => {
    const store = new EmphasisStore();
    store.set({ ...nothing, selected: new Set(['a']), path });
    expect(['a', 'b', 'c'].map((id) => store.card(id))).toEqual(['selected', 'raised', 'lowered']);
    expect(store.link({ id: 'a>b', from: 'a', to: 'b' })).toBe('labelled');
    expect(store.link({ id: 'b>c', from: 'b', to: 'c' })).toBe('lowered');
  });

  it('dims what is not found, and the links with it', () => {
    const store = new EmphasisStore();
    store.set({ ...nothing, passing: new Set(['a']) });
    expect([store.card('a'), store.card('b')]).toEqual(['normal', 'lowered']);
    expect(store.link({ id: 'a>b', from: 'a', to: 'b' })).toBe('lowered');
  });

  it('draws a line that would cross the map only with a selection at one of its ends', () => {
    const store = new EmphasisStore();
    const crossing = { id: 'a>b', from: 'a', to: 'b', quiet: true };
    expect(store.link(crossing)).toBe('gone');
    store.set({ ...nothing, selected: new Set(['c']), path: { ...path, links: new Set() } });
    expect(store.link(crossing)).toBe('gone');
    store.set({ ...nothing, selected: new Set(['a']), path });
    expect(store.link(crossing)).toBe('labelled');
  });

  it('tells its listeners', () => {
    const store = new EmphasisStore();
    const listener = vi.fn();
    store.subscribe(listener);
    store.set({ ...nothing, region: 'r' });
    expect(listener).toHaveBeenCalledOnce();
    expect([store.region('r'), store.region('s')]).toEqual([true, false]);
  });
});
