import { describe, expect, it } from 'vitest';
import { at } from '../json/value';
import { modelSchema } from '../schema/models';
import type { KubeObject } from '../store/contract';
import { applyConfiguration } from './apply';
import { fromFields, toFields } from './field-set';
import { trackUpdate } from './track';

const schema = modelSchema('V1Deployment');
const meta = { name: 'web', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };

function configuration(
  replicas: number | undefined,
  ...containers: Record<string, unknown>[]
): Record<string, unknown> {
  const spec = { ...(replicas === undefined ? {} : { replicas }), template: { spec: { containers } } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', labels: { app: 'web' } }, spec };
}

function apply(
  live: KubeObject | undefined,
  config: Record<string, unknown>,
  manager = 'one',
  force = false,
): KubeObject {
  return applyConfiguration(schema, live, config, { manager, operation: 'Apply', apiVersion: 'apps/v1', force });
}

function fieldsOf(object: KubeObject, manager: string): unknown {
  return object.metadata.managedFields?.find((entry) => entry.manager === manager)?.fieldsV1;
}

const main = { name: 'main', image: 'main:1' };

describe('server-side apply', () => {
  it('owns exactly what was applied', () => {
    const object = apply(undefined, configuration(2, main));
    expect(fieldsOf(object, 'one')).toEqual({
      'f:metadata': { 'f:labels': { 'f:app': {} } },
      'f:spec': {
        'f:replicas': {},
        'f:template': {
          'f:spec': { 'f:containers': { 'k:{"name":"main"}': { '.': {}, 'f:image': {}, 'f:name': {} } } },
        },
      },
    });
  });

  it('shares equal values and refuses other ones, naming field and owner', () => {
    const object = apply(undefined, configuration(2, main));
    expect(apply(object, configuration(2, main), 'two').metadata.managedFields).toHaveLength(2);
    expect(() => apply(object, configuration(3, { ...main, image: 'main:2' }), 'two')).toThrow(
      'Apply failed with 2 conflicts: conflicts with "one" using apps/v1:\n- .spec.replicas\n- .spec.template.spec.containers[name="main"].image',
    );
    const forced = apply(object, configuration(3, main), 'two', true);
    expect(at(forced, 'spec', 'replicas')).toBe(3);
    expect(JSON.stringify(fieldsOf(forced, 'one'))).not.toContain('f:replicas');
  });

  it('removes what its manager no longer applies, unless another one holds it', () => {
    const side = { name: 'side', image: 'side:1' };
    const both = apply(undefined, configuration(2, main, side));
    const alone = apply(both, configuration(undefined, main));
    expect(at(alone, 'spec', 'replicas')).toBeUndefined();
    expect(at(alone, 'spec', 'template', 'spec', 'containers')).toEqual([main]);
    const shared = apply(apply(both, configuration(2, main, side), 'two'), configuration(undefined, main));
    expect(at(shared, 'spec', 'replicas')).toBe(2);
    expect(at(shared, 'spec', 'template', 'spec', 'containers')).toEqual([main, side]);
  });

  it('changes nothing when applied twice', () => {
    const object = apply(undefined, configuration(2, main));
    expect(apply(object, configuration(2, main))).toEqual(object);
  });
});

describe('tracking of updates', () => {
  const update = (old: KubeObject | undefined, next: KubeObject, manager: string) => {
    trackUpdate(schema, old, next, { manager });
    return next;
  };
  const object = (spec: Record<string, unknown>, labels?: Record<string, string>): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...meta, ...(labels ? { labels } : {}) },
    spec,
  });

  it('moves a changed field to who changed it, and counts new containers', () => {
    const first = update(undefined, object({ replicas: 1, paused: true }, { app: 'web' }), 'create');
    expect(fieldsOf(first, 'create')).toEqual({
      'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
      'f:spec': { 'f:paused': {}, 'f:replicas': {} },
    });
    const second = update(
      first,
      { ...object({ replicas: 2 }, { app: 'web' }), metadata: { ...first.metadata } },
      'scale',
    );
    expect(fieldsOf(second, 'scale')).toEqual({ 'f:spec': { 'f:replicas': {} } });
    expect(fieldsOf(second, 'create')).toEqual({ 'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } } });
  });

  it('conflicts with a later apply', () => {
    const live = update(undefined, object({ replicas: 5 }), 'kubectl-patch');
    expect(() => apply(live, configuration(3, main))).toThrow(
      'conflict with "kubectl-patch" using apps/v1: .spec.replicas',
    );
  });
});

describe('field sets', () => {
  it('survive the way there and back', () => {
    const fields = { 'f:a': { '.': {}, 'k:{"x":"1"}': { '.': {}, 'f:y': {} }, 'v:"z"': {} }, 'f:b': {} };
    expect(toFields(fromFields(fields))).toEqual(fields);
  });
});
