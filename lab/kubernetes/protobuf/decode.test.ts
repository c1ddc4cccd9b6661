import { describe, expect, it } from 'vitest';
import { decodeProtobuf } from './decode';
import { WireError } from './wire';

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

function field(number: number, content: string | number | number[]): number[] {
  if (typeof content === 'number') return [...varint(number << 3), ...varint(content)];
  const bytes = typeof content === 'string' ? [...Buffer.from(content)] : content;
  return [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes];
}

function envelope(apiVersion: string, kind: string, message: number[]): Buffer {
  const type = [...field(1, apiVersion), ...field(2, kind)];
  return Buffer.from([...Buffer.from('k8s\0', 'latin1'), ...field(1, type), ...field(2, message)]);
}

describe('protobuf bodies', () => {
  it('read as the JSON they stand for, unset fields left out', () => {
    const metadata = [
      ...field(1, 'sea'),
      ...field(3, ''),
      ...field(11, [...field(1, 'a'), ...field(2, 'b')]),
      ...field(7, 0),
    ];
    const body = decodeProtobuf(envelope('v1', 'Namespace', [...field(1, metadata), ...field(2, []), ...field(3, [])]));
    expect(body).toEqual({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'sea', labels: { a: 'b' } } });
  });

  it('read nested lists, int-or-string, quantities and zeros that count', () => {
    const port = [...field(3, 80), ...field(4, [...field(1, 1), ...field(3, 'http')])];
    const service = decodeProtobuf(envelope('v1', 'Service', [...field(2, field(1, port))]));
    expect(service).toMatchObject({ spec: { ports: [{ port: 80, targetPort: 'http' }] } });
    const scaled = decodeProtobuf(envelope('apps/v1', 'Deployment', field(2, [...field(1, 0), ...field(7, 0)])));
    expect(scaled).toMatchObject({ spec: { replicas: 0 } });
    expect(scaled).not.toHaveProperty('spec.paused');
  });

  it('refuses what is no such body', () => {
    expect(() => decodeProtobuf(Buffer.from('{}'))).toThrow(WireError);
    expect(() => decodeProtobuf(envelope('v1', 'Raft', []))).toThrow('Raft of v1 is not known');
    expect(() => decodeProtobuf(envelope('v1', 'Namespace', [0x0a, 0x7f, 1]))).toThrow('unexpected end');
  });
});
