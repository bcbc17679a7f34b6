/** What a solver's end is worth, as a table. */
import { describe, expect, it } from 'vitest';
import { posedValue, poseObjective, toUserValue } from '../../../src-science/exact/posed-objective.ts';
import { boundProves, boundSlack, isProof, provenBound, solverPrecision } from '../../../src-science/exact/proof.ts';
import { programOf } from './small-programs.ts';

/** Of two costs, of which the second is paid: what the solver can tell apart there. */
function proof(solver: 'glpk' | 'highs', objective: readonly number[], upTo = 1): boolean {
  const program = programOf({ objective, rows: [{ coefficients: objective.map(() => 1), lower: upTo }] });
  const posed = { ...poseObjective(program), offset: 0 };
  return isProof(solverPrecision(solver, posed, posedValue(posed, objective.map(() => 1))));
}

describe('a solver’s optimum', () => {
  it.each([
    ['of small integers', 'glpk', [3, 5], true],
    ['of small integers', 'highs', [3, 5], true],
    ['of integers whose sum is beyond 5·10⁶', 'glpk', [6_000_001, 6_000_000], false],
    ['of integers whose sum is beyond 5·10⁶', 'highs', [6_000_001, 6_000_000], true],
    ['of multiples of a million, which are handed over as small', 'glpk', [6e12, 5e12], true],
    ['of decimals, handed over as integers', 'highs', [0.125, 0.5], true],
    ['of decimals that differ by 10⁻⁸', 'highs', [1.00000001, 1], true],
    ['of decimals that differ by 10⁻⁸', 'glpk', [1.00000001, 1], false],
    ['of reals', 'highs', [Math.SQRT2, Math.E], false],
    ['of reals', 'glpk', [Math.SQRT2, Math.E], false],
    ['of costs beyond its sums', 'highs', [1e12, 1e12 + 1], false],
    ['of no costs', 'glpk', [0, 0], true],
  ] as const)('%s by %s %j: a proof is %j', (_name, solver, objective, expected) => {
    expect(proof(solver, objective)).toBe(expected);
  });

  it('is a proof for GLPK where a constant makes large values small', () => {
    const program = programOf({ objective: [6_000_001, 6_000_000], rows: [{ coefficients: [1, 1], lower: 1 }] });
    const posed = poseObjective(program);
    expect(posed.offset).toBe(-6_000_000);
    expect(isProof(solverPrecision('glpk', posed, 6_000_000))).toBe(true);
  });

  it('is a proof for GLPK at any value where these are not far apart, whatever their middle', () => {
    for (const objective of [[4_000_001, 4_500_000], [-4_000_001, -4_500_000], [4_000_001, -4_500_000], [7_000_003, 900_000]]) {
      const posed = poseObjective(programOf({ objective, rows: [] }));
      const values = [0, ...objective, objective.reduce((sum, c) => sum + c, 0)];
      expect(Math.max(...values.map((value) => Math.abs(value + posed.offset)))).toBeLessThan(5e6);
      for (const value of values) expect(isProof(solverPrecision('glpk', posed, value)), String(value)).toBe(true);
    }
  });

  it('is translated back into the user’s units, sense and constant', () => {
    const program = programOf({ sense: 'max', objective: [0.25, 0.5], constant: 3, rows: [], fixed: [-1, 1] });
    const posed = poseObjective(program);
    expect(toUserValue(program, posed, posedValue(posed, [1, 1]))).toBe(3.75);
    expect(toUserValue(program, posed, Infinity)).toBeNull();
    expect(poseObjective(programOf({ sense: 'max', objective: [6, -4], rows: [] })).cost).toEqual(Float64Array.of(-6, 4));
  });
});

describe('a bound', () => {
  const fine = { step: 1, tolerance: 1e-6 };
  it.each([
    ['a little less than a step below the best proves it', 'min', 10, 9.05, fine, true],
    ['a step below it proves nothing', 'min', 10, 9, fine, false],
    ['within the rounding of a step below proves nothing', 'min', 10, 9.005, fine, false],
    ['above, of a maximization, proves it', 'max', 10, 10.95, fine, true],
    ['at the best proves nothing where the solver is coarser than a step', 'min', 10, 10, { step: 1, tolerance: 2 }, false],
    ['at the best proves nothing where the step is not known', 'min', 10, 10, { step: null, tolerance: 1e-6 }, false],
  ] as const)('%s', (_name, sense, objective, bound, precision, expected) => {
    expect(boundProves(sense, objective, bound, precision)).toBe(expected);
  });

  it('contradicts a solution by half a step at the latest', () => {
    expect(boundSlack(fine, 800_000_536)).toBe(0.5);
    expect(boundSlack(fine, 3)).toBeCloseTo(3e-6, 9);
    expect(boundSlack({ step: 1, tolerance: 80 }, 800_000_536)).toBeGreaterThanOrEqual(160);
  });

  it('of an optimum that is no proof stays the tolerance away', () => {
    expect(provenBound('min', 100, { step: 1, tolerance: 8 })).toBe(92);
    expect(provenBound('max', 100, { step: 1, tolerance: 8 })).toBe(108);
    expect(provenBound('min', 100, fine)).toBe(100);
    expect(provenBound('min', 1e20, { step: null, tolerance: 1e-9 })).toBeLessThan(1e20);
  });
});
