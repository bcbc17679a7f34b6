import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { decode } from '../../../src-science/decoding/decode.ts';
import { diveBy } from '../../../src-science/decoding/dive.ts';
import { diveWork } from '../../../src-science/decoding/dive-work.ts';
import { leastGain } from '../../../src-science/decoding/least-gain.ts';
import { guideOfRelaxation } from '../../../src-science/decoding/pool.ts';
import type { Guide } from '../../../src-science/decoding/pool.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { denseForm } from '../descent/small-program.ts';
import { randomForm, testRandom } from '../relaxation/enumeration.ts';
import { dense, formOf, planted, sum, violatedRows } from './plain-program.ts';
import type { Dense } from './plain-program.ts';

const program = fc.oneof(dense, planted);
const half = (form: NormalForm): Guide => ({ xHat: new Float64Array(form.variableCount).fill(0.5), price: null, bound: 0 });
const run = (form: NormalForm, guides: readonly Guide[], { known = [] as readonly Uint8Array[], seed = 1, work = 400_000 } = {}) =>
  diveBy(form, indexColumns(form), guides, known, seed, work);

/** The least objective of all vectors that keep the rows and the fixings; Infinity where none does. */
function optimum(p: Dense): number {
  let least = Infinity;
  for (let mask = 0; mask < 2 ** p.objective.length; mask++) {
    const x = p.objective.map((_, j) => (mask >> j) & 1);
    if (violatedRows(p, x).length > 0 || x.some((v, j) => (p.fixed[j] ?? -1) >= 0 && p.fixed[j] !== v)) continue;
    least = Math.min(least, sum(p.objective.map((c, j) => c * (x[j] ?? 0))));
  }
  return least;
}

/** Prices and bound of any multipliers y ≥ 0. */
function guideOf(p: Dense, y: readonly number[], xHat: readonly number[]): Guide {
  const price = Float64Array.from(p.objective, (c, j) => c + sum(p.rows.map((row, i) => (y[i] ?? 0) * (row[j] ?? 0))));
  return { xHat: Float64Array.from(xHat), price, bound: -sum(p.rhs.map((b, i) => (y[i] ?? 0) * b)) };
}

