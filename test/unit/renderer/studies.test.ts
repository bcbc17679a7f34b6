/** The form and the grid of studies without their looks: seeds, methods that vary, what a study comes to, cells. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StudyDetail, StudyPlanView } from '../../../src-contract/session-study.ts';
import { StudyMethod } from '../../../src-contract/study.ts';
import { planWords } from '../../../src-renderer/studies/plan-words.ts';
import { cellKey, countWords, figureText, secondsLeft, studyCells, wholeOf } from '../../../src-renderer/studies/study-cells.ts';
import { expanded, freeName, parseSeeds, seedsText, studyOf } from '../../../src-renderer/studies/study-draft.ts';
import type { MethodDraft } from '../../../src-renderer/studies/study-draft.ts';
import { makeRun } from './make-run.ts';

const seedsOf = (text: string): readonly number[] | string => {
  const parsed = parseSeeds(text);
  return 'seeds' in parsed ? parsed.seeds : parsed.complaint;
};

describe('seeds', () => {
  it.each([
    ['3', [1, 2, 3]], ['7-7', [7]], ['3, 7, 11-13', [3, 7, 11, 12, 13]], [' 2 5 ', [2, 5]], ['0-2', [0, 1, 2]],
    ['', /how many/], ['0', /From 1/], ['x', /“x”/], ['5-3', /“5-3”/], ['1, 2, 1', /Seed 1 is named twice/], ['0-99999', /At most/],
  ])('“%s” are read or refused in a sentence', (text, wanted) => {
    if (wanted instanceof RegExp) expect(seedsOf(text)).toMatch(wanted);
    else expect(seedsOf(text)).toEqual(wanted);
  });

  it('are written as they are read', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 20 }), (seeds) => {
      expect(seedsOf(seedsText(seeds))).toEqual(seeds);
    }));
  });
});

const preset: MethodDraft = { key: 'a', name: 'A', method: { name: 'A', preset: 'recommended' }, varied: [] };

describe('a method whose settings vary', () => {
  it('is one method for each combination, named by its values, and a study file takes it', () => {
    const methods = expanded({ ...preset, varied: [{ name: 'step', values: '0.1, 0.3' }, { name: 'samples', values: '8 32' }] });
    expect(methods).toHaveLength(4);
    expect(new Set(methods?.map(({ name }) => name)).size).toBe(4);
    expect(methods?.[1]).toMatchObject({ preset: 'recommended', descent: { step: 0.1, samples: 32 } });
    expect(methods?.[1]?.name).toMatch(/^A, .*0\.1.*, .*32/);
    for (const method of methods ?? []) expect(StudyMethod.parse(method)).toEqual(method);
  });

  it.each([['step', 'x'], ['step', '-1'], ['step', '0.1, 0.1'], ['samples', '1.5'], ['scheme', 'magic'], ['nonsense', '1'], ['step', '']])(
    'is refused with %s = “%s”', (name, values) => {
      expect(expanded({ ...preset, varied: [{ name, values }] })).toBeNull();
    },
  );
});

describe('the study of a form', () => {
  const whole = { title: 'T', problems: [1, 2], methods: [preset], seeds: '2' };
  it('is what is chosen', () => {
    expect(studyOf(whole).spec).toEqual({ version: 1, problems: [1, 2], methods: [{ name: 'A', preset: 'recommended' }], seeds: [1, 2] });
  });
  it.each([
    [{ title: ' ' }, 'title'], [{ problems: [] }, 'problems'], [{ methods: [] }, 'methods'], [{ seeds: 'x' }, 'seeds'],
    [{ methods: [preset, { ...preset, key: 'b' }] }, 'methods'], [{ methods: [{ ...preset, name: ' ' }] }, 'methods'],
  ])('says where %j is wrong', (change, field) => {
    expect(studyOf({ ...whole, ...change }).complaint?.field).toBe(field);
  });
  it('gives each method a name of its own', () => {
    expect(freeName('A', [{ name: 'A' }, { name: 'A (2)' }])).toBe('A (3)');
  });
});

describe('what a study comes to', () => {
  const plan: StudyPlanView = {
    complaints: [], drawNothing: [], runs: 60, kept: 0, same: 0, bytes: 0, seconds: 120, unknown: 0, limit: null,
  };
  const said = (change: Partial<StudyPlanView>): string => planWords({ ...plan, ...change }, 2).join(' ').replaceAll('\u202f', ' ');
  it.each<[Partial<StudyPlanView>, string]>([
    [{}, '60 runs. About 1 min 00 s on 2 workers, by finished runs like them.'],
    [{ kept: 59, runs: 60, seconds: 120 }, '60 runs: 59 are there already and kept, 1 to be made. About 2 min 00 s on one worker, by finished runs like them.'],
    [{ unknown: 60, seconds: 0 }, '60 runs. No finished run of this session tells how long they take.'],
    [{ unknown: 60, seconds: 0, limit: 600 }, '60 runs. No finished run of this session tells how long they take; their time limits allow at most 5 min 00 s.'],
    [{ kept: 60 }, '60 runs: 60 are there already and kept, 0 to be made.'],
  ])('%j is said', (change, words) => {
    expect(said(change)).toBe(words);
  });
});

describe('the grid of a study', () => {
  const runs = [
    makeRun({ id: 1, objective: 10, feasible: true, seconds: 2 }), makeRun({ id: 2, objective: 12, feasible: true, seconds: 4 }),
    makeRun({ id: 3, objective: 5, feasible: false, seconds: 6 }), makeRun({ id: 4, status: 'failed' }),
    makeRun({ id: 5, status: 'running', seconds: 1 }), makeRun({ id: 6, status: 'queued' }),
  ];
  const place = (runId: number | null, method = 'A') => ({ problemId: 1, method, seed: runId, runId });
  const detail = { runs: [1, 2, 3, 4, 5, 6, null, 99].map((id) => place(id)) } as unknown as StudyDetail;
  const cells = studyCells(detail, new Map(runs.map((run) => [run.id, run])));
  const cell = cells.get(cellKey(1, 'A'));
  if (cell === undefined) throw new Error('no cell');

  it('counts what is done, going, failed and missing', () => {
    expect(cell).toMatchObject({ places: 8, done: 3, running: 1, failed: 1, stopped: 0 });
    expect(wholeOf(cells.values())).toEqual({ places: 8, done: 3, running: 1, failed: 1, stopped: 0 });
    expect(countWords(cell)).toBe('3/8, 1 failed');
  });

  it('takes no infeasible objective for a result, and says of how many a figure is', () => {
    expect(figureText(cell, 'best', 'min')).toBe('10 (2 of 3)');
    expect(figureText(cell, 'best', 'max')).toBe('12 (2 of 3)');
    expect(figureText({ ...cell, runs: runs.slice(2, 3) }, 'best', 'min')).toBe('none feasible');
    expect(figureText({ ...cell, runs: [] }, 'best', 'min')).toBe('');
    expect(figureText(cell, 'seconds', 'min').replaceAll('\u202f', ' ')).toBe('4.00 s');
  });

  it('foresees an end once every cell that is going has a finished run, less what is behind the running ones', () => {
    // One that runs since 1 s and one that waits, of 4 s each on average, by two workers.
    expect(secondsLeft(cells.values(), 2)).toBeCloseTo((3 + 4) / 2, 12);
    expect(secondsLeft([{ ...cell, runs: runs.slice(4) }], 2)).toBeNull();
  });
});
