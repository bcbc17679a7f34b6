/** From the dialog's texts to solves, and from solves to the table: senses, gaps, statuses and words are right. */
import { describe, expect, it } from 'vitest';
import type { ExactResult } from '../../../../src-contract/job-event.ts';
import { EXACT } from '../../../../src-science/exact/exact-settings.ts';
import type { ExactSpec } from '../../../../src-science/exact/exact-settings.ts';
import { settingsSchema } from '../../../../src-contract/setting-schema.ts';
import { ExportTable } from '../../../../src-contract/tables/export-table.ts';
import type { ProblemSummary, RunDetail, RunSummary } from '../../../../src-contract/session.ts';
import { handOverTable } from '../../../../src-renderer/hand-over/hand-over-export.ts';
import { parseLimits, planOf, scratchLabel, usualRadius } from '../../../../src-renderer/hand-over/hand-over-plan.ts';
import { handOverRow, inTableOrder, metWords, readingWords, wayWords } from '../../../../src-renderer/hand-over/hand-over-rows.ts';
import type { HandOverRow } from '../../../../src-renderer/hand-over/hand-over-rows.ts';
import { canHandOver } from '../../../../src-renderer/parts/run-actions.ts';
import { aRun } from '../a-run.ts';

const X = [1, 0, 1, 0] as const;
const DRAFT = {
  solvers: ['highs'], ways: ['scratch', 'start', 'ball'], fixStart: false, radius: '2', limits: '10, 100, 1000', tolerance: '',
} as const;

describe('a plan', () => {
  it('is one solve for each solver and search, up to the last of the times, around the same solution', () => {
    const { solves, limits, complaints } = planOf({ ...DRAFT, solvers: ['highs', 'glpk'] }, X, 12);
    expect(complaints).toEqual({});
    expect(limits).toEqual([10, 100, 1000]);
    expect(solves.map(({ label }) => label)).toEqual(['HiGHS from scratch', 'HiGHS, start of #12', 'HiGHS, ball of 2 around #12',
      'GLPK from scratch', 'GLPK, start of #12', 'GLPK, ball of 2 around #12']);
    for (const { exact } of solves) expect(settingsSchema(EXACT.settings).parse(exact)).toEqual(exact);
    expect(solves.map(({ exact }) => [exact.timeLimitSeconds, exact.start, exact.ball?.center ?? null, exact.ball?.radius ?? null]))
      .toEqual([
        [1000, null, null, null],
        [1000, X, null, null],
        [1000, X, X, 2],
        [1000, null, null, null],
        [1000, X, null, null],
        [1000, X, X, 2],
      ]);
  });

  it.each([
    ['no solver', { solvers: [] }, 'solvers'],
    ['no search', { ways: [] }, 'ways'],
    ['half a flip', { radius: '1.5' }, 'radius'],
    ['a negative radius', { radius: '-1' }, 'radius'],
    ['more flips than variables', { radius: '5' }, 'radius'],
    ['a word for a time', { limits: '10, soon' }, 'limits'],
    ['times that do not ascend', { limits: '10, 10' }, 'limits'],
    ['a time of 0', { limits: '0, 10' }, 'limits'],
    ['no time', { limits: ' ' }, 'limits'],
    ['a negative tolerance', { tolerance: '-1e-9' }, 'tolerance'],
    ['a word for a tolerance', { tolerance: 'small' }, 'tolerance'],
    ['a tolerance without end', { tolerance: 'Infinity' }, 'tolerance'],
  ] as const)('with %s is refused at its field and starts nothing', (_what, change, field) => {
    const { solves, complaints } = planOf({ ...DRAFT, ...change }, X, 1);
    expect(Object.keys(complaints)).toEqual([field]);
    expect(solves).toEqual([]);
  });

  it('asks every solve for the tolerance, and names it so that it is not taken for the solve without', () => {
    const { solves } = planOf({ ...DRAFT, tolerance: '1e-9' }, X, 12);
    expect(solves.map(({ label }) => label)).toEqual(['HiGHS from scratch, rows within 1e-9', 'HiGHS, start of #12, rows within 1e-9',
      'HiGHS, ball of 2 around #12, rows within 1e-9']);
    for (const { exact } of solves) expect(settingsSchema(EXACT.settings).parse(exact)).toMatchObject({ feasibilityTolerance: 1e-9 });
    expect(planOf({ ...DRAFT, tolerance: '0' }, X, 12)).toEqual(planOf(DRAFT, X, 12));
    expect(scratchLabel('highs', 0)).not.toBe(scratchLabel('highs', 1e-9));
  });

  it('fixes before the solve with the start only, where that is asked for, and names it so', () => {
    const { solves } = planOf({ ...DRAFT, fixStart: true }, X, 12);
    expect(solves.map(({ label }) => label)).toEqual(['HiGHS from scratch', 'HiGHS, start of #12, fixed by the bound',
      'HiGHS, ball of 2 around #12']);
    expect(solves.map(({ exact }) => exact.fixing)).toEqual([undefined, 'by-bound', undefined]);
    for (const { exact } of solves) expect(settingsSchema(EXACT.settings).parse(exact)).toEqual(exact);
  });

  it('without a ball does not ask for its radius', () => {
    expect(planOf({ ...DRAFT, ways: ['start'], radius: 'x' }, X, 1).solves).toHaveLength(1);
  });

  it('reads times however they are set apart, and offers a radius that fits the problem', () => {
    expect(parseLimits('1; 2.5 1e3')).toEqual({ limits: [1, 2.5, 1000] });
    expect(parseLimits('1 2 3 4 5 6 7')).toHaveProperty('complaint');
    expect([1, 2, 9, 1000].map(usualRadius)).toEqual([1, 1, 5, 20]);
  });

  it('is only offered for runs that have a solution', () => {
    expect(canHandOver(aRun({ objective: 3 }))).toBe(true);
    expect([aRun({ objective: null }), aRun({ status: 'running' }), aRun({ kind: 'estimate' })].map(canHandOver)).toEqual([false, false,
      false]);
  });
});

