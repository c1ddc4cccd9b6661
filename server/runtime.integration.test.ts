import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '@/lab/testing';
import { writeLabSettings } from '@/tests/support/lab-settings';

const PROGRAM = `
  process.on('beforeExit', () => console.log('nothing is left'));
  const { startRuntime } = await import('./server/start.ts');
  const { getRuntime } = await import('./server/runtime.ts');
  const runtime = startRuntime();
  if (startRuntime() !== runtime || getRuntime() !== runtime) throw new Error('there are two');
  runtime.subscribe([{ cluster: null, namespace: null, open: [], groups: false }], null, {
    write: (chunk) => console.log(new TextDecoder().decode(chunk)), backlog: () => 0, close: () => console.log('closed'),
  });
`;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(async () => await lab.close());

/** Runs Portolan without its web server until `enough` is said, then ends it with a signal. */
async function run(settings: string, enough: (line: string) => boolean) {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', PROGRAM], {
    env: { ...process.env, PORTOLAN_SETTINGS: settings, PORTOLAN_LOG: 'debug' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let asked = 0;
  const hear = (line: string): void => {
    lines.push(line);
    if (asked > 0 || !enough(line)) return;
    asked = Date.now();
    child.kill('SIGTERM');
  };
  createInterface({ input: child.stdout }).on('line', hear);
  createInterface({ input: child.stderr }).on('line', hear);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, lines, took: Date.now() - asked };
}

describe('the process', () => {
  it('ends by itself within two seconds of SIGTERM, with nothing left running and no secret told', async () => {
    const live = new Set<string>();
    const { code, lines, took } = await run(await writeLabSettings(lab), (line) => {
      const source = /"source":"([^"]+)","state":"live"/.exec(line)?.[1];
      if (source !== undefined) live.add(source);
      return live.size === 2;
    });
    expect(code).toBe(0);
    expect(took).toBeLessThan(2_000);
    expect(lines.filter((line) => line.includes('"type":"bye"'))).toHaveLength(1);
    expect(lines.slice(-2)).toEqual(['closed', 'nothing is left']);
    expect(lines.join('\n')).not.toContain(lab.nsx.password);
  });

  it('does not start with wrong settings: it tells every mistake and ends with 1', async () => {
    const { code, lines } = await run('tests/fixtures/broken-settings.yaml', () => false);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/broken-settings.yaml cannot be used: \d mistakes/);
    expect(lines.length).toBeGreaterThan(4);
  });
});
