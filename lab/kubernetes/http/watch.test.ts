import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../store/contract';
import { shapeOf } from './media';
import { parseTarget } from './target';
import { seenEvent } from './watch';

function pod(version: string, colour: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', uid: 'u', resourceVersion: version, creationTimestamp: '', labels: { colour } },
  };
}
const isRed = (object: KubeObject) => object.metadata.labels?.colour === 'red';

describe('events through a selector', () => {
  const change = (from: string, to: string) =>
    seenEvent({ type: 'MODIFIED', object: pod('2', to), previous: pod('1', from) }, isRed);
  it('enter as added, stay as modified, leave as deleted with the old state at the new version', () => {
    expect(change('blue', 'red')?.type).toBe('ADDED');
    expect(change('red', 'red')?.type).toBe('MODIFIED');
    expect(change('red', 'blue')).toEqual({ type: 'DELETED', object: pod('2', 'red') });
    expect(change('blue', 'green')).toBeUndefined();
    expect(seenEvent({ type: 'DELETED', object: pod('2', 'blue'), previous: pod('1', 'blue') }, isRed)).toBeUndefined();
  });
});

describe('paths', () => {
  it.each([
    ['/api/v1/pods', { group: '', version: 'v1', resource: 'pods' }],
    ['/api/v1/namespaces/sea', { group: '', version: 'v1', resource: 'namespaces', name: 'sea' }],
    [
      '/api/v1/namespaces/sea/status',
      { group: '', version: 'v1', resource: 'namespaces', name: 'sea', subresource: 'status' },
    ],
    [
      '/api/v1/namespaces/sea/pods/p/log',
      { group: '', version: 'v1', resource: 'pods', namespace: 'sea', name: 'p', subresource: 'log' },
    ],
    [
      '/apis/apps/v1/namespaces/sea/deployments',
      { group: 'apps', version: 'v1', resource: 'deployments', namespace: 'sea' },
    ],
    ['/apis/apps/v1', undefined],
    ['/healthz', undefined],
  ])('%s', (path, target) => expect(parseTarget(path)).toEqual(target));
});

describe('accepted forms', () => {
  it.each([
    [undefined, 'object'],
    ['application/vnd.kubernetes.protobuf,application/json', 'object'],
    ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'table'],
    ['application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1', 'metadata'],
    ['*/*', 'object'],
  ])('%s → %s', (accept, shape) => expect(shapeOf(accept)).toBe(shape));
  it('refuses clients that take no JSON', () => {
    expect(() => shapeOf('application/vnd.kubernetes.protobuf')).toThrow('only the following media types are accepted');
  });
});
