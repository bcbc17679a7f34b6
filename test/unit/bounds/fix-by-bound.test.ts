/** Fixing by the bound against a known vector loses nothing as good: not alone, not in what descents search. */
import { expect, test } from 'vitest';
import { fixByBound, fixingOf } from '../../../src-science/bounds/fix-by-bound.ts';
import { descend } from '../../../src-science/descent/descend.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { draws, randomProgram } from './random-programs.ts';

test('against a feasible vector every vector as good stays, on 2000 random programs that have some, and much is fixed', () => {
  const random = draws(77);
  let fixedInAll = 0;
  let known = 0;
  for (let n = 0; known < 2000; n++) {
    const { program, feasible } = randomProgram(random, n % 3);
    if (feasible.length === 0) continue;
    const form = normalForm(program);
    const { objective } = feasible[Math.floor(random() * feasible.length)]!;
    const { fixed, count, free } = fixByBound(form, objective);
    known++;
    fixedInAll += count;
    expect(free).toBe(program.fixed.reduce((sum, at) => sum + Number(at < 0), 0));
    expect(fixed.reduce((sum, at) => sum + Number(at < 0), 0)).toBe(free - count);
    const asGood = feasible.filter((each) => form.objectiveSign * (each.objective - objective) <= 0);
    for (const { mask } of asGood) {
      fixed.forEach((value, j) => expect(value < 0 || value === ((mask >> j) & 1), `program ${n}, variable ${j}`).toBe(true));
    }
  }
  expect(fixedInAll).toBeGreaterThan(2500);
});

test('that nothing is left of a cutoff that somebody has is rounding, and fixes nothing', () => {
  const form = normalForm(generate('set-cover', { rows: 10, columns: 20, density: 0.3 }, 1));
  expect(fixingOf(form, { fixed: new Int8Array(20).fill(1), count: 20, none: true })).toEqual({ fixed: form.fixed, count: 0, free: 20 });
});

test('a descent that fixes before its searches ends at no worse vector than it has found, and at the optimum where that is known', () => {
  const random = draws(5);
  let fixed = 0;
  let optima = 0;
  for (let n = 0; n < 120; n++) {
    const { program, optimum } = randomProgram(random, n % 2);
    const form = normalForm(program);
    const spec: DescentSpec = {
      ...defaultDescentSpec(form),
      iterations: 30,
      seed: n,
      decoders: ['threshold', 'greedy-repair', 'wedelin', 'dive', 'local-search'],
      searchWork: 4000,
      fixing: 'by-bound',
    };
    const { decoded, fixing, incumbent } = descend(form, spec, { now: () => 0 });
    const objectives = [...decoded.filter(({ feasible }) => feasible).map(({ objective }) => objective),
      ...(incumbent === null ? [] : [incumbent.objective])];
    expect(fixing === null).toBe(incumbent === null && !decoded.slice(0, -1).some(({ feasible }) => feasible));
    fixed += fixing?.count ?? 0;
    for (const objective of objectives) expect(form.objectiveSign * (objective - (optimum ?? Number.NaN))).toBeGreaterThanOrEqual(-1e-9);
    if (optimum !== null && objectives.some((objective) => Math.abs(objective - optimum) < 1e-9)) optima++;
    for (const { x } of decoded) x.forEach((value, j) => expect(form.fixed[j]! < 0 || form.fixed[j] === value).toBe(true));
    // Without the setting nothing is counted.
    expect(descend(form, { ...spec, fixing: 'none' }, { now: () => 0 }).fixing).toBeNull();
  }
  expect(fixed).toBeGreaterThan(50);
  expect(optima).toBeGreaterThan(50);
});

test('what is fixed leaves more of the work to the rest: a cover ends as well with less to search', () => {
  const form = normalForm(generate('set-cover', { rows: 80, columns: 300, density: 0.05, maxCost: 100 }, 2));
  const spec: DescentSpec = {
    ...defaultDescentSpec(form),
    iterations: 200,
    decoders: ['greedy-repair', 'local-search'],
    searchWork: 300_000,
    fixing: 'by-bound',
  };
  const { fixing, decoded } = descend(form, spec, { now: () => 0 });
  expect(fixing?.count).toBeGreaterThan(30);
  expect(decoded.at(-1)?.feasible).toBe(true);
});
