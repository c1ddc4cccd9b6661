import { describe, expect, it, vi } from 'vitest';
import type { PatchMessage, SnapshotMessage } from '@/lib/wire/stream';
import { ViewStore } from './view-store';

const card = (id: string, line = ''): SnapshotMessage['cards'][string] => ({
  id,
  kind: 'pod',
  lane: 'pod',
  region: null,
  cluster: null,
  namespace: null,
  title: id,
  line,
  badge: null,
  planes: ['kubernetes'],
  state: 'healthy',
  reason: null,
  nodes: [id],
  folded: 0,
});
const summary = { drawn: 2, folded: 0, objects: 2, orphans: 0, notes: [], empty: null };
const snapshot = (seq: number, cards: SnapshotMessage['cards']): SnapshotMessage => ({
  type: 'snapshot',
  view: '',
  seq,
  at: 0,
  regions: {},
  cards,
  links: {},
  summary,
});
const patch = (from: number, put: SnapshotMessage['cards'], remove: string[] = []): PatchMessage => ({
  type: 'patch',
  view: '',
  from,
  seq: from + 1,
  at: 0,
  regions: { put: {}, remove: [] },
  cards: { put, remove },
  links: { put: {}, remove: [] },
  summary,
});

describe('view store', () => {
  it('tells the listeners of the card that changed, and only those', () => {
    const store = new ViewStore();
    store.apply(snapshot(1, { a: card('a'), b: card('b') }));
    const [a, b] = [vi.fn(), vi.fn()];
    store.subscribeCard('a', a);
    store.subscribeCard('b', b);
    const untouched = store.card('b');
    expect(store.apply(patch(1, { a: card('a', 'new') }))).toBe(true);
    expect([a.mock.calls.length, b.mock.calls.length]).toEqual([1, 0]);
    expect(store.card('a')?.line).toBe('new');
    expect(store.card('b')).toBe(untouched);
    expect([store.changedAt('a'), store.changedAt('b')]).toEqual([2, undefined]);
  });

  it('forgets when a card changed that is gone after a reconnect', () => {
    const store = new ViewStore();
    store.apply(snapshot(1, { a: card('a'), b: card('b') }));
    store.apply(patch(1, { a: card('a', 'new'), b: card('b', 'new') }));
    store.apply(snapshot(9, { b: card('b', 'new') }));
    expect([store.changedAt('a'), store.changedAt('b')]).toEqual([undefined, 2]);
  });

  it('refuses a patch that does not follow, and ignores one it has', () => {
    const store = new ViewStore();
    expect(store.apply(patch(1, {}))).toBe(false);
    store.apply(snapshot(5, { a: card('a') }));
    expect(store.apply(patch(7, { a: card('a', 'late') }))).toBe(false);
    expect(store.apply(patch(3, { a: card('a', 'old') }))).toBe(true);
    expect(store.card('a')?.line).toBe('');
  });

  it('keeps what is equal when a snapshot comes again after a reconnect', () => {
    const store = new ViewStore();
    store.apply(snapshot(1, { a: card('a'), b: card('b') }));
    const [a, listener] = [store.card('a'), vi.fn()];
    store.subscribeCard('a', listener);
    store.apply(snapshot(9, { a: card('a'), b: card('b', 'changed') }));
    expect(store.card('a')).toBe(a);
    expect(listener).not.toHaveBeenCalled();
    expect(store.changedAt('b')).toBe(9);
  });
});
