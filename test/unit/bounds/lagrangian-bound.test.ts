import { expect, test } from 'vitest';
import { ascendRows } from '../../../src-science/bounds/coordinate-ascent.ts';
import { createLagrangianBound } from '../../../src-science/bounds/lagrangian-bound.ts';
import { objectiveSteps } from '../../../src-science/bounds/objective-steps.ts';
import { createVolume } from '../../../src-science/bounds/volume.ts';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { createExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { denseForm } from '../descent/small-program.ts';
import { exactBound, units } from './exact-bound.ts';
import { draws, randomProgram } from './random-programs.ts';

/** Multipliers as a descent comes by them, and others: none of them may give a bound above the optimum. */
function* multipliers(form: NormalForm, random: () => number): Generator<Float64Array> {
  yield new Float64Array(form.rowCount);
  yield Float64Array.from({ length: form.rowCount }, () => (random() < 0.3 ? 0 : 10 ** (6 * random() - 3)));
  const mu = 10 ** (4 * random() - 1);
  const { plan } = createExactPlan(form);
  if (plan !== null) {
    const xHat = Float64Array.from(form.fixed, (value) => (value >= 0 ? value : random()));
    plan.penalty(xHat);
    // What rounding leaves of a probability may lie a little outside of [0, 1].
    yield plan.rowViolation.map((p) => mu * Math.max(0, p));
    // Frequencies of four samples.
    yield plan.rowViolation.map((p) => (mu * [0, 1, 2, 3].filter(() => random() < p).length) / 4);
  }
  const lagrangian = createLagrangianBound(form);
  const volume = createVolume(lagrangian, indexColumns(form));
  const y = new Float64Array(form.rowCount);
  const reduced = form.objective.slice();
  for (let round = 0; round < 3; round++) ascendRows(lagrangian, y, reduced);
  yield y;
  volume.offer(y.slice(), null);
  volume.improve(60, null);
  yield volume.multipliers;
}

test.each([
  ['whole numbers', 0, 11],
  ['decimals', 1, 12],
  ['hundredths', 2, 13],
] as const)('no bound passes the optimum of 3400 random programs of %s, rounded to the objective’s steps or not', (_name, places, seed) => {
  const random = draws(seed);
  let checked = 0;
  let met = 0;
  for (let n = 0; n < 3400; n++) {
    const { program, optimum } = randomProgram(random, places);
    const form = normalForm(program);
    const lagrangian = createLagrangianBound(form);
    const steps = objectiveSteps(form);
    const best = optimum === null ? Infinity : form.objectiveSign * optimum;
    let highest = -Infinity;
    for (const y of multipliers(form, random)) {
      const bound = lagrangian.evaluate(y.slice());
      const rounded = steps.roundUp(bound);
      expect(rounded).toBeGreaterThanOrEqual(bound);
      if (!(rounded <= best)) throw new Error(`seed ${seed}, program ${n}: bound ${bound}, rounded up ${rounded}, optimum ${best}`);
      highest = Math.max(highest, rounded);
      checked++;
    }
    if (optimum !== null && highest >= best - 1e-9 * Math.max(1, Math.abs(best))) met++;
  }
  // Where the optimum is met the claim is sharp; it is on a good part.
  expect(checked).toBeGreaterThan(15_000);
  expect(met).toBeGreaterThan(600);
});

test('a bound is below the exact value of its own multipliers, and by no more than twice what it subtracts', () => {
  const random = draws(21);
  const real = (): number => (random() - 0.5) * 10 ** (16 * random() - 8);
  let below = 0;
  for (let n = 0; n < 800; n++) {
    const d = 1 + Math.floor(random() * 12);
    const m = 1 + Math.floor(random() * 12);
    const form = denseForm(
      Array.from({ length: d }, real),
      Array.from({ length: m }, () => Array.from({ length: d }, () => (random() < 0.3 ? 0 : real()))),
      Array.from({ length: m }, real),
      { fixed: Array.from({ length: d }, () => (random() < 0.1 ? 1 : random() < 0.1 ? 0 : -1)), objectiveConstant: real() },
    );
    const lagrangian = createLagrangianBound(form);
    const y = Float64Array.from({ length: m }, () => (random() < 0.2 ? 0 : random() * 10 ** (10 * random() - 5)));
    const bound = lagrangian.evaluate(y);
    const exact = exactBound(form, lagrangian.rhs, y);
    const one = units(1);
    expect(units(bound) * one <= exact).toBe(true);
    expect(units(bound) * one + 2n * units(lagrangian.slack()) * one >= exact).toBe(true);
    // Without what is subtracted it would often be above.
    if (units(bound + lagrangian.slack()) * one > exact) below++;
  }
  expect(below).toBeGreaterThan(50);
});

test('the halves of an equality and of a range are netted, which only raises the bound', () => {
  // x1 + x2 = 1 and 1 ≤ x1 + x2 + x3 ≤ 2, costs 3, 1, 2.
  const form: NormalForm = {
    ...denseForm([3, 1, 2], [[1, 1, 0], [-1, -1, 0], [1, 1, 1], [-1, -1, -1]], [1, -1, 2, -1]),
    sourceRow: Int32Array.of(0, 0, 1, 1),
    sourceSign: Int8Array.of(1, -1, 1, -1),
  };
  const lagrangian = createLagrangianBound(form);
  const y = Float64Array.of(5, 6, 2, 3);
  const bound = lagrangian.evaluate(y);
  expect([...y]).toEqual([0, 1, 0, 1]);
  // r = 3 − 2, 1 − 2, 2 − 1: LB = 1 + 1 − 1.
  expect(bound).toBeLessThanOrEqual(1);
  expect(bound).toBeGreaterThan(1 - 1e-12);
});

test('a number that overflows bounds nothing', () => {
  const form = denseForm([1, 1], [[-1e300, 1]], [-1]);
  expect(createLagrangianBound(form).evaluate(Float64Array.of(1e300))).toBe(-Infinity);
});
