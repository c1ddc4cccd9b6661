import type { Page } from '@playwright/test';

type Place = readonly [x: number, y: number];
/** Where everything on a map is on the screen, by the id of its card or box. */
export type Places = Readonly<Record<string, Place>>;

export function placesOf(page: Page): Promise<Places> {
  return page.locator('button[data-card], button[data-region]').evaluateAll((elements) =>
    Object.fromEntries(
      elements.map((element) => {
        const { x, y } = element.getBoundingClientRect();
        const round = (value: number) => Math.round(value * 100) / 100;
        const id = element.getAttribute('data-card') ?? element.getAttribute('data-region') ?? '';
        return [id, [round(x), round(y)] as const];
      }),
    ),
  );
}

/** What is at another place than before, of what was there before and still is. */
export function movedIn(before: Places, after: Places): readonly string[] {
  return Object.entries(before).flatMap(([id, [x, y]]) => {
    const now = after[id];
    return now === undefined || (now[0] === x && now[1] === y) ? [] : [`${id}: ${x},${y} to ${now[0]},${now[1]}`];
  });
}
