import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject, StoreEvent } from './contract';
import { Storage } from './storage';

function object(name: string, namespace: string, value: number): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, uid: name, resourceVersion: '', creationTimestamp: '' },
    value,
  };
}

const operation = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'a-b'),
  namespace: fc.constantFrom('one', 'one-two', 'two'),
  remove: fc.boolean(),
  value: fc.nat(9),
});

function keys(objects: readonly KubeObject[]): string[] {
  return objects.map(
    (entry) =>
      `${entry.metadata.namespace}/${entry.metadata.name}=${String(entry.value)}@${entry.metadata.resourceVersion}`,
  );
}

describe('storage', () => {
  it('gives back every past version as it was, in the order of keys', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
        const storage = new Storage({ watchHistory: 1_000 });
        const past: { version: number; all: string[] }[] = [];
        for (const { name, namespace, remove, value } of operations) {
          const old = storage.bucket('/things').get(namespace, name);
          if (remove && old) storage.remove('/things', old);
          else storage.put('/things', object(name, namespace, value));
          past.push({ version: storage.currentVersion, all: keys(storage.bucket('/things').list()) });
        }
        for (const { version, all } of past)
          expect(keys(storage.snapshot('/things', undefined, version) ?? [])).toEqual(all);
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('lets a follower rebuild the state from events alone', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), fc.nat(59), (operations, joinAt) => {
        const storage = new Storage({ watchHistory: 1_000 });
        const state = new Map<string, KubeObject>();
        const follow = ({ type, object: changed }: StoreEvent) => {
          const key = `${changed.metadata.namespace}/${changed.metadata.name}`;
          if (type === 'DELETED') state.delete(key);
          else state.set(key, changed);
        };
        operations.forEach(({ name, namespace, remove, value }, position) => {
          if (position === joinAt) {
            for (const entry of storage.since('/things', 0)) follow(entry.event);
            storage.subscribe('/things', follow);
          }
          const old = storage.bucket('/things').get(namespace, name);
          if (remove && old) storage.remove('/things', old);
          else storage.put('/things', object(name, namespace, value));
        });
        if (joinAt < operations.length) {
          expect(keys([...state.values()]).sort()).toEqual(keys(storage.bucket('/things').list()).slice().sort());
        }
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});
