import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeId } from '@/lib/model';
import { inOneGo } from '@/lib/steps';
import { createTopology } from '@/lib/topology';
import { groupAuditSchema } from '@/lib/wire';
import { NSX, SAMPLE_CLUSTER } from '@/tests/support/builders';
import { storyWorld, WEB_PATH } from '@/tests/support/story';
import {
  auditPieces,
  canonicalJson,
  compareMembers,
  describeGroup,
  describeMembers,
  pathOf,
  surveyGroups,
} from './index';

const WEB = nodeId(NSX, 'group', WEB_PATH);

function textOf(changes = storyWorld()) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(changes, 1);
  const { graph } = topology;
  const unread = {
    state: 'unavailable',
    at: '2026-11-22T10:00:00.000Z',
    forbidden: false,
    reason: 'not asked',
  } as const;
  const [group, comparison] = [
    describeGroup(graph, WEB, inOneGo(surveyGroups(graph))),
    inOneGo(compareMembers(graph, WEB, unread)),
  ];
  if (group === null || comparison === null) throw new Error('the story has group Web');
  const members = [...comparison.members].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
  const described = inOneGo(describeMembers(graph, comparison, members));
  return Array.from(auditPieces(group, comparison, comparison.nsx.state, described), ({ json }) => json).join('');
}

const contentOf = () => groupAuditSchema.shape.content.parse(JSON.parse(textOf()));

describe('an audit of a group', () => {
  it('holds every member with its addresses and the reason', () => {
    const { members, criteria } = contentOf();
    expect(criteria).toEqual(['Segment port has tag secgroup = web']);
    expect(members.map(({ pod, addresses }) => [pod, addresses])).toEqual([
      ['frontend-6cb7-8wkhr', ['10.0.6.2']],
      ['frontend-6cb7-rtgc9', ['10.0.6.3']],
      ['frontend-6cb7-4mctt', ['10.0.6.4']],
    ]);
    expect(members[0]?.reasons).toEqual([
      {
        criterion: 'Segment port has tag secgroup = web',
        evidence: { by: 'tag', scope: 'secgroup', tag: 'web' },
      },
    ]);
  });

  it('is the same text for the same members, in whatever order they were read', () => {
    expect(textOf(storyWorld().reverse())).toBe(textOf());
  });

  it('is canonical although it is written piece by piece', () => {
    expect(textOf()).toBe(canonicalJson(contentOf()));
  });

  it('is written so that others make the same digest of it', () => {
    const text = canonicalJson({ b: ['x', null], a: { é: '"', d: 'ü' } });
    expect(text).toBe('{"a":{"d":"ü","é":"\\""},"b":["x",null]}');
    // From `printf '%s' '{"b":["x",null],"a":{"é":"\"","d":"ü"}}' | jq -cjS . | sha256sum`.
    expect(createHash('sha256').update(text, 'utf8').digest('hex')).toBe(
      'b37f42660bf75aada0a6f94d5db578aa7e5c8686c107f041361ecb47325697ea',
    );
  });
});
