#!/usr/bin/env node
// `npm start`: install what is missing, build, start the embedded lab (unless settings name real sources) and the dashboard.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ensureBuilt, nextBin } from './setup/build.mjs';
import { ensureInstalled, requireNode, root, say, stopWith } from './setup/environment.mjs';

const USAGE = `Usage: npm start -- [options]

  --settings FILE   use the clusters and NSX Managers of FILE instead of the embedded lab (or set PORTOLAN_SETTINGS)
  --listen HOST:PORT  where the dashboard listens (default: the settings' listen, else 127.0.0.1:3000); port 0 takes a free one
  --world NAME      the lab's world (default: pandora)
  --data-dir DIR    where the lab keeps its state and writes its kubeconfig (default: .lab)
  --port-base N     first port of the lab's programs; 0 takes free ones
  --dev             serve through next dev, with reloading
  --json            print one line of JSON on stdout when ready
  --help            show this
`;

/**
 * How much room young objects have before they are collected, in megabytes. Everything waits for that, some milliseconds in a
 * large world: with the 16 that Node gives, more than one change in a hundred met it.
 */
const YOUNG_MB = 32;

requireNode();
const options = readOptions();
await ensureInstalled();
const settings = options.settings ?? (process.env.PORTOLAN_SETTINGS || undefined);
const children = new Set();
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));

const checked = settings === undefined ? null : await checkSettings(path.resolve(settings));
const listen = parseListen(options.listen ?? checked?.listen ?? '127.0.0.1:3000');
listen.port = await claimPort(listen);
if (!options.dev) await ensureBuilt();
const lab = settings === undefined ? await startLab() : null;
await startDashboard(path.resolve(settings ?? lab.settings));
announce();

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        settings: { type: 'string' },
        listen: { type: 'string' },
        world: { type: 'string' },
        'data-dir': { type: 'string' },
        'port-base': { type: 'string' },
        dev: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      process.stdout.write(USAGE);
      process.exit(0);
    }
    return values;
  } catch (error) {
    return stopWith(`${error.message}\n\n${USAGE}`, 2);
  }
}

function parseListen(text) {
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65535) {
    stopWith(`--listen ${text}: expected HOST:PORT, for example 127.0.0.1:3000 or [::1]:3000.`, 2);
  }
  return { host: match[1] ?? (match[2] || '127.0.0.1'), port };
}

/** Checks the settings in a process of its own, which prints every mistake; resolves to what the start needs of them. */
async function checkSettings(file) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/config/check.ts', file], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) process.exit(code ?? 1);
  return JSON.parse(output);
}

/** The port to listen on; exits when it is taken, because a start that half works is worse than none. */
function claimPort({ host, port }) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there' : error.message;
      stopWith(
        `Cannot listen on ${host}:${port}: ${why}.\nStop that program, or choose another address: npm start -- --listen 127.0.0.1:3001`,
      );
    });
    probe.listen(port, host, () => {
      const claimed = probe.address().port;
      probe.close(() => resolve(claimed));
    });
  });
}

async function startLab() {
  say('Starting the embedded lab (Kubernetes API, NSX Manager, NCP) …');
  const args = ['--import', 'tsx', 'lab/main.ts', '--json'];
  for (const name of ['world', 'data-dir', 'port-base']) {
    if (options[name] !== undefined) args.push(`--${name}`, options[name]);
  }
  const child = launch('the lab', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    child.stdout.resume();
    return JSON.parse(line);
  }
  return stopWith('The lab ended before it was ready; its messages are above.');
}

async function startDashboard(settingsFile) {
  say('Starting the dashboard …');
  const args = [
    `--max-semi-space-size=${YOUNG_MB}`,
    nextBin(),
    options.dev ? 'dev' : 'start',
    '-H',
    listen.host,
    '-p',
    String(listen.port),
  ];
  const child = launch('the dashboard', args, {
    stdio: ['ignore', 2, 'inherit'],
    env: {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      PORTOLAN_LOG: process.env.PORTOLAN_LOG ?? 'warn',
      PORTOLAN_SETTINGS: settingsFile,
      PORTOLAN_LISTEN: `${listen.host}:${listen.port}`,
    },
  });
  const deadline = Date.now() + 120_000;
  while (child.exitCode === null && Date.now() < deadline) {
    if (await answers(`${url()}/api/v1/health/live`)) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  say('The dashboard did not come up; its messages are above.');
  await stop(1);
}

/** Starts a long-lived child whose unexpected end ends everything. */
function launch(what, args, spawnOptions) {
  const child = spawn(process.execPath, args, { cwd: root, ...spawnOptions });
  children.add(child);
  child.once('exit', (code, signal) => {
    children.delete(child);
    if (stopping) return;
    say(`${what} ended unexpectedly (${signal ?? `exit code ${code}`}).`);
    void stop(code || 1);
  });
  return child;
}

async function answers(address) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(2_000) });
    return response.ok;
  } catch {
    return false;
  }
}

async function stop(exitCode) {
  if (stopping) return;
  stopping = true;
  const ended = [...children].map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of children) child.kill('SIGTERM');
  const patience = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, 8_000);
  await Promise.all(ended);
  clearTimeout(patience);
  process.exit(exitCode);
}

function url() {
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${listen.port}`;
}

function announce() {
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ready: true, url: url(), ...(lab ? { lab } : {}) })}\n`);
  }
  say('');
  say(`  Portolan   ${url()}`);
  if (lab !== null) {
    const kubeconfig = path.resolve(lab.kubeconfig);
    say(`  kubectl    export KUBECONFIG=${existsSync(kubeconfig) ? kubeconfig : lab.kubeconfig}`);
    say(`  lab NSX    ${lab.nsx}`);
    say(`  manifests  ${path.join('lab', 'worlds', 'pandora', 'manifests')}`);
  }
  say('');
  say('  Ctrl-C stops everything.');
}
