import { expect, openMap, test } from './fixtures';

/** Streams that the server holds open, from its own metrics. */
async function openStreams(request: import('@playwright/test').APIRequestContext, url: string): Promise<number> {
  const text = await (await request.get(`${url}/api/v1/metrics`)).text();
  return Number(/^portolan_stream_clients(?:\{[^}]*\})? (\d+)$/m.exec(text)?.[1] ?? Number.NaN);
}

test('eight tabs of one browser share one stream and all stay live', async ({ context, house }) => {
  const pages = [];
  for (let i = 0; i < 8; i++) {
    const page = await context.newPage();
    await openMap(page, house.url);
    pages.push(page);
  }
  const [first] = pages;
  if (first === undefined) throw new Error('no page was opened');
  expect(await openStreams(first.request, house.url)).toBe(1);
  await house.kubectl('create', 'namespace', 'shared');
  for (const page of pages) await expect(page.getByRole('button', { name: /^Namespace shared,/ })).toBeVisible();
  await house.kubectl('delete', 'namespace', 'shared', '--timeout=60s');
});

test('a page becomes live as a whole: no part of what the server sends is left to be taken over later', async ({
  request,
  house,
}) => {
  for (const path of ['/', '/pods', '/groups', '/groups/x', '/objects/x', '/rules', '/what-if', '/sources']) {
    const html = await (await request.get(`${house.url}${path}`)).text();
    expect(html, path).toContain('<main id="content"');
    // An empty one stands for the document's metadata.
    expect(html.match(/<!--\$[?!]?-->(?!<!--\/\$-->)/g), path).toBeNull();
  }
});

test('the address holds what is looked at, and opening it shows the same', async ({ page, house, context }) => {
  await openMap(page, `${house.url}/?cluster=pandora&namespace=kube-system`);
  await page.locator('button[aria-label^="Pod coredns-"]').first().click();
  const panel = page.getByRole('complementary');
  await expect(panel.getByRole('heading', { name: /^coredns-/ })).toBeVisible();
  const name = await panel.getByRole('heading', { name: /^coredns-/ }).textContent();
  const again = await context.newPage();
  await openMap(again, page.url());
  await expect(again.getByRole('complementary').getByRole('heading', { name: name ?? '' })).toBeVisible();
  await again.keyboard.press('Escape');
  await expect(again.getByRole('complementary')).toHaveCount(0);
});

test('a live change moves neither the viewport nor any card that was there', async ({ page, house }) => {
  await openMap(page, `${house.url}/?cluster=pandora&namespace=kube-system`);
  const boxes = () =>
    page
      .locator('button[data-card]')
      .evaluateAll((cards) =>
        Object.fromEntries(
          cards.map((card) => [
            card.getAttribute('data-card'),
            [card.getBoundingClientRect().x, card.getBoundingClientRect().y],
          ]),
        ),
      );
  const before = await boxes();
  await house.kubectl('create', 'deployment', 'newcomer', '-n', 'kube-system', '--image=registry.example/newcomer:1');
  await expect(page.locator('button[aria-label^="Pod newcomer-"]')).toBeVisible({ timeout: 30_000 });
  const after = await boxes();
  for (const [card, place] of Object.entries(before)) expect(after[card], `card ${card}`).toEqual(place);
  await house.kubectl('delete', 'deployment', 'newcomer', '-n', 'kube-system');
});

test('at 768 pixels nothing is wider than the screen', async ({ page, house }) => {
  await page.setViewportSize({ width: 768, height: 1024 });
  for (const path of ['/', '/pods', '/groups', '/sources']) {
    await page.goto(`${house.url}${path}`);
    await expect(page.getByRole('main')).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});

test('an unknown page and an unknown Pod say what is missing', async ({ page, house }) => {
  await page.goto(`${house.url}/no-such-page`);
  await expect(page.getByText(/no-such-page|not found|no page/i).first()).toBeVisible();
  await page.goto(`${house.url}/pods/pandora/default/nobody`);
  await expect(page.getByText(/nobody/).first()).toBeVisible();
});
