import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** One planted violation per rule of .dependency-cruiser.cjs: file, and what it imports. */
const PLANTED: Readonly<Record<string, readonly [file: string, source: string]>> = {
  'no-cycles': ['lib/cycle-a.ts', "import type { B } from './cycle-b';\nexport type A = B | 1;"],
  'no-unresolvable': ['lib/nowhere.ts', "import './not-there';"],
  'lib-is-pure': ['lib/impure.ts', "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;"],
  'ui-knows-no-domain': [
    'components/ui/badge.ts',
    "import { pure } from '../../lib/pure';\nexport const badge = pure;",
  ],
  'components-stay-in-the-browser': ['components/map/peek.ts', "export { poll } from '../../server/nsx/poll';"],
  'components-use-no-node-builtins': ['components/map/file.ts', "export { readFileSync } from 'node:fs';"],
  'adapters-know-only-lib': ['server/nsx/settings.ts', "export { settings } from '../config/settings';"],
  'adapters-know-not-each-other': ['server/kubernetes/cross.ts', "export { poll } from '../nsx/poll';"],
  'engine-and-stream-know-no-clients': ['server/engine/ask.ts', "export { poll } from '../nsx/poll';"],
  'server-knows-no-screen': ['server/config/page.ts', "export { page } from '../../app/page';"],
  'app-is-thin': ['app/deep.ts', "export { poll } from '../server/nsx/poll';"],
  'routes-load-no-server': ['server/runtime.ts', "export { poll } from './nsx/poll';"],
  'instrumentation-starts': ['instrumentation.ts', "export { page } from './app/page';"],
  'lab-shares-no-code-with-the-product': ['lab/nsx/shared.ts', "export { pure } from '../../lib/pure';"],
  'product-knows-no-lab': ['server/engine/fake.ts', "export { lab } from '../../lab/nsx/lab';"],
  'e2e-sees-only-the-outside': ['e2e/inside.ts', "export { pure } from '../lib/pure';"],
  'no-test-packages-in-the-product': ['lib/check.ts', "import fc from 'fast-check';\nexport const arbitrary = fc;"],
};

const INNOCENT: Readonly<Record<string, string>> = {
  'lib/pure.ts': 'export const pure = 1;',
  'lib/cycle-b.ts': "import type { A } from './cycle-a';\nexport type B = A | 2;",
  'server/nsx/poll.ts': "import { pure } from '../../lib/pure';\nexport const poll = pure;",
  'server/config/settings.ts': 'export const settings = 1;',
  'app/page.ts': 'export const page = 1;',
  'lab/nsx/lab.ts': 'export const lab = 1;',
  'lib/pure.test.ts': "import { test } from 'vitest';\nimport { pure } from './pure';\ntest('x', () => void pure);",
};

const root = process.cwd();
const planted = mkdtempSync(path.join(tmpdir(), 'portolan-guard-'));
let violations: { rule: string; from: string }[] = [];

beforeAll(() => {
  const files = { ...INNOCENT, ...Object.fromEntries(Object.values(PLANTED)) };
  for (const [name, source] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(planted, name)), { recursive: true });
    writeFileSync(path.join(planted, name), `${source}\n`);
  }
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
    writeFileSync(path.join(planted, name), readFileSync(path.join(root, name)));
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(planted, 'node_modules'));
  const cli = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const folders = ['app', 'components', 'lib', 'server', 'lab', 'e2e', 'instrumentation.ts'];
  const result = spawnSync(
    process.execPath,
    [cli, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
    {
      cwd: planted,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const report = JSON.parse(result.stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } };
  violations = report.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}, 60_000);

afterAll(() => rmSync(planted, { recursive: true, force: true }));

describe('the dependency guard', () => {
  test.each(Object.entries(PLANTED))('bites on a planted violation of %s', (rule, [file]) => {
    expect(violations).toContainEqual({ rule, from: file });
  });

  test('names no file that breaks no rule', () => {
    const guilty = new Set([...Object.values(PLANTED).map(([file]) => file), 'lib/cycle-b.ts']);
    expect(violations.filter(({ from }) => !guilty.has(from))).toEqual([]);
  });

  test('has a planted violation for every rule', () => {
    const config = readFileSync(path.join(root, '.dependency-cruiser.cjs'), 'utf8');
    const rules = [...config.matchAll(/^ {6}name: '([^']+)'/gm)].map((match) => match[1]);
    expect(rules.sort()).toEqual(Object.keys(PLANTED).sort());
  });
});
