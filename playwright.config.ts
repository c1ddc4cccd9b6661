import { defineConfig } from '@playwright/test';

const executablePath = process.env.CHROME_PATH ?? '/usr/bin/chromium';

/** Two workers: each boots its own lab and dashboard (e2e/fixtures.ts), and most of the time both wait. */
export default defineConfig({
  testDir: 'e2e',
  // Once for all: workers that built at the same time would be in each other's way.
  globalSetup: './e2e/build-first.mjs',
  // Have a run of their own: playwright.screens.config.ts.
  testIgnore: 'screens*.spec.ts',
  outputDir: 'test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 2,
  retries: 0,
  forbidOnly: true,
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      args: ['--disable-quic', '--disable-background-networking', '--disable-component-update'],
    },
  },
});
