import type { Page } from '@playwright/test';
import { expect, openMap, test } from './fixtures';

test.use({ world: 'single-tier' });

/** Cards that a line runs through on the screen without ending at them. */
async function crossed(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const cards = [...document.querySelectorAll<HTMLElement>('[data-card]')].map((card) => ({
      name: card.getAttribute('aria-label') ?? '',
      rect: card.getBoundingClientRect(),
    }));
    const found = new Set<string>();
    for (const path of document.querySelectorAll<SVGPathElement>('.react-flow__edge-path')) {
      const [length, matrix] = [path.getTotalLength(), path.getScreenCTM()];
      if (matrix === null) continue;
      const at = (part: number) => path.getPointAtLength(length * part).matrixTransform(matrix);
      const near = (point: DOMPoint, rect: DOMRect) =>
        point.x > rect.left - 3 && point.x < rect.right + 3 && point.y > rect.top - 3 && point.y < rect.bottom + 3;
      const ends = [at(0), at(1)];
      for (let step = 0; step <= 200; step++) {
        const point = at(step / 200);
        for (const { name, rect } of cards) {
          const { left, right, top, bottom } = rect;
          const isInside = point.x > left + 2 && point.x < right - 2 && point.y > top + 2 && point.y < bottom - 2;
          if (isInside && !ends.some((end) => near(end, rect))) found.add(name);
        }
      }
    }
    return [...found];
  });
}

test('read a cluster with one Tier-1: every segment hangs on it, and no line runs through a card', async ({
  page,
  house,
}) => {
  // What comes while the map is looked at may stand apart until it is arranged anew.
  await expect(async () => {
    const { rows } = await (await page.request.get(`${house.url}/api/v1/pods`)).json();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ state }: { readonly state: string }) => state !== 'healthy')).toEqual([]);
  }).toPass({ timeout: 90_000 });
  await openMap(page, house.url);
  const gateway = page.locator('button[aria-label^="Tier-1 gateway solo,"]');
  await expect(gateway).toHaveCount(1);
  await expect(page.locator('.react-flow__edge-path').first()).toBeAttached();
  expect(await crossed(page)).toEqual([]);

  await test.step('grouped by Tier-1 its box holds the segments of all Namespaces', async () => {
    await page.getByRole('button', { name: /^Group by/ }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Tier-1' }).click();
    await expect(page.getByRole('button', { name: /^Tier-1 solo, \d+ Pods · \d+ segments/ })).toBeVisible();
    const [shop, open] = ['shop', 'open'].map((name) =>
      page.locator(`button[aria-label^="Segment seg-solo-${name}-0, Tier-1 solo"]`),
    );
    await expect(shop ?? page.locator('none')).toBeVisible();
    await expect(open ?? page.locator('none')).toBeVisible();
    await expect(page.getByRole('button', { name: /^No Tier-1, \d+ Pods/ })).toBeVisible();
    expect(await crossed(page)).toEqual([]);
  });
});
