import type { Page } from '@playwright/test';
import { expect, openMap, test } from './fixtures';
import { byTurns, look, lookNarrow } from './look';

const NAMESPACE = '/?cluster=pandora&namespace=kube-system';
const COREDNS = 'button[aria-label^="Pod coredns-"]';

interface Node {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
}

/** What the lab holds, once it has all been read. */
async function nodesOf(page: Page, url: string): Promise<readonly Node[]> {
  let nodes: readonly Node[] = [];
  await expect(async () => {
    nodes = (await (await page.request.get(`${url}/api/v1/graph`)).json()).nodes;
    for (const kind of ['pod', 'segment-port', 'lb-virtual-server', 'group'])
      expect(nodes.map((node) => node.kind)).toContain(kind);
  }).toPass({ timeout: 60_000 });
  return nodes;
}

test('what the map looks like, with all that opens on it', async ({ page, house }) => {
  await openMap(page, house.url);
  await look(page, 'map');
  await lookNarrow(page, 'map');
  await openMap(page, `${house.url}${NAMESPACE}&groups=1`);
  await look(page, 'map-namespace-groups');

  await page.locator(COREDNS).first().click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: /^Focus/ })).toBeVisible();
  await look(page, 'map-menu');
  await page.keyboard.press('Escape');

  await page.locator(COREDNS).first().click();
  const panel = page.getByRole('complementary');
  for (const tab of ['Facts', 'Relations', 'Rules', 'Raw']) {
    await panel.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
    await expect(panel.getByRole('status', { name: /^Reading/ })).toHaveCount(0);
    await look(page, `map-panel-${tab.toLowerCase()}`);
  }
  await lookNarrow(page, 'map-panel');
  for (const index of [0, 1]) {
    await page.locator(COREDNS).nth(index).focus();
    await page.keyboard.press('c');
    await expect(page.getByRole('button', { name: /^Take coredns-.* off the comparison$/ })).toHaveCount(index + 1);
  }
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByText(/^They differ in \d+ respects\.$/)).toBeVisible();
  await look(page, 'compare');
  await page.keyboard.press('Escape');

  await page.getByRole('main').getByRole('button', { name: /^Find/ }).click();
  await page.getByRole('textbox', { name: 'Find' }).fill('kind:pod label:k8s-app=kube-dns');
  await expect(page.getByRole('button', { name: 'Take off kind:pod' })).toBeVisible();
  await look(page, 'map-find');
  await page.getByRole('textbox', { name: 'Find' }).fill('kind:pod label:k8s-app=nobody');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Clear Find' })).toBeVisible();
  await look(page, 'map-find-nothing');
});

test('what search, help and the tables look like', async ({ page, house }) => {
  await openMap(page, `${house.url}${NAMESPACE}`);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await look(page, 'help');
  await page.getByRole('button', { name: 'Show me around' }).click();
  await expect(page.getByRole('dialog', { name: 'Find anything' })).toBeVisible();
  await look(page, 'tour');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog', { name: 'Search' })).toBeVisible();
  await look(page, 'search-empty');
  await page
    .getByPlaceholder(/name, address/i)
    .last()
    .fill('coredns');
  await expect(page.getByRole('option', { name: /^coredns-/ }).first()).toBeVisible();
  await look(page, 'search');
  await lookNarrow(page, 'search');
  await page
    .getByPlaceholder(/name, address/i)
    .last()
    .fill('no-such-thing-anywhere');
  await expect(page.getByText('Nothing holds "no-such-thing-anywhere"')).toBeVisible();
  await look(page, 'search-nothing');

  for (const [name, path, shown] of [
    ['map-table', `${NAMESPACE}&view=table`, 'Objects of the map'],
    ['map-relations', `${NAMESPACE}&view=relations`, 'Relations of the map'],
    ['pods', '/pods', 'Pods'],
    ['groups', '/groups', 'Groups'],
    ['rules', '/rules', 'Rules'],
  ] as const) {
    await page.goto(`${house.url}${path}`);
    await expect(page.getByRole('table', { name: shown }).getByRole('row').nth(1)).toBeVisible();
    await look(page, name);
    await lookNarrow(page, name);
  }
  await page.goto(`${house.url}/sources`);
  await expect(page.getByRole('region', { name: 'Cluster pandora', exact: true })).toBeVisible();
  await look(page, 'sources');
  await lookNarrow(page, 'sources');
});

test('what the page of each kind of object looks like', async ({ page, house }) => {
  const kinds = new Map<string, Node>();
  // Of a kind with many, one that is in use tells more than an empty one.
  for (const node of await nodesOf(page, house.url))
    if (!kinds.has(node.kind) || /kube-system|coredns/.test(node.name)) kinds.set(node.kind, node);
  expect(kinds.size).toBeGreaterThan(20);
  const pod = kinds.get('pod');
  if (pod === undefined) throw new Error('the lab has no Pod');
  await page.goto(`${house.url}/pods/pandora/kube-system/${pod.name}`);
  await expect(page.getByRole('heading', { level: 1, name: pod.name })).toBeVisible();
  await look(page, 'page-pod');
  await lookNarrow(page, 'page-pod');
  for (const [index, { id, kind, name }] of [...kinds.values()].entries()) {
    if (kind === 'pod') continue;
    await page.goto(`${house.url}/${kind === 'group' ? 'groups' : 'objects'}/${encodeURIComponent(id)}`);
    await expect(page.getByRole('heading', { level: 1 }).filter({ hasText: name })).toBeVisible();
    await expect(page.getByRole('status', { name: /^Reading/ })).toHaveCount(0);
    await look(page, `page-${kind}`, byTurns(index));
  }
});

test('what is said where there is nothing, nothing yet, or nothing any more', async ({ page, house }) => {
  await openMap(page, `${house.url}/?cluster=pandora&namespace=nowhere`);
  await expect(page.getByText('Nothing to chart here')).toBeVisible();
  await look(page, 'state-empty-map');
  await page.goto(`${house.url}/pods?filter=no-such-pod`);
  await expect(page.getByText('No Pod matches')).toBeVisible();
  await look(page, 'state-empty-pods');
  await page.goto(`${house.url}/pods/pandora/default/nobody`);
  await expect(page.getByRole('heading', { name: 'No longer there' })).toBeVisible();
  await look(page, 'state-no-pod');
  await page.goto(`${house.url}/objects/${encodeURIComponent('kubernetes:pandora:service:gone')}`);
  await expect(page.getByText('What was seen of it')).toBeVisible();
  await look(page, 'state-no-object');
  await page.goto(`${house.url}/no-such-page`);
  await expect(page.getByText('Not on the chart')).toBeVisible();
  await look(page, 'state-no-page');

  await page.route('**/api/v1/pods?*', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"title":"The server is starting"}' }),
  );
  await page.goto(`${house.url}/pods`);
  await expect(page.getByText(/^The Pods could not be read/)).toBeVisible();
  await look(page, 'state-unreadable');
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/v1/groups?*', async (route) => {
    await held;
    await route.abort();
  });
  await page.goto(`${house.url}/groups`);
  await expect(page.getByRole('status', { name: 'Reading' })).toBeVisible();
  await look(page, 'state-reading');
  answer();
});
