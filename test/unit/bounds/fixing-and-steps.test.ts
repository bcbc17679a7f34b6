import { expect, test } from 'vitest';
import { ascendRows } from '../../../src-science/bounds/coordinate-ascent.ts';
import { feasibleAtLeast, feasibleBetween, isMonotone } from '../../../src-science/bounds/feasible-at-least.ts';
import { createLagrangianBound } from '../../../src-science/bounds/lagrangian-bound.ts';
import { fixByReducedCosts } from '../../../src-science/bounds/lagrangian-fixing.ts';
import { objectiveSteps } from '../../../src-science/bounds/objective-steps.ts';
import { createVolume, packedLength } from '../../../src-science/bounds/volume.ts';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { createExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { denseForm, objectiveOf, violationOf } from '../descent/small-program.ts';
import { draws, randomProgram } from './random-programs.ts';

test('fixing cuts off no feasible vector of a wanted objective, on 3000 random programs', () => {
  const random = draws(31);
  let fixedInAll = 0;
  let nones = 0;
  for (let n = 0; n < 3000; n++) {
    const { program, feasible } = randomProgram(random, n % 2);
    const form = normalForm(program);
    const lagrangian = createLagrangianBound(form);
    const y = new Float64Array(form.rowCount);
    const reduced = form.objective.slice();
    for (let round = 0; round < 1 + (n % 4); round++) ascendRows(lagrangian, y, reduced);
    const objectives = feasible.map(({ objective }) => form.objectiveSign * objective).toSorted((a, b) => a - b);
    // The optimum itself, one in between, and one that nobody has.
    const cutoffs = [objectives[0], objectives[objectives.length >> 1], (objectives[0] ?? 0) - 0.05];
    for (const cutoff of cutoffs) {
      if (cutoff === undefined) continue;
      const { fixed, none, count } = fixByReducedCosts(lagrangian, y.slice(), cutoff);
      const wanted = feasible.filter(({ objective }) => form.objectiveSign * objective <= cutoff);
      fixedInAll += count;
      if (none) nones++;
      if (none) expect(wanted, `program ${n}`).toEqual([]);
      for (const { mask } of wanted) {
        fixed.forEach((value, j) => expect(value < 0 || value === ((mask >> j) & 1), `program ${n}, variable ${j}`).toBe(true));
      }
    }
  }
  expect(fixedInAll).toBeGreaterThan(3000);
  expect(nones).toBeGreaterThan(300);
});

test('a bound is rounded up to the least value that an objective can have, and no further', () => {
  const random = draws(41);
  let raised = 0;
  for (let n = 0; n < 2000; n++) {
    const places = n % 3;
    const { program } = randomProgram(random, places);
    const form = normalForm(program);
    const values = new Set<number>();
    for (let mask = 0; mask < 2 ** form.variableCount; mask++) {
      if (form.fixed.every((value, j) => value < 0 || value === ((mask >> j) & 1)))
        values.add(Number(objectiveOf(form, mask).toFixed(places)));
    }
    const steps = objectiveSteps(form);
    const bound = [...values][Math.floor(random() * values.size)]! - [0, 1e-13, 0.3 * random(), random()][n % 4]!;
    const next = Math.min(...[...values].filter((value) => value >= bound));
    const rounded = steps.roundUp(bound);
    expect(rounded).toBeGreaterThanOrEqual(bound);
    expect(rounded).toBeLessThanOrEqual(next);
    if (rounded > bound) raised++;
    // Of whole costs it is a value on the grid, exactly.
    if (places === 0 && Number.isFinite(steps.step)) expect(Number.isInteger(rounded)).toBe(true);
  }
  expect(raised).toBeGreaterThan(500);
});

test('costs that are reals have no steps: the bound stays', () => {
  const steps = objectiveSteps(denseForm([Math.PI, Math.E], [], []));
  expect(steps.step).toBe(0);
  expect(steps.roundUp(1.25)).toBe(1.25);
  expect(objectiveSteps(denseForm([6, 9], [], [], { objectiveConstant: 0.5 })).roundUp(1)).toBeCloseTo(3.5, 12);
});

test('the volume algorithm never loses its bound, nears the linear relaxation, and goes on from a packed state to the same bits', () => {
  // An odd cycle of edges: the linear relaxation is 3.5, the optimum 4.
  const edges = Array.from({ length: 7 }, (_, e) => Array.from({ length: 7 }, (_unused, j) => (j === e || j === (e + 1) % 7 ? -1 : 0)));
  const form = denseForm([1, 1, 1, 1, 1, 1, 1], edges, edges.map(() => -1));
  const make = () => {
    const volume = createVolume(createLagrangianBound(form), indexColumns(form));
    volume.offer(new Float64Array(7), null);
    return volume;
  };
  const volume = make();
  let before = volume.bound();
  for (let n = 0; n < 40; n++) {
    volume.improve(10, null);
    expect(volume.bound()).toBeGreaterThanOrEqual(before);
    before = volume.bound();
  }
  expect(before).toBeLessThanOrEqual(3.5);
  expect(before).toBeGreaterThan(3.3);
  const whole = make();
  whole.improve(50, 5);
  const first = make();
  first.improve(23, 5);
  const state = first.pack();
  expect(state.length).toBe(packedLength(7));
  const second = make();
  second.unpack(state);
  second.improve(27, 5);
  expect(second.pack()).toEqual(whole.pack());
});

test('a round of coordinate ascent never lowers the bound and leaves each row’s multiplier highest along itself', () => {
  const random = draws(51);
  for (let n = 0; n < 400; n++) {
    const form = normalForm(randomProgram(random, 0).program);
    const lagrangian = createLagrangianBound(form);
    const y = new Float64Array(form.rowCount);
    const reduced = form.objective.slice();
    let before = lagrangian.evaluate(y.slice());
    for (let round = 0; round < 3; round++) {
      ascendRows(lagrangian, y, reduced);
      const after = lagrangian.evaluate(y.slice());
      expect(after).toBeGreaterThanOrEqual(before - 1e-7);
      before = after;
    }
    const i = form.rowCount - 1;
    for (const move of [-1e4, -10, -0.5, -1e-3, 1e-3, 0.5, 10, 1e4]) {
      const other = y.slice();
      other[i] = (other[i] ?? 0) + move;
      // A multiplier that bounds nothing from above may rise for ever: the program is infeasible then.
      if ((other[i] ?? 0) < 0 || lagrangian.evaluate(Float64Array.from(y, (value, k) => (k === i ? value + 1e9 : value))) > before)
        continue;
      expect(lagrangian.evaluate(other)).toBeLessThanOrEqual(before + 1e-7);
    }
  }
});

test('Harris’ product bounds the probability of feasibility from below on monotone programs, by enumeration', () => {
  const random = draws(61);
  let checked = 0;
  for (let n = 0; n < 600; n++) {
    const d = 2 + Math.floor(random() * 6);
    const signs = Array.from({ length: d }, () => (random() < 0.5 ? 1 : -1));
    const rows = Array.from(
      { length: 1 + Math.floor(random() * 5) },
      () => signs.map((s) => (random() < 0.3 ? 0 : s * (1 + Math.floor(random() * 3)))),
    );
    const form = denseForm(signs, rows, rows.map((row) => row.reduce((sum, a) => (random() < 0.6 ? sum + a : sum), 0)));
    const { plan } = createExactPlan(form);
    if (plan === null) continue;
    const xHat = Float64Array.from(signs, () => random());
    expect(isMonotone(form)).toBe(true);
    let truth = 0;
    for (let mask = 0; mask < 2 ** d; mask++) {
      if (violationOf(form, mask) > 0) continue;
      truth += xHat.reduce((p, x, j) => p * (((mask >> j) & 1) === 1 ? x : 1 - x), 1);
    }
    plan.penalty(xHat);
    const least = feasibleAtLeast(plan.rowViolation);
    expect(least).toBeLessThanOrEqual(truth + 1e-15);
    // One row alone is its own probability.
    if (rows.length === 1) expect(least).toBeCloseTo(truth, 9);
    checked++;
  }
  expect(checked).toBe(600);
});

test('an equality is not monotone; with its variables decided it is', () => {
  const form = denseForm([1, 1, 1], [[1, 1, 0], [-1, -1, 0], [0, 1, 1]], [1, -1, 1]);
  expect(isMonotone(form)).toBe(false);
  expect(isMonotone(form, Float64Array.of(1, 0, 0.3))).toBe(true);
  expect(isMonotone({ ...form, fixed: Int8Array.of(1, 0, -1) })).toBe(true);
});

test('the probability of feasibility lies between its limits on programs of every kind, by enumeration', () => {
  const random = draws(91);
  let narrow = 0;
  for (let n = 0; n < 600; n++) {
    const { program, feasible } = randomProgram(random, 0);
    const form = normalForm(program);
    const { plan } = createExactPlan(form);
    if (plan === null) continue;
    const xHat = Float64Array.from(form.fixed, (value) => (value >= 0 ? value : random() < 0.2 ? Math.round(random()) : random()));
    const truth = feasible.reduce((sum, { mask }) => sum + xHat.reduce((p, x, j) => p * (((mask >> j) & 1) === 1 ? x : 1 - x), 1), 0);
    plan.penalty(xHat);
    const { lower, upper } = feasibleBetween(form, xHat, plan.rowViolation);
    expect(lower).toBeLessThanOrEqual(truth + 1e-15);
    expect(upper).toBeGreaterThanOrEqual(truth - 1e-15);
    if (upper - lower < 0.5) narrow++;
  }
  expect(narrow).toBeGreaterThan(100);
});
