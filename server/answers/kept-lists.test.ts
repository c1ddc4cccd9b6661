import { describe, expect, it } from 'vitest';
import type { Steps } from '@/lib/steps';
import { KeptLists } from './kept-lists';

describe('lists that are kept', () => {
  it('are made once for all who wait, and let others have their turn meanwhile', async () => {
    let [made, turns] = [0, 0];
    /** Has no end while nobody else has a turn. */
    function* make(): Steps<string> {
      made++;
      while (turns < 3) yield;
      return 'list';
    }
    const lists = new KeptLists<string, string>(make);
    const others = setInterval(() => turns++, 1);
    const [one, two] = await Promise.all([lists.of('q'), lists.of('q')]);
    clearInterval(others);
    expect([one, two, await lists.of('q')]).toEqual(['list', 'list', 'list']);
    expect(made).toBe(1);
  });

  it('are made anew after one could not be made', async () => {
    let made = 0;
    const lists = new KeptLists<string, number>(function* make(): Steps<number> {
      yield;
      if (++made === 1) throw new Error('broken');
      return made;
    });
    await expect(lists.of('q')).rejects.toThrow('broken');
    expect(await lists.of('q')).toBe(2);
  });
});
