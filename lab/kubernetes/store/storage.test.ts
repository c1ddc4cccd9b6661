import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from './contract';
import { Storage } from './storage';

function thing(name: string, value = 0): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, uid: name, resourceVersion: '', creationTimestamp: '' },
    value,
  };
}

describe('storage', () => {
  it('forgets the oldest changes and says from where it still knows', () => {
    const storage = new Storage({ watchHistory: 10 });
    for (let count = 0; count < 40; count += 1) storage.put('/things', thing('a', count));
    expect(storage.compactedVersion).toBeGreaterThan(20);
    expect(storage.snapshot('/things', undefined, 5)).toBeUndefined();
    expect(storage.since('/things', storage.compactedVersion).length).toBeGreaterThanOrEqual(10);
  });

  it('tells listeners of nested changes in the order of versions', () => {
    const storage = new Storage({ watchHistory: 10 });
    const heard: string[] = [];
    storage.subscribe('/things', ({ object }) => {
      if (object.metadata.name === 'first') storage.put('/things', thing('second'));
    });
    storage.subscribe('/things', ({ object }) => heard.push(object.metadata.name));
    storage.put('/things', thing('first'));
    expect(heard).toEqual(['first', 'second']);
  });
});

describe('the journal', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'journal-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('brings back objects and version, and survives a torn last line', () => {
    const first = new Storage({ watchHistory: 10, dataDir });
    const kept = first.put('/things', thing('kept', 1));
    first.remove('/things', first.put('/things', thing('gone')));
    const version = first.currentVersion;
    appendFileSync(join(dataDir, 'kubernetes.journal'), '{"put":{"apiVers');
    const second = new Storage({ watchHistory: 10, dataDir });
    expect(second.bucket('/things').list()).toEqual([kept]);
    expect([second.currentVersion, second.compactedVersion, second.objectCount]).toEqual([version, version, 1]);
    second.put('/things', thing('later'));
    expect(new Storage({ watchHistory: 10, dataDir }).objectCount).toBe(2);
  });

  it('is rewritten when it has grown far beyond what lives', () => {
    const storage = new Storage({ watchHistory: 10, dataDir });
    for (let count = 0; count < 10_050; count += 1) storage.put('/things', thing('a', count));
    const lines = readFileSync(join(dataDir, 'kubernetes.journal'), 'utf8').split('\n').length;
    expect(lines).toBeLessThan(100);
    const again = new Storage({ watchHistory: 10, dataDir });
    expect([again.currentVersion, again.bucket('/things').get('', 'a')?.value]).toEqual([
      storage.currentVersion,
      10_049,
    ]);
  });
});
