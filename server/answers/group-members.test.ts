import { describe, expect, it } from 'vitest';
import { nodeId } from '@/lib/model';
import { NSX, nsxRaw, tagsOf, upsert } from '@/tests/support/builders';
import { firewallGraph, groupPath, pod, tagGroup } from '@/tests/support/firewall';
import type { Sources } from '../sources';
import { type Outcome, succeed } from '../transport/failure';
import { MemberTable } from './group-members';

const SEGMENT = '/infra/segments/seg/ports';
const labelled = (name: string) =>
  upsert(
    'segment-port',
    nsxRaw('SegmentPort', `${SEGMENT}/${name}`, { tags: [...tagsOf({}), { scope: 'app', tag: 'x' }] }),
  );

/** An NSX Manager that counts one Pod in, and has bound addresses to some ports. */
function sources(bound: Readonly<Record<string, readonly string[]>>, asked: string[]): Sources {
  const onDemand = {
    groupMembers: async () =>
      succeed({ ports: [], addresses: ['10.0.0.1', '10.0.0.9', '192.0.2.1'], at: '2026-01-01T00:00:00Z', whole: true }),
    boundAddresses: async (path: string): Promise<Outcome<readonly string[]>> => {
      asked.push(path.slice(path.lastIndexOf('/') + 1));
      return succeed(bound[asked.at(-1) ?? ''] ?? []);
    },
  };
  const manager = { status: () => ({ state: 'live' }), onDemand };
  return { manager: () => manager } as unknown as Sources; // nothing else of it is used
}

describe('the members of a group', () => {
  it('without an address by anybody else have the one that NSX has bound to their port, or are said to have none', async () => {
    const graph = firewallGraph(
      pod('told', '10.0.0.1', { app: 'x' }),
      labelled('alone'),
      labelled('bare'),
      tagGroup('X', 'app|x'),
    );
    const asked: string[] = [];
    const table = new MemberTable(graph, sources({ alone: ['10.0.0.9'] }, asked));
    const question = { text: '', differing: false, sort: 'name', down: false } as const;
    const answer = await table.answer(nodeId(NSX, 'group', groupPath('X')), question, { from: 0, count: 50 }, () => ({
      seq: 1,
      at: '',
    }));
    expect(answer?.rows.map(({ path, bound }) => [path.slice(path.lastIndexOf('/') + 1), bound])).toEqual([
      ['alone', { state: 'read', addresses: ['10.0.0.9'] }],
      ['bare', { state: 'read', addresses: [] }],
      ['port_told', null],
    ]);
    // What is bound to a member is no address without a port.
    expect(answer?.addresses).toEqual(['192.0.2.1']);
    // Each costs NSX a request: only those are asked about of which nothing else tells.
    expect(asked.sort()).toEqual(['alone', 'bare']);
  });
});
