/** The comparison table: what belongs together, what is counted, how figures are written, and what leaves the window. */
import { describe, expect, it } from 'vitest';
import type { ProblemSummary, RunSummary } from '../../../../src-contract/session.ts';
import { compare } from '../../../../src-science/statistics/comparison.ts';
import type { ComparedBy } from '../../../../src-science/statistics/comparison.ts';
import { comparedRuns } from '../../../../src-renderer/comparison/compared-runs.ts';
import type { ComparedRuns } from '../../../../src-renderer/comparison/compared-runs.ts';
import { figureColumns } from '../../../../src-renderer/comparison/comparison-columns.ts';
import { comparisonNotes, comparisonRows } from '../../../../src-renderer/comparison/comparison-rows.ts';
import { comparisonTable, friedmanSentence } from '../../../../src-renderer/comparison/comparison-table.ts';
import { makeExactRun, makeRun } from '../make-run.ts';

const problem = (id: number, part: Partial<ProblemSummary> = {}): ProblemSummary => ({
  id, hash: '', name: `p${id}`, origin: '', addedAt: 0, sense: 'min', variables: 9, rows: 3, nonzeros: 9, warnings: [], senseDoubt: null,
  reference: { objective: 100, basis: 'proven', runId: null }, stated: { typed: null, file: null }, referenceNote: null, runCount: 0,
  ...part,
});
const solved = (id: number, label: string, seed: number | null, gap: number, part: Partial<RunSummary> = {}): RunSummary =>
  makeRun({ id, label, seed, gap, objective: 100 * (1 + gap), feasible: true, seconds: 2, ...part });

const RUNS: readonly RunSummary[] = [
  solved(1, 'one', 1, 0), solved(2, 'one', 2, 0.02), makeRun({ id: 3, label: 'one', seed: 3, feasible: false, objective: 90 }),
  solved(4, 'two', 1, 0.01), solved(5, 'two', 2, 0.03), solved(6, 'two', 3, 0.05, { status: 'cancelled' }),
  solved(7, 'one', 1, 0.1, { problemId: 2, problemName: 'p2' }),
  makeRun({ id: 8, label: 'two', seed: 1, problemId: 2, problemName: 'p2', status: 'failed', seconds: null }),
  makeRun({ id: 9, label: 'two', seed: 2, problemId: 2, problemName: 'p2', status: 'running' }),
  makeRun({ id: 10, kind: 'estimate', seed: 1 }),
];
const PROBLEMS = [problem(1), problem(2, { reference: { objective: 100, basis: 'best-found', runId: 7 } })];
const ASKED: ComparedBy = { by: 'gap', target: 0.01, baseline: 0 };
const compareThem = (compared: ComparedRuns, asked = ASKED): ReturnType<typeof compare> =>
  compare(compared.outcomes, compared.methods.length, compared.problems.length, asked);
const whole = comparedRuns(RUNS, PROBLEMS, 'name', null);

