import { expect, openMap, test } from './fixtures';

const SEGMENT = 'button[data-card][aria-label^="Segment seg-pandora-kube-system-0"]';

test('see only what is on one segment, and send the link to somebody', async ({ page, house, context }) => {
  await openMap(page, `${house.url}/?cluster=pandora&namespace=kube-system`);
  await page.locator(SEGMENT).click();
  await page.getByRole('button', { name: 'Focus' }).click();
  await expect(page.getByRole('button', { name: 'Show everything again' })).toBeVisible();
  await expect(page.getByText('1 segment').first()).toBeVisible();

  const other = await context.newPage();
  await openMap(other, page.url());
  await expect(other.locator(SEGMENT)).toBeVisible();
  await expect(other.getByRole('button', { name: 'Show everything again' })).toBeVisible();
  await other.close();

  await page.getByRole('button', { name: 'Show everything again' }).click();
  await expect(page.getByRole('button', { name: 'Focus' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Show everything again' })).toBeVisible();
});

test('find Pods by an expression, with help where it is wrong, and hide everything else', async ({ page, house }) => {
  await openMap(page, `${house.url}/?cluster=pandora&namespace=kube-system`);
  await page.getByRole('button', { name: /^Find\b/ }).click();
  const field = page.getByRole('textbox', { name: 'Find' });
  await field.fill('kind:pod and colour:red');
  await expect(page.getByText('At character 14: "colour" is not known')).toBeVisible();
  await field.fill('kind:pod and name~coredns');
  await expect(page.getByRole('button', { name: /^Find kind:pod and name~coredns [1-9]/ })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /^Hide\b/ }).click();
  await page.getByRole('textbox', { name: 'Hide' }).fill('not name~coredns');
  await page.keyboard.press('Escape');
  await expect(page.locator(SEGMENT)).toHaveCount(0);
  await expect(page.locator('button[data-card][aria-label^="Pod coredns-"]').first()).toBeVisible();
  await page.getByRole('button', { name: /notes? on what is missing/ }).click();
  await expect(page.getByText(/objects are hidden by your expression/)).toBeVisible();
});