const PROBLEM: ProblemSummary = {
  id: 1,
  name: 'p',
  origin: 'here',
  hash: 'abc',
  variables: 4,
  rows: 1,
  nonzeros: 4,
  sense: 'max',
  addedAt: 0,
  warnings: [],
  senseDoubt: null,
  runCount: 3,
  reference: { objective: 200, basis: 'proven', runId: 1 },
  stated: { typed: null, file: null },
  referenceNote: null,
};
const exactRun = (change: Partial<RunSummary> = {}): RunSummary =>
  aRun({
    kind: 'exact',
    scheme: null,
    solver: 'highs',
    method: 'HiGHS',
    seconds: 40,
    objective: 190,
    exactStatus: 'time-limit',
    ...change,
  });
const RESULT: ExactResult = {
  kind: 'exact',
  solver: 'highs',
  solverVersion: '1',
  status: 'optimal',
  statusText: 't',
  objective: 200,
  bound: 200,
  gap: 0,
  nodes: 1,
  seconds: 40,
  solution: null,
};

function detailOf(run: RunSummary, exact: Partial<ExactSpec>, result: Partial<ExactResult> | null): RunDetail {
  return {
    summary: run,
    spec: { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: 1000, relativeGap: 0, start: null, ...exact } },
    result: result === null ? null : { ...RESULT, ...result },
    error: null,
    manifest: { application: 'Leibniz 1', runtime: 'Node', solver: 'HiGHS 1', numerics: 7, programHash: 'abc', createdAt: '' },
    hasCheckpoint: false, seriesLength: 3, snapshotIterations: [],
  };
}

const LOG = { seconds: [0, 5, 20], incumbent: [150, 180, 190], bound: [Number.NaN, 220, 210] };
const LIMITS = [1, 10, 100];
const rowOf = (
  run: RunSummary,
  exact: Partial<ExactSpec>,
  result: Partial<ExactResult> | null,
  seconds: number | null = null,
): HandOverRow => {
  const row = handOverRow(run, detailOf(run, exact, result), LOG, PROBLEM, LIMITS, seconds);
  if (row === null) throw new Error('no row');
  return row;
};
const start = { objective: 150, violation: 0, feasible: true, distance: 2 };

