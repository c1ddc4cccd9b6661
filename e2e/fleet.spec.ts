import type { Page } from '@playwright/test';
import { expect, openMap } from './fixtures';
import { test } from './fleet';

/** The element of the tile that somebody is at, and the picture of all of them. */
const tile = (page: Page) => page.locator('[data-tile]');
const picture = (page: Page) => page.getByRole('img', { name: /^Tiles of folded boxes/ });

/** Opens the map and waits until the whole fleet is read and drawn. */
async function openFleet(page: Page, url: string): Promise<void> {
  await openMap(page, url);
  await expect(picture(page)).toHaveAccessibleName(/fleet: 300 Namespaces/);
  await expect(page.getByText(/5,5\d\d folded/)).toBeVisible();
}

/** A place on the screen where a tile is: the walk starts at the first one. */
async function firstTile(page: Page): Promise<{ readonly x: number; readonly y: number }> {
  const box = await tile(page).first().boundingBox();
  if (box === null) throw new Error('no tile is on the screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('see every Namespace of a large fleet at once and open one', async ({ page, fleet }) => {
  await openFleet(page, fleet.url);
  const { x, y } = await firstTile(page);
  await tile(page).first().focus();
  const first = (await tile(page).first().getAttribute('aria-label')) ?? '';
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-tile]:focus')).not.toHaveAccessibleName(first);
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('[data-tile]:focus')).toHaveAccessibleName(first);

  await page.mouse.move(x, y);
  const pointed = page.locator('[data-tile]:hover');
  await expect(pointed).toHaveAccessibleName(/^Namespace .* in fleet, .*Pods.* objects? folded/);
  const name = /^Namespace (\S+)/.exec((await pointed.getAttribute('aria-label')) ?? '')?.[1] ?? '';
  await page.mouse.click(x, y);
  await expect(page.getByRole('complementary').getByRole('heading', { name })).toBeVisible();

  await page.mouse.click(x, y, { button: 'right' });
  await page.getByRole('menuitem', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('button', { name: `Fold namespace ${name}` })).toBeInViewport();
  await expect(page.locator(`[data-card][aria-label*="namespace ${name}"]`).first()).toBeInViewport();
  await expect(picture(page)).toHaveAccessibleName(/fleet: 299 of 300 Namespaces/);
});

test('look through all Namespaces of a fleet as a table, and go into one by its tile', async ({ page, fleet }) => {
  await openFleet(page, fleet.url);
  await tile(page).first().focus();
  const name = /^Namespace (\S+)/.exec((await tile(page).first().getAttribute('aria-label')) ?? '')?.[1] ?? '';
  await page.keyboard.press('t');
  await expect(page.getByText(/^30\d of 30\d rows/)).toBeVisible();
  await page.keyboard.press('g');
  await tile(page).first().focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`namespace=${name}`));
  await expect(page.getByRole('button', { name: new RegExp(`^Namespace ${name},`) })).toBeVisible();
});

test.describe('where no pointer rests on a tile first', () => {
  test.use({ hasTouch: true });

  test('tap a tile to see what it is, and double-click it to go into it', async ({ page, fleet }) => {
    await openFleet(page, fleet.url);
    const { x, y } = await firstTile(page);
    await page.touchscreen.tap(x + 200, y + 100);
    const panel = page.getByRole('complementary');
    await expect(panel.getByRole('heading', { name: /-\d{4}$/ })).toBeVisible();
    const name = (await panel.getByRole('heading', { name: /-\d{4}$/ }).textContent()) ?? '';
    await page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
    await page.mouse.dblclick(x + 200, y + 100);
    await expect(page).toHaveURL(new RegExp(`namespace=${name}`));
  });
});
