/** The smallest violation and the bounds on μ, against enumeration of all 0/1 vectors. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { FREE } from '../../../src-science/program/program.ts';
import { muBounds, tightMu } from '../../../src-science/relaxation/mu-bounds.ts';
import { leastSumBeyond, leastSumByHalves, smallestPositiveViolation } from '../../../src-science/relaxation/smallest-violation.ts';
import { arbitraryProgram, bytesOf, plainName } from '../program/arbitrary-program.ts';

function lp(text: string): NormalForm {
  return normalForm(parseProgram(bytesOf(text), 'a.lp').program);
}

/** Every x the fixings allow. */
function* vectors(normal: NormalForm): Generator<Uint8Array> {
  const d = normal.variableCount;
  for (let mask = 0; mask < 2 ** d; mask++) {
    const x = Uint8Array.from({ length: d }, (_, j) => (mask >> j) & 1);
    if (x.every((value, j) => normal.fixed[j] === FREE || normal.fixed[j] === value)) yield x;
  }
}

/** Violations of all rows, by exact arithmetic on quarters. */
function violations(normal: NormalForm, x: Uint8Array): number[] {
  return Array.from({ length: normal.rowCount }, (_, i) => {
    let activity = 0;
    for (let k = normal.start[i]!; k < normal.start[i + 1]!; k++) activity += normal.value[k]! * x[normal.column[k]!]!;
    return Math.max(0, activity - normal.rhs[i]!);
  });
}

/** Multiples of ¼: sums of them are exact in doubles, so that enumeration is the truth. */
const quarters = fc.integer({ min: -40, max: 40 }).filter((v) => v !== 0).map((v) => v / 4);

describe('smallest positive violation', () => {
  it('is that of enumeration, whatever the signs, fixings and kinds of rows', () => {
    fc.assert(
      fc.property(arbitraryProgram({ name: plainName, coefficient: quarters, freeRows: true }), (program) => {
        const normal = normalForm(program);
        let least = Number.POSITIVE_INFINITY;
        for (const x of vectors(normal)) for (const v of violations(normal, x)) if (v > 0) least = Math.min(least, v);
        const found = smallestPositiveViolation(normal);
        if (least === Number.POSITIVE_INFINITY) expect(found).toBeNull();
        else expect(found).toEqual({ value: least, exact: true });
      }),
      { numRuns: 500, seed: 20260201 },
    );
  });

  it('is that of enumeration to rounding, for rows of reals', () => {
    const real = fc.double({ min: -3, max: 3, noNaN: true }).filter((v) => Math.abs(v) > 1e-3);
    fc.assert(
      fc.property(arbitraryProgram({ name: plainName, coefficient: real }), (program) => {
        const normal = normalForm(program);
        const found = smallestPositiveViolation(normal)?.value ?? Number.POSITIVE_INFINITY;
        let reached = found === Number.POSITIVE_INFINITY;
        for (const x of vectors(normal)) {
          for (const v of violations(normal, x)) {
            // Below 1e-12 a sum of eight reals up to 3 cannot be told from its bound.
            expect(v <= 1e-12 || v >= found - 1e-12, `violation ${v} against ${found}`).toBe(true);
            if (v > 0 && Math.abs(v - found) < 1e-12) reached = true;
          }
        }
        expect(reached).toBe(true);
      }),
      { numRuns: 200, seed: 20260202 },
    );
  });

  it('reads decimals as decimals: 0.1 x + 0.2 y ≤ 0.3 is tight, not violated by a rounding error', () => {
    const normal = lp('Minimize\n x\nSubject To\n r: 0.1 x + 0.2 y + 0.4 z <= 0.3\nBinaries\n x y z\nEnd\n');
    expect(smallestPositiveViolation(normal)).toEqual({ value: 0.1, exact: true });
  });

  it('is null where no row can be violated', () => {
    expect(smallestPositiveViolation(lp('Minimize\n x\nSubject To\n r: x + y <= 2\nBinaries\n x y\nEnd\n'))).toBeNull();
  });

  it('is a stated lower bound where a row is too wide to search', () => {
    const weights = Array.from({ length: 60 }, (_, j) => 1_000_003 * (j + 1) * 997 + j * j);
    const terms = weights.map((w, j) => `${w} x${j}`).join(' + ');
    const names = weights.map((_, j) => `x${j}`).join('\n ');
    const found = smallestPositiveViolation(lp(`Minimize\n x0\nSubject To\n r: ${terms} <= ${weights.reduce((a, b) => a + b) / 2 - 0.5}\nBinaries\n ${names}\nEnd\n`));
    expect(found?.exact).toBe(false);
    expect(found?.value).toBeGreaterThan(0);
    expect(found?.value).toBeLessThanOrEqual(1);
  });

  it('finds the least sum beyond a bound from below, from above and by halves alike', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 11 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (list, share) => {
          const weight = Float64Array.from(list);
          const total = list.reduce((a, b) => a + b);
          const bound = Math.floor(share * total);
          let least = Number.POSITIVE_INFINITY;
          for (let mask = 0; mask < 2 ** list.length; mask++) {
            const sum = list.reduce((s, w, j) => s + ((mask >> j) & 1) * w, 0);
            if (sum > bound) least = Math.min(least, sum);
          }
          expect(leastSumBeyond(weight, bound, { words: 1e6 })).toBe(least);
          expect(leastSumByHalves(weight, bound)).toBe(least);
        },
      ),
      { numRuns: 500, seed: 20260203 },
    );
  });

  it('says so when its budget does not reach', () => {
    expect(leastSumBeyond(Float64Array.of(1000, 999, 998), 1500, { words: 10 })).toBeNull();
  });
});

