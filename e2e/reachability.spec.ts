import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, hasKubectl, test } from './fixtures';
import { seriousViolations } from './violations';

test.skip(!hasKubectl, 'kubectl is not on the PATH');
test.use({ alone: 'reachability' });

const NSX_SHOWS = { timeout: 20_000 };

/** Chooses an end of the flow by typing the start of its name. */
async function choose(page: Page, end: 'From' | 'To', name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${end}:`) }).click();
  await page.getByPlaceholder(/^Pod, Service/).fill(name);
  await page
    .getByRole('option', { name: new RegExp(name) })
    .first()
    .click();
  await expect(page.getByRole('button', { name: `${end}: ${name}` })).toBeVisible();
}

test('see whether a frontend may reach another, which rule says no, and who else may', async ({ page, house }) => {
  for (const name of ['wall-a', 'wall-b'])
    await house.kubectl('run', name, '--image=registry.example/wall:1', '--labels=secgroup=web,app=wall');
  await page.goto(`${house.url}/reachability`);
  // Pods are found once they are known, and have a port once NSX knows them too.
  await expect(async () => {
    const pod = await page.request.get(`${house.url}/api/v1/pods/pandora/default/wall-b`);
    expect((await pod.json()).port).not.toBeNull();
  }).toPass(NSX_SHOWS);
  await choose(page, 'From', 'wall-a');
  await choose(page, 'To', 'wall-b');
  await page.getByLabel('Protocol').selectOption('icmp');
  const verdict = page.getByRole('region', { name: 'Verdict', exact: true });
  await expect(verdict.getByRole('status')).toHaveText('Dropped', NSX_SHOWS);
  for (const place of ['At the source', 'At the destination'])
    await expect(
      page.getByRole('region', { name: place }).getByRole('link', { name: /^Rule web-to-web/ }),
    ).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);

  const shared = page.url();
  await page.goto(`${house.url}/pods/pandora/default/wall-b`);
  await page.getByRole('link', { name: 'Who can reach it' }).click();
  const senders = page.getByRole('table', { name: 'Verdicts by class' });
  const walls = senders.getByRole('row', { name: /wall/ });
  await expect(walls).toContainText('Dropped', NSX_SHOWS);
  await expect(senders.getByRole('row', { name: /Outside NSX/ })).toContainText('Allowed');
  expect(await seriousViolations(page)).toEqual([]);

  const { pod } = await (await page.request.get(`${house.url}/api/v1/pods/pandora/default/wall-b`)).json();
  const marked = { cluster: 'pandora', namespace: 'default', selected: pod.id, reach: 'to:icmp' };
  await page.goto(`${house.url}/?${new URLSearchParams(marked)}`);
  const card = page.locator('.react-flow__node', { has: page.locator('button[aria-label^="Pod wall-a"]') });
  await expect(card).toContainText('Dropped', NSX_SHOWS);
  await expect(page.getByRole('region', { name: 'Marks of reachability' })).toContainText(/\d+ of \d+ may/);

  await page.goto(shared);
  await expect(verdict.getByRole('status')).toHaveText('Dropped');
  await expect(verdict).toContainText('wall-a to wall-b, ICMP (ping): at the source: rule web-to-web');
});

test('see that NSX lets through what a NetworkPolicy forbids, and why', async ({ page, house }) => {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-policy-'));
  const file = join(folder, 'policy.json');
  await writeFile(file, JSON.stringify(NOT_FOR_NSX));
  await house.kubectl('create', 'namespace', 'vault');
  await house.kubectl('apply', '-f', file);
  for (const name of ['asker', 'keeper'])
    await house.kubectl('run', name, '-n', 'vault', '--image=registry.example/vault:1', `--labels=app=${name}`);
  await page.goto(`${house.url}/reachability?from=pod:pandora/vault/asker&to=pod:pandora/vault/keeper&port=443`);
  const differs = page.getByRole('region', { name: 'Kubernetes asks for something else' });
  await expect(async () => {
    await page.reload();
    await expect(differs).toBeVisible({ timeout: 5_000 });
  }).toPass(NSX_SHOWS);
  await expect(differs).toContainText(/NetworkPolicies\s*Denied\s*NSX\s*Allowed/);
  await expect(differs).toContainText(
    'NetworkPolicy askers-only has no security policy in NSX: it could not be translated, or has not been yet.',
  );
  await expect(differs.getByRole('link', { name: 'askers-only' })).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  await rm(folder, { recursive: true });
});

/** NCP cannot say in NSX whom a selector by exclusion means. */
const NOT_FOR_NSX = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'askers-only', namespace: 'vault' },
  spec: {
    podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['asker'] }] },
    policyTypes: ['Ingress'],
  },
};
