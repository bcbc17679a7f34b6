import { expect, it } from 'vitest';
import { firstRuns } from '../../../../src-renderer/parts/first-runs.ts';
import { makeRun } from '../make-run.ts';

const many = Array.from({ length: 12_000 }, (_, index) => makeRun({ id: index + 1 }));

it('reads every run of a selection that is not too large, and says nothing', () => {
  expect(firstRuns(many.slice(0, 100), 100, 'Drawn')).toEqual({ runs: many.slice(0, 100), note: null });
});

it('reads the first runs of a larger one and says how many were left out', () => {
  const { runs, note } = firstRuns(many, 100, 'Drawn');
  expect(runs).toEqual(many.slice(0, 100));
  expect(note).toBe('Drawn are the first 100 of 12\u202f000 selected runs.');
});
