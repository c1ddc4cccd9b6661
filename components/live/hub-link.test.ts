import { afterEach, expect, it, vi } from 'vitest';
import { openHubLink } from './hub-link';
import type { TabMessage } from './protocol';

let told: TabMessage[];

/** A browser with a SharedWorker that keeps what it is told, and locks that are granted or refused when the test wants. */
function browser() {
  told = [];
  let answer: { readonly grant: () => void; readonly refuse: () => void } | null = null;
  const request = (_name: string, granted: () => Promise<void>): Promise<void> =>
    new Promise((resolve, reject) => {
      answer = {
        grant: () => void granted().then(resolve),
        refuse: () => reject(new Error('storage is closed')),
      };
    });
  vi.stubGlobal('navigator', { locks: { request } });
  vi.stubGlobal(
    'SharedWorker',
    class {
      port = {
        start: () => undefined,
        close: () => undefined,
        postMessage: (message: TabMessage) => told.push(message),
      };
    },
  );
  return { grant: () => answer?.grant(), refuse: () => answer?.refuse() };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const JOIN: TabMessage = { type: 'join', tab: 'one' };
const VIEWS: TabMessage = { type: 'views', tab: 'one', views: ['a'] };

afterEach(() => vi.unstubAllGlobals());

it.each(['grant', 'refuse'] as const)('says nothing until the lock is held, and then all in order: %s', async (way) => {
  const { [way]: answer } = browser();
  const link = openHubLink(
    'one',
    () => undefined,
    () => undefined,
  );
  link.send(JOIN);
  link.send(VIEWS);
  await settled();
  expect(told).toEqual([]);
  answer();
  await settled();
  expect(told).toEqual([JOIN, VIEWS]);
});
