import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FleetHouse, openFleet } from '../bench/fleet-house';
import { probed, serverHeap } from './heap';
import { base } from './fixtures';

/** Size of the large world: M is read in seconds, XL takes minutes and 7 GB (`npm run test:xl`). */
const SIZE = process.env.E2E_FLEET_SIZE ?? 'M';

/** A large world with a dashboard that has read all of it. */
export interface Fleet extends FleetHouse {
  /** Megabytes that the dashboard holds once its garbage is gone. */
  readonly heap: () => Promise<number>;
}

export const test = base.extend<object, { fleet: Fleet }>({
  fleet: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's pattern to learn what a fixture needs.
    async ({}, use) => {
      const dir = mkdtempSync(path.join(tmpdir(), 'portolan-fleet-'));
      const file = path.join(dir, 'heap-probe');
      const house = await openFleet(SIZE, probed(file));
      await use({ ...house, heap: () => serverHeap(file) });
      await house.close();
      rmSync(dir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 600_000 },
  ],
});
