import { describe, expect, it } from 'vitest';
import { applyJsonPatch } from './json-patch';
import { applyMergePatch } from './merge-patch';
import { applyStrategicPatch } from './strategic';

describe('JSON patch', () => {
  const object = { a: { b: [1, 2, 3] }, 'x/y': 1 };
  it.each([
    ['adds into a list', [{ op: 'add', path: '/a/b/1', value: 9 }], { a: { b: [1, 9, 2, 3] }, 'x/y': 1 }],
    ['appends', [{ op: 'add', path: '/a/b/-', value: 4 }], { a: { b: [1, 2, 3, 4] }, 'x/y': 1 }],
    ['removes by an escaped key', [{ op: 'remove', path: '/x~1y' }], { a: { b: [1, 2, 3] } }],
    ['replaces', [{ op: 'replace', path: '/a', value: {} }], { a: {}, 'x/y': 1 }],
    ['moves', [{ op: 'move', from: '/x~1y', path: '/z' }], { a: { b: [1, 2, 3] }, z: 1 }],
    ['copies', [{ op: 'copy', from: '/a/b/0', path: '/z' }], { a: { b: [1, 2, 3] }, 'x/y': 1, z: 1 }],
    ['tests', [{ op: 'test', path: '/a/b', value: [1, 2, 3] }], object],
  ])('%s', (_name, patch, expected) => {
    expect(applyJsonPatch(object, patch)).toEqual(expected);
    expect(object).toEqual({ a: { b: [1, 2, 3] }, 'x/y': 1 });
  });

  it('refuses what does not fit', () => {
    expect(() => applyJsonPatch(object, [{ op: 'test', path: '/a/b', value: [] }])).toThrow(
      'testing value /a/b failed',
    );
    expect(() => applyJsonPatch(object, [{ op: 'remove', path: '/no' }])).toThrow('no value at /no');
    expect(() => applyJsonPatch(object, [{ op: 'replace', path: '/a/b/7', value: 1 }])).toThrow('no element');
    expect(() => applyJsonPatch(object, { op: 'add' })).toThrow('error decoding patch');
    expect(() => applyJsonPatch(object, [{ op: 'swap', path: '/a' }])).toThrow('unexpected operation');
  });
});

describe('merge patch', () => {
  it('merges maps, removes by null, replaces lists', () => {
    const patched = applyMergePatch({ a: { b: 1, c: 2 }, d: [1, 2] }, { a: { b: null, e: 3 }, d: [9] });
    expect(patched).toEqual({ a: { c: 2, e: 3 }, d: [9] });
  });
});

describe('strategic merge patch', () => {
  const deployment = { model: 'V1Deployment' };
  const live = {
    spec: {
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
      template: {
        spec: {
          containers: [
            { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }], args: ['one'] },
            { name: 'b', image: 'b:1' },
          ],
          tolerations: [{ key: 'k' }],
        },
      },
    },
    metadata: { finalizers: ['one', 'two'] },
  };
  const pod = (patch: unknown) => applyStrategicPatch(deployment, live, { spec: { template: { spec: patch } } });
  const containers = (...list: unknown[]) =>
    expect.objectContaining({
      spec: expect.objectContaining({ template: { spec: { containers: list, tolerations: [{ key: 'k' }] } } }),
    });
  const b = { name: 'b', image: 'b:1' };

  it('merges containers by name and their variables by name, replaces plain lists', () => {
    const patched = pod({ containers: [{ name: 'a', env: [{ name: 'Y', value: '2' }], args: ['two'] }] });
    const env = [
      { name: 'X', value: '1' },
      { name: 'Y', value: '2' },
    ];
    expect(patched).toEqual(containers({ name: 'a', image: 'a:1', env, args: ['two'] }, b));
  });

  it('deletes, replaces and orders list items by directive', () => {
    expect(pod({ containers: [{ name: 'a', $patch: 'delete' }] })).toEqual(containers(b));
    expect(pod({ containers: [{ $patch: 'replace' }, { name: 'c', image: 'c:1' }] })).toEqual(
      containers({ name: 'c', image: 'c:1' }),
    );
    const a = live.spec.template.spec.containers[0];
    expect(pod({ $setElementOrder: {}, '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] })).toEqual(
      containers(b, a),
    );
  });

  it('replaces lists without a merge key', () => {
    expect(pod({ tolerations: [{ key: 'new' }] })).toMatchObject({
      spec: { template: { spec: { tolerations: [{ key: 'new' }] } } },
    });
  });

  it('keeps only the retained keys of a union', () => {
    const patched = applyStrategicPatch(deployment, live, {
      spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
    });
    expect(patched).toMatchObject({ spec: { strategy: { type: 'Recreate' } } });
    expect(patched).not.toHaveProperty('spec.strategy.rollingUpdate');
  });

  it('adds to and deletes from sets of words', () => {
    expect(applyStrategicPatch(deployment, live, { metadata: { finalizers: ['three'] } })).toMatchObject({
      metadata: { finalizers: ['one', 'two', 'three'] },
    });
    const less = applyStrategicPatch(deployment, live, {
      metadata: { '$deleteFromPrimitiveList/finalizers': ['one'] },
    });
    expect(less).toMatchObject({ metadata: { finalizers: ['two'] } });
  });

  it('refuses items without their key', () => {
    expect(() => pod({ containers: [{ image: 'x' }] })).toThrow('does not contain declared merge key: name');
  });
});
