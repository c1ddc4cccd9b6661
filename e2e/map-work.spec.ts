import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { expect, openMap, test } from './fixtures';

const NAMESPACE = '/?cluster=pandora&namespace=kube-system';

/** The accessible name of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
}

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}

test('work the map by keyboard alone: walk the path, select, open the menu, go back', async ({ page, house }) => {
  await openMap(page, `${house.url}${NAMESPACE}`);
  await page.locator('button[aria-label^="Pod coredns-"]').first().focus();
  const pod = await focused(page);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => focused(page)).toMatch(/^Segment /);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => focused(page)).toMatch(/^Tier-1 /);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page)).toMatch(/^Segment /);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page)).toMatch(/^Pod /);

  await page.keyboard.press('m');
  await expect(page.getByRole('menuitem', { name: 'Copy the kubectl command' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toMatch(/^Pod /);

  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary')).toBeVisible();
  await expect(page.getByText(/^Selected: Pod /)).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toHaveCount(0);
  expect(pod).toMatch(/^Pod coredns-/);
});

test('a reader is told what came to the map', async ({ page, house }) => {
  await openMap(page, house.url);
  await house.kubectl('create', 'namespace', 'announced');
  await expect(page.locator('[aria-live="polite"]')).toContainText(/came/, { timeout: 30_000 });
  await house.kubectl('delete', 'namespace', 'announced', '--timeout=60s');
});

test('copy the kubectl command of a Pod from its menu, and see where NSX Manager is', async ({
  page,
  house,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openMap(page, `${house.url}${NAMESPACE}`);
  const pod = page.locator('button[aria-label^="Pod coredns-"]').first();
  await pod.click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: /Open NSX Manager/ })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Copy the kubectl command' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^kubectl describe pods coredns-\S+ -n kube-system$/);
});

test('save the map for a report, as a drawing and as data', async ({ page, house }) => {
  await openMap(page, `${house.url}${NAMESPACE}`);
  const save = async (form: string) => {
    await page.getByRole('button', { name: 'Save the map' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitemcheckbox', { name: new RegExp(`^${form}`) }).click(),
    ]);
    return download;
  };
  const svg = await textOf(await save('SVG'));
  expect(svg).toContain('Map of pandora, namespace kube-system');
  expect(svg).toContain('both, correlated');
  const data = JSON.parse(await textOf(await save('JSON')));
  expect(data.cards.some(({ title }: { title: string }) => title.startsWith('coredns-'))).toBe(true);
  expect((await save('PNG')).suggestedFilename()).toMatch(/^portolan-pandora-kube-system-.*\.png$/);
});

test('pin two Pods and see what tells them apart, also from a shared link', async ({ page, house, context }) => {
  await openMap(page, `${house.url}${NAMESPACE}`);
  for (const index of [0, 1]) {
    await page.locator('button[aria-label^="Pod coredns-"]').nth(index).focus();
    await page.keyboard.press('c');
    await expect(page.getByRole('button', { name: /^Take coredns-.* off the comparison$/ })).toHaveCount(index + 1);
  }
  const other = await context.newPage();
  await openMap(other, page.url());
  await other.getByRole('button', { name: 'Compare', exact: true }).click();
  const dialog = other.getByRole('dialog', { name: 'Compare two objects' });
  await expect(dialog.getByText(/^They differ in \d+ respects\.$/)).toBeVisible();
  await expect(dialog.getByRole('rowheader', { name: '≠ Address' })).toBeVisible();
});

test('pause the map: what comes meanwhile waits and is counted', async ({ page, house }) => {
  await openMap(page, house.url);
  await page.getByRole('button', { name: /pause$/ }).click();
  await house.kubectl('create', 'namespace', 'waiting');
  await expect(page.getByRole('button', { name: /^Paused, [1-9]\d* waiting/ })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: /^Namespace waiting,/ })).toHaveCount(0);
  await page.getByRole('button', { name: /resume$/ }).click();
  await expect(page.getByRole('button', { name: /^Namespace waiting,/ })).toBeVisible();
  await house.kubectl('delete', 'namespace', 'waiting', '--timeout=60s');
});
