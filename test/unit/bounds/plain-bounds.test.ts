/**
 * Ascent and volume algorithm against plain walks over dense rows, which keep no sums, sort what the code selects from, and try
 * every place where a slope changes; and the estimate of violations against the normal law.
 */
import { expect, test } from 'vitest';
import { ascendRows } from '../../../src-science/bounds/coordinate-ascent.ts';
import { estimateViolations } from '../../../src-science/bounds/estimated-multipliers.ts';
import { createLagrangianBound } from '../../../src-science/bounds/lagrangian-bound.ts';
import { createVolume } from '../../../src-science/bounds/volume.ts';
import type { Volume } from '../../../src-science/bounds/volume.ts';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { denseForm } from '../descent/small-program.ts';
import { draws, randomProgram } from './random-programs.ts';

const list = (n: number, value: (k: number) => number): number[] => Array.from({ length: n }, (_, k) => value(k));
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, k) => sum + v * (b[k] ?? 0), 0);

/** A as dense rows. */
function matrix(form: NormalForm): number[][] {
  return list(form.rowCount, (i) => i).map((i) => {
    const row = list(form.variableCount, () => 0);
    for (let k = form.start[i] ?? 0; k < (form.start[i + 1] ?? 0); k++) row[form.column[k] ?? 0] = form.value[k] ?? 0;
    return row;
  });
}

const isOne = (form: NormalForm, r: readonly number[]): number[] =>
  r.map((cost, j) => (form.fixed[j] ?? -1) >= 0 ? (form.fixed[j] ?? 0) : Number(cost < 0));

const reducedCosts = (form: NormalForm, rows: readonly number[][], y: readonly number[]): number[] =>
  list(form.variableCount, (j) => (form.objective[j] ?? 0) + rows.reduce((sum, row, i) => sum + (y[i] ?? 0) * (row[j] ?? 0), 0));

const plainBound = (form: NormalForm, rows: readonly number[][], y: readonly number[]): number => {
  const r = reducedCosts(form, rows, y);
  return form.objectiveConstant - dot(y, [...form.rhs]) + dot(r, isOne(form, r));
};

/** Where LB is highest along y_i, tried at every kink: the middle of the highest part, at least 0; y_i where it rises for ever. */
function highestAlong(form: NormalForm, rows: readonly number[][], y: readonly number[], i: number): number {
  const r = reducedCosts(form, rows, y);
  const kinks = r.flatMap((cost, j) => {
    const a = rows[i]?.[j] ?? 0;
    return a === 0 || (form.fixed[j] ?? -1) >= 0 ? [] : [(y[i] ?? 0) - cost / a];
  }).toSorted((a, b) => a - b);
  const at = (v: number): number => plainBound(form, rows, y.with(i, v));
  const near = 1e-10 * (1 + Math.abs(at(0)));
  const [first, last] = [kinks[0] ?? 0, kinks.at(-1) ?? 0];
  if (at(first - 1) > at(first) - near) return 0;
  if (at(last + 1) > at(last) + near) return y[i] ?? 0;
  const best = Math.max(...kinks.map(at));
  const top = kinks.filter((kink) => at(kink) > best - near);
  const end = at(last + 1) > best - near ? top[0] : top.at(-1);
  return Math.max(0, ((top[0] ?? 0) + (end ?? 0)) / 2);
}

test('a round of ascent puts each row’s multiplier, one after the other, to the middle of where the bound is highest', () => {
  const random = draws(141);
  let moved = 0;
  for (let n = 0; n < 300; n++) {
    const form = normalForm(randomProgram(random, 0).program);
    const rows = matrix(form);
    const y = Float64Array.from({ length: form.rowCount }, () => (n % 2 === 0 ? 0 : Math.round(8 * random()) / 4));
    const reduced = Float64Array.from(reducedCosts(form, rows, [...y]));
    let plain = [...y];
    for (let i = 0; i < form.rowCount; i++) {
      const to = highestAlong(form, rows, plain, i);
      if (to !== plain[i]) moved++;
      plain = plain.with(i, to);
    }
    ascendRows(createLagrangianBound(form), y, reduced);
    y.forEach((value, i) => expect(Math.abs(value - (plain[i] ?? 0)), `program ${n}, row ${i}`).toBeLessThan(1e-8 * (1 + value)));
    const plainReduced = reducedCosts(form, rows, [...y]);
    plainReduced.forEach((cost, j) => expect(Math.abs((reduced[j] ?? 0) - cost)).toBeLessThan(1e-6 * (1 + Math.abs(cost))));
  }
  expect(moved).toBeGreaterThan(300);
});

/** What a row, or the two halves of an equality, is stepped by. */
interface Group {
  readonly row: number;
  /** The other half of an equality, whose multiplier has either sign; −1 for an inequality. */
  readonly half: number;
  readonly norm: number;
}