describe('dives', () => {
  test('end at the optimum that enumeration finds, whatever marginals and multipliers guide them', () => {
    fc.assert(
      fc.property(
        program,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 8 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 }),
        fc.nat(99),
        (p, y, xHat, seed) => {
          const form = formOf(p);
          const result = run(form, [guideOf(p, y, xHat.slice(0, p.objective.length)), half(form)], { seed });
          const least = optimum(p);
          expect(result.exhausted).toBe(true);
          expect(result.feasible).toBe(least < Infinity);
          if (least < Infinity) expect(sum([...result.x].map((v, j) => v * (p.objective[j] ?? 0)))).toBe(least);
        },
      ),
      { numRuns: 1500, seed: 51 },
    );
  });

  test('never lose a known vector, and better it', () => {
    const form = randomForm(40, 25, 3, ['cover', 'packing']);
    const priced: NormalForm = { ...form, objective: form.objective.map((_, j) => 1 + (j % 7)) };
    const cover = denseForm([3, 2, 2], [[-1, -1, 0], [0, -1, -1], [-1, 0, -1]], [-1, -1, -1]);
    expect(run(cover, [half(cover)], { known: [Uint8Array.of(1, 1, 1)], work: 0 })).toMatchObject({
      feasible: true,
      x: Uint8Array.of(1, 1, 1),
    });
    expect([...run(cover, [half(cover)], { known: [Uint8Array.of(1, 1, 1)] }).x]).toEqual([0, 1, 1]);
    for (const known of [new Uint8Array(40).fill(1), new Uint8Array(40)]) {
      const begin = decode(priced, 'threshold', Float64Array.from(known), { mu: null, samples: 1, seed: 1, now: () => 0 });
      const result = run(priced, [half(priced)], { known: [known] });
      if (begin.feasible) expect(sum([...result.x].map((v, j) => v * priced.objective[j]!))).toBeLessThanOrEqual(begin.objective);
    }
  });

  test('solve what single flips do not: letters for digits, with all of them different and one sum to hold', () => {
    // Assignment of 7 letters to 7 digits, and a sum over the digits' values that one permutation was drawn for.
    const n = 7;
    const random = testRandom(5);
    const rows: number[][] = [];
    const equal = (row: number[]): number[][] => [row, row.map((a) => (a === 0 ? 0 : -a))];
    for (let i = 0; i < n; i++) {
      rows.push(
        ...equal(Array.from({ length: n * n }, (_, j) => (Math.floor(j / n) === i ? 1 : 0))),
        ...equal(Array.from({ length: n * n }, (_, j) => (j % n === i ? 1 : 0))),
      );
    }
    const place = Array.from({ length: n }, () => Math.floor(1 + random() * 9999));
    const weights = Array.from({ length: n * n }, (_, j) => place[Math.floor(j / n)]! * (j % n));
    const answer = [3, 1, 6, 0, 5, 2, 4];
    const total = sum(answer.map((digit, letter) => place[letter]! * digit));
    rows.push(...equal(weights));
    const rhs = [...Array.from({ length: 4 * n }, (_, r) => (r % 2 === 0 ? 1 : -1)), total, -total];
    const form = denseForm(Array.from({ length: n * n }, () => 0), rows, rhs);
    const result = run(form, [half(form)], { work: 30_000_000 });
    expect(result.feasible).toBe(true);
    expect(sum([...result.x].map((v, j) => v * weights[j]!))).toBe(total);
    expect(decode(form, 'greedy-repair', half(form).xHat, { mu: null, samples: 1, seed: 1, now: () => 0 }).feasible).toBe(false);
  });

  test('take the same way with the same seed, and no more work than asked for', () => {
    const form = randomForm(80, 60, 11, ['cover', 'packing', 'integer']);
    const guide = { ...half(form), xHat: Float64Array.from({ length: 80 }, (_, j) => (j % 10) / 10) };
    const once = run(form, [guide], { work: 200_000 });
    expect(run(form, [guide], { work: 200_000 })).toEqual(once);
    expect(once.work).toBeLessThan(200_000 + 60 * form.column.length);
    expect(diveBy(form, indexColumns(form), [guide], [], 1, 1e9, () => true).dives).toBe(0);
  });

  test('take more when nothing is said about small programs that are hard, and a few seconds of large ones', () => {
    const small = denseForm([1], [[1]], [1]);
    expect(diveWork(small)).toBe(1e8);
    expect(diveWork({ ...small, column: new Int32Array(1e6) })).toBe(6e8);
  });
});

test('what counts as better: the common step of whole costs, else what rounding leaves', () => {
  expect(leastGain(denseForm([6, -9, 0], [], []))).toBeCloseTo(3, 4);
  expect(leastGain(denseForm([6, -9, 0], [], []))).toBeLessThan(3);
  expect(leastGain(denseForm([0.5, 2], [], []))).toBeCloseTo(2.5e-12, 20);
  expect(leastGain(denseForm([0, 0], [], []))).toBe(0);
});

test('the relaxation as a guide: its prices bound the objective of every feasible vector', () => {
  // min −2x − y, x + y ≤ 1.5: at (1, ½), reduced costs −1 and 0, value −2.5.
  const guide = guideOfRelaxation(Float64Array.of(1 + 1e-9, 0.5), Float64Array.of(-1, 0), -2.5);
  expect([...guide.xHat]).toEqual([1, 0.5]);
  expect(guide.bound).toBe(-1.5);
  for (const [x, y] of [[0, 0], [1, 0], [0, 1]] as const) expect(-2 * x - y).toBeGreaterThanOrEqual(guide.bound - x);
});
