import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, test as playwright } from '@playwright/test';
import type { Page } from '@playwright/test';

const execute = promisify(execFile);

/** A running lab with its dashboard, started as a person starts it. */
export interface House {
  /** Address of the dashboard. */
  readonly url: string;
  /** Runs real kubectl as the lab's administrator and gives its standard output. */
  readonly kubectl: (...args: string[]) => Promise<string>;
  /** Path of one of the story's manifests. */
  readonly manifest: (name: string) => string;
  /** Calls the lab's control API. */
  readonly control: (method: 'GET' | 'POST' | 'DELETE', route: string, body?: unknown) => Promise<unknown>;
  readonly settings: string;
}

interface Ready {
  readonly url: string;
  readonly lab: { readonly control: string; readonly kubeconfig: string; readonly settings: string };
}

function findKubectl(): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  for (const folder of folders) {
    const file = path.join(folder, 'kubectl');
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder; the next may have it.
    }
  }
  return null;
}

async function ready(child: ChildProcess): Promise<Ready> {
  if (child.stdout === null) throw new Error('the dashboard was started without an output to read');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{')) return JSON.parse(line) as Ready;
  }
  throw new Error('npm start ended before it was ready; its messages are above');
}

/** Whether every source was read once. */
async function isRead(url: string): Promise<boolean> {
  const health: { readonly ready: boolean } = await (await fetch(`${url}/api/v1/health`)).json();
  return health.ready;
}

async function startHouse(world: string): Promise<{ house: House; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'portolan-e2e-'));
  const args = [
    'scripts/start.mjs',
    '--json',
    '--listen',
    '127.0.0.1:0',
    '--data-dir',
    dataDir,
    '--port-base',
    '0',
    '--world',
    world,
  ];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORTOLAN_SETTINGS: '' },
  });
  const { url, lab } = await ready(child);
  // The page is there before NSX is read, and what only NSX tells is asked for by the first test.
  await expect.poll(() => isRead(url), { timeout: 200_000 }).toBe(true);
  const kubectlPath = findKubectl();
  const house: House = {
    url,
    settings: lab.settings,
    manifest: (name) => path.join('lab', 'worlds', 'pandora', 'manifests', name),
    kubectl: async (...rest) => {
      if (kubectlPath === null) throw new Error('kubectl is not on the PATH');
      const { stdout } = await execute(kubectlPath, ['--kubeconfig', lab.kubeconfig, ...rest], { timeout: 60_000 });
      return stdout;
    },
    control: async (method, route, body) => {
      const response = await fetch(`${lab.control}${route}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`);
      return text === '' ? null : JSON.parse(text);
    },
  };
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { house, stop };
}

export const hasKubectl = findKubectl() !== null;

/** Opens a page and waits until the map is laid out and the stream is live. */
export async function openMap(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.locator('[data-settled="true"]')).toBeVisible();
}

export const base = playwright.extend<{ watchErrors: undefined }>({
  watchErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await use(undefined);
      expect(errors, 'errors thrown in the page').toEqual([]);
    },
    { auto: true },
  ],
});

export const test = base.extend<object, { house: House; world: string; alone: string }>({
  /** The lab's world; a spec that asks for another one gets a house of its own. */
  world: ['pandora', { option: true, scope: 'worker' }],
  /** A name of their own for specs that speak of all that there is: a house in which nobody else was before. */
  alone: ['', { option: true, scope: 'worker' }],
  house: [
    async ({ world }, use) => {
      const { house, stop } = await startHouse(world);
      await use(house);
      await stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});
export { expect };
