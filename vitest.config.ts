import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)) };
const exclude = ['node_modules/**', '.next/**', '.lab/**', 'e2e/**'];

/** Two projects: `unit` (pure, fast, property tests included) and `integration` (real sockets on loopback). */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          // Property tests take seconds on a loaded machine; a hang still ends.
          testTimeout: 30_000,
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...exclude, '**/*.integration.test.ts'],
          environment: 'node',
          // Pure code keeps nothing between files: loading it once for each worker halves the time.
          pool: 'threads',
          isolate: false,
          maxWorkers: '100%',
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['**/*.integration.test.ts'],
          exclude,
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // They wait about as much as they work.
          maxWorkers: 3,
          // After the unit tests where both run: numbers of workers differ.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
