import { describe, expect, it } from 'vitest';
import { fromOpenApi } from './custom-schema';
import { decode } from './decode';
import { modelSchema } from './models';

describe('the published models', () => {
  it('know fields, types, required ones and how lists merge', () => {
    const port = modelSchema('V1ServicePort');
    expect(port.required).toEqual(['port']);
    expect(port.properties?.port).toMatchObject({ type: 'integer', format: 'int32' });
    expect(port.properties?.targetPort).toMatchObject({ intOrString: true });
    expect(modelSchema('V1PodSpec').properties?.containers).toMatchObject({
      type: 'array',
      patchMergeKey: 'name',
      listType: 'map',
      items: { model: 'V1Container' },
    });
    expect(modelSchema('V1PodStatus').properties?.podIP?.description).toMatch(/^podIP address/);
    expect(modelSchema('V1Lease').properties?.spec?.model).toBe('V1LeaseSpec');
  });
});

describe('decoding', () => {
  const service = modelSchema('V1Service');
  it('names unknown fields by path and drops them', () => {
    const body = { spec: { prots: [], ports: [{ port: 1, colour: 'red' }], selector: { any: 'thing' } }, extra: 1 };
    expect(decode(service, body)).toEqual({
      unknown: ['spec.prots', 'spec.ports[0].colour', 'extra'],
      mismatch: undefined,
    });
    expect(body).toEqual({ spec: { ports: [{ port: 1 }], selector: { any: 'thing' } } });
  });

  it.each([
    [{ spec: { ports: 'x' } }, 'json: cannot unmarshal string into Go struct field spec.ports of type array'],
    [
      { spec: { ports: [{ port: '80' }] } },
      'json: cannot unmarshal string into Go struct field spec.ports[0].port of type int32',
    ],
    [
      { metadata: { labels: { a: 1 } } },
      'json: cannot unmarshal number into Go struct field metadata.labels.a of type string',
    ],
  ])('refuses the wrong type in %j', (body, message) => {
    expect(decode(service, body).mismatch).toBe(message);
  });

  it('takes quantities as numbers, ports as names, and null as absent', () => {
    const pod = {
      spec: {
        nodeName: null,
        containers: [{ name: 'a', resources: { limits: { cpu: 1 } }, livenessProbe: { tcpSocket: { port: 'http' } } }],
      },
    };
    expect(decode(modelSchema('V1Pod'), pod)).toEqual({ unknown: [], mismatch: undefined });
    expect(pod.spec).not.toHaveProperty('nodeName');
  });

  it('keeps what a custom schema leaves open', () => {
    const schema = fromOpenApi({
      type: 'object',
      properties: {
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        closed: { type: 'object', properties: {} },
      },
    });
    expect(decode(schema, { free: { a: { b: 1 } }, closed: { c: 1 } }).unknown).toEqual(['closed.c']);
  });
});
