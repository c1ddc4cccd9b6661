import { describe, expect, it } from 'vitest';
import type { LiveView } from '@/components/live/live-view';
import type { Card } from '@/lib/view/view';
import { card, viewOf } from '@/tests/support/views';
import { changeWords } from './change-words';

const view = (...cards: readonly Card[]): LiveView => ({ ...viewOf([], cards), at: 0 });
const pod = (title: string, state: Card['state'] = 'healthy'): Card => ({
  ...card('pod', title, null),
  kind: 'pod',
  state,
});

describe('what changed, in words', () => {
  it('says first what turned ill, then what came and went', () => {
    const words = changeWords(
      view(pod('a'), pod('b'), pod('old')),
      view(pod('a', 'pending'), pod('b', 'failed'), pod('new')),
    );
    expect(words).toBe('Pod b is failed, Pod a is pending. Pod new came. Pod old went.');
  });
  it('counts where names would be too many, and is silent where only facts changed', () => {
    expect(changeWords(view(), view(pod('a'), pod('b'), pod('c')))).toBe('3 cards came.');
    expect(changeWords(view(pod('a')), view({ ...pod('a'), line: '10.0.0.9' }))).toBeNull();
  });
});
