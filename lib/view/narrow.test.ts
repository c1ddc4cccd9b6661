import { describe, expect, it } from 'vitest';
import { createTopology } from '@/lib/topology';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { sourceStatus } from '@/tests/support/statuses';
import { podWorld, storyWorld } from '@/tests/support/story';
import { computeView, type ViewSpec } from './index';

const WHOLE: ViewSpec = { cluster: null, namespace: null, open: [], groups: false };

function viewOf(spec: Partial<ViewSpec>) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  const ill = { uid: 'ill', name: 'ill', namespace: 'development', address: '10.0.6.77', ready: false };
  topology.apply([...storyWorld(), ...podWorld(ill)], 1);
  return computeView(topology.graph, { ...WHOLE, ...spec }, [sourceStatus()]);
}

const titles = (found: ReturnType<typeof viewOf>, lane: string) =>
  [...found.cards.values()].flatMap((card) => (card.lane === lane ? card.title : []));

describe('a view about one object', () => {
  it('shows what lies on a segment, and the way up from it', () => {
    const found = viewOf({ at: 'nsx:lab:segment:~1infra~1segments~1seg_development_0' });
    expect([...found.regions.values()].map((region) => region.namespace)).toEqual(['development']);
    expect(titles(found, 'segment')).toEqual(['seg_development_0']);
    expect(titles(found, 'pod')).toContain('ill');
    expect(titles(found, 'tier-0')).toHaveLength(1);
    expect(titles(found, 'tier-1')).toHaveLength(1);
    expect(titles(found, 'vip')).toEqual([]);
  });

  it('shows every namespace behind a Tier-0, and only one behind its Tier-1', () => {
    const names = (at: string) => [...viewOf({ at }).regions.values()].map((region) => region.namespace);
    expect(names('nsx:lab:tier-1:~1infra~1tier-1s~1t1_development_rtr')).toEqual(['development']);
    expect(names('nsx:lab:tier-0:~1infra~1tier-0s~1lab-t0').length).toBeGreaterThan(1);
  });

  it('says so when there is no such object', () => {
    const found = viewOf({ at: 'nsx:lab:segment:gone' });
    expect(found.summary.empty).toBe('There is no object nsx:lab:segment:gone, or nothing on the map belongs to it');
  });
});

describe('a view with something hidden', () => {
  it('says how much, and how much of that is not healthy', () => {
    const { summary } = viewOf({ hide: 'kind:pod' });
    expect(summary.notes.join()).toMatch(/\d+ objects are hidden by your expression, 1 of them not healthy/);
    expect(summary.hidden).toBeGreaterThan(5);
  });

  it('still says of a Namespace what it has, and on its fold what is left out', () => {
    const found = viewOf({ hide: 'kind:pod or kind:segment-port' });
    expect(found.regions.get('region|pandora|development')?.summary).toMatch(/^10 Pods · 1 segment/);
    expect([...found.cards.values()].map((card) => card.title)).toContain('Tier-1, segment, 1 hidden');
  });

  it('can be reduced to what is not healthy', () => {
    const found = viewOf({ hide: 'not unhealthy' });
    expect(titles(found, 'pod')).toEqual(['ill']);
    expect([...found.regions.values()].map((region) => region.namespace)).toEqual(['development']);
  });

  it('gives its reason when nothing is left', () => {
    expect(viewOf({ hide: 'state:healthy or not state:healthy' }).summary.empty).toBe(
      'Everything here is hidden by state:healthy or not state:healthy',
    );
  });
});
