import { describe, expect, it } from 'vitest';
import { type Configuration, findIdentity, type IdentityEvidence } from './find-identity';

const ini = (cluster: string | null, managers: readonly string[] = [], from: Configuration['from'] = 'ncp-ini') => ({
  from,
  where: from === 'ncp-ini' ? 'ncp.ini' : 'nsxop.ini',
  cluster,
  managers,
  facts: [{ label: 'Topology', value: 'two-tier' }],
});

function find(more: Partial<IdentityEvidence>) {
  const manager = { name: 'nsx', urls: ['https://192.0.2.1'] };
  const base = { name: 'shown', tagValue: null, manager, configurations: [], nodePorts: null, synced: true };
  return findIdentity({ ...base, ...more });
}

describe('the name of a cluster on NSX', () => {
  it.each<[string, Partial<IdentityEvidence>, string, string]>([
    ['settings first', { tagValue: 'set', configurations: [ini('told')] }, 'set', 'settings'],
    ['ncp.ini next', { configurations: [ini('told')], nodePorts: new Map([['told', 3]]) }, 'told', 'ncp-ini'],
    ['nsx-operator', { configurations: [ini(null), ini('op', [], 'nsx-operator')] }, 'op', 'nsx-operator'],
    [
      'most node ports',
      {
        nodePorts: new Map([
          ['a', 1],
          ['b', 2],
        ]),
      },
      'b',
      'node-ports',
    ],
    [
      'its own name when ports are split',
      {
        nodePorts: new Map([
          ['a', 1],
          ['b', 1],
        ]),
      },
      'shown',
      'name',
    ],
    ['its own name without evidence', {}, 'shown', 'name'],
  ])('comes from %s', (_name, evidence, tagValue, from) => {
    expect(find(evidence).identity).toMatchObject({ tagValue, from });
  });

  it('keeps what the configuration says about the network when the settings name the cluster', () => {
    expect(find({ tagValue: 'set', configurations: [ini('told')] }).identity.facts).toHaveLength(1);
  });

  it('warns where the evidence disagrees, and not where it agrees', () => {
    const agree = { configurations: [ini('x', ['192.0.2.1'])], nodePorts: new Map([['x', 3]]) };
    expect(find(agree).warnings).toEqual([]);
    expect(find({ ...agree, tagValue: 'y' }).warnings).toEqual([
      'The settings say that shown is "y" on NSX, but ncp.ini says "x". "y" is used.',
      'The ports of its cluster nodes are tagged for "x" on NSX, not for "y" (tagValue in the settings).',
    ]);
    const both = { configurations: [ini('x'), ini('z', [], 'nsx-operator')] };
    expect(find(both).warnings).toEqual([
      'ncp.ini says that shown is "x" on NSX, but nsxop.ini says "z". "x" is used.',
    ]);
  });

  it('says when the name is a guess, but not before the cluster was read', () => {
    expect(find({}).warnings).toEqual([expect.stringMatching(/is a guess, "shown".*Set tagValue/)]);
    expect(find({ synced: false }).warnings).toEqual([]);
  });

  it.each<[string, string, string, boolean]>([
    ['another address', 'https://192.0.2.1:443', '192.0.2.9', true],
    ['the same address, written otherwise', 'https://192.0.2.1', 'https://192.0.2.1:443/', false],
    ['another name', 'https://nsx.example.com', 'NSX-2.example.com', true],
    ['the same name', 'https://nsx.example.com', 'NSX.example.com:443', false],
    ['a name and an address', 'https://nsx.example.com', '192.0.2.1', false],
    ['a tunnel', 'https://127.0.0.1:8443', '192.0.2.1', false],
    ['an address of version 6', 'https://[2001:db8::1]', '2001:db8::2', true],
  ])('compares the addresses of NSX: %s', (_name, url, told, warns) => {
    const manager = { name: 'nsx', urls: [url] };
    expect(find({ manager, configurations: [ini('x', [told])] }).warnings).toHaveLength(warns ? 1 : 0);
  });
});
