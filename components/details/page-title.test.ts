import { describe, expect, it } from 'vitest';
import { nodeId, nsxSource } from '@/lib/model';
import { pageTitle } from './page-title';

describe('the title of a page', () => {
  it('names the kind, and of NSX the object', () => {
    const port = nodeId(nsxSource('lab'), 'segment-port', '/infra/segments/a/ports/default:b~c');
    expect(pageTitle(port)).toBe('Segment port default:b~c');
    expect(pageTitle('kubernetes:pandora:namespace:0a1b')).toBe('Namespace');
    expect(pageTitle('nonsense')).toBe('Object');
  });
});
