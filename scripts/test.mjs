#!/usr/bin/env node
// `npm test`: every gate and every test, then one line `N passed, N failed`. Usage: npm test [-- --only gates|unit|integration|e2e]
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium, HOW_TO_GET_CHROMIUM } from './setup/browser.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { ensureInstalled, requireNode, root, run, runHeld, say, stopWith } from './setup/environment.mjs';

const STAGES = ['gates', 'unit', 'integration', 'e2e'];
const RESULTS = path.join(root, 'test-results');
const bin = (...parts) => path.join(root, 'node_modules', ...parts);
const GATES = [
  ['types', [bin('typescript', 'bin', 'tsc'), '--noEmit']],
  ['lint', [bin('@biomejs', 'biome', 'bin', 'biome'), 'lint', '.', '--error-on-warnings']],
  ['format', [bin('@biomejs', 'biome', 'bin', 'biome'), 'format', '.']],
  [
    'architecture',
    [
      bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      ...['--config', '.dependency-cruiser.cjs', 'app', 'components', 'lib', 'server', 'lab', 'e2e', 'bench', 'tests'],
    ],
  ],
  ['dead code', [bin('knip', 'bin', 'knip.js'), '--no-progress']],
];

requireNode();
const only = readOnly();
const started = Date.now();
const total = { passed: 0, failed: 0 };
const skipped = [];
const failures = [];

await ensureInstalled();
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });
await typesForNext();

if (only.includes('gates')) await runGates();
if (only.includes('unit')) await runVitest('unit');
if (only.includes('integration')) await runVitest('integration');
if (only.includes('e2e')) await runEndToEnd();
summarize();

function readOnly() {
  try {
    const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
    const unknown = values.only?.find((stage) => !STAGES.includes(stage));
    if (unknown !== undefined) throw new Error(`--only ${unknown}: expected one of ${STAGES.join(', ')}`);
    return values.only ?? STAGES;
  } catch (error) {
    return stopWith(error.message, 2);
  }
}

/** next-env.d.ts is generated and not tracked; the type check needs it in a fresh clone. */
async function typesForNext() {
  if (existsSync(path.join(root, 'next-env.d.ts'))) return;
  await run(process.execPath, [bin('next', 'dist', 'bin', 'next'), 'typegen'], { stdio: 'ignore' });
}

/** Two at a time: each keeps one core busy. */
async function runGates() {
  const waiting = [...GATES];
  const work = async () => {
    for (let gate = waiting.shift(); gate !== undefined; gate = waiting.shift()) {
      const [name, args] = gate;
      const { code, output } = await runHeld(process.execPath, args);
      heading(name);
      process.stdout.write(output);
      count(name, code === 0);
    }
  };
  await Promise.all([work(), work()]);
}

async function runVitest(project) {
  heading(`${project} tests`);
  const report = path.join(RESULTS, `${project}.json`);
  const code = await run(process.execPath, [
    bin('vitest', 'vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  if (!existsSync(report)) return count(`${project} tests (no report, exit code ${code})`, false);
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const tests = result.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: file.name })),
  );
  for (const test of tests) {
    const name = `${path.relative(root, test.file)}: ${test.fullName}`;
    if (test.status === 'passed') total.passed += 1;
    else if (test.status === 'failed') fail(name);
    else skipped.push(name);
  }
  const brokenFiles = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  for (const file of brokenFiles) fail(`${path.relative(root, file.name)} (did not run)`);
  if (code !== 0 && brokenFiles.length === 0 && !tests.some((test) => test.status === 'failed')) {
    fail(`${project} tests ended with exit code ${code} (an error outside any test; see above)`);
  }
}

async function runEndToEnd() {
  heading('end-to-end tests');
  const browser = findChromium();
  if (browser === null) {
    say(HOW_TO_GET_CHROMIUM);
    skipped.push('end-to-end tests: no Chromium');
    return;
  }
  await ensureBuilt();
  const report = path.join(RESULTS, 'e2e.json');
  const code = await playwright(browser, report);
  if (!existsSync(report)) return count(`end-to-end tests (no report, exit code ${code})`, false);
  const result = JSON.parse(readFileSync(report, 'utf8'));
  for (const { name, outcome } of specsOf(result.suites ?? [])) {
    if (outcome === 'expected' || outcome === 'flaky') total.passed += 1;
    else if (outcome === 'skipped') skipped.push(name);
    else fail(name);
  }
  for (const error of result.errors ?? [])
    fail(`end-to-end: ${error.message?.split('\n')[0] ?? 'error outside any test'}`);
}

function playwright(browser, report) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, CHROME_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report, NEXT_TELEMETRY_DISABLED: '1' },
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

function specsOf(suites, prefix = '') {
  return suites.flatMap((suite) => {
    const name = prefix === '' ? suite.title : `${prefix} › ${suite.title}`;
    const own = (suite.specs ?? []).flatMap((spec) =>
      spec.tests.map((test) => ({ name: `${name} › ${spec.title}`, outcome: test.status })),
    );
    return [...own, ...specsOf(suite.suites ?? [], name)];
  });
}

function heading(text) {
  say(`\n── ${text} (${Math.round((Date.now() - started) / 1000)} s)`);
}

function count(name, isGood) {
  if (isGood) total.passed += 1;
  else fail(name);
}

function fail(name) {
  total.failed += 1;
  failures.push(name);
}

function summarize() {
  console.log(`\nTook ${Math.round((Date.now() - started) / 1000)} s.`);
  for (const name of failures) console.log(`failed: ${name}`);
  for (const name of skipped) console.log(`skipped: ${name}`);
  console.log(
    `${total.passed} passed, ${total.failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
  );
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}
