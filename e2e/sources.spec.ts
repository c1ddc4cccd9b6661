import { expect, test } from './fixtures';
import type { House } from './fixtures';
import { seriousViolations } from './violations';

test.describe.configure({ mode: 'serial' });
test.use({ alone: 'sources' });

type Fault = Readonly<Record<string, unknown>>;
const plant = (house: House, program: 'kubernetes' | 'nsx', fault: Fault) =>
  house.control('POST', `/programs/${program}/_lab/faults`, fault);

/** Makes Portolan list every kind of the cluster again: its watches end, and what they followed is forgotten. */
async function forget(house: House): Promise<void> {
  // A watch whose last bookmark is the newest version of all could go on where it was.
  await house.kubectl('annotate', 'namespace', 'default', '--overwrite', `e2e/forgotten=${Date.now()}`);
  await plant(house, 'kubernetes', { kind: 'compact' });
  await plant(house, 'kubernetes', { kind: 'watch-drop' });
}

/** A list of DaemonSets in which one object has no name, as the API server itself would version it. */
async function spoiledList(house: House): Promise<Fault> {
  const list = JSON.parse(await house.kubectl('get', '--raw', '/apis/apps/v1/daemonsets'));
  const bad = { metadata: { uid: 'unreadable-1', name: '', namespace: 'default', resourceVersion: '1' } };
  return { ...list, items: [...list.items, bad] };
}

test.afterEach(async ({ house }) => {
  for (const program of ['kubernetes', 'nsx'] as const)
    await house.control('DELETE', `/programs/${program}/_lab/faults`);
});

test('a cluster that is read in part says what is forbidden or unreadable, what that hides, and what to do', async ({
  page,
  house,
}) => {
  await page.goto(`${house.url}/sources`);
  const card = page.getByRole('region', { name: 'Cluster pandora', exact: true });
  await expect(card.getByText('Live', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  const body = await spoiledList(house);
  const path = '^/apis/apps/v1/daemonsets\\?(?!.*watch=)';
  await plant(house, 'kubernetes', { kind: 'status', status: 200, body, match: { method: 'GET', path } });
  await plant(house, 'kubernetes', { kind: 'forbid', resource: 'networkpolicies', user: 'admin' });
  await forget(house);

  const policies = card.getByRole('row', { name: /Forbidden NetworkPolicies/ });
  await expect(policies).toBeVisible({ timeout: 45_000 });
  await expect(card.getByText(/is forbidden: .* Hidden: NetworkPolicies, and with them/)).toBeVisible();
  await expect(card.getByText(/let the account get, list and watch networkpolicies/)).toBeVisible();
  await expect(card.getByText('Partly read', { exact: true })).toBeVisible();
  const sets = card.getByRole('row', { name: /Live DaemonSets/ });
  await expect(sets.getByRole('cell').nth(2)).toHaveText('1', { timeout: 30_000 });
  await expect(card.getByText(/^1 object could not be understood/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Live, partly/ })).toBeVisible();
  const overview = page.getByRole('region', { name: 'All sources' });
  await expect(
    overview.getByRole('link', { name: /Cluster pandora 1 kind forbidden, 1 object unreadable/ }),
  ).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
});

test('an NSX Manager that throttles and cannot search says both, with what that costs', async ({ page, house }) => {
  await page.goto(`${house.url}/sources`);
  const card = page.getByRole('region', { name: /^NSX Manager/ }).first();
  await expect(card.getByText('Live', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  await expect(card.getByText(/ of 20 a second/)).toBeVisible({ timeout: 60_000 });
  await plant(house, 'nsx', { kind: 'search-broken', code: 60515 });
  await expect(card.getByRole('row', { name: /^Remark 1 \d+ kinds Search cannot be used/ })).toBeVisible({
    timeout: 60_000,
  });
  await expect(card.getByRole('row', { name: /Live Segments Remark 1/ })).toBeVisible({ timeout: 60_000 });
  await expect(card.getByText(/rebuild the search index/)).toBeVisible();

  // As long as it takes: NCP asks the same NSX, and would meet some of a few refusals in our place.
  await plant(house, 'nsx', { kind: 'status', status: 429, probability: 0.5 });
  await expect(card.getByText(/^[1-9]\d* refused with 429 or 503$/)).toBeVisible({ timeout: 60_000 });
  await expect(card.getByText(/^Slowed down after refusals: [\d.]+ instead of 20 a second/)).toBeVisible();
  const meter = card.getByRole('meter', { name: 'Requests' });
  expect(Number(await meter.getAttribute('aria-valuemax'))).toBeLessThan(20);
  expect(await seriousViolations(page)).toEqual([]);
});

test('the overview leads to a source, by an address that can be shared', async ({ page, house }) => {
  await page.goto(`${house.url}/sources`);
  const overview = page.getByRole('region', { name: 'All sources' });
  const head = page.getByRole('heading', { name: /^NSX Manager/ });
  await expect(head).not.toBeInViewport();
  await overview.getByRole('link', { name: /NSX Manager/ }).click();
  await expect(head).toBeInViewport();
  await page.reload();
  await expect(head).toBeInViewport();
});

for (const width of [1280, 768]) {
  test(`nothing overflows at ${width} px, in the dark theme too`, async ({ page, house }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width, height: 900 });
    await plant(house, 'nsx', { kind: 'down' });
    await page.goto(`${house.url}/sources`);
    const card = page.getByRole('region', { name: /^NSX Manager/ }).first();
    await expect(card.getByText('Stale', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
    await expect(card.getByText(/^Changes since its last read are not shown/)).toBeVisible();
    await expect(card.getByText(/^If it stays so, /)).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: 'NSX Manager' })).toHaveCount(0);
    const over = await page.evaluate(() =>
      [...document.querySelectorAll('main section, main section *')]
        .filter((box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX === 'visible')
        .filter((box) => getComputedStyle(box).display !== 'inline')
        .map((box) => box.outerHTML.slice(0, 120)),
    );
    expect(over).toEqual([]);
    expect(await seriousViolations(page)).toEqual([]);
  });
}
