import { expect, it } from 'vitest';
import { workersBesideWindow } from '../../../src-main/shell/pool-size.ts';

it.each([
  ['one core', 0, 1, 1],
  ['two cores, of which none can be spared', 0, 2, 2],
  ['more cores, of which one is the window’s', 0, 16, 15],
  ['a number that was asked for', 20, 16, 20],
] as const)('a window has workers beside it for %s', (_what, asked, cores, workers) => {
  expect(workersBesideWindow(asked, cores)).toBe(workers);
});
