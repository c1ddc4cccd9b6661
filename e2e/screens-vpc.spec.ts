import { expect, openMap, test } from './fixtures';
import { look, lookNarrow } from './look';

test.use({ world: 'vpc' });

test('what a world of VPCs looks like', async ({ page, house }) => {
  await openMap(page, house.url);
  // While sources are read for the first time every layout is a fresh one.
  await expect(page.getByRole('button', { name: /^Live/ })).toBeVisible({ timeout: 60_000 });
  await look(page, 'vpc-map');
  await lookNarrow(page, 'vpc-map');
  await page.locator('button[data-card][aria-label^="Pod "]').first().click();
  await expect(page.getByRole('complementary').getByRole('heading').first()).toBeVisible();
  await look(page, 'vpc-selected');
});
