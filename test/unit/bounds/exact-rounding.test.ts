/** What is rounded outwards, against the same sums and products in whole numbers, without any rounding. */
import { expect, test } from 'vitest';
import { feasibleAtLeast, feasibleBetween } from '../../../src-science/bounds/feasible-at-least.ts';
import { createLagrangianBound } from '../../../src-science/bounds/lagrangian-bound.ts';
import { fixByReducedCosts } from '../../../src-science/bounds/lagrangian-fixing.ts';
import { objectiveSteps } from '../../../src-science/bounds/objective-steps.ts';
import { rowTolerance } from '../../../src-science/decoding/assessment.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { denseForm } from '../descent/small-program.ts';
import { exactBound, units } from './exact-bound.ts';
import { draws } from './random-programs.ts';

const ONE = units(1);
/** Of the exact probability of a row, in the units: 2⁻⁴⁰. */
const OFF = units(2 ** -40);

test('the product of rows kept and the sum of rows violated are rounded down, and by no more than their slack', () => {
  const random = draws(301);
  for (let n = 0; n < 150; n++) {
    const m = [1, 4, 12, 300][n % 4] ?? 1;
    const violation = Float64Array.from({ length: m }, () => (random() < 0.1 ? 0 : random() / m));
    let sum = 0n;
    let product = ONE;
    for (const p of violation) {
      if (p === 0) continue;
      sum += units(p) + OFF;
      // Of a product of whole numbers the part below the unit is dropped: 2⁻¹⁰⁷⁴ of it.
      product = (product * (ONE - units(p) - OFF)) / ONE;
    }
    const form = denseForm([1, 1], Array.from({ length: m }, (_, i) => (i === 0 ? [1, -1] : [-1, 1])), Array.from({ length: m }, () => 0));
    const { lower, upper } = feasibleBetween(form, Float64Array.of(0.5, 0.5), violation);
    if (m > 1) {
      expect(units(lower) <= ONE - sum || lower === 0, `${lower}`).toBe(true);
      expect(Number((ONE - sum) >> 1000n) * 2 ** -74 - lower).toBeLessThan(1e-12);
    }
    const least = feasibleAtLeast(violation);
    expect(units(least) <= product + 1n).toBe(true);
    expect(Number(product >> 1000n) * 2 ** -74 - least).toBeLessThan(1e-12);
    expect(units(upper) >= ONE - units(Math.max(...violation)) || upper === 1).toBe(true);
    expect(upper).toBeLessThanOrEqual(1);
  }
});

test('no row is violated: surely feasible, between 1 and 1; one is: between 0 and little more', () => {
  const form = denseForm([1], [[1]], [1]);
  expect(feasibleBetween(form, Float64Array.of(0.5), Float64Array.of(0))).toEqual({ lower: 1 - 2 ** -52, upper: 1 });
  const { lower, upper } = feasibleBetween(form, Float64Array.of(0.5), Float64Array.of(1));
  expect(lower).toBe(0);
  expect(upper).toBeLessThan(1e-11);
});

test('a row of decimals may be missed by its tolerance, and bounds say so: b is raised by all of it', () => {
  const random = draws(311);
  for (let n = 0; n < 300; n++) {
    const b = Math.round(1000 * random() - 500) / (n % 2 === 0 ? 10 : 1) / (n % 3 === 0 ? 3 : 1);
    const form = denseForm([1, 1], [[0.1 + random(), 0.2]], [b]);
    const tolerance = rowTolerance(form)[0] ?? 0;
    const raised = createLagrangianBound(form).rhs[0] ?? 0;
    expect(tolerance).toBeGreaterThan(0);
    expect(units(raised) >= units(b) + units(tolerance)).toBe(true);
    expect(raised - b).toBeLessThan(tolerance + 2e-15 * (1 + Math.abs(b)));
  }
});

function reals(random: () => number): NormalForm {
  const real = (): number => (random() - 0.5) * 10 ** (6 * random() - 3);
  const d = 2 + Math.floor(random() * 8);
  const m = 1 + Math.floor(random() * 6);
  return denseForm(
    Array.from({ length: d }, real), Array.from({ length: m }, () => Array.from({ length: d }, () => (random() < 0.3 ? 0 : real()))),
    Array.from({ length: m }, real), { objectiveConstant: real() },
  );
}

