// Node built-ins only: these files run before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const inRoot = (...parts) => path.join(root, ...parts);

/** A line about what is being done, on stderr so that `--json` output stays clean. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Ends the program with a message that says what is wrong and what to do. */
export function stopWith(message, exitCode = 1) {
  say(message);
  process.exit(exitCode);
}

/** Exits when this Node.js is older than package.json's `engines` asks. */
export function requireNode() {
  const wanted = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).engines.node.replace('>=', '');
  const isOld = compareVersions(process.versions.node, wanted) < 0;
  if (isOld) {
    stopWith(
      `Portolan needs Node.js ${wanted} or newer; this is ${process.versions.node}.\n` +
        'Get one from https://nodejs.org (or with your version tool: nvm install 22, fnm install 22) and run the command again.',
    );
  }
}

/** Negative when `a` is older than `b`; both dotted numbers. */
export function compareVersions(a, b) {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Runs a command to its end, showing its output; resolves to its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: options.stdio ?? ['ignore', options.quietStdout ? 2 : 'inherit', 'inherit'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...options.env },
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 130)));
  });
}

/** Runs a command to its end and holds its output back, so that it does not mix with that of others. */
export function runHeld(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Installs the locked dependencies when they are missing or older than the lock file. */
export async function ensureInstalled() {
  const installed = inRoot('node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(inRoot('package-lock.json')).mtimeMs) return;
  if (existsSync(installed) && sameLock(installed)) return;
  say('Installing dependencies (npm ci); about a minute the first time …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const code = await run(npm, ['ci', '--no-audit', '--no-fund', '--include=dev'], { quietStdout: true });
  if (code !== 0) {
    stopWith(
      `npm ci failed with exit code ${code}. Its messages are above; the npm registry must be reachable for the first start.`,
    );
  }
}

function sameLock(installed) {
  const locked = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(locked).every(
    ([name, entry]) => name === '' || entry.optional === true || present[name]?.version === entry.version,
  );
}
