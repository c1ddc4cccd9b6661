import type { Page } from '@playwright/test';
import { expect, openMap, test } from './fixtures';

const NAMESPACE = '/?cluster=pandora&namespace=kube-system';
const zoom = async (page: Page): Promise<number> => {
  const name = await page.getByRole('button', { name: /^Zoom is/ }).getAttribute('aria-label');
  return Number(/\d+/.exec(name ?? '')?.[0]);
};

test('zoom to a part of the map by drawing a box around it', async ({ page, house }) => {
  await openMap(page, `${house.url}${NAMESPACE}`);
  const pod = page.locator('button[aria-label^="Pod coredns-"]').first();
  await pod.click();
  await expect(page.getByRole('complementary')).toBeVisible();
  const before = await zoom(page);
  await expect(async () => {
    const box = await pod.boundingBox();
    if (box === null) throw new Error('the Pod has no place on the screen');
    await page.keyboard.down('Shift');
    await page.mouse.move(box.x - 20, box.y - 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 20, box.y + box.height + 20, { steps: 4 });
    await expect(page.locator('[data-zoom-box]')).toBeVisible();
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await expect(page.locator('[data-zoom-box]')).toHaveCount(0);
    expect(await zoom(page)).toBeGreaterThan(before);
  }).toPass();
  await expect(pod).toBeInViewport();
  await expect(page.getByRole('complementary'), 'the selection stays').toBeVisible();
  await page.keyboard.press('0');
  await expect(page.getByRole('button', { name: /^Zoom is 100 %/ })).toBeVisible();
});

test('make the window narrower: the map fits again, until one has moved it', async ({ page, house }) => {
  // Zooms at once, so that a figure read is the last one.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await openMap(page, house.url);
  const wide = await zoom(page);
  await page.setViewportSize({ width: 800, height: 700 });
  await expect.poll(() => zoom(page)).toBeLessThan(wide);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(() => zoom(page)).toBe(wide);
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await expect.poll(() => zoom(page)).toBeLessThan(wide);
  const chosen = await zoom(page);
  await page.setViewportSize({ width: 800, height: 700 });
  // A map that is laid out anew has its new zoom two frames later.
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(800);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  expect(await zoom(page)).toBe(chosen);
});

test('open a namespace at the rim of the map and see all of it', async ({ page, house }) => {
  await page.setViewportSize({ width: 800, height: 700 });
  await openMap(page, house.url);
  await page.getByRole('button', { name: 'Zoom in' }).click();
  const open = page.getByRole('button', { name: 'Open namespace kube-system' });
  await open.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Fold namespace kube-system' })).toBeInViewport();
  await expect(page.locator('button[aria-label^="Pod kube-apiserver-"]')).toBeInViewport({ ratio: 1 });
});

test('see what is around one object, from its menu, and go back', async ({ page, house }) => {
  await openMap(page, `${house.url}${NAMESPACE}`);
  await page.locator('button[aria-label^="Pod coredns-"]').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Focus/ }).click();
  await expect(page.getByRole('button', { name: 'Show everything again' })).toBeVisible();
  await page.getByRole('button', { name: '1 step' }).click();
  await expect(page).toHaveURL(/depth=1/);
  await expect(page.locator('button[aria-label^="Pod etcd-"]')).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Show everything again' })).toHaveCount(0);
  await expect(page.locator('button[aria-label^="Pod etcd-"]')).toBeVisible();
});

test('see where an object is, and go up from its page', async ({ page, house }) => {
  await openMap(page, `${house.url}${NAMESPACE}`);
  await page.locator('button[data-card][aria-label^="Segment seg-pandora-kube-system-0"]').click();
  await page.getByRole('complementary').getByRole('link', { name: 'Open the segment page' }).click();
  const crumbs = page.getByRole('navigation', { name: 'Breadcrumbs' });
  await expect(crumbs.getByText('seg-pandora-kube-system-0')).toBeVisible();
  await crumbs.getByRole('link', { name: 'kube-system' }).click();
  await expect(page).toHaveURL(/\/\?cluster=pandora&namespace=kube-system$/);
  await expect(page.locator('[data-settled="true"]')).toBeVisible();
});
