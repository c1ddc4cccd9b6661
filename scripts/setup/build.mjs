import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, run, say, stopWith } from './environment.mjs';

const SOURCES = [
  'app',
  'components',
  'lib',
  'server',
  'public',
  'instrumentation.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];

/** Builds the dashboard unless `.next` already holds a build of exactly these sources. */
export async function ensureBuilt() {
  const stamp = path.join(root, '.next', 'portolan-sources');
  const digest = digestSources();
  const isFresh =
    existsSync(path.join(root, '.next', 'BUILD_ID')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
  if (isFresh) return;
  say('Building the dashboard (next build); about a minute the first time …');
  const code = await run(process.execPath, [nextBin(), 'build'], { quietStdout: true });
  if (code !== 0) stopWith(`next build failed with exit code ${code}; its messages are above.`);
  writeFileSync(stamp, digest);
}

export function nextBin() {
  return path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
}

function digestSources() {
  const hash = createHash('sha256');
  for (const name of SOURCES) addToDigest(hash, path.join(root, name));
  return hash.digest('hex');
}

function addToDigest(hash, file) {
  if (!existsSync(file)) return;
  const children = childrenOf(file);
  if (children === null) {
    if (/\.(test|test-d)\.tsx?$/.test(file)) return;
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    return;
  }
  for (const child of children.sort()) addToDigest(hash, path.join(file, child));
}

function childrenOf(file) {
  try {
    return readdirSync(file);
  } catch (error) {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  }
}