test('a variable is fixed only where the exact bound with its other value passes the cutoff, and always where it does clearly', () => {
  const random = draws(321);
  let fixed = 0;
  let kept = 0;
  for (let n = 0; n < 300; n++) {
    const form = reals(random);
    const lagrangian = createLagrangianBound(form);
    const y = Float64Array.from({ length: form.rowCount }, () => (random() < 0.3 ? 0 : random() * 10 ** (4 * random() - 2)));
    const bound = lagrangian.evaluate(y.slice());
    const slack = lagrangian.slack();
    const costs = lagrangian.reducedCost.map(Math.abs);
    const at = Math.floor(random() * costs.length);
    // At what one variable costs, to a few roundings.
    const cutoff = bound + (costs[at] ?? 0) + slack * (8 * random() - 4);
    const found = fixByReducedCosts(lagrangian, y.slice(), cutoff);
    if (found.none) continue;
    for (let j = 0; j < costs.length; j++) {
      const other = { ...form, fixed: form.fixed.with(j, (lagrangian.reducedCost[j] ?? 0) < 0 ? 0 : 1) };
      const exact = exactBound(other, lagrangian.rhs, y);
      if ((found.fixed[j] ?? -1) >= 0) {
        expect(exact > units(cutoff) * ONE, `program ${n}, variable ${j}`).toBe(true);
        expect(found.fixed[j]).toBe((lagrangian.reducedCost[j] ?? 0) < 0 ? 1 : 0);
        fixed++;
      } else {
        expect(exact <= (units(cutoff) + 8n * units(slack) + units(1e-14 * (Math.abs(cutoff) + Math.abs(bound)))) * ONE).toBe(true);
        kept++;
      }
    }
  }
  expect(fixed).toBeGreaterThan(200);
  expect(kept).toBeGreaterThan(200);
});

test('nothing is left of a cutoff below the exact bound, and something of any other', () => {
  const random = draws(331);
  for (let n = 0; n < 200; n++) {
    const form = reals(random);
    const lagrangian = createLagrangianBound(form);
    const y = Float64Array.from({ length: form.rowCount }, () => random());
    const bound = lagrangian.evaluate(y.slice());
    const cutoff = bound + lagrangian.slack() * (12 * random() - 6);
    const { none, count, fixed } = fixByReducedCosts(lagrangian, y, cutoff);
    if (none) expect(exactBound(form, lagrangian.rhs, y) > units(cutoff) * ONE).toBe(true);
    else expect(bound - cutoff).toBeLessThan(4 * lagrangian.slack() + 1e-14 * Math.abs(bound));
    expect(count).toBe(fixed.reduce((sum, value) => sum + Number(value >= 0), 0));
  }
});

test('no objective as doubles add it up is passed by a bound that it had not passed, however large or fine the costs', () => {
  const random = draws(341);
  let raised = 0;
  for (let n = 0; n < 3000; n++) {
    const d = 2 + Math.floor(random() * 20);
    const scale = [1, 10, 1000][n % 3] ?? 1;
    const size = 10 ** (3 + Math.floor(9 * random()));
    const costs = Array.from({ length: d }, () => Math.round((random() - 0.3) * size) / scale);
    const constant = random() < 0.5 ? 0 : Math.round(random() * size) / scale;
    const steps = objectiveSteps(denseForm(costs, [], [], { objectiveConstant: constant }));
    const order = Array.from({ length: d }, (_, j) => j).toSorted(() => random() - 0.5);
    const value = order.filter(() => random() < 0.5).reduce((sum, j) => sum + (costs[j] ?? 0), constant);
    for (const bound of [value, value * (1 - 2 ** -53 * Math.sign(value)), value - steps.step * random()]) {
      if (bound > value) continue;
      const rounded = steps.roundUp(bound);
      expect(rounded, `program ${n}`).toBeGreaterThanOrEqual(bound);
      expect(rounded, `program ${n}`).toBeLessThanOrEqual(value);
      if (rounded > bound && steps.step > 0) raised++;
    }
  }
  expect(raised).toBeGreaterThan(1000);
});
