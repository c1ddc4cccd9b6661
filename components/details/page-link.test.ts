import { describe, expect, it } from 'vitest';
import { pageLink } from './page-link';

const node = {
  id: 'nsx:lab:segment:~1infra~1segments~1a%',
  kind: 'segment',
  name: 'a',
  namespace: null,
  cluster: null,
};

describe('the page of an object', () => {
  it('is named by the id, whole in one segment of the path', () => {
    expect(pageLink(node)).toBe('/objects/nsx%3Alab%3Asegment%3A~1infra~1segments~1a%25');
  });

  it('is the one of its own for a Pod and for a group', () => {
    expect(pageLink({ ...node, kind: 'pod', name: 'web/1', namespace: 'dev', cluster: 'a b' })).toBe(
      '/pods/a%20b/dev/web%2F1',
    );
    expect(pageLink({ ...node, id: 'g', kind: 'group' })).toBe('/groups/g');
  });
});
