/**
 * Tests by kind: `unit` (one module, milliseconds), `integration` (threads, files, solvers, the command
 * line as a process) and `e2e` (the built application in the real Electron). One kind is run with
 * `vitest run --project unit`; `npm test` runs these three after setting up what they need. `package` (the packages, installed) is
 * run by `npm run test:package` alone.
 */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** A test that asserts nothing cannot fail, so it fails. */
const expect = { requireAssertions: true };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', expect, include: ['test/unit/**/*.test.{ts,tsx}'], environment: 'node', testTimeout: 60_000 } },
      {
        test: {
          name: 'integration',
          expect,
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          // Native addons and worker threads: a process of its own for each file.
          pool: 'forks',
          // Much of it waits for processes: two at once even on two cores, where Vitest takes one.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'e2e',
          // What is waited for in a window may take longer on a busy machine than a poll's default second.
          expect: { ...expect, poll: { timeout: 10_000 } },
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/global-setup.ts'],
          environment: 'node',
          pool: 'forks',
          // One window at a time: the tests share one virtual screen.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'package',
          expect: { ...expect, poll: { timeout: 10_000 } },
          include: ['test/package/**/*.test.ts'],
          environment: 'node',
          pool: 'forks',
          // A package is made twice, compressed, installed and removed.
          testTimeout: 3_600_000,
          hookTimeout: 3_600_000,
        },
      },
    ],
  },
});
