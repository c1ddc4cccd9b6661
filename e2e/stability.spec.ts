import type { Page } from '@playwright/test';
import { expect, openMap, test } from './fixtures';

type Place = readonly [x: number, y: number];
type Places = Readonly<Record<string, Place>>;

/** Where everything on the map is on the screen, by the id of its card or namespace. */
function placesOf(page: Page): Promise<Places> {
  return page.locator('button[data-card], button[data-region]').evaluateAll((elements) =>
    Object.fromEntries(
      elements.map((element) => {
        const { x, y } = element.getBoundingClientRect();
        return [element.getAttribute('data-card') ?? element.getAttribute('data-region') ?? '', [x, y] as const];
      }),
    ),
  );
}

/** Megabytes that the page holds once its garbage is gone. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1_000_000;
}

test('while Pods and namespaces come and go, nothing that stays moves on the screen', async ({ page, house }) => {
  await openMap(page, `${house.url}/?open=%2B${encodeURIComponent('pandora/kube-system')}`);
  await expect(page.getByRole('button', { name: /^Namespace kube-system,/ })).toBeVisible();
  let before = await placesOf(page);
  const heap = await heapOf(page);
  expect(Object.keys(before).length).toBeGreaterThan(8);

  const settled = async (words: RegExp, shown: boolean) => {
    const button = page.getByRole('button', { name: words }).first();
    await (shown
      ? expect(button).toBeVisible({ timeout: 30_000 })
      : expect(button).toHaveCount(0, { timeout: 30_000 }));
    const after = await placesOf(page);
    const moved = Object.entries(before).filter(
      ([id, [x, y]]) => after[id] !== undefined && (after[id][0] !== x || after[id][1] !== y),
    );
    expect(moved, `moved when ${words} ${shown ? 'came' : 'went'}`).toEqual([]);
    before = after;
  };

  const name = 'churn';
  await house.kubectl('create', 'namespace', name);
  await settled(new RegExp(`^Namespace ${name},`), true);
  await house.kubectl('create', 'deployment', 'web', '-n', name, '--image=registry.example/web:1', '--replicas=3');
  await settled(new RegExp(`^Namespace ${name}, 3 Pods`), true);
  await house.kubectl('create', 'deployment', name, '-n', 'lab-tools', '--image=registry.example/web:1');
  await settled(new RegExp(`^Pod ${name}-`), true);
  await house.kubectl('scale', 'deployment/toolbox', '-n', 'lab-tools', '--replicas=4');
  await settled(/^Namespace lab-tools, 5 Pods/, true);
  await house.kubectl('scale', 'deployment/toolbox', '-n', 'lab-tools', '--replicas=2');
  await house.kubectl('delete', 'deployment', name, '-n', 'lab-tools');
  await settled(/^Namespace lab-tools, 2 Pods/, true);
  await house.kubectl('delete', 'namespace', name, '--timeout=60s');
  await settled(new RegExp(`^Namespace ${name},`), false);
  expect(await heapOf(page), 'megabytes after as before').toBeLessThan(heap + 10);
});
