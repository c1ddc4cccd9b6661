import type { Page } from '@playwright/test';
import { expect, hasKubectl, test } from './fixtures';
import { seriousViolations } from './violations';

const NSX_SHOWS = { timeout: 20_000 };
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

/** The object of that kind whose name begins so, once it is known. */
async function findObject(page: Page, url: string, kind: string, name: string): Promise<{ id: string; name: string }> {
  let found: { id: string; name: string } | undefined;
  await expect(async () => {
    const graph = await (await page.request.get(`${url}/api/v1/graph?kind=${kind}`)).json();
    found = graph.nodes.find((node: { name: string }) => node.name.startsWith(name));
    expect(found, `${kind} ${name}`).toBeDefined();
  }).toPass({ timeout: 60_000 });
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

/** The page of the object of that kind and name, as a link to it would open it. */
async function openPage(page: Page, url: string, kind: string, name: string): Promise<void> {
  const { id } = await findObject(page, url, kind, name);
  await page.goto(`${url}/objects/${encodeURIComponent(id)}`);
  await expect(heading(page, name)).toBeVisible();
}

test('from a Pod to its segment: see what else is on it and how full it is', async ({ page, house }) => {
  const { name } = await findObject(page, house.url, 'pod', 'coredns-');
  await page.goto(`${house.url}/pods/pandora/kube-system/${name}`);
  await page.getByRole('link', { name: /^Segment seg-pandora-kube-system-0/ }).click(NSX_SHOWS);
  await expect(heading(page, 'seg-pandora-kube-system-0')).toBeVisible();
  await expect(page.getByRole('meter', { name: 'Addresses of the segment' })).toHaveAttribute('aria-valuenow', /[1-9]/);
  await expect(panel(page, 'Ports').getByRole('link', { name: /^coredns-/ })).toHaveCount(2);
  await page
    .getByRole('navigation', { name: 'Where it is' })
    .getByRole('link', { name: /t1-pandora/ })
    .click();
  await expect(
    panel(page, 'Segments behind it').getByRole('link', { name: /^seg-pandora-kube-system-0/ }),
  ).toBeVisible();
  await page.goBack();
  await expect(heading(page, 'seg-pandora-kube-system-0')).toBeVisible();
});

test('see which VLANs a cluster node gives to its Pods', async ({ page, house }) => {
  await openPage(page, house.url, 'cluster-node', 'k8s-worker-1');
  await expect(panel(page, 'Pods that run on it').getByRole('link', { name: /^nsx-node-agent-/ })).toBeVisible();
  const ports = panel(page, 'Ports behind the parent port').getByRole('row');
  await expect(ports.nth(1)).toContainText('CHILD');
  await expect(page.getByRole('meter', { name: 'VLANs in use' })).toHaveAttribute('aria-valuenow', /[1-9]/);
});

test.describe('with kubectl', () => {
  test.skip(!hasKubectl, 'kubectl is not on the PATH');

  test('follow a VIP to the Pods behind it, and see what NSX says of each', async ({ page, house }) => {
    await house.kubectl('create', 'deployment', 'shopfront', '--image=registry.example/shop:1', '--replicas=2');
    await house.kubectl('expose', 'deployment', 'shopfront', '--type=LoadBalancer', '--port=8080');
    await openPage(page, house.url, 'namespace', 'default');
    await panel(page, 'Services')
      .getByRole('link', { name: /^shopfront/ })
      .click();
    await expect(heading(page, 'shopfront')).toBeVisible();
    await page
      .getByRole('link', { name: /^pandora_default_shopfront_8080/ })
      .first()
      .click(NSX_SHOWS);
    await expect(heading(page, /^pandora_default_shopfront_8080/)).toBeVisible();
    const members = panel(page, 'Members').getByRole('row').filter({ hasText: 'shopfront-' });
    await expect(members).toHaveCount(2, NSX_SHOWS);
    await expect(members.first()).toContainText('UP', NSX_SHOWS);
    await members
      .first()
      .getByRole('link', { name: /^shopfront-/ })
      .click();
    await expect(heading(page, /^shopfront-/)).toBeVisible();
    await expect(page.getByText('pandora_default_shopfront_8080').first()).toBeVisible();
    await page.getByText('Events of Kubernetes').click();
    await expect(page.getByRole('cell', { name: 'Scheduled', exact: true })).toBeVisible();
    await house.kubectl('delete', 'service,deployment', 'shopfront', '--timeout=60s');
  });

  test('see what has happened to a Namespace since Portolan runs', async ({ page, house }) => {
    await openPage(page, house.url, 'namespace', 'lab-tools');
    await house.kubectl('label', 'namespace', 'lab-tools', 'audit=yes');
    await expect(panel(page, 'History').getByText('Label audit=yes was set')).toBeVisible(NSX_SHOWS);
    await house.kubectl('label', 'namespace', 'lab-tools', 'audit-');
    await expect(panel(page, 'History').getByText('Label audit=yes was taken away')).toBeVisible(NSX_SHOWS);
  });
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme });

    test('the page of a Namespace has no serious accessibility violation, and fits 768 pixels', async ({
      page,
      house,
    }) => {
      await openPage(page, house.url, 'namespace', 'kube-system');
      await expect(panel(page, 'Pods').getByRole('row')).not.toHaveCount(0);
      await page.screenshot({ path: `test-results/pages/namespace-${theme}.png` });
      expect(await seriousViolations(page)).toEqual([]);
      await page.setViewportSize({ width: 768, height: 1024 });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
    });
  });
}