function groupsOf(form: NormalForm, rows: readonly number[][]): Group[] {
  const groups: Group[] = [];
  for (let i = 0; i < rows.length; i++) {
    const isEquality = i + 1 < rows.length && form.sourceRow[i] === form.sourceRow[i + 1] && form.rhs[i] === -(form.rhs[i + 1] ?? 0);
    groups.push({ row: i, half: isEquality ? i + 1 : -1, norm: Math.hypot(...rows[i] ?? []) });
    if (isEquality) i++;
  }
  return groups.filter(({ norm }) => norm > 0);
}

interface Walk {
  readonly groups: readonly Group[];
  readonly y: readonly number[];
  readonly average: readonly number[];
  readonly scalars: readonly number[];
  /** Two values were too near to say which is greater: from there on rounding decides. */
  readonly isClose: boolean;
}

/** The volume algorithm from multipliers 0, over groups, with the rules and constants that `volume.ts` states. */
function plainVolume(form: NormalForm, steps: number, aim: number | null): Walk {
  const rows = matrix(form);
  const groups = groupsOf(form, rows);
  let isClose = false;
  const at = (y: readonly number[]): { value: number; violation: number[] } => {
    const full = list(form.rowCount, () => 0);
    groups.forEach(({ row }, g) => (full[row] = y[g] ?? 0));
    const r = reducedCosts(form, rows, full);
    isClose ||= r.some((cost, j) => (form.fixed[j] ?? -1) < 0 && cost !== (form.objective[j] ?? 0) && Math.abs(cost) < 1e-6);
    const x = isOne(form, r);
    return { value: plainBound(form, rows, full), violation: groups.map(({ row }) => dot(rows[row] ?? [], x) - (form.rhs[row] ?? 0)) };
  };
  /** In units of norms; an equality counts for both of its rows. */
  const inner = (a: readonly number[], b: readonly number[]): number =>
    groups.reduce((sum, { norm, half }, g) => sum + ((half < 0 ? 1 : 2) * (a[g] ?? 0) * (b[g] ?? 0)) / norm ** 2, 0);
  let y = groups.map(() => 0);
  let { value: bound, violation: average } = at(y);
  let [length, share, reds, since, before, target] = [0.1, 0.3, 0, 0, -Infinity, Number.NaN];
  for (let n = 0; n < steps; n++) {
    const squared = groups.reduce((sum, { half, norm }, g) => {
      const v = average[g] ?? 0;
      return half < 0 && y[g] === 0 && v < 0 ? sum : sum + (v / norm) ** 2;
    }, 0);
    // Later than at first a violation of 0 is one up to rounding.
    isClose ||= n > 0 && squared < 1e-12;
    if (squared === 0) break;
    if (!(bound < target - 0.05 * Math.abs(target))) target = bound + 0.05 * Math.max(Math.abs(bound), 1e-6);
    const along = (length * ((aim !== null && aim > bound ? aim : target) - bound)) / squared;
    const trial = y.map((u, g) => {
      const moved = u + (along * (average[g] ?? 0)) / (groups[g]?.norm ?? 1) ** 2;
      return groups[g]?.half === -1 ? Math.max(0, moved) : moved;
    });
    // Of a range's two prices only the difference counts.
    groups.forEach(({ row }, g) => {
      const next = groups[g + 1]?.row;
      if (next !== row + 1 || form.sourceRow[row] !== form.sourceRow[next]) return;
      const common = Math.min(trial[g] ?? 0, trial[g + 1] ?? 0);
      [trial[g], trial[g + 1]] = [(trial[g] ?? 0) - common, (trial[g + 1] ?? 0) - common];
    });
    const { value, violation } = at(trial);
    isClose ||= Math.abs(value - bound) < 1e-9 * (1 + Math.abs(bound)) || Math.abs(inner(average, violation)) < 1e-9;
    if (value > bound) {
      if (inner(average, violation) > 0) length = Math.min(2, length * 1.3);
      [bound, y, reds] = [value, trial, 0];
    } else if (++reds === 3) {
      reds = 0;
      length *= 0.66;
      if (length < 1e-4) length = 0.1;
    }
    const change = violation.map((v, g) => v - (average[g] ?? 0));
    const size = inner(change, change);
    const least = size > 0 ? -inner(average, change) / size : 1;
    isClose ||= Math.abs(least) < 1e-9;
    const alpha = least <= 0 ? share / 10 : Math.min(share, least);
    average = average.map((v, g) => v + alpha * (change[g] ?? 0));
    if (++since === 100) {
      if (!(bound > before + 0.01 * Math.abs(bound))) share = Math.max(1e-5, share / 2);
      [before, since] = [bound, 0];
    }
  }
  return { groups, y, average, scalars: [bound, length, share, reds, since, before, target], isClose };
}

function begun(form: NormalForm): Volume {
  const volume = createVolume(createLagrangianBound(form), indexColumns(form));
  volume.offer(new Float64Array(form.rowCount), null);
  return volume;
}

const closeTo = (value: number, plain: number): boolean =>
  Object.is(value, plain) || Math.abs(value - plain) < 1e-6 * (1 + Math.abs(plain));

