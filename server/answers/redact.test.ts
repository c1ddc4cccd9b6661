import { describe, expect, it } from 'vitest';
import { redact } from './redact';

describe('redaction', () => {
  it('hides what the paths name, keeps the rest, and leaves the original alone', () => {
    const object = {
      data: { 'ncp.ini': 'sentinel', other: 'sentinel' },
      spec: { containers: [{ env: [{ name: 'A', value: 'sentinel' }, { name: 'B' }] }, {}] },
      kept: 'kept',
    };
    const before = JSON.stringify(object);
    const result = redact(object, ['data.*', 'spec.containers.*.env.*.value', 'nothing.here']);
    expect(JSON.stringify(result)).not.toContain('sentinel');
    expect(result.redacted).toEqual(['data.*', 'spec.containers.*.env.*.value']);
    expect(result.object).toMatchObject({
      kept: 'kept',
      spec: { containers: [{ env: [{ name: 'A' }, { name: 'B' }] }, {}] },
    });
    expect(JSON.stringify(object)).toBe(before);
  });

  it('hides the copy of the object that kubectl apply leaves behind, whatever the kind', () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":"sentinel"}', note: 'kept' };
    const result = redact({ metadata: { annotations } }, []);
    expect(JSON.stringify(result.object)).toBe(
      '{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"[redacted]","note":"kept"}}}',
    );
    expect(result.redacted).toHaveLength(1);
  });
});
