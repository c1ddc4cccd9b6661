import { expect, openMap, test } from './fixtures';
import { seriousViolations } from './violations';

const PAGES: readonly (readonly [name: string, path: string, settled: RegExp])[] = [
  ['map', '/', /objects drawn/],
  ['groups', '/groups', /Web/],
  ['sources', '/sources', /pandora/],
];

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in the ${theme} theme`, () => {
    test.use({ colorScheme: theme });

    for (const [name, path, settled] of PAGES) {
      test(`the ${name} page has no serious accessibility violation`, async ({ page, house }) => {
        await page.goto(`${house.url}${path}`);
        await expect(page.getByText(settled).first()).toBeVisible();
        await page.screenshot({ path: `test-results/pages/${name}-${theme}.png` });
        expect(await seriousViolations(page)).toEqual([]);
      });
    }

    test('the Pod page has no serious accessibility violation', async ({ page, house }) => {
      await openMap(page, `${house.url}/?cluster=pandora&namespace=kube-system`);
      const graph = await (
        await page.request.get(`${house.url}/api/v1/graph?cluster=pandora&namespace=kube-system&kind=pod`)
      ).json();
      const pod = graph.nodes.find((node: { name: string }) => node.name.startsWith('coredns'));
      await page.goto(`${house.url}/pods/pandora/kube-system/${pod.name}`);
      await expect(page.getByRole('heading', { name: pod.name })).toBeVisible();
      await page.screenshot({ path: `test-results/pages/pod-${theme}.png` });
      expect(await seriousViolations(page)).toEqual([]);
    });
  });
}
