import { expect, openMap } from './fixtures';
import { test } from './fleet';
import { look, lookNarrow } from './look';

test('what the map of a large world looks like, near, far and by whatever it is grouped', async ({ page, fleet }) => {
  await openMap(page, fleet.url);
  await look(page, 'large-map');
  await lookNarrow(page, 'large-map');
  for (let times = 0; times < 5; times++) await page.getByRole('button', { name: 'Zoom in' }).click();
  await look(page, 'large-map-near');
  for (const by of ['cluster-node', 'tier-1', 'segment', 'workload', 'group']) {
    await openMap(page, `${fleet.url}/?by=${by}`);
    await look(page, `large-by-${by}`, ['dark']);
  }
});

test('what the lists and answers of a large world look like', async ({ page, fleet }) => {
  for (const [name, path, shown] of [
    ['large-table', '/?view=table', 'Objects of the map'],
    ['large-pods', '/pods', 'Pods'],
    ['large-groups', '/groups', 'Groups'],
    ['large-rules', '/rules', 'Rules'],
  ] as const) {
    await page.goto(`${fleet.url}${path}`);
    await expect(page.getByRole('table', { name: shown }).getByRole('row').nth(1)).toBeVisible();
    await look(page, name);
    await lookNarrow(page, name);
  }
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog', { name: 'Search' })).toBeVisible();
  await page
    .getByPlaceholder(/name, address/i)
    .last()
    .fill('frontend');
  await expect(page.getByRole('option').nth(3)).toBeVisible();
  await look(page, 'large-search');
  await page.goto(`${fleet.url}/reachability?view=matrix`);
  await expect(page.getByRole('status', { name: /^Working out/ })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Verdicts' })).toBeVisible();
  await look(page, 'large-matrix');
});
