import type { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WebSocketPeer } from './websocket';

/** A client's frame: masked, as the standard demands of clients. */
function masked(code: number, payload: Buffer, final = true): Buffer {
  const size = payload.length;
  const length = size < 126 ? [0x80 | size] : [0x80 | 126, size >> 8, size & 255];
  const mask = [7, 31, 127, 255];
  const body = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([(final ? 0x80 : 0) | code, ...length, ...mask]), body]);
}

/** A server's end with what it received and what it wrote after the handshake. */
function peer(head: Buffer = Buffer.alloc(0)) {
  const written: Buffer[] = [];
  const received: string[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk);
      done();
    },
  });
  // Nothing but the headers of the request is looked at.
  const request = { headers: { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' } } as unknown as IncomingMessage;
  const made = new WebSocketPeer(request, { socket, head }, 'v5.channel.k8s.io', (message) => {
    received.push(message.toString('hex'));
  });
  const handshake = String(written.splice(0, 1)[0]);
  return { made, socket, received, written, handshake, feed: (bytes: Buffer) => socket.emit('data', bytes) };
}

const pieces = (bytes: Buffer, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );

describe('a WebSocket', () => {
  it('takes messages whole, however they are fragmented and cut on their way', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 });
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 50 }), (sent, part, cut) => {
        const { received, feed, written } = peer();
        const frames = sent.flatMap((message) => {
          const parts = message.length === 0 ? [Buffer.alloc(0)] : pieces(Buffer.from(message), part);
          // A ping may come between the fragments of a message.
          return parts.flatMap((bytes, index) => [
            masked(index === 0 ? 2 : 0, bytes, index === parts.length - 1),
            masked(9, Buffer.from([index & 255])),
          ]);
        });
        for (const chunk of pieces(Buffer.concat(frames), cut)) feed(chunk);
        expect(received).toEqual(sent.map((message) => Buffer.from(message).toString('hex')));
        expect(written).toHaveLength(frames.length / 2);
      }),
    );
  });

  it('answers the handshake as the standard has it, and takes what came with the request', () => {
    const { handshake, received } = peer(masked(2, Buffer.from([1])));
    expect(handshake).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
    expect(received).toEqual(['01']);
  });

  it('states the length of what it sends in the shortest form', () => {
    const { made, written } = peer();
    for (const size of [1, 125, 126, 65_535, 65_536]) made.send(Buffer.alloc(size));
    expect(written.map((bytes) => bytes.length)).toEqual([3, 127, 130, 65_539, 65_546]);
    expect(written.map((bytes) => bytes[1])).toEqual([1, 125, 126, 126, 127]);
  });

  it.each([
    ['an unmasked frame', Buffer.from([0x82, 1, 1]), 1002],
    ['a reserved bit', Buffer.concat([Buffer.from([0xc2]), masked(2, Buffer.from([1])).subarray(1)]), 1002],
    ['a frame beyond all measure', Buffer.from([0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]), 1009],
    ['a goodbye', masked(8, Buffer.alloc(0)), 1000],
  ])('closes after %s', (_name, bytes, code) => {
    const { made, written, feed, received } = peer();
    feed(bytes);
    expect(written).toEqual([Buffer.from([0x88, 2, code >> 8, code & 255])]);
    expect(made.gone.aborted).toBe(true);
    feed(masked(2, Buffer.from([1])));
    expect(received).toEqual([]);
  });
});
