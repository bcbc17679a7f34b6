/** What meets the rows only within a feasibility tolerance, or is not known to meet them, is said so wherever a run is shown. */
import { describe, expect, it } from 'vitest';
import { feasibleWord } from '../../../src-contract/exact-status.ts';
import type { JobEvent } from '../../../src-contract/job-event.ts';
import { listOfRuns } from '../../../src-main/cli/commands/session.ts';
import { tableFromRuns } from '../../../src-main/engine/export/session-tables.ts';
import { columnsOfProgress } from '../../../src-main/engine/session/run-row.ts';
import { runTable as reportTable } from '../../../src-main/engine/study/runs-report.ts';
import type { StudyRun } from '../../../src-main/engine/study/study.ts';
import { assembleCurves } from '../../../src-renderer/charts/trajectory-curves.ts';
import { statusWords } from '../../../src-renderer/common/status.ts';
import { RUN_COLUMNS } from '../../../src-renderer/runs/run-columns.ts';
import { tableToTsv } from '../../../src-contract/tables/separated-table.ts';
import { runsAsTable } from '../../../src-renderer/runs/runs-as-table.ts';
import { aRun } from '../renderer/a-run.ts';
import { SETTINGS, makeExactRun, pointsOf } from '../renderer/make-run.ts';

const within = aRun({
  id: 1,
  kind: 'exact',
  scheme: null,
  solver: 'highs',
  method: 'HiGHS',
  exactStatus: 'time-limit',
  objective: 3,
  feasible: false,
  violation: 1e-12,
});
const exactly = aRun({
  id: 2,
  kind: 'exact',
  scheme: null,
  solver: 'highs',
  method: 'HiGHS',
  exactStatus: 'optimal',
  objective: 10,
  feasible: true,
  violation: 0,
});
const infeasible = aRun({ id: 3, objective: 5, feasible: false, violation: 2 });

describe('the columns of a run that is going', () => {
  const progress = (more: Partial<Extract<JobEvent, { type: 'progress' }>>): object =>
    columnsOfProgress({ type: 'progress', fraction: null, done: 5, unit: 'nodes', seconds: 1, incumbent: 3, bound: null, ...more });

  it.each([['exactly', 0, 1], ['within the tolerance only', 1e-12, 0], ['nobody knows how', null, null], ['nobody says how', undefined,
    null]] as const)('say of an incumbent that meets the rows %s: %s is feasible %s', (_how, incumbentMissed, feasible) => {
      expect(progress(incumbentMissed === undefined ? {} : { incumbentMissed })).toMatchObject({ objective: 3, feasible });
    });

  it('say nothing where there is no incumbent', () => {
    expect(progress({ incumbent: null })).not.toHaveProperty('feasible');
  });
});

describe('a solution that meets the rows within a tolerance only', () => {
  it('has its word apart from infeasible', () => {
    expect([within, exactly, infeasible, aRun({ objective: null, feasible: null })].map(feasibleWord)).toEqual(['in tolerance', 'yes', 'no',
      '']);
    expect(RUN_COLUMNS.find(({ key }) => key === 'feasible')?.text(within)).toBe('in tolerance');
  });

  it('leaves no blank where a solver has said a value and not its vector', () => {
    const said = aRun({ kind: 'exact', solver: 'glpk', scheme: null, status: 'running', objective: 3, feasible: null });
    expect(feasibleWord(said)).toBe('not checked');
    expect(RUN_COLUMNS.find(({ key }) => key === 'feasible')?.text(said)).toBe('not checked');
    expect(listOfRuns([said])).toContain('not checked');
  });

  it('is said so by the command line’s tables, with what the brackets mean', () => {
    const text = listOfRuns([within, exactly]);
    expect(text).toMatch(/\(3\) +in tolerance/);
    expect(text).toContain('In brackets, in tolerance:');
    expect(text).not.toContain('infeasible');
    expect(listOfRuns([infeasible])).toContain('objectives of infeasible solutions');
  });

  it('is said so by a study’s report', () => {
    const html = reportTable([within, infeasible].map((run) => ({ run, method: 'm', seed: null }) as unknown as StudyRun));
    expect(html).toContain('<strong>in tolerance</strong>');
    expect(html).toContain('<s title="meets the rows only within the tolerance asked for: no result">3</s>');
    expect(html).toContain('<s title="infeasible: no result">5</s>');
  });

  it('has a column of its own in exports, which is not there where no run needs it', () => {
    const columns = RUN_COLUMNS.filter(({ key }) => key === 'id' || key === 'objective');
    for (const table of [tableFromRuns('t', [within, exactly]), runsAsTable([within, exactly], columns, '')]) {
      const place = table.columns.findIndex(({ key }) => key === 'met');
      expect(table.rows.map((row) => row[place])).toEqual(['within tolerance', null]);
    }
    expect(tableToTsv(runsAsTable([within], columns, '')).trimEnd().split('\n').map((line) => line.split('\t'))).toEqual([['run',
      'Objective', 'Feasible', 'Rows met'], ['1', '3', 'FALSE', 'within tolerance']]);
    for (const table of [tableFromRuns('t', [exactly, infeasible]), runsAsTable([exactly, infeasible], columns, '')]) {
      expect(table.columns.map(({ key }) => key)).not.toContain('met');
    }
  });

  it('is part of the status of a run that was stopped', () => {
    expect([statusWords(within).word, statusWords({ ...within, status: 'cancelled' }).word]).toEqual(['time limit, rows in tolerance',
      'cancelled, rows in tolerance']);
    expect(statusWords({ ...exactly, status: 'cancelled' }).word).toBe('cancelled');
    expect(statusWords({ ...infeasible, status: 'cancelled' }).word).toBe('cancelled');
  });

  it('is said at its curve', () => {
    const labelOf = (missed: readonly number[] | null, feasible = true): string | undefined => {
      const run = makeExactRun({ id: 7, feasible });
      const points = pointsOf(run, {
        seconds: [0.1, 0.2, 0.3],
        incumbent: [Number.NaN, 12, 9],
        bound: [5, 6, 9],
        ...(missed === null ? {} : { missed }),
      });
      return assembleCurves([points], 'objective', new Map([[1, 'min']]), { ...SETTINGS, x: 'seconds' }).curves[0]?.label.replace(
        /^.*? · |^[^·]*$/,
        '',
      );
    };
    expect(labelOf(null)).toBe('');
    expect(labelOf([Number.NaN, 0, 0])).toBe('');
    expect(labelOf([Number.NaN, 1e-12, 0])).toBe('rows in tolerance');
    expect(labelOf([Number.NaN, Number.NaN, 0])).toBe('rows not checked on the way');
    // Kept before there was such a column.
    expect(labelOf(null, false)).toBe('rows in tolerance');
  });
});
