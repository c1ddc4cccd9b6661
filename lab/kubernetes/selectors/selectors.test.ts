import { describe, expect, it } from 'vitest';
import { builtInResources } from '../registry/built-in';
import type { KubeObject } from '../store/contract';
import { parseFieldSelector } from './fields';
import { parseLabelSelector } from './labels';

const meta = { name: 'a', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };

function definition(group: string, resource: string) {
  const found = builtInResources.find((entry) => entry.group === group && entry.resource === resource);
  if (!found) throw new Error(`no ${resource}`);
  return found;
}

describe('label selectors', () => {
  const labels = { app: 'web', tier: 'front', size: '7' };
  it.each([
    ['app=web', true],
    ['app==web,tier=front', true],
    ['app=db', false],
    ['app!=db', true],
    ['missing!=x', true],
    ['app in (db, web)', true],
    ['app in (db)', false],
    ['app notin (db),tier', true],
    ['missing notin (a)', true],
    ['!missing', true],
    ['!app', false],
    ['size>6', true],
    ['size<7', false],
    ['example.com/part=x', false],
    ['app=', false],
  ])('%s → %s', (text, expected) => {
    expect(parseLabelSelector(text)?.(labels)).toBe(expected);
  });

  it('takes an empty selector as none and refuses bad syntax', () => {
    expect(parseLabelSelector(' ')).toBeUndefined();
    for (const bad of ['a in b', '=x', 'a=b=c', 'in (a)', ','])
      expect(() => parseLabelSelector(bad)).toThrow('unable to parse requirement');
  });
});

describe('field selectors', () => {
  const pod: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta,
    spec: { nodeName: 'n1' },
    status: { phase: 'Running' },
  };
  const event: KubeObject = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: meta,
    involvedObject: { name: 'p', kind: 'Pod' },
    source: { component: 'kubelet' },
  };

  it.each([
    ['metadata.name=a', true],
    ['spec.nodeName=n1,status.phase=Running', true],
    ['status.phase!=Running', false],
    ['spec.nodeName=', false],
    ['spec.hostNetwork=false', true],
  ])('of Pods: %s → %s', (text, expected) => {
    expect(parseFieldSelector(definition('', 'pods'), text)?.(pod)).toBe(expected);
  });

  it('of Events, in both wordings', () => {
    expect(parseFieldSelector(definition('', 'events'), 'involvedObject.kind=Pod,source=kubelet')?.(event)).toBe(true);
    expect(parseFieldSelector(definition('events.k8s.io', 'events'), 'regarding.name=q')?.(event)).toBe(false);
  });

  it('refuses fields the kind cannot be selected by', () => {
    expect(() => parseFieldSelector(definition('', 'configmaps'), 'data.a=b')).toThrow(
      'field label not supported: data.a',
    );
    expect(() => parseFieldSelector(definition('', 'pods'), 'nonsense')).toThrow('invalid field selector');
  });
});
