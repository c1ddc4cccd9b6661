import { describe, expect, it } from 'vitest';
import type { GroupAudit } from '@/lib/wire/group-audit';
import { auditCsv } from './audit-file';

const AUDIT: GroupAudit = {
  seq: 7,
  at: '2026-11-22T10:00:00.000Z',
  sources: [{ name: 'lab', plane: 'nsx', state: 'stale', lastReadAt: '2026-11-22T09:00:00.000Z' }],
  partial: [],
  basis: ['By tags.'],
  notes: ['NSX does not tell its members: it is down.'],
  nsxReadAt: null,
  sha256: 'a'.repeat(64),
  content: {
    group: 'Web',
    path: '/infra/domains/default/groups/Web',
    criteria: ['Segment port has tag secgroup = web'],
    evaluation: 'evaluated',
    nsx: 'unavailable',
    members: [
      {
        path: '/infra/segments/s/ports/p',
        port: 'p',
        cluster: 'pandora',
        namespace: 'development',
        pod: 'frontend-1',
        addresses: ['10.0.6.2'],
        reasons: [{ criterion: 'Tag is web', evidence: { by: 'tag', scope: 'secgroup', tag: 'web' } }],
        verdict: 'nsx-unknown',
        explanation: null,
      },
    ],
    addresses: ['10.9.0.0/24'],
  },
};

describe('an audit as CSV', () => {
  const lines = auditCsv(AUDIT).split('\r\n');

  it('has a line for every member, with its reason, and for every address without a port', () => {
    expect(lines[1]).toBe(
      'Portolan; NSX unknown,pandora,development,frontend-1,p,10.0.6.2,Tag is web,by tag secgroup|web,,/infra/segments/s/ports/p',
    );
    expect(lines[2]).toBe('Address without a port,,,,,10.9.0.0/24');
  });

  it('says after an empty line what it rests on, and the digest', () => {
    const rest = lines.slice(lines.indexOf('') + 1);
    expect(rest).toContain('Effective members read from NSX at,not readable');
    expect(rest).toContain('Source lab,stale,2026-11-22T09:00:00.000Z');
    expect(rest).toContain('Remark,NSX does not tell its members: it is down.');
    expect(rest).toContain(`SHA-256,${'a'.repeat(64)}`);
  });
});
