import { expect, it } from 'vitest';
import { solveOrOpen } from '../../../../src-renderer/parts/first-step.ts';

it('an empty view offers a solve only where there is a problem to solve', () => {
  expect(solveOrOpen(0).map(({ label }) => label)).toEqual(['Open a problem…']);
  expect(solveOrOpen(2).map(({ label }) => label)).toEqual(['Solve exactly…']);
});