describe('bounds on μ', () => {
  it('gives Theorem 2 with b_i, the bound by ‖c‖₁ and the exact threshold of the two-variable toy', () => {
    const normal = lp('Maximize\n 3 x + 4 y\nSubject To\n r: 2 x + 2 y <= 3\nBinaries\n x y\nEnd\n');
    const bounds = muBounds(normal, smallestPositiveViolation(normal));
    // Smallest violation 1, ‖c‖₂ = 5, best feasible 4; x = y = 1 gains 3 for a violation of 1.
    expect(bounds.theorem2).toBeCloseTo(2 * Math.SQRT2 * 5, 12);
    expect(bounds.norm1).toBe(7);
    expect(bounds.tight).toBe(3);
  });

  it('takes min({1} ∪ violations): rows that can only be violated by much do not lower Theorem 2’s bound', () => {
    const normal = lp('Minimize\n - x - y\nSubject To\n r: 50 x + 50 y <= 60\nBinaries\n x y\nEnd\n');
    const bounds = muBounds(normal, smallestPositiveViolation(normal));
    expect(bounds.theorem2).toBeCloseTo(4, 12);
    expect(bounds.norm1).toBeCloseTo(2 / 40, 12);
  });

  it('has no tight value for an infeasible program, where no weight helps', () => {
    expect(tightMu(lp('Minimize\n x\nSubject To\n r: x + y >= 3\nBinaries\n x y\nEnd\n'))).toBeNull();
  });

  it('has the minimizers of the program just above the tight value and not just below', () => {
    let checked = 0;
    fc.assert(
      fc.property(arbitraryProgram({ name: plainName, coefficient: quarters }), (program) => {
        const normal = normalForm(program);
        const tight = tightMu(normal);
        let best = Number.POSITIVE_INFINITY;
        const points: { objective: number; violation: number }[] = [];
        for (const x of vectors(normal)) {
          let objective = 0;
          for (let j = 0; j < x.length; j++) objective += normal.objective[j]! * x[j]!;
          const violation = violations(normal, x).reduce((a, b) => a + b, 0);
          points.push({ objective, violation });
          if (violation === 0) best = Math.min(best, objective);
        }
        if (best === Number.POSITIVE_INFINITY) {
          expect(tight).toBeNull();
          return;
        }
        if (tight === null) throw new Error('a feasible program of 8 variables has a tight value');
        const least = (mu: number): number => Math.min(...points.filter((p) => p.violation > 0).map((p) => p.objective + mu * p.violation));
        expect(least(tight * (1 + 1e-9) + 1e-9)).toBeGreaterThan(best);
        if (tight > 0) {
          checked++;
          expect(least(tight * (1 - 1e-6))).toBeLessThan(best);
        }
        const bounds = muBounds(normal, smallestPositiveViolation(normal));
        expect(bounds.norm1 ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(tight * (1 - 1e-12));
        expect(bounds.theorem2 ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(tight * (1 - 1e-12));
      }),
      { numRuns: 1000, seed: 20260204 },
    );
    expect(checked).toBeGreaterThan(30);
  });

  it('leaves the tight value out where there are too many variables to enumerate', () => {
    const names = Array.from({ length: 21 }, (_, j) => `x${j}`);
    expect(tightMu(lp(`Minimize\n ${names.join(' + ')}\nSubject To\n r: x0 + x1 >= 1\nBinaries\n ${names.join(' ')}\nEnd\n`))).toBeNull();
  });
});
