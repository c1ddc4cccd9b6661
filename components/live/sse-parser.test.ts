import { describe, expect, it } from 'vitest';
import { createSseParser } from './sse-parser';

const STREAM =
  ': hello\n\nid: e.1\ndata: {"a":1}\n\nevent: patch\r\ndata: one\r\ndata: two\r\n\r\nid: e.2\rdata:tight\r\r';
const EXPECTED = [
  { event: 'message', data: '{"a":1}', id: 'e.1' },
  { event: 'patch', data: 'one\ntwo', id: 'e.1' },
  { event: 'message', data: 'tight', id: 'e.2' },
];

describe('server-sent events parser', () => {
  it('gives the same events however the text is cut', () => {
    for (let size = 1; size <= STREAM.length + 1; size += 1) {
      const parser = createSseParser();
      const events = [];
      for (let at = 0; at < STREAM.length; at += size) events.push(...parser.push(STREAM.slice(at, at + size)));
      // A final line feed settles a carriage return that might have been half of a pair.
      events.push(...parser.push('\n'));
      expect(events, `pieces of ${size}`).toEqual(EXPECTED);
    }
  });

  it('keeps an unfinished event back', () => {
    const parser = createSseParser();
    expect(parser.push('data: half')).toEqual([]);
    expect(parser.push('\n')).toEqual([]);
    expect(parser.push('\n')).toEqual([{ event: 'message', data: 'half', id: '' }]);
  });
});