describe('a row', () => {
  it('has the values of its log with gaps that are positive where they are worse, and its end where it had finished', () => {
    const row = rowOf(exactRun({ exactStatus: 'optimal', objective: 200 }), { start: [...X] }, { start });
    expect(row).toMatchObject({
      way: 'start',
      radius: null,
      start: { objective: 150, gap: 0.25, feasible: true },
      end: { objective: 200, gap: 0 },
      bound: { value: 200, inBall: false },
      seconds: 40,
      distance: 2,
    });
    expect(row.at.map(({ state, held, value }) => [state, held, value?.objective, value?.gap])).toEqual([['found', false, 150, 0.25], [
      'found',
      false,
      180,
      0.1,
    ], ['found', true, 200, 0]]);
  });

  it('that was stopped says nothing of later times', () => {
    const row = rowOf(exactRun(), { timeLimitSeconds: 40 }, { status: 'time-limit', objective: 190, bound: 210, gap: 0.1 });
    expect(row.at.map(({ state }) => state)).toEqual(['found', 'found', 'not-reached']);
    expect(row.end).toMatchObject({ objective: 190, gap: 0.05 });
  });

  it('that goes has what it has so far and no end', () => {
    const row = rowOf(exactRun({ status: 'running', exactStatus: null, seconds: null }), {}, null, 12);
    expect(row.at.map(({ state, value }) => [state, value?.objective ?? null])).toEqual([['found', 150], ['found', 180], ['going', null]]);
    expect(row).toMatchObject({ end: null, start: null, seconds: 12 });
  });

  it('of a ball keeps its bound apart from the program’s, and never calls its best an optimum', () => {
    const run = exactRun({ exactStatus: 'ball-optimal' });
    const row = rowOf(run, { start: [...X], ball: { center: [...X], radius: 2 } }, {
      status: 'ball-optimal',
      objective: 190,
      bound: null,
      gap: null,
      start,
      ball: { radius: 2, distance: 2, bound: 190, gap: 0 },
    });
    expect(row).toMatchObject({
      way: 'ball',
      radius: 2,
      bound: { value: 190, inBall: true },
      solverGap: 0,
      end: { objective: 190, gap: 0.05 },
    });
    expect(wayWords(row)).toBe('ball of 2');
    const cells = Object
      .fromEntries(handOverTable([row], LIMITS, [PROBLEM], new Map()).columns.map((
        column,
        k,
      ) => [column.key, handOverTable([row], LIMITS, [PROBLEM], new Map()).rows[0]?.[k]]));
    expect(cells).toMatchObject({ bound: null, ballBound: 190, status: 'best in ball' });
  });

  it('that meets the rows within the asked tolerance only says so, and has no gap', () => {
    const solution = { source: 'highs', x: Uint8Array.from(X), objective: 190, violation: 1e-10, feasible: false, seconds: 1 };
    const row = rowOf(exactRun({ exactStatus: 'optimal-relaxed', feasible: false }), { feasibilityTolerance: 1e-9 }, {
      status: 'optimal-relaxed',
      objective: 190,
      bound: 190,
      gap: null,
      solution,
      feasibility: { tolerance: 1e-9, largestViolation: 1e-10, met: 'within' },
    });
    expect(row).toMatchObject({ isWithin: true, end: { objective: 190, gap: null }, solverGap: null });
    const table = handOverTable([row], LIMITS, [PROBLEM], new Map());
    const cells = Object.fromEntries(table.columns.map((column, k) => [column.key, table.rows[0]?.[k]]));
    expect(cells).toMatchObject({ status: 'optimal, rows in tolerance', met: 'within tolerance', gap: null });
  });

  it('that might miss rows has a gap and a rank at the times only where its value is known to meet them', () => {
    const run = exactRun({ exactStatus: 'optimal', objective: 200 });
    const detail = detailOf(run, { feasibilityTolerance: 1e-9 }, { feasibility: { tolerance: 1e-9, largestViolation: 0, met: 'exactly' } });
    const row = handOverRow(run, detail, { ...LOG, missed: [0, 1e-10, Number.NaN] }, PROBLEM, [1, 10, 30, 100], null);
    if (row === null) throw new Error('no row');
    expect(row.at.map(({ met, value }) => [met, value?.objective, value?.gap ?? null])).toEqual([['exactly', 150, 0.25], ['within', 180,
      null], ['unknown', 190, null], ['exactly', 200, 0]]);
    expect(row.at.map(({ met }) => metWords(met))).toEqual(['', 'in tolerance', 'not checked', '']);
    const table = handOverTable([row, rowOf(exactRun({ id: 7 }), {}, {})], [1, 10, 30, 100], [PROBLEM], new Map());
    const cells = table.rows.map((each) => Object.fromEntries(table.columns.map(({ key }, k) => [key, each[k]])));
    expect(cells[0]).toMatchObject({
      met1: 'exactly',
      met10: 'within tolerance',
      met30: 'not checked',
      met100: 'exactly',
      gap10: null,
      gap100: 0,
    });
    expect(cells[1]).toMatchObject({ met1: 'exactly', gap10: 10 });
    // A table of solves that all meet the rows has no such columns.
    expect(handOverTable([rowOf(exactRun(), {}, {})], [1], [PROBLEM], new Map()).columns.map(({ key }) => key)).not.toContain('met1');
  });

  it('says how many variables were fixed before it, where they were', () => {
    const exact = { start: [...X], fixing: 'by-bound' } as const;
    expect(wayWords(rowOf(exactRun(), exact, { start, fixing: { count: 12, free: 33 } }))).toBe('with start, 12 of 33 fixed');
    expect(wayWords(rowOf(exactRun({ status: 'running' }), exact, null))).toBe('with start');
    expect(wayWords(rowOf(exactRun(), { start: [...X] }, { start }))).toBe('with start');
  });

  it('of an infeasible start has its objective but no gap', () => {
    expect(rowOf(exactRun(), { start: [...X] }, { start: { ...start, violation: 3, feasible: false } }).start).toMatchObject({
      objective: 150,
      gap: null,
      feasible: false,
    });
  });

  it('is none for a run that is no solve', () => {
    const run = exactRun();
    const detail: RunDetail = {
      ...detailOf(run, {}, null),
      spec: { version: 1, kind: 'decode', decode: { decoder: 'threshold', xHat: [0], mu: null, samples: 1, seed: 1 } },
    };
    expect(handOverRow(run, detail, LOG, PROBLEM, LIMITS, null)).toBeNull();
  });
});