test('the volume algorithm goes as a plain walk over dense rows goes, from step to step', () => {
  const random = draws(151);
  const compared = [0, 0, 0];
  for (let n = 0; n < 400; n++) {
    const { program, optimum } = randomProgram(random, 0);
    const form = normalForm(program);
    const steps = [3, 25, 105][n % 3] ?? 3;
    const aim = n % 2 === 0 || optimum === null ? null : form.objectiveSign * optimum;
    const plain = plainVolume(form, steps, aim);
    if (plain.isClose) continue;
    const volume = begun(form);
    volume.improve(steps, aim);
    const state = volume.pack();
    plain.scalars.forEach((value, k) => expect(closeTo(state[k] ?? 0, value), `program ${n}, scalar ${k}`).toBe(true));
    plain.groups.forEach(({ row, half }, g) => {
      const net = (volume.multipliers[row] ?? 0) - (half < 0 ? 0 : (volume.multipliers[half] ?? 0));
      expect(closeTo(net, plain.y[g] ?? 0), `program ${n}, row ${row}`).toBe(true);
      expect(closeTo(state[8 + form.rowCount + row] ?? 0, plain.average[g] ?? 0), `program ${n}, average of ${row}`).toBe(true);
    });
    compared[n % 3] = (compared[n % 3] ?? 0) + 1;
  }
  expect(compared.every((count) => count > 15), String(compared)).toBe(true);
});

test('rows are stepped in units of their norms: scaled rows are worth the same', () => {
  const random = draws(161);
  for (let n = 0; n < 60; n++) {
    const form = normalForm(randomProgram(random, 0).program);
    // Powers of 2: nothing is rounded otherwise than before.
    const factor = Array.from({ length: form.rowCount }, (_, i) => 2 ** Math.floor(5 * draws(1000 + (form.sourceRow[i] ?? 0))()));
    const rowOf = Int32Array.from(form.column, (_, k) => form.start.findLastIndex((from) => from <= k));
    const scaled = {
      ...form, value: form.value.map((a, k) => a * (factor[rowOf[k] ?? 0] ?? 1)), rhs: form.rhs.map((b, i) => b * (factor[i] ?? 1)),
    };
    const [one, other] = [begun(form), begun(scaled)];
    one.improve(40, null);
    other.improve(40, null);
    expect(other.bound()).toBe(one.bound());
  }
});

test('another’s multipliers are taken where their bound is better, with the violation they come with', () => {
  const form = denseForm([1, 1, 1], [[-1, -1, 0], [0, -1, -1]], [-1, -1]);
  const volume = begun(form);
  expect(volume.bound()).toBeCloseTo(0, 12);
  volume.offer(Float64Array.of(0.5, 0.5), Float64Array.of(-0.25, 0.75));
  expect(volume.bound()).toBeCloseTo(1, 12);
  expect([...volume.multipliers]).toEqual([0.5, 0.5]);
  expect([...volume.pack().subarray(10)]).toEqual([-0.25, 0.75]);
  // Of a worse bound, and of an equal one, nothing is taken.
  for (const y of [Float64Array.of(0.1, 0.1), Float64Array.of(0.5, 0.5)]) volume.offer(y, Float64Array.of(9, 9));
  expect([...volume.pack().subarray(8)]).toEqual([0.5, 0.5, -0.25, 0.75]);
});

/** Φ by Simpson's rule. */
function normal(z: number): number {
  const n = 400;
  const h = z / n;
  const f = (k: number): number => Math.exp(-((k * h) ** 2) / 2) * (k === 0 || k === n ? 1 : k % 2 === 1 ? 4 : 2);
  return 0.5 + (h / 3) * list(n + 1, f).reduce((sum, v) => sum + v, 0) / Math.sqrt(2 * Math.PI);
}

test('violations are estimated as the normal law of a row’s mean and variance has them, within a hundredth', () => {
  const random = draws(171);
  for (let n = 0; n < 200; n++) {
    const d = 1 + Math.floor(8 * random());
    const rows = list(3, () => 0).map(() => list(d, () => Math.round(9 * random()) - 4));
    const x = list(d, () => (random() < 0.2 ? Math.round(random()) : random()));
    const rhs = rows.map((row) => dot(row, x) + 4 * (random() - 0.5));
    const into = new Float64Array(3);
    estimateViolations(denseForm(list(d, () => 0), rows, rhs), Float64Array.from(x), into);
    rows.forEach((row, i) => {
      const variance = row.reduce((sum, a, j) => sum + a * a * (x[j] ?? 0) * (1 - (x[j] ?? 0)), 0);
      const excess = dot(row, x) - (rhs[i] ?? 0);
      if (variance > 0) expect(Math.abs((into[i] ?? 0) - normal(excess / Math.sqrt(variance)))).toBeLessThan(0.01);
      else expect(into[i]).toBe(excess > 0 ? 1 : 0);
    });
  }
  // Decided variables are no chance: at its bound a row is kept.
  const into = new Float64Array(2);
  estimateViolations(denseForm([0, 0], [[1, 1], [1, 2]], [2, 2]), Float64Array.of(1, 1), into);
  expect([...into]).toEqual([0, 1]);
});
