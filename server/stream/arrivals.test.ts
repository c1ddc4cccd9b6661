import { describe, expect, it } from 'vitest';
import type { Steps } from '@/lib/steps';
import { until } from '@/tests/support/until';
import { Arrivals } from './arrivals';

/** Work without an end until it is over by other means. */
function* busy(isOver: () => boolean): Steps<void> {
  while (!isOver()) yield;
}

function arrivalOf(steps: Steps<void>) {
  const seen: string[] = [];
  const joined = { drained: () => void seen.push('drained'), close: () => void seen.push('closed') };
  const join = () => {
    seen.push('joined');
    return joined;
  };
  return { seen, arrival: { steps, join, refuse: () => void seen.push('refused') } };
}

describe('a client to come', () => {
  it('joins at once when little is to be done', () => {
    const arrivals = new Arrivals();
    const { seen, arrival } = arrivalOf(busy(() => true));
    arrivals.add(arrival).drained();
    expect(seen).toEqual(['joined', 'drained']);
    expect(arrivals.size).toBe(0);
  });

  it('joins when all is done, while others have their turn', async () => {
    const arrivals = new Arrivals();
    let turns = 0;
    const { seen, arrival } = arrivalOf(busy(() => turns > 2));
    const others = setInterval(() => turns++, 1);
    const subscription = arrivals.add(arrival);
    expect(seen).toEqual([]);
    expect(arrivals.size).toBe(1);
    await until('the client has joined', () => seen.length > 0);
    clearInterval(others);
    subscription.close();
    expect(seen).toEqual(['joined', 'closed']);
  });

  it('does not join once it is gone, and is refused when everything ends', async () => {
    const arrivals = new Arrivals();
    let isOver = false;
    const [gone, late, other] = [0, 1, 2].map(() => arrivalOf(busy(() => isOver)));
    if (gone === undefined || late === undefined || other === undefined) throw new Error('there are three');
    arrivals.add(gone.arrival).close();
    arrivals.add(late.arrival);
    arrivals.stop();
    arrivals.add(other.arrival);
    isOver = true;
    await until('another has joined', () => other.seen.length > 0);
    expect(gone.seen).toEqual([]);
    expect(late.seen).toEqual(['refused']);
  });
});
