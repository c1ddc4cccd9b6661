import { expect, test } from './fixtures';

test.use({ alone: 'rules' });

test('find a rule that can never match, and read why', async ({ page, house }) => {
  await page.goto(`${house.url}/rules`);
  const table = page.getByRole('table', { name: 'Rules' });
  await expect(table.getByRole('link', { name: 'Default Layer3 Rule' })).toBeVisible();
  await page.getByRole('button', { name: /^Problems only/ }).click();
  await expect(table.getByRole('row')).toHaveCount(2, { timeout: 30_000 });
  await expect(page).toHaveURL(/mark=empty/);
  await expect(table.getByRole('link', { name: 'web-to-web' })).toBeVisible();
  await table.getByText('Names nobody').hover();
  await expect(page.getByRole('tooltip')).toContainText('Source: group Web without a member by our evaluation');
});

test('see which rules a Pod meets, in order, and what NSX counted for them', async ({ page, house }) => {
  await page.goto(`${house.url}/rules`);
  const table = page.getByRole('table', { name: 'Rules' });
  await page.getByRole('button', { name: 'About' }).click();
  await page.getByPlaceholder(/^Pod, group, service/).fill('coredns');
  await page
    .getByRole('option', { name: /^coredns-/ })
    .first()
    .click();
  await expect(table.getByRole('columnheader', { name: 'Why it is here' })).toBeVisible();
  await expect(page).toHaveURL(/about=/);
  const rows = table.getByRole('row');
  await expect(rows.nth(1)).toContainText('Ethernet');
  await expect(rows.nth(2)).toContainText(/Environment.*as destination: group hc_port/);
  await expect(rows.last()).toContainText('Default Layer3 Rule');
  await expect(table.getByRole('link', { name: 'web-to-web' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Read hits' }).click();
  await expect(page.getByText(/^Hits read/)).toBeVisible();
  await expect(rows.last().getByRole('cell').nth(12)).toHaveText(/^\d/);
});
