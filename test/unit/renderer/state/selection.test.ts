/** The one selection of the window. */
import { beforeEach, describe, expect, it } from 'vitest';
import { runsToShowFirst, useSelection } from '../../../../src-renderer/state/selection.ts';
import { aRun } from '../a-run.ts';

beforeEach(() => useSelection.getState().clear());

describe('the selection', () => {
  it('puts the cursor on the last run selected and shows it in the inspector', () => {
    useSelection.getState().selectRuns([3, 1]);
    expect(useSelection.getState()).toMatchObject({ selectedRunIds: [3, 1], focusedRunId: 1, inspected: 'run' });
  });
  it('shows a problem in the inspector once one is selected, and keeps the runs', () => {
    useSelection.getState().selectRuns([3]);
    useSelection.getState().selectProblem(2);
    expect(useSelection.getState()).toMatchObject({ selectedRunIds: [3], selectedProblemId: 2, inspected: 'problem' });
  });
  it('forgets runs that were removed, wherever they stand', () => {
    useSelection.getState().selectRuns([3, 1, 2], 1);
    useSelection.getState().hoverRun(1);
    useSelection.getState().dropRuns([1]);
    expect(useSelection.getState()).toMatchObject({ selectedRunIds: [3, 2], focusedRunId: null, hoveredRunId: null });
  });
});

describe('a newly opened session', () => {
  it('draws the finished descents of the problem worked on last', () => {
    const runs = [aRun({ id: 1, problemId: 3 }), aRun({ id: 2, problemId: 2 }), aRun({ id: 3, problemId: 2 }),
      aRun({ id: 4, problemId: 3, kind: 'exact' }), aRun({ id: 5, problemId: 2, status: 'failed' })];
    expect(runsToShowFirst(runs).map((run) => run.id)).toEqual([2, 3]);
  });
  it('draws no more than can be told apart, and nothing where there is nothing', () => {
    const many = runsToShowFirst(Array.from({ length: 40 }, (_, k) => aRun({ id: k + 1 })));
    expect(many).toHaveLength(12);
    expect(many.at(-1)?.id).toBe(40);
    expect(runsToShowFirst([])).toEqual([]);
  });
});
