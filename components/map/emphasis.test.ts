import { describe, expect, it, vi } from 'vitest';
import { EmphasisStore } from './emphasis';

const path = { cards: new Set(['a', 'b']), links: new Set(['a>b']), labelled: new Set(['a>b']) };
const nothing = { selected: new Set<string>(), region: null, path: null, passing: null, mode: 'find' } as const;

describe('emphasis', () => {
  it('raises the path of a selection and lowers the rest', () => {
    const store = new EmphasisStore();
    store.set({ ...nothing, selected: new Set(['a']), path });
    expect(['a', 'b', 'c'].map((id) => store.card(id))).toEqual(['selected', 'raised', 'lowered']);
    expect(store.link('a>b', 'a', 'b')).toBe('labelled');
    expect(store.link('b>c', 'b', 'c')).toBe('lowered');
  });

  it('dims or takes away what does not pass, and the links with it', () => {
    const store = new EmphasisStore();
    store.set({ ...nothing, passing: new Set(['a']) });
    expect([store.card('a'), store.card('b')]).toEqual(['normal', 'lowered']);
    store.set({ ...nothing, passing: new Set(['a']), mode: 'hide' });
    expect(store.card('b')).toBe('gone');
    expect(store.link('a>b', 'a', 'b')).toBe('gone');
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
