import type { Page } from '@playwright/test';
import { expect, hasKubectl, openMap, test } from './fixtures';

const NSX_SHOWS = { timeout: 30_000 };
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

interface Node {
  readonly id: string;
  readonly name: string;
}

/** The object of a kind whose name begins so, once it is known. */
async function find(page: Page, url: string, kind: string, name: string): Promise<Node> {
  let found: Node | undefined;
  await expect(async () => {
    const { nodes } = await (await page.request.get(`${url}/api/v1/graph?kind=${kind}`)).json();
    found = nodes.find((node: Node) => node.name.startsWith(name));
    expect(found, `${kind} ${name}`).toBeDefined();
  }).toPass({ timeout: 60_000 });
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

test('see why a Pod has no segment port', async ({ page, house }) => {
  const { name } = await find(page, house.url, 'pod', 'etcd-');
  await page.goto(`${house.url}/pods?filter=etcd`);
  await expect(page.getByRole('table', { name: 'Pods' }).getByRole('cell', { name: 'none' })).toBeVisible();
  await page.getByRole('link', { name }).click();
  await expect(page.getByText(/host network/).first()).toBeVisible();
});

test('see why a label of a Pod is no tag of its port', async ({ page, house }) => {
  const { name } = await find(page, house.url, 'pod', 'coredns-');
  await page.goto(`${house.url}/pods/pandora/kube-system/${name}`);
  const labels = panel(page, 'Labels and tags');
  await expect(labels.getByText('pod-template-hash')).toBeVisible(NSX_SHOWS);
  await expect(labels.getByText('never copied by NCP')).toBeVisible();
  await expect(labels.getByText('same', { exact: true }).first()).toBeVisible();
});

test('see how full an IP pool is, and who holds what of it', async ({ page, house }) => {
  const { id } = await find(page, house.url, 'ip-pool', 'ipp-pandora-kube-system');
  await page.goto(`${house.url}/objects/${encodeURIComponent(id)}`);
  await expect(page.getByRole('meter', { name: 'Addresses of the pool' })).toHaveAttribute('aria-valuenow', /[1-9]/);
  await panel(page, 'Takes addresses from it')
    .getByRole('link', { name: /^seg-pandora-kube-system-0/ })
    .click();
  await expect(panel(page, 'Ports').getByRole('link', { name: /^coredns-/ })).toHaveCount(2);
});

test('read what marks and keys mean, in the theme one likes, and have it remembered', async ({ page, house }) => {
  await openMap(page, house.url);
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
  await expect(page.locator('html[data-theme="dark"]')).toBeAttached();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help.getByText('left over: what it was made for is gone')).toBeVisible();
  await expect(help.getByText('Shift or Ctrl, drag')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await page.reload();
  await expect(page.locator('html[data-theme="dark"]')).toBeAttached();
});

test('be shown around the map with the keyboard, and be back where one was', async ({ page, house }) => {
  await openMap(page, house.url);
  await page.getByRole('button', { name: 'Help: marks, keys and gestures' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show me around' }).click();
  const stop = page.getByRole('dialog', { name: 'Find anything' });
  await expect(stop).toBeVisible();
  await expect(stop.getByText('1 of 10')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Where you are' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('dialog', { name: 'Two planes, one map' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Help: marks, keys and gestures' })).toBeFocused();
});

test('see that what one looks for is not on the map, and take it back', async ({ page, house }) => {
  await openMap(page, `${house.url}/?find=name%3Dnothing-is-called-so`);
  await expect(page.getByText('name=nothing-is-called-so means nothing on this map, drawn or folded.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear Find' }).click();
  await expect(page).not.toHaveURL(/find=/);
  await expect(page.getByRole('button', { name: 'Clear Find' })).toHaveCount(0);
});

test.describe('with kubectl', () => {
  test.skip(!hasKubectl, 'kubectl is not on the PATH');

  test('follow a host of an Ingress to the Pods behind it', async ({ page, house }) => {
    const own = ['-n', 'default'];
    await house.kubectl('create', 'deployment', 'boutique', ...own, '--image=registry.example/shop:1', '--replicas=2');
    await house.kubectl('expose', 'deployment', 'boutique', ...own, '--port=8080');
    await house.kubectl('create', 'ingress', 'boutique', ...own, '--rule=boutique.example/*=boutique:8080');
    await openMap(page, house.url);
    await page.keyboard.press('/');
    await page
      .getByPlaceholder(/name, address/i)
      .last()
      .fill('boutique kind:ingress');
    await expect(page.getByRole('option', { name: /^boutique/ })).toHaveAttribute('data-selected', 'true');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'boutique' })).toBeVisible();
    await expect(page.getByText('boutique.example').first()).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: 'boutique', exact: true }).first().click();
    await expect(page.getByRole('link', { name: /^boutique-/ }).first()).toBeVisible(NSX_SHOWS);
    await house.kubectl('delete', 'ingress,service,deployment', 'boutique', ...own, '--timeout=60s');
  });

  test('see what a deleted namespace has left over in NSX', async ({ page, house }) => {
    await house.kubectl('create', 'namespace', 'leftover');
    await find(page, house.url, 'segment', 'seg-pandora-leftover');
    await house.control('POST', '/programs/ncp/stop');
    try {
      await house.kubectl('delete', 'namespace', 'leftover', '--timeout=60s');
      await openMap(page, house.url);
      const box = page.getByRole('button', {
        name: /^Namespace leftover,.*has no Namespace leftover; \d+ NSX objects/,
      });
      await expect(box).toBeVisible(NSX_SHOWS);
      await page.getByRole('main').getByRole('button', { name: /^Find/ }).click();
      await page.getByRole('button', { name: 'orphans', exact: true }).click();
      await expect(page.getByRole('button', { name: /^Find orphans [1-9]/ })).toBeVisible();
    } finally {
      await house.control('POST', '/programs/ncp/start');
    }
    await expect(page.getByRole('button', { name: /^Namespace leftover,/ })).toHaveCount(0, { timeout: 60_000 });
  });
});