describe('the table', () => {
  const scratch = rowOf(exactRun({ id: 9, exactStatus: 'optimal' }), {}, {});
  const ball = rowOf(exactRun({ id: 2, exactStatus: 'ball-empty' }), { start: [...X], ball: { center: [...X], radius: 1 } }, {
    status: 'ball-empty',
    objective: null,
    bound: null,
    gap: null,
    ball: { radius: 1, distance: null, bound: null, gap: null },
    start: { ...start, feasible: false, distance: null },
  });
  const glpk = rowOf(exactRun({ id: 3, solver: 'glpk', exactStatus: 'cancelled' }), { solver: 'glpk' }, {
    status: 'cancelled',
    objective: null,
    bound: null,
    gap: null,
  });

  it('stands by solver, from scratch first, whatever the numbers of the runs', () => {
    expect(inTableOrder([ball, scratch, glpk]).map((row) => row.run.id)).toEqual([9, 2, 3]);
  });

  it('goes out with a number in each column, words where there is none, and what made it', () => {
    const table = handOverTable(
      [scratch, ball, glpk],
      LIMITS,
      [PROBLEM],
      new Map([[9, detailOf(scratch.run, { start: new Array<0 | 1>(50).fill(1) }, {})]]),
    );
    expect(ExportTable.parse(table)).toEqual(table);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    const cell = (row: number, key: string) => table.rows[row]?.[table.columns.findIndex((column) => column.key === key)];
    expect([cell(0, 'at100'), cell(0, 'gap100')]).toEqual([200, 0]);
    expect([cell(1, 'start'), cell(1, 'at100'), cell(1, 'gap100')]).toEqual(['infeasible', readingWords('none'), null]);
    expect(cell(2, 'at100')).toBe('not reached');
    expect(table.caption).toContain('numerics 7');
    expect(table.caption).toContain('SHA-256 abc');
    expect(table.caption).toContain('reference 200 (proven here by run 1)');
    expect(table.caption).toContain('50 values, 50 of them 1');
  });
});
