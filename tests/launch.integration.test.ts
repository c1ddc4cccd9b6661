import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';

function launch(
  script: string,
  args: readonly string[],
  nodeArgs: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
) {
  const result = spawnSync(process.execPath, [...nodeArgs, `scripts/${script}.mjs`, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 60_000,
  });
  return { code: result.status, output: result.stdout + result.stderr };
}

const OLD_NODE = `data:text/javascript,${encodeURIComponent(
  "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.1' } })",
)}`;

describe('npm start', () => {
  test('names the Node.js it needs when it runs on an older one', () => {
    const { code, output } = launch('start', [], ['--import', OLD_NODE]);
    expect(code).toBe(1);
    expect(output).toMatch(/needs Node\.js 20\.19\.0 or newer; this is 18\.20\.1/);
    expect(output).toMatch(/nodejs\.org/);
  });

  test('refuses an option it does not know and shows those it knows', () => {
    const { code, output } = launch('start', ['--worlds', 'pandora']);
    expect(code).toBe(2);
    expect(output).toMatch(/--worlds/);
    expect(output).toMatch(/--world NAME/);
  });

  test('refuses an address that is not HOST:PORT', () => {
    const { code, output } = launch('start', ['--listen', '127.0.0.1:99999']);
    expect(code).toBe(2);
    expect(output).toMatch(/expected HOST:PORT/);
  });

  test('says that the port is taken and how to choose another', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const { code, output } = launch('start', ['--listen', `127.0.0.1:${port}`], [], { PORTOLAN_SETTINGS: '' });
      expect(code).toBe(1);
      expect(output).toMatch(`127.0.0.1:${port}: another program listens there`);
      expect(output).toMatch(/--listen 127\.0\.0\.1:3001/);
    } finally {
      other.close();
    }
  });

  test('lists every mistake of a settings file and does not start', () => {
    const { code, output } = launch('start', ['--settings', 'tests/fixtures/broken-settings.yaml']);
    expect(code).not.toBe(0);
    for (const field of ['listen', 'clusters[0].manager', 'clusters[0].kubecfg', 'managers[0].urls']) {
      expect(output).toContain(field);
    }
    expect(output).not.toMatch(/Starting/);
  });

  test('says which settings file it cannot find', () => {
    const { code, output } = launch('start', ['--settings', 'no/such/file.yaml']);
    expect(code).not.toBe(0);
    expect(output).toMatch(/no\/such\/file\.yaml/);
  });
});

describe('npm test', () => {
  test('refuses a stage it does not know', () => {
    const { code, output } = launch('test', ['--only', 'unti']);
    expect(code).toBe(2);
    expect(output).toMatch(/gates, unit, integration, e2e/);
  });
});
