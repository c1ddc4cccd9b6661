import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, hasKubectl, test } from './fixtures';

test.use({ alone: 'groups' });
test.skip(!hasKubectl, 'kubectl is not on the PATH');

/** NCP and NSX follow a label within seconds; a slow machine takes longer. */
const NSX_SHOWS = { timeout: 60_000 };

const openWeb = async (page: Page, url: string): Promise<void> => {
  await page.goto(`${url}/groups`);
  await page.getByRole('table', { name: 'Groups' }).getByRole('link', { name: 'Web', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Web', level: 1 })).toBeVisible();
};

test('find the group that rules name and nobody is in, and see that NSX says the same', async ({ page, house }) => {
  await page.goto(`${house.url}/groups`);
  const table = page.getByRole('table', { name: 'Groups' });
  await page.getByRole('button', { name: 'With warnings' }).click();
  await expect(page).toHaveURL(/warned=true/);
  const web = table.getByRole('row').filter({ has: page.getByRole('link', { name: 'Web', exact: true }) });
  await expect(web).toContainText('Empty but used');
  await expect(web).toContainText('not asked');
  await web.getByText('Empty but used').hover();
  await expect(page.getByRole('tooltip')).toContainText('Nothing is in it, and 1 rule names it.');
  await page.getByRole('button', { name: 'Compare with NSX' }).click();
  await expect(web.getByRole('cell', { name: 'none', exact: true })).toBeVisible();
  await expect(page.getByText(/^NSX asked/)).toBeVisible();
});

test('see who nearly is in group Web while NCP is down, who is in it and why then, and keep it as evidence', async ({
  page,
  house,
}) => {
  await house.control('POST', '/programs/ncp/stop');
  await house.kubectl('label', 'pods', '-n', 'lab-tools', '-l', 'app=toolbox', 'secgroup=web');
  await openWeb(page, house.url);
  const near = page.getByRole('region', { name: 'Near misses' });
  await expect(near.getByRole('link', { name: /^toolbox-/ })).toHaveCount(2, NSX_SHOWS);
  await expect(near.getByText('Label without tag')).toHaveCount(2);
  await expect(near.getByText(/has label secgroup = web, but the port has no tag for it/)).toHaveCount(2);

  await house.control('POST', '/programs/ncp/start');
  const members = page.getByRole('region', { name: 'Members' });
  await expect(members.getByRole('link', { name: /^toolbox-/ })).toHaveCount(2, NSX_SHOWS);
  await expect(members.getByText('by tag secgroup|web')).toHaveCount(2);
  await expect(members.getByText('Both agree on every member')).toBeVisible(NSX_SHOWS);
  await expect(near.getByText(/none is nearly in the group/)).toBeVisible(NSX_SHOWS);

  const download = page.waitForEvent('download');
  await members.getByRole('button', { name: 'Audit as JSON' }).click();
  const audit = JSON.parse(await readFile(await (await download).path(), 'utf8'));
  expect(audit.content.members).toHaveLength(2);
  expect(digestOf(audit.content)).toBe(audit.sha256);

  const opened = page.context().waitForEvent('page');
  await members.getByRole('link', { name: 'Report' }).click();
  const report = await opened;
  await expect(report.getByText(audit.sha256)).toBeVisible();
  await report.close();
});

/** Made again as RFC 8785 has it, by no means of the product. */
function digestOf(content: unknown): string {
  const sort = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sort);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [key, sort(item)]),
    );
  };
  return createHash('sha256')
    .update(JSON.stringify(sort(content)), 'utf8')
    .digest('hex');
}
