import { createServer } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { jsonOf, type Listening, serveJson } from './serve-json';

let port: Listening | undefined;
afterEach(async () => await port?.close());

async function ask(body?: string): Promise<readonly [status: number, body: unknown]> {
  const init = body === undefined ? {} : { method: 'POST', body };
  const response = await fetch(`http://127.0.0.1:${port?.port}/`, init);
  return [response.status, await response.json()];
}

test('answers in JSON, whatever it was asked', async () => {
  port = await serveJson(createServer(), 0, async (request) => {
    const asked = await jsonOf(request);
    if (asked === 'fail') throw new Error('as asked');
    return { status: 201, body: { asked } };
  });
  expect(await ask()).toEqual([201, { asked: {} }]);
  expect(await ask('{"a":1}')).toEqual([201, { asked: { a: 1 } }]);
  expect(await ask('"fail"')).toEqual([500, { error: 'as asked' }]);
  expect(await ask('{"a":')).toEqual([400, { error: expect.stringContaining('JSON') }]);
  expect(await ask(`"${'x'.repeat(16_000_001)}"`)).toEqual([400, { error: 'the body is too long' }]);
});

test('takes no more once it is closed', async () => {
  port = await serveJson(createServer(), 0, async () => ({ status: 200, body: {} }));
  expect(await ask()).toEqual([200, {}]);
  await port.close();
  await expect(ask()).rejects.toThrow();
});
