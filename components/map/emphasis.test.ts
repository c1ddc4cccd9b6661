import { describe, expect, it, vi } from 'vitest';
import { EmphasisStore } from './emphasis';

const path = { cards: new Set(['a', 'b']), links: new Set(['a>b']), labelled: new Set(['a>b']) };
const nothing = { selected: new Set<string>(), region: null, path: null, passing: null } as const;

describe('emphasis', () => {
  it('raises the path of a selection and lowers the rest', () => {
    const store = new EmphasisStore();
    store.set({ ...nothing, selected: new Set(['a']), path });
    expect(['a', 'b', 'c'].map((id) => store.card(id))).toEqual(['selected', 'raised', 'lowered']);
    expect(store.link('a>b', 'a', 'b')).toBe('labelled');
    expect(store.link('b>c', 'b', 'c')).toBe('lowered');
  });

  it('dims what is not found, and the links with it', () => {
    const store = new EmphasisStore();
    store.set({ ...nothing, passing: new Set(['a']) });
    expect([store.card('a'), store.card('b')]).toEqual(['normal', 'lowered']);
    expect(store.link('a>b', 'a', 'b')).toBe('lowered');
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
