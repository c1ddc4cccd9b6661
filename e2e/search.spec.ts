import type { Page } from '@playwright/test';
import { expect, openMap, test } from './fixtures';

interface FoundPod {
  readonly name: string;
  readonly namespace: string;
  readonly address: string;
}

/** A Pod with a segment port, as the API tells of it. */
async function somePod(page: Page, url: string): Promise<FoundPod> {
  const answer = await (await page.request.get(`${url}/api/v1/pods?filter=coredns&sort=name`)).json();
  const [pod] = answer.rows;
  expect(pod.port).toEqual(expect.any(String));
  return pod;
}

/** Searches from any page, by keyboard alone. */
async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page
    .getByPlaceholder(/name, address/i)
    .last()
    .fill(text);
}
const hit = (page: Page, name: string | RegExp) => page.getByRole('option', { name });

test('find a Pod by its IP and see it on the map', async ({ page, house }) => {
  await openMap(page, house.url);
  const pod = await somePod(page, house.url);
  await search(page, pod.address);
  await expect(hit(page, new RegExp(`^${pod.name}`)).locator('mark', { hasText: pod.address })).toBeVisible();
  await expect(hit(page, new RegExp(`^${pod.name}`))).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary').getByRole('heading', { name: pod.name })).toBeVisible();
  await expect(page).toHaveURL(/selected=/);
  await page.keyboard.press('Control+k');
  await hit(page, pod.address).click();
  await expect(page.getByPlaceholder(/name, address/i).last()).toHaveValue(pod.address);
});

test('find what lies in a network, what a tag is on, and who has a UID', async ({ page, house }) => {
  await openMap(page, house.url);
  const pod = await somePod(page, house.url);
  const network = `${pod.address.split('.').slice(0, 3).join('.')}.0/24`;
  await search(page, network);
  await expect(hit(page, new RegExp(`^${pod.name}`))).toBeVisible();
  await expect(page.getByText('Segments', { exact: true })).toBeVisible();
  const box = page.getByPlaceholder(/name, address/i).last();
  await box.fill(`tag:ncp/project|${pod.namespace} kind:tier-1`);
  await expect(page.getByRole('option').first()).toContainText(`ncp/project|${pod.namespace}`);
  await box.fill('no-such-thing-anywhere');
  await expect(page.getByText('Nothing holds "no-such-thing-anywhere"')).toBeVisible();
});

test('go from a search to the page of a Pod without the mouse', async ({ page, house }) => {
  await page.goto(`${house.url}/groups`);
  const pod = await somePod(page, house.url);
  await search(page, `${pod.name} kind:pod`);
  await expect(hit(page, new RegExp(`^${pod.name}`))).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(new RegExp(`/pods/pandora/${pod.namespace}/${pod.name}$`));
});

test('list the Pods, filter, sort and save them', async ({ page, house }) => {
  await page.goto(`${house.url}/pods`);
  const table = page.getByRole('table', { name: 'Pods' });
  const rows = table.getByRole('row');
  const pod = await somePod(page, house.url);
  await expect(table.getByRole('link', { name: pod.name })).toBeVisible();
  await page.getByPlaceholder('Filter Pods by any column').fill(`coredns ${pod.address}`);
  await expect(rows).toHaveCount(2);
  await expect(page.getByText('1 of 1 Pods have a segment port')).toBeVisible();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  const file = await (await saved).createReadStream();
  let text = '';
  for await (const chunk of file) text += String(chunk);
  expect(text.split('\r\n')).toHaveLength(3);
  expect(text).toContain(pod.address);
  await page.getByPlaceholder('Filter Pods by any column').fill('');
  await page.getByRole('columnheader', { name: 'Pod', exact: true }).getByRole('button').click();
  await page.getByRole('columnheader', { name: 'Pod', exact: true }).getByRole('button').click();
  const last = await (await page.request.get(`${house.url}/api/v1/pods?sort=name&order=down&count=1`)).json();
  await expect(rows.nth(1)).toContainText(last.rows[0].name);
});
