import type { Page } from '@playwright/test';
import { expect, openMap, test } from './fixtures';

const groupBy = async (page: Page, what: string) => {
  await page.getByRole('button', { name: /^Group by/ }).click();
  await page.getByRole('menuitemcheckbox', { name: what }).click();
};
const pod = (page: Page, name: string, node: string) =>
  page.locator(`button[aria-label^="Pod ${name}"][aria-label*="cluster node ${node}"]`);

test('group the map by cluster node and see which Pods run there', async ({ page, house }) => {
  await openMap(page, house.url);
  await groupBy(page, 'Cluster node');
  await expect(page).toHaveURL(/by=cluster-node/);
  const master = page.getByRole('button', { name: /^Cluster node k8s-master, 192\.168\..* Pods/ });
  await expect(master).toBeVisible();
  await expect(pod(page, 'etcd-k8s-master', 'k8s-master')).toBeVisible();
  await expect(pod(page, 'coredns-', 'k8s-worker-1')).toHaveCount(1);

  await test.step('the path of a Pod is drawn when it is selected', async () => {
    await expect(page.locator('.react-flow__edge-path')).toHaveCount(0);
    await pod(page, 'coredns-', 'k8s-worker-1').click();
    await expect(page.locator('.react-flow__edge-path').first()).toBeAttached();
    await page.keyboard.press('Escape');
  });

  await test.step('all boxes are folded at once, with what is in them', async () => {
    await page.getByRole('button', { name: 'Fold all boxes' }).click();
    await expect(page.getByRole('button', { name: 'Open cluster node k8s-worker-2' })).toBeVisible();
    await expect(pod(page, 'etcd-k8s-master', 'k8s-master')).toHaveCount(0);
    await expect(page.locator('[data-card]', { hasText: /^\d+ Pods, 1 port of a cluster node/ })).toHaveCount(3);
  });

  await test.step('the way back leads to Namespaces', async () => {
    await groupBy(page, 'Namespace');
    await expect(page).not.toHaveURL(/by=/);
    await expect(page.getByRole('button', { name: /^Namespace lab-tools/ })).toBeVisible();
  });
});
