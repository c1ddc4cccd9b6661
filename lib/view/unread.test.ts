import { describe, expect, it } from 'vitest';
import type { KindStatus, SourceStatus } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { kindStatus, sourceStatus } from '@/tests/support/statuses';
import { namespaceWorld } from '@/tests/support/story';
import { computeView } from './compute';

const NAMESPACE = 'kube-system';
const UNREAD: Partial<KindStatus> = { state: 'failed', lastListAt: null };

/** The box of an empty Namespace and the card in it, folded as those of the system are. */
function foldedNamespace(pods: Partial<KindStatus>, ports: Partial<KindStatus>) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(namespaceWorld(NAMESPACE, 1), 1);
  const sources: readonly SourceStatus[] = [
    sourceStatus({ kinds: [kindStatus('pod', pods)] }),
    sourceStatus({ plane: 'nsx', kinds: [kindStatus('segment-port', ports)] }),
  ];
  const spec = { cluster: null, namespace: null, open: [], groups: false };
  const { cards, regions } = computeView(topology.graph, spec, sources);
  const region = `region|pandora|${NAMESPACE}`;
  return {
    summary: regions.get(region)?.summary,
    title: [...cards.values()].find((card) => card.region === region)?.title,
  };
}

describe('a Namespace of which something was never read', () => {
  it('counts what was read', () => {
    const { summary, title } = foldedNamespace({}, {});
    expect(summary).toMatch(/^no Pods · /);
    expect(title).toMatch(/, 0 ports$/);
  });

  it('does not say that there are no ports while NSX tells none', () => {
    const { summary, title } = foldedNamespace({}, UNREAD);
    expect(summary).toMatch(/^no Pods · /);
    expect(title).toMatch(/, ports unknown$/);
  });

  it('does not say that there are no Pods while the cluster tells none', () => {
    const { summary, title } = foldedNamespace(UNREAD, {});
    expect(summary).toMatch(/^Pods unknown · /);
    expect(title).toMatch(/, 0 ports$/);
  });
});
