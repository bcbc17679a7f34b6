/** The vectors that the questions leave are those that are better by a step, of costs of every size. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandQuestion, cutOffQuestions, excluding } from '../../../src-science/exact/cut-off.ts';
import { latticeValue, objectiveLattice } from '../../../src-science/exact/objective-lattice.ts';
import { poseObjective } from '../../../src-science/exact/posed-objective.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { programOf } from './small-programs.ts';

const vectors = (d: number): Uint8Array[] =>
  Array.from({ length: 2 ** d }, (_, code) => Uint8Array.from({ length: d }, (_x, j) => (code >> j) & 1));
const isLeft = (program: Program, x: Uint8Array): boolean => solutionReport(program, x).feasible;

const D = 8;
const costs = fc.oneof(
  fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: D, maxLength: D }),
  fc.array(fc.integer({ min: 0, max: 200 }).map((k) => 1e8 + k), { minLength: D, maxLength: D }),
  fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -5, max: 5 })).map(([high, low]) => high * 1e12 + low), {
    minLength: D,
    maxLength: D,
  }),
  fc.constant(Array.from({ length: D }, (_, j) => 4 ** (j * 3))),
  fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: D, maxLength: D }),
);

describe('questions for a vector better by a step', () => {
  it('leave exactly the better vectors, each in one question at least', () => {
    let split = 0;
    fc.assert(
      fc.property(
        costs,
        fc.integer({ min: 0, max: 2 ** D - 1 }),
        fc.constantFrom('min' as const, 'max' as const),
        (objective, code, sense) => {
          const program = programOf({ objective, sense, rows: [] });
          const lattice = objectiveLattice(program);
          const best = vectors(D)[code];
          if (lattice === null || best === undefined) throw new Error('integers have a lattice');
          const questions = cutOffQuestions(program, lattice, best);
          if (questions === null) return;
          if (questions.length > 1) split++;
          for (const { program: asked } of questions) for (const a of asked.rows.value) expect(Math.abs(a)).toBeLessThanOrEqual(2e5);
          for (const x of vectors(D)) {
            expect(questions.some((question) => isLeft(question.program, x))).toBe(latticeValue(lattice, x) < latticeValue(lattice, best));
          }
        },
      ),
      { numRuns: 150, seed: 11 },
    );
    // Some were taken apart, or the test says less than its name.
    expect(split).toBeGreaterThan(20);
  });

  it('are given up where the costs cannot be taken apart into few small rows', () => {
    const objective = Array.from({ length: 60 }, (_, j) => 10 ** 11 + ((j * 7_919_191_919) % 99_999_999_977));
    const program = programOf({ objective, rows: [] });
    const lattice = objectiveLattice(program);
    expect(lattice === null ? [] : cutOffQuestions(program, lattice, new Uint8Array(60).fill(1))).toBeNull();
  });
});

describe('the question for vectors about as good', () => {
  it('leaves those below the value and a little above it, but for the known ones', () => {
    const objective = [Math.SQRT2, Math.SQRT2 + 1e-7, Math.SQRT2 - 1e-7, Math.SQRT2 + 1e-3, 0.5];
    const program = programOf({ objective, rows: [] });
    const x = Uint8Array.of(1, 0, 0, 0, 0);
    const { program: asked } = bandQuestion(program, poseObjective(program), x, [x]);
    const left = vectors(5).filter((vector) => vector.reduce((sum, value) => sum + value, 0) === 1 && isLeft(asked, vector));
    expect(left.map((vector) => vector.indexOf(1)).toSorted((a, b) => a - b)).toEqual([1, 2, 4]);
  });

  it('excludes single vectors and no other, fixed variables left out', () => {
    const program = programOf({ objective: [1, 1, 1], rows: [], fixed: [-1, 1, -1] });
    const asked = excluding(program, [Uint8Array.of(0, 1, 1), Uint8Array.of(1, 1, 1)]);
    expect(vectors(3).filter((x) => isLeft(asked, x)).map((x) => x.join(''))).toEqual(['010', '110']);
    expect(isLeft(excluding(programOf({ objective: [1], rows: [], fixed: [1] }), [Uint8Array.of(1)]), Uint8Array.of(1))).toBe(false);
  });
});
