import { expect, test } from './fixtures';
import { look, lookNarrow } from './look';
import { seriousViolations } from './violations';

interface Node {
  readonly id: string;
  readonly name: string;
}

test('what questions about the firewall look like', async ({ page, house }) => {
  const pods: Node[] = [];
  await expect(async () => {
    const { nodes } = await (await page.request.get(`${house.url}/api/v1/graph?kind=pod`)).json();
    pods.splice(0, pods.length, ...nodes.filter(({ name }: Node) => name.startsWith('coredns-')));
    expect(pods.length).toBeGreaterThan(1);
  }).toPass({ timeout: 60_000 });
  const [one, other] = pods.map(({ id }) => encodeURIComponent(id));
  const edit = { type: 'labels', pods: pods.map(({ id }) => id), labels: { secgroup: 'web' } };
  const working = page.getByRole('status', { name: /^Working out/ });
  for (const [name, path] of [
    ['reachability-empty', '/reachability'],
    ['reachability-flow', `/reachability?from=${one}&to=${other}&protocol=icmp`],
    ['reachability-from', `/reachability?from=${one}`],
    ['matrix', '/reachability?view=matrix&cluster=pandora&protocol=icmp'],
    ['matrix-table', '/reachability?view=matrix&cluster=pandora&protocol=icmp&table=1'],
    ['what-if-empty', '/what-if'],
    ['what-if', `/what-if?edit=${encodeURIComponent(JSON.stringify(edit))}`],
  ] as const) {
    await page.goto(`${house.url}${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(working).toHaveCount(0);
    await look(page, name);
    await lookNarrow(page, name);
  }
});

test('what the report of a group looks like', async ({ page, house }) => {
  let web: Node | undefined;
  await expect(async () => {
    const { nodes } = await (await page.request.get(`${house.url}/api/v1/graph?kind=group`)).json();
    web = nodes.find(({ name }: Node) => name === 'Web');
    expect(web).toBeDefined();
  }).toPass({ timeout: 60_000 });
  await page.goto(`${house.url}/groups/${encodeURIComponent(web?.id ?? '')}/report`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  // Made to be printed: there is no dark one.
  await page.screenshot({ path: 'test-results/screens/group-report.png', fullPage: true });
  expect(await seriousViolations(page)).toEqual([]);
});
