import type { Page } from '@playwright/test';
import { expect } from './fixtures';
import { seriousViolations } from './violations';

const THEMES = ['light', 'dark'] as const;
const FOLDER = 'test-results/screens';

/**
 * Keeps a picture of what is on the screen, in light and in dark, for somebody to look at
 * (`test-results/screens/NAME-THEME.png`), and expects that nothing on it keeps people out.
 */
export async function look(page: Page, name: string, audited: readonly (typeof THEMES)[number][] = THEMES) {
  for (const colorScheme of THEMES) {
    await turnTo(page, colorScheme);
    await page.screenshot({ path: `${FOLDER}/${name}-${colorScheme}.png` });
    if (audited.includes(colorScheme)) expect(await seriousViolations(page), `${name} in ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}

async function turnTo(page: Page, colorScheme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator(`html[data-theme="${colorScheme}"]`)).toBeAttached();
  // Colours change slowly: neither the picture nor the audit is to see them on the way.
  await page.evaluate(() => {
    for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
  });
}

/** Of many screens alike, each is audited in one theme, by turns. */
export const byTurns = (index: number): readonly (typeof THEMES)[number][] => [index % 2 === 0 ? 'light' : 'dark'];

/** Keeps a picture at the narrowest width, where nothing may stick out at the side. */
export async function lookNarrow(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 768, height: 1024 });
  await turnTo(page, 'light');
  await page.screenshot({ path: `${FOLDER}/${name}-768.png` });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, `${name} at 768 pixels`).toBeLessThanOrEqual(0);
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize({ width: 1440, height: 900 });
}
