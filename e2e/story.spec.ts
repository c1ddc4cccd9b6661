import type { Page } from '@playwright/test';
import { expect, hasKubectl, type House, openMap, test } from './fixtures';
import { labVerdict, type LabPod, pingLoss, podsLabelled, verdict, whatIfLabelled } from './flows';
import { seriousViolations } from './violations';

test.skip(!hasKubectl, 'kubectl is not on the PATH');
test.describe.configure({ mode: 'serial' });
test.use({ alone: 'story' });

/** A Kubernetes change shows within a second; its NSX counterpart within five. Screens get some slack for a loaded machine. */
const NSX_SHOWS = { timeout: 20_000 };
const guestbook = ['redis-master', 'redis-slave', 'frontend'].flatMap((name) => [
  `${name}-deployment.yaml`,
  `${name}-service.yaml`,
]);

let step = 0;
async function keepScreenshot(page: Page, name: string): Promise<void> {
  step += 1;
  await page.screenshot({ path: `test-results/story/${step}-${name}.png` });
}

const region = (page: Page, namespace: string) =>
  page.getByRole('button', { name: new RegExp(`^Namespace ${namespace},`) });
const pods = (page: Page, prefix: string) => page.locator(`button[aria-label^="Pod ${prefix}"]`);
const correlated = (page: Page, prefix: string) =>
  page.locator(`button[aria-label^="Pod ${prefix}"][aria-label*="in Kubernetes and NSX"]`);

/** Frontends, every ordered pair of them, and the redis that they all need. */
async function cast(house: House) {
  const frontends = await podsLabelled(house, 'tier=frontend');
  const [redis] = await podsLabelled(house, 'app=redis,role=master');
  if (redis === undefined) throw new Error('there is no redis-master');
  const pairs = frontends.flatMap((from) =>
    frontends.flatMap((to): [LabPod, LabPod][] => (from === to ? [] : [[from, to]])),
  );
  return { frontends, redis, pairs };
}

