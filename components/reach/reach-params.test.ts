import { describe, expect, it } from 'vitest';
import { endName, endOf, endText, readReachParams, reachLink, trafficQuery } from './reach-params';

const read = (link: string) => readReachParams(new URLSearchParams(link.slice(link.indexOf('?') + 1)));

describe('the address of a question about reachability', () => {
  it('holds the question and nothing that is usual', () => {
    const question = { from: 'pod:pandora/shop/web-1', to: 'outside', protocol: 'udp', port: '53' };
    expect(read(reachLink(question))).toMatchObject(question);
    expect(reachLink({ view: 'flow', from: null, protocol: 'tcp', port: '' })).toBe('/reachability');
    expect(read(reachLink({ view: 'matrix', cluster: 'pandora', namespace: 'shop' }))).toMatchObject({
      view: 'matrix',
      cluster: 'pandora',
      namespace: 'shop',
      protocol: 'tcp',
    });
  });

  it('knows no namespace without its cluster, and no view that there is not', () => {
    expect(read('?view=pie&namespace=shop')).toMatchObject({ view: 'flow', namespace: null });
  });

  it('asks for a port only where the protocol has ports', () => {
    expect(trafficQuery({ protocol: 'tcp', port: '80' }).get('port')).toBe('80');
    expect(trafficQuery({ protocol: 'icmp', port: '80' }).get('port')).toBeNull();
    expect(trafficQuery({ protocol: 'tcp', port: '' }).get('port')).toBeNull();
  });
});

describe('an end of a question', () => {
  it('is written by name for a Pod, by id for all else', () => {
    const pod = { id: 'kubernetes:a:pod:1', kind: 'pod', name: 'web', namespace: 'shop', cluster: 'a' };
    expect(endText(pod)).toBe('pod:a/shop/web');
    expect(endText({ ...pod, id: 'nsx:lab:segment-port:~1x', kind: 'segment-port' })).toBe('nsx:lab:segment-port:~1x');
  });

  it('is looked up by name or id, and not at all where it is an address', () => {
    expect(endOf('pod:a/shop/web')).toEqual({ pod: ['a', 'shop', 'web'] });
    expect(endOf('kubernetes:a:cluster-node:1')).toEqual({ id: 'kubernetes:a:cluster-node:1' });
    for (const text of ['outside', '10.0.0.1', '2001:db8::1']) expect(endOf(text)).toBeNull();
  });

  it('is called by the last part of its name until the server has named it', () => {
    expect(endName('pod:a/shop/web')).toBe('web');
    expect(endName('nsx:lab:lb-virtual-server:~1infra~1lb-virtual-servers~1vs-1')).toBe('vs-1');
    expect(endName('2001:db8::1')).toBe('2001:db8::1');
    expect(endName('outside')).toBe('Anywhere outside NSX');
  });
});
