import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hammingDistance, withinBall } from '../../../src-science/exact/hamming-ball.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { validateProgram } from '../../../src-science/program/validate-program.ts';
import { programOf } from './small-programs.ts';

const bits = (code: number, d: number): Uint8Array => Uint8Array.from({ length: d }, (_, j) => (code >> j) & 1);

describe('the program inside a Hamming ball', () => {
  const small = fc.integer({ min: 1, max: 7 }).chain((d) =>
    fc.record({
      objective: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: d, maxLength: d }),
      coefficients: fc.array(fc.integer({ min: -4, max: 4 }), { minLength: d, maxLength: d }),
      upper: fc.integer({ min: -3, max: 6 }),
      fixed: fc.array(fc.constantFrom(-1, -1, -1, 0, 1), { minLength: d, maxLength: d }),
      center: fc.nat(2 ** d - 1),
      radius: fc.nat(8),
    }),
  );

  test('has the solutions of the program that lie within the radius, and no others', () => {
    fc.assert(
      fc.property(small, ({ objective, coefficients, upper, fixed, center, radius }) => {
        const d = objective.length;
        const program = programOf({ objective, rows: [{ coefficients, upper }], fixed });
        const inside = withinBall(program, bits(center, d), radius);
        expect(() => validateProgram(inside)).not.toThrow();
        for (let code = 0; code < 2 ** d; code++) {
          const x = bits(code, d);
          const expected = solutionReport(program, x).feasible && hammingDistance(x, bits(center, d)) <= radius;
          expect(solutionReport(inside, x).feasible).toBe(expected);
          if (expected) expect(solutionReport(inside, x).objective).toBe(solutionReport(program, x).objective);
        }
      }),
      { numRuns: 200, seed: 31 },
    );
  });

  test('finds a name for its row that the program does not have', () => {
    const program = {
      ...programOf({ objective: [1], rows: [{ coefficients: [1], lower: 0 }, { coefficients: [1], lower: 0 }] }),
      rowNames: ['ball', 'ball2'],
    };
    expect(withinBall(program, [0], 1).rowNames).toEqual(['ball', 'ball2', 'ball3']);
  });

  test.each([
    [[0, 1], 1, 'has 2 values'],
    [[0.5], 1, 'neither 0 nor 1'],
    [[0], -1, 'whole number'],
    [[0], 0.5, 'whole number'],
    [[0], Number.NaN, 'whole number'],
  ])('refuses the center %j with the radius %d', (center, radius, message) => {
    expect(() => withinBall(programOf({ objective: [1], rows: [] }), center, radius)).toThrow(message);
  });
});
