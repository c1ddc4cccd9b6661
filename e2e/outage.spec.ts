import { expect, openMap, test } from './fixtures';
import { Wire } from './wire';

test.describe.configure({ mode: 'serial' });
test.use({ alone: 'outage' });

/** What the sources' status says, as a person or a monitor asks it. */
async function stateOf(
  request: import('@playwright/test').APIRequestContext,
  url: string,
  plane: string,
): Promise<string> {
  const body = await (await request.get(`${url}/api/v1/sources`)).json();
  return body.sources.find((source: { plane: string }) => source.plane === plane).state;
}

/** The number of cards once it has stayed the same for a while: a lab that has just started is still filling NSX. */
async function settledCount(page: import('@playwright/test').Page): Promise<number> {
  let last = -1;
  await expect
    .poll(
      async () => {
        const before = last;
        last = await page.locator('button[data-card]').count();
        return last === before;
      },
      { intervals: [4_000], timeout: 60_000 },
    )
    .toBe(true);
  return last;
}

for (const [program, plane, words] of [
  ['kubernetes', 'kubernetes', /Cluster pandora/],
  ['nsx', 'nsx', /NSX Manager/],
] as const) {
  test(`while ${program} is down the map keeps what it has and says so, then recovers by itself`, async ({
    page,
    house,
  }) => {
    await openMap(page, house.url);
    const cards = page.locator('button[data-card]');
    const before = await settledCount(page);
    expect(before).toBeGreaterThan(0);
    await house.control('POST', `/programs/${program}/stop`);
    const banner = page.getByRole('status').filter({ hasText: words });
    await expect(banner).toBeVisible({ timeout: 45_000 });
    await expect(page.getByRole('button', { name: /Stale|Not read/ })).toBeVisible();
    expect(await cards.count()).toBe(before);
    await page.screenshot({ path: `test-results/outage/${program}-down.png` });
    await house.control('POST', `/programs/${program}/start`);
    await expect(banner).toHaveCount(0, { timeout: 60_000 });
    await expect.poll(() => stateOf(page.request, house.url, plane), { timeout: 30_000 }).toMatch(/live|partial/);
    await expect(cards).toHaveCount(before);
  });
}

test('while NCP is down a new Pod waits for its segment port, and gets it when NCP is back', async ({
  page,
  house,
}) => {
  await house.kubectl('create', 'namespace', 'waiting');
  await openMap(page, `${house.url}/?cluster=pandora&namespace=waiting`);
  await expect(page.locator('button[aria-label^="Segment "]')).toBeVisible({ timeout: 30_000 });
  await house.control('POST', '/programs/ncp/stop');
  await house.kubectl('create', 'deployment', 'patient', '-n', 'waiting', '--image=registry.example/patient:1');
  const pod = page.locator('button[aria-label^="Pod patient-"]');
  await expect(pod).toHaveAccessibleName(/pending/, { timeout: 30_000 });
  await page.screenshot({ path: 'test-results/outage/ncp-down.png' });
  await house.control('POST', '/programs/ncp/start');
  await expect(pod).toHaveAccessibleName(/in Kubernetes and NSX/, { timeout: 60_000 });
  await expect(pod).not.toHaveAccessibleName(/pending/, { timeout: 60_000 });
  await house.kubectl('delete', 'namespace', 'waiting', '--timeout=60s');
});

test('a browser that lost the server says so and catches up without a reload', async ({ page, house }) => {
  const wire = await Wire.to(house.url);
  await openMap(page, wire.url);
  await page.evaluate(() => document.body.setAttribute('data-kept', 'yes'));
  wire.cut();
  await expect(page.getByRole('button', { name: /Reconnecting/ })).toBeVisible({ timeout: 30_000 });
  await page.screenshot({ path: 'test-results/outage/dashboard-unreachable.png' });
  await house.kubectl('create', 'namespace', 'meanwhile');
  await wire.mend();
  await expect(page.getByRole('button', { name: /^Namespace meanwhile,/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('body[data-kept="yes"]')).toBeVisible();
  await house.kubectl('delete', 'namespace', 'meanwhile', '--timeout=60s');
  await expect(page.getByRole('button', { name: /^Namespace meanwhile,/ })).toHaveCount(0, { timeout: 30_000 });
  wire.cut();
});
