import type { Page } from '@playwright/test';
import { expect, openMap, test } from './fixtures';

test.use({ world: 'vpc' });

const card = (page: Page, name: string) => page.locator(`button[data-card][aria-label^="${name}"]`);

/** Searches from any page, by keyboard alone. */
async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page
    .getByPlaceholder(/name, address/i)
    .last()
    .fill(text);
}

/** Waits until every Pod that gets one has its port. */
test.beforeEach(async ({ page, house }) => {
  await expect(async () => {
    const { rows } = await (await page.request.get(`${house.url}/api/v1/pods?cluster=orchard`)).json();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ state }: { readonly state: string }) => state !== 'healthy')).toEqual([]);
  }).toPass({ timeout: 90_000 });
});

test('follow a Pod of a VPC to the outside: subnet, VPC, Tier-0', async ({ page, house }) => {
  await openMap(page, `${house.url}/?cluster=orchard`);
  await card(page, 'Pod store-').first().click();
  for (const step of ['Subnet pod-default-', 'VPC ', 'Tier-0 gateway lab-t0'])
    await expect(page.locator(`button[data-emphasis="raised"][aria-label^="${step}"]`).first()).toBeVisible();

  await test.step('boxes and menu speak of VPCs and subnets', async () => {
    await page.getByRole('button', { name: /^Group by/ }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Subnet' }).click();
    await expect(
      page.getByRole('button', { name: /^Subnet pod-default-\S+, private · 10\.40\./ }).first(),
    ).toBeVisible();
    await page.getByRole('button', { name: /^Group by/ }).click();
    await page.getByRole('menuitemcheckbox', { name: 'VPC' }).click();
    await expect(page.getByRole('button', { name: /^VPC shop_\S+, 15 Pods · 2 subnets/ })).toBeVisible();
    await expect(page.getByRole('button', { name: /^No VPC, \d+ Pods/ })).toBeVisible();
  });
});

test('see which subnets a VPC has and how full they are', async ({ page, house }) => {
  await openMap(page, house.url);
  await search(page, 'shop kind:vpc');
  await expect(page.getByRole('option', { name: /^shop/ })).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^shop/ })).toBeVisible();
  const subnets = page.getByRole('region', { name: 'Subnets of it', exact: true });
  await expect(subnets.getByRole('link', { name: /^pod-default-/ })).toHaveCount(2);
  await expect(page.getByText(/connected to no Tier-0/)).toHaveCount(0);
  const meters = page.getByRole('meter', { name: 'Addresses of the subnet' });
  await expect(meters).toHaveCount(2);
  await subnets
    .getByRole('link', { name: /^pod-default-/ })
    .first()
    .click();
  // Both pages have such a meter, the one before for each of its subnets.
  await expect(page.getByRole('heading', { level: 1, name: /^pod-default-/ })).toBeVisible();
  await expect(meters).toHaveCount(1);
  await expect(meters).toHaveAttribute('aria-valuenow', /^(13|2)$/);
  await expect(meters).toHaveAttribute('aria-valuemax', '13');
});

test('find the subnet of an address', async ({ page, house }) => {
  await openMap(page, house.url);
  const answer = await (await page.request.get(`${house.url}/api/v1/graph?kind=segment`)).json();
  const subnet = answer.nodes.find(({ name }: { readonly name: string }) => name.startsWith('pod-default-'));
  const [network] = subnet.facts.network;
  await search(page, network);
  await expect(page.getByText('Subnets', { exact: true })).toBeVisible();
  await expect(page.getByRole('option', { name: new RegExp(`^${subnet.name}`) })).toHaveAttribute(
    'data-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary').getByRole('heading', { name: subnet.name })).toBeVisible();
});
