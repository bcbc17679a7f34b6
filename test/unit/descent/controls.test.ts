/** What the same counted work gives without a descent: which controls there are, what they may touch, how a run stands against them. */
import { describe, expect, test } from 'vitest';
import type { ControlRun } from '../../../src-science/descent/controls.ts';
import { runControls, verdictOf } from '../../../src-science/descent/controls.ts';
import { CONTROL_NAMES, CONTROL_VERDICTS, CONTROLS, controlSentence } from '../../../src-science/descent/control-words.ts';
import { descend } from '../../../src-science/descent/descend.ts';
import type { DescentCheckpoint } from '../../../src-science/descent/descent-control.ts';
import { DESCENT_PRESETS } from '../../../src-science/descent/presets.ts';
import { decode } from '../../../src-science/decoding/decode.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { denseForm } from './small-program.ts';

const cover = normalForm(generate('set-cover', { rows: 60, columns: 120, density: 0.08, maxCost: 100 }, 3));
const auction = normalForm(generate('combinatorial-auction', { items: 30, bids: 120 }, 3));
const half = (d: number): Float64Array => new Float64Array(d).fill(0.5);
const options = { seed: 7, now: () => 0 };

const solution = (objective: number, feasible = true): ControlRun['solution'] => ({
  decoder: 'local-search',
  x: new Uint8Array(1),
  objective,
  violation: feasible ? 0 : 1,
  feasible,
  seconds: 0,
  work: 1,
});
const runsOf = (...objectives: (number | null)[]): ControlRun[] =>
  CONTROL_NAMES.map((name, k) => ({
    name,
    note: null,
    solution: objectives[k] === null || objectives[k] === undefined ? null : solution(objectives[k]),
  }));

describe('the verdict', () => {
  test.each([
    [1, 5, [7, 6, 8], 'better', 'relaxation-repair'],
    [1, 6, [7, 6, 6], 'even', 'relaxation-repair'],
    [1, 6, [7, 9, 5], 'worse', 'half-repair'],
    [-1, 5, [7, 6, 8], 'worse', 'half-repair'],
    [-1, 9, [7, 6, 8], 'better', 'half-repair'],
    [1, null, [7, null, null], 'worse', 'search-from-half'],
    [1, 5, [null, null, null], 'better', null],
    [1, null, [null, null, null], 'even', null],
  ] as const)('of sense %s, found %s against %j is %s', (sign, found, objectives, verdict, best) => {
    expect(verdictOf(sign, found, runsOf(...objectives))).toEqual({ verdict, best });
  });

  test('takes no infeasible control for a result', () => {
    const runs: ControlRun[] = [{ name: 'search-from-half', note: null, solution: solution(1, false) }];
    expect(verdictOf(1, 5, runs)).toEqual({ verdict: 'better', best: null });
  });

  test('has a sentence of its own for every case', () => {
    const said = CONTROL_VERDICTS.flatMap((verdict) => CONTROL_NAMES.map((name) => controlSentence(verdict, name)));
    expect(new Set([...said, controlSentence('better', null), controlSentence('even', null)]).size).toBe(11);
  });
});

describe('the controls of a run', () => {
  test('are the search from ½ and two repairs, by the decoders that are there, within the work of the run', () => {
    for (const form of [cover, auction]) {
      const xHat = Float64Array.from(form.objective, (_, j) => (j % 3) / 2);
      const work = 400_000;
      const controls = runControls(form, 1, work, { xHat }, options);
      expect(controls?.runs.map(({ name }) => name)).toEqual(CONTROL_NAMES);
      const [searched, relaxed, plain] = controls?.runs.map((run) => run.solution) ?? [];
      const given = { mu: null, samples: 1, seed: 7, now: () => 0 };
      expect(searched).toEqual(decode(form, 'local-search', half(form.variableCount), { ...given, searchWork: work - (plain?.work ?? 0) }));
      expect(relaxed).toEqual(decode(form, 'greedy-repair', xHat, given));
      expect(plain).toEqual(decode(form, 'greedy-repair', half(form.variableCount), given));
      expect(searched?.work).toBeGreaterThan(work / 2);
      // Its repair at the beginning included; the last turn may go beyond by a program.
      expect(searched?.work).toBeLessThan(work + form.column.length);
    }
  });

  test('say why the linear relaxation is missing, keep fixed variables, and are none where they were stopped', () => {
    const missing = runControls(cover, 1, 1e4, { note: 'it was not solved in 500 iterations' }, options);
    expect(missing?.runs.find(({ name }) => name === 'relaxation-repair')).toEqual({
      name: 'relaxation-repair',
      solution: null,
      note: 'it was not solved in 500 iterations',
    });
    const fixed = { ...denseForm([-1, -1, -1], [[1, 1, 1]], [3]), fixed: Int8Array.of(-1, 0, -1) };
    for (const { solution: found } of runControls(fixed, 0, 1e4, { xHat: Float64Array.of(1, 0, 1) }, options)?.runs ?? []) {
      expect([...(found?.x ?? [])]).toEqual([1, 0, 1]);
    }
    let asked = 0;
    expect(runControls(cover, 1, 1e4, { note: 'no' }, { ...options, cancelled: () => ++asked > 1 })).toBeNull();
  });

  test('have words', () => {
    for (const name of CONTROL_NAMES) expect(CONTROLS[name].help).toMatch(/\.$/);
  });
});

test('the work of a descent counts its steps, its findings and its decoders, the same where it was resumed', () => {
  for (const name of ['best-start', 'row-multipliers'] as const) {
    const preset = DESCENT_PRESETS.find((each) => each.name === name)?.specFor(cover);
    if (preset === undefined) throw new Error('no preset');
    const short = { iterations: 40, checkpointEvery: 15, searchWork: 50_000, diveWork: 50_000 };
    const spec = { ...preset, start: { kind: 'uniform', value: 0.5 } as const, ...short };
    const kept: DescentCheckpoint[] = [];
    const whole = descend(cover, spec, { now: () => 0, onCheckpoint: (checkpoint) => kept.push(checkpoint) });
    const decoders = whole.decoded.reduce((sum, { work }) => sum + work, 0);
    expect(whole.work).toBeGreaterThan(decoders + whole.findingWork.decoding + whole.findingWork.bounding);
    for (const resumeFrom of kept) expect(descend(cover, spec, { now: () => 0, resumeFrom }).work).toBe(whole.work);
    // Twice the steps, twice their work.
    const longer = descend(cover, { ...spec, iterations: 80 }, { now: () => 0 });
    const steps = ({ work, findingWork, decoded }: typeof whole): number =>
      work - findingWork.decoding - findingWork.bounding - decoded.reduce((sum, each) => sum + each.work, 0);
    expect(steps(longer)).toBe(2 * steps(whole));
  }
});
