import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { expect, openMap, test } from './fixtures';

const NAMESPACE = '/?cluster=pandora&namespace=kube-system';
const textOf = async (download: Download): Promise<string> => readFile(await download.path(), 'utf8');

async function save(page: Page, form: 'CSV' | 'JSON'): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: form, exact: true }).click(),
  ]);
  return textOf(download);
}

async function toggleColumn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Choose columns' }).click();
  await page.getByRole('menuitemcheckbox', { name, exact: true }).click();
  await page.keyboard.press('Escape');
}

test('read the map as a table, filter it, save it, and share it as it is', async ({ page, house, context }) => {
  await openMap(page, `${house.url}${NAMESPACE}`);
  await page.keyboard.press('t');
  const table = page.getByRole('table', { name: 'Objects of the map' });
  await page.getByPlaceholder('Filter objects by any column').fill('pod coredns');
  await expect(table.getByRole('row')).toHaveCount(3);
  await toggleColumn(page, 'Facts');
  await expect(table.getByRole('columnheader', { name: 'Facts' })).toHaveCount(0);
  await table.getByRole('columnheader', { name: 'Name', exact: true }).getByRole('button').click();
  await table.getByRole('columnheader', { name: 'Name', exact: true }).getByRole('button').click();

  const lines = (await save(page, 'CSV')).trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain('How known');
  const rows = JSON.parse(await save(page, 'JSON'));
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({ kind: 'Pod', namespace: 'kube-system' });

  const other = await context.newPage();
  await other.goto(page.url());
  const same = other.getByRole('table', { name: 'Objects of the map' });
  await expect(same.getByRole('row')).toHaveCount(3);
  await expect(same.getByRole('columnheader', { name: 'Facts' })).toHaveCount(0);
  await expect(same.getByRole('columnheader', { name: 'Name', exact: true })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
});

test('read how the objects on the map hang together, line by line', async ({ page, house }) => {
  await openMap(page, `${house.url}${NAMESPACE}`);
  await page.keyboard.press('t');
  await page.getByRole('button', { name: 'Relations', exact: true }).click();
  await page.getByPlaceholder('Filter relations by any column').fill('contains coredns');
  const rows = page.getByRole('table', { name: 'Relations of the map' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('seg-pandora');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Graph' }).click();
  await expect(page.locator('[data-settled="true"]')).toBeVisible();
});

test('narrow the map by a label without knowing how that is written, and widen it again', async ({ page, house }) => {
  await openMap(page, `${house.url}${NAMESPACE}`);
  await page.getByRole('main').getByRole('button', { name: /^Find/ }).click();
  const panel = page.getByRole('dialog', { name: 'Find' });
  await panel.getByRole('combobox', { name: 'Field' }).selectOption('Label');
  await panel.getByLabel('Value').fill('k8s-app=kube-dns');
  await panel.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('button', { name: /^Find label:k8s-app=kube-dns 2/ })).toBeVisible();
  await panel.getByRole('combobox', { name: 'Field' }).selectOption('Address or network');
  await panel.getByLabel('Value').fill('300.1.1.1');
  await expect(panel.getByText('"300.1.1.1" is no address')).toBeVisible();
  await panel.getByLabel('Value').fill('192.0.2.0/24');
  await panel.getByLabel('Value').press('Enter');
  await expect(page.getByRole('button', { name: /^Find label:k8s-app=kube-dns ip:192.0.2.0\/24 0/ })).toBeVisible();
  await panel.getByRole('button', { name: 'Take off ip:192.0.2.0/24' }).click();
  await expect(page.getByRole('button', { name: /^Find label:k8s-app=kube-dns 2/ })).toBeVisible();
});

test('the browser remembers the columns and the legend, and a link goes before it', async ({ page, house }) => {
  await page.goto(`${house.url}/groups`);
  const table = page.getByRole('table', { name: 'Groups' });
  await expect(table.getByRole('link', { name: 'Web', exact: true })).toBeVisible();
  await toggleColumn(page, 'Domain');
  await page.getByPlaceholder(/Filter groups/).fill('web');
  await expect(page).toHaveURL(/filter=web/);
  await page.goto(`${house.url}/groups`);
  await expect(table.getByRole('columnheader', { name: 'Group', exact: true })).toBeVisible();
  await expect(table.getByRole('columnheader', { name: 'Domain' })).toHaveCount(0);
  await page.goto(`${house.url}/groups?columns=name,domain`);
  await expect(table.getByRole('columnheader', { name: 'Domain' })).toBeVisible();
  await expect(table.getByRole('columnheader')).toHaveCount(2);

  await openMap(page, house.url);
  await page.getByRole('button', { name: 'Legend' }).click();
  await page.getByRole('button', { name: 'Groups', exact: true }).click();
  await expect(page).toHaveURL(/groups=1/);
  await openMap(page, house.url);
  await expect(page.getByRole('button', { name: 'Legend' })).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByRole('button', { name: 'Groups', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await openMap(page, `${house.url}${NAMESPACE}`);
  await expect(page.getByRole('button', { name: 'Groups', exact: true })).toHaveAttribute('aria-pressed', 'false');
});
