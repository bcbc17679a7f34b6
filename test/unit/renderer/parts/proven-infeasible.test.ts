/** A problem is called infeasible by a finished proof alone, and not by one inside a ball. */
import { expect, it } from 'vitest';
import { provenInfeasible } from '../../../../src-renderer/parts/proven-infeasible.ts';

it('takes the first finished proof of each problem', () => {
  const runs = [
    { id: 1, problemId: 1, exactStatus: 'ball-empty', status: 'done' },
    { id: 2, problemId: 1, exactStatus: 'infeasible', status: 'running' },
    { id: 3, problemId: 2, exactStatus: 'infeasible', status: 'done' },
    { id: 4, problemId: 2, exactStatus: 'infeasible', status: 'done' },
    { id: 5, problemId: 3, exactStatus: null, status: 'done' },
  ] as const;
  expect([...provenInfeasible(runs)]).toEqual([[2, 3]]);
});