test.describe('the pandora story', () => {
  test('a namespace brings its Tier-1, segment and SNAT address', async ({ page, house }) => {
    await openMap(page, house.url);
    await house.kubectl('create', '-f', house.manifest('namespace-dev.yaml'));
    await expect(region(page, 'development')).toBeVisible();
    await house.kubectl('create', '-f', house.manifest('namespace-prod.yaml'));
    await expect(region(page, 'production')).toBeVisible();
    await expect(region(page, 'development')).toHaveAccessibleName(/1 segment.*SNAT 172\.16\.0\.\d+/, NSX_SHOWS);
    await expect(page.locator('button[aria-label^="Segment "][aria-label*="10.0.6.0/24"]')).toBeVisible(NSX_SHOWS);
    await keepScreenshot(page, 'namespaces');
  });

  test('guestbook Pods get segment ports with addresses of 10.0.6.0/24', async ({ page, house }) => {
    await openMap(page, `${house.url}/?cluster=pandora&namespace=development`);
    for (const file of guestbook) await house.kubectl('apply', '-n', 'development', '-f', house.manifest(file));
    await expect(pods(page, 'frontend-')).toHaveCount(3);
    await house.kubectl('rollout', 'status', '-n', 'development', 'deployment/frontend', '--timeout=60s');
    await expect(correlated(page, 'frontend-')).toHaveCount(3, NSX_SHOWS);
    await expect(correlated(page, 'redis-')).toHaveCount(3, NSX_SHOWS);
    for (const pod of await correlated(page, 'frontend-').all())
      await expect(pod).toHaveAccessibleName(/10\.0\.6\.\d+/);
    await keepScreenshot(page, 'guestbook');
  });

  test('a LoadBalancer Service gets an address of the external pool and its members', async ({ page, house }) => {
    await openMap(page, `${house.url}/?cluster=pandora&namespace=development`);
    await house.kubectl('apply', '-n', 'development', '-f', house.manifest('hello-world-deployment.yaml'));
    await house.kubectl(
      'expose',
      '-n',
      'development',
      'deployment',
      'hello-world',
      '--type=LoadBalancer',
      '--name=hello-world-nsx-lb',
    );
    const vip = page.locator('button[aria-label*="hello-world-nsx-lb"][aria-label*="172.16."]');
    await expect(vip).toBeVisible(NSX_SHOWS);
    await expect(vip).toHaveAccessibleName(/5\/5/, { timeout: 30_000 });
    const address = await house.kubectl(
      'get',
      'service',
      '-n',
      'development',
      'hello-world-nsx-lb',
      '-o',
      'jsonpath={.status.loadBalancer.ingress[0].ip}',
    );
    expect(address).toMatch(/^172\.16\.\d+\.\d+$/);
    await expect(vip).toHaveAccessibleName(new RegExp(address.replaceAll('.', '\\.')));
    await keepScreenshot(page, 'load-balancer');
  });

  test('before the label frontends reach each other, and what-if says whom it would cut off', async ({ house }) => {
    const { frontends, redis, pairs } = await cast(house);
    expect(frontends).toHaveLength(3);
    for (const [from, to] of pairs) await expect.poll(() => verdict(house, from, to), NSX_SHOWS).toBe('allowed');
    const [[one, other] = []] = pairs;
    if (one === undefined || other === undefined) throw new Error('there are no two frontends');
    expect(await pingLoss(house, one, other)).toBe(0);
    expect(await pingLoss(house, one, redis)).toBe(0);

    const { groups, verdicts, leftOut, edits } = await whatIfLabelled(house, frontends, { secgroup: 'web' });
    expect(groups.map(({ group, entered }) => [group.name, entered.count])).toEqual([['Web', 3]]);
    expect(leftOut).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(0);
    const names = new Set(frontends.map(({ name }) => name));
    for (const { from, to, before, after } of verdicts) {
      expect(before.outcome).toBe('allowed');
      // Through their own Service each still reaches itself, and from outside nothing changes.
      const isOwn = to.type === 'front' && to.name === 'frontend';
      expect(after.outcome).toBe(isOwn ? 'mixed' : 'dropped');
      for (const { name } of [...from.first, ...(isOwn ? [] : to.first)]) expect(names).toContain(name);
    }
    expect(new Set(verdicts.flatMap(({ from, to }) => [from.type, to.type]))).toEqual(new Set(['ports', 'front']));
    expect(edits[0]?.commands[0]).toMatch(
      /^kubectl label pods --overwrite -n development frontend-.* secgroup=web # cluster pandora$/,
    );
  });

  test('see on the screen what a label would cut off, before anybody sets it', async ({ page, house }) => {
    const { frontends } = await cast(house);
    const [{ name } = { name: '' }] = frontends;
    await page.goto(`${house.url}/pods/pandora/development/${name}`);
    await page.getByRole('link', { name: 'What if its labels were others' }).click();
    await expect(page.getByRole('heading', { name: 'What if', level: 1 })).toBeVisible();
    await page.getByRole('button', { name: 'Pod or workload' }).click();
    await page.getByPlaceholder(/Pods/).fill('frontend');
    await page.getByRole('group', { name: 'Deployments' }).getByRole('option').first().click();
    await page.getByLabel(/^Labels/).fill('secgroup');
    await page.getByRole('button', { name: 'Add' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'write secgroup=VALUE to set it' })).toBeVisible();
    await page.getByLabel(/^Labels/).fill('secgroup=web');
    await page.getByRole('button', { name: 'Add' }).click();
    const groups = page.getByRole('region', { name: 'Groups with other members' });
    await expect(groups.getByRole('link', { name: 'Web' })).toBeVisible(NSX_SHOWS);
    await expect(groups.getByText('3 come in')).toBeVisible();
    const verdicts = page.getByRole('region', { name: 'Verdicts that change' });
    await expect(verdicts.getByText('Dropped').first()).toBeVisible();
    await expect(verdicts.getByText(/redis/)).toHaveCount(0);
    await expect(page.getByText(/kubectl label pods --overwrite -n development frontend-/)).toBeVisible();
    expect(await seriousViolations(page)).toEqual([]);
    await keepScreenshot(page, 'what-if');
    // The link alone shows it to somebody else, and taking the edit back leaves nothing.
    await page.reload();
    await expect(groups.getByText('3 come in')).toBeVisible(NSX_SHOWS);
    await page.getByRole('button', { name: /^Take back:/ }).click();
    await expect(page.getByText('Nothing is thought of yet')).toBeVisible();
  });

  test('three labelled frontends join group Web, with the tag as evidence', async ({ page, house }) => {
    await house.kubectl('label', 'pods', '-n', 'development', '-l', 'tier=frontend', 'secgroup=web');
    await openMap(page, `${house.url}/?cluster=pandora&namespace=development&groups=1`);
    await expect(page.locator('button[aria-label^="Group Web"]')).toHaveAccessibleName(/, 3(,|$)/, NSX_SHOWS);
    await pods(page, 'frontend-').first().click();
    const panel = page.getByRole('complementary');
    await expect(panel.getByText('Web', { exact: true }).first()).toBeVisible(NSX_SHOWS);
    await panel.getByRole('tab', { name: /^Rules/ }).click();
    await expect(panel.getByText(/drop/i).first()).toBeVisible();
    await keepScreenshot(page, 'labelled');

    await page.goto(`${house.url}/groups`);
    await page.getByRole('link', { name: 'Web', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Web' })).toBeVisible();
    const members = page.getByRole('region', { name: 'Members' });
    await expect(members.getByRole('link', { name: /^frontend-/ })).toHaveCount(3, NSX_SHOWS);
    await expect(members.getByText(/secgroup/).first()).toBeVisible();
    await keepScreenshot(page, 'group-web');
  });

  test('as predicted, frontends are cut off from each other and keep their redis: by verdict, by ping, by NSX', async ({
    house,
  }) => {
    const { frontends, redis, pairs } = await cast(house);
    for (const [from, to] of pairs) {
      await expect.poll(() => verdict(house, from, to), NSX_SHOWS).toBe('dropped');
      await expect.poll(() => labVerdict(house, from, to), NSX_SHOWS).toBe('drop');
    }
    for (const frontend of frontends) {
      expect(await verdict(house, frontend, redis)).toBe('allowed');
      expect(await labVerdict(house, frontend, redis)).toBe('allow');
    }
    const [[one, other] = []] = pairs;
    if (one === undefined || other === undefined) throw new Error('there are no two frontends');
    expect(await pingLoss(house, one, other)).toBe(100);
    expect(await pingLoss(house, one, redis)).toBe(0);
  });

  test('the Pod page shows both planes of a frontend side by side', async ({ page, house }) => {
    const name = await house.kubectl(
      'get',
      'pods',
      '-n',
      'development',
      '-l',
      'tier=frontend',
      '-o',
      'jsonpath={.items[0].metadata.name}',
    );
    await page.goto(`${house.url}/pods/pandora/development/${name}`);
    await expect(page.getByRole('heading', { name })).toBeVisible();
    await expect(page.getByText(/04:50:56|([0-9a-f]{2}:){5}[0-9a-f]{2}/).first()).toBeVisible(NSX_SHOWS);
    await expect(page.getByText('pod-template-hash')).toBeVisible();
    await expect(page.getByText('lab-t0').first()).toBeVisible();
    const relations = page.getByRole('figure', { name: `What ${name} is related to` });
    await expect(relations.getByRole('link', { name: /k8s-worker/ })).toBeVisible();
    await keepScreenshot(page, 'pod-page');
  });

  test('a label taken away takes the Pods out of the group', async ({ page, house }) => {
    await openMap(page, `${house.url}/?groups=1`);
    const web = page.locator('button[aria-label^="Group Web"]');
    await expect(web).toHaveAccessibleName(/, 3(,|$)/, NSX_SHOWS);
    await house.kubectl('label', 'pods', '-n', 'development', '-l', 'tier=frontend', 'secgroup-');
    await expect(web).toHaveAccessibleName(/, 0(,|$)/, NSX_SHOWS);
  });

  test('deleted namespaces leave nothing behind, in NSX or on the map', async ({ page, house }) => {
    await openMap(page, house.url);
    await expect(region(page, 'development')).toBeVisible();
    await house.kubectl('delete', 'namespace', 'development', 'production', '--timeout=90s');
    await expect(region(page, 'development')).toHaveCount(0, { timeout: 30_000 });
    await expect(region(page, 'production')).toHaveCount(0, { timeout: 30_000 });
    await expect
      .poll(
        async () => {
          const graph = await (await page.request.get(`${house.url}/api/v1/graph`)).json();
          return graph.nodes.filter(
            (node: { namespace: string | null }) => node.namespace === 'development' || node.namespace === 'production',
          ).length;
        },
        { timeout: 60_000 },
      )
      .toBe(0);
    const dump = JSON.stringify(await house.control('GET', '/programs/nsx/_lab/dump'));
    expect(dump).not.toMatch(/"tag":"(development|production)"/);
    await keepScreenshot(page, 'gone');
  });
});