describe('the runs of a comparison', () => {
  it('are those that ended and can have solutions, by name and problem', () => {
    expect(whole.methods.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(whole.problems.map(({ name }) => name)).toEqual(['p1', 'p2']);
    expect(whole.runs.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(whole).toMatchObject({ going: 1, cut: 1, otherKinds: 1, unproven: 1, horizons: [2, 2] });
    expect(whole.outcomes.map(({ end }) => end)).toEqual([
      'solved', 'solved', 'infeasible', 'solved', 'solved', 'solved', 'solved', 'failed',
    ]);
    // The value of an infeasible solution is no result.
    expect(whole.outcomes[2]).toMatchObject({ gap: null, objective: null });
  });

  it('are one method by their settings where their names differ, and two where their settings do', () => {
    expect(comparedRuns(RUNS.slice(0, 6), PROBLEMS, 'settings', null).methods).toHaveLength(1);
    const steps = [solved(1, '', 1, 0, { step: 0.1 }), solved(2, '', 1, 0, { step: 0.3 })];
    expect(comparedRuns(steps, PROBLEMS, 'settings', null).methods.map(({ name }) => name)).toEqual(['step 0.1', 'step 0.3']);
    const byName = comparedRuns(steps, PROBLEMS, 'name', null);
    expect(byName.methods.map(({ mixed }) => mixed)).toEqual([1]);
    expect(comparisonNotes(byName, compareThem(byName), ASKED).join(' ')).toContain('Under “true-penalty” runs of different settings stand together');
  });

  it('go by what their study calls them, where it is that of one study', () => {
    const studies = [{ id: 3, method: 'slow' }, { id: 4, method: 'slower' }];
    const runs = [solved(1, '', 1, 0, { studies, studyMethod: 'slower' }), solved(2, 'mine', 1, 0, { studies, studyMethod: 'slower' })];
    expect(comparedRuns(runs, PROBLEMS, 'name', null).methods.map(({ name }) => name)).toEqual(['slower', 'mine']);
    expect(comparedRuns(runs, PROBLEMS, 'name', null, 3).methods.map(({ name }) => name)).toEqual(['slow']);
  });

  it('have a look of their own among those of one color', () => {
    const looks = comparedRuns([...RUNS, makeExactRun({ id: 20, label: 'solver' })], PROBLEMS, 'name', null).methods;
    expect(looks.map(({ series, place }) => [series, place])).toEqual([['true-penalty', 0], ['true-penalty', 1], ['exact', 0]]);
  });

  it('have primal integrals to the longest run of the problem, from their records and what they ended with', () => {
    const runs = [
      solved(1, 'one', 1, 0.25, { seconds: 4, objective: 125 }), solved(2, 'two', 1, 1, { seconds: 2, objective: 200 }),
      makeRun({ id: 3, label: 'three', seconds: 1, feasible: false }),
    ];
    const records = new Map([[1, { seconds: [1], iteration: [5], objective: [200] }]]);
    // 1 until 1 s, ½ until 4 s; 1 until 2 s, ½ until 4 s; nothing in 4 s.
    expect(comparedRuns(runs, PROBLEMS, 'name', records).outcomes.map(({ integral }) => integral)).toEqual([1 + 3 / 2, 2 + 2 / 2, 4]);
    expect(comparedRuns(runs, PROBLEMS, 'name', null).outcomes.map(({ integral }) => integral)).toEqual([null, null, null]);
  });
});

describe('the table of a comparison', () => {
  const comparison = compareThem(whole);
  const texts = (rows: 'methods' | 'problems'): Record<string, string>[] => {
    const columns = figureColumns(ASKED, rows, 'one', false);
    return comparisonRows(whole, comparison, ASKED, rows).map(
      (row) => Object.fromEntries(columns.map((column) => [column.key, column.text(row)])),
    );
  };

  it('says every mean with its error or that it is of one, and shares of how many', () => {
    expect(texts('problems')[0]).toMatchObject({
      runs: '3', solved: '2 of 3', reached: '1 of 3', gap: '1.0(1.0)', typical: '2', best: '100', objective: '101.0(1.0)', wins: '', p: '',
    });
    expect(texts('problems')[1]).toMatchObject({ solved: '3 of 3', gap: '3.0(1.2)', wins: '1–0–2', p: '1' });
    expect(texts('problems')[2]).toMatchObject({ gap: '10 (1 run)' });
    expect(texts('problems')[3]).toMatchObject({ solved: '0 of 1', gap: '', typical: 'infinite', seconds: '' });
    expect(texts('methods')[1]).toMatchObject({ problems: '2', runs: '4', gap: '3 (1 problem)', rank: '2', wins: '0–0–2', p: '0.5' });
  });

  it('says on hover how many, how sure, and where a test cannot reject', () => {
    const columns = new Map(figureColumns(ASKED, 'problems', 'one', false).map((column) => [column.key, column]));
    const [first, second] = comparisonRows(whole, comparison, ASKED, 'problems');
    expect(columns.get('solved')?.full(first!)).toBe(
      '67\u202f% have a feasible solution; 95 % interval (Wilson) 21\u202f% to 94\u202f%; 1 infeasible',
    );
    expect(columns.get('gap')?.full(first!)).toBe('1 ± 1 %, over 2 of 3 runs; 0 to 2');
    expect(columns.get('p')?.full(second!)).toBe(
      'p 1 alone, 1 corrected; 3 seeds; rank-biserial correlation 0; of 3 that differ p cannot be below 0.25',
    );
    expect(columns.get('p')?.full(first!)).toBe('the baseline: the others are tested against it');
  });

  it('tells what is counted and what is not', () => {
    expect(comparisonNotes(whole, comparison, ASKED)).toEqual([
      '8 runs of 2 methods on 2 problems.',
      '2 runs have no feasible solution (1 ended infeasible, 1 failed): counted in every share, last in ranks, medians and tests, not in means.',
      '1 cancelled run counts by what it had found.', '1 run is not counted yet.', '1 run is of a kind without solutions.',
      'Gaps on 1 problem are to the best found, which nobody proved.', 'Reached: gap at most 1.00\u202f%.',
    ]);
    expect(friedmanSentence(comparison, ASKED)).toBe(
      'Friedman’s test of ranks by gap over 2 problems: χ²(1) = 2, p 0.16; every problem ranks them alike. Both are limits of many problems.',
    );
  });

  it('leaves the window with every figure in a column of its own, and what was computed', () => {
    for (const shown of ['methods', 'problems'] as const) {
      const rows = comparisonRows(whole, comparison, ASKED, shown);
      const table = comparisonTable(whole, comparison, ASKED, rows, figureColumns(ASKED, shown, 'one', false), shown, 'a.leibniz');
      expect(new Set(table.columns.map(({ key }) => key)).size).toBe(table.columns.length);
      expect(new Set(table.columns.map(({ label }) => label)).size).toBe(table.columns.length);
      expect(table.rows).toHaveLength(rows.length);
      for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
      const cell = (row: number, key: string): unknown => table.rows[row]?.[table.columns.findIndex((column) => column.key === key)];
      expect(cell(0, 'method')).toBe('one');
      expect(cell(1, 'corrected')).toBe(shown === 'methods' ? 0.5 : 1);
      if (shown === 'problems') {
        expect([cell(0, 'gapMean'), cell(0, 'gapError'), cell(0, 'gapN'), cell(0, 'infeasible'), cell(3, 'failed'), cell(3, 'typical')])
          .toEqual([1, 1, 2, 1, 1, null]);
      }
      expect(table.caption).toContain('Wilcoxon’s signed ranks of gap against “one”');
      expect(table.caption).toContain('8 runs of 2 methods on 2 problems.');
    }
  });

  it('orders rows of methods by their first run, and names the runs of each', () => {
    expect(comparisonRows(whole, comparison, ASKED, 'methods').map(({ runIds }) => runIds)).toEqual([[1, 2, 3, 7], [4, 5, 6, 8]]);
    expect(comparisonRows(whole, comparison, ASKED, 'problems').map(({ runIds }) => runIds)).toEqual([[1, 2, 3], [4, 5, 6], [7], [8]]);
  });
});
