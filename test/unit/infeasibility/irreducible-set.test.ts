/** Irreducible infeasible sets against enumeration: no solution, and one without any single constraint. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enumerate } from '../../../src-science/exact/enumerate.ts';
import { allConstraints, LOWER, UPPER, without } from '../../../src-science/infeasibility/constraint-set.ts';
import type { Constraint, ConstraintSet } from '../../../src-science/infeasibility/constraint-set.ts';
import { irreducibleSet } from '../../../src-science/infeasibility/irreducible-set.ts';
import type { Answer, SearchControl } from '../../../src-science/infeasibility/irreducible-set.ts';
import { explanationOf } from '../../../src-science/infeasibility/explanation.ts';
import { inBits, rangeRows } from '../../../src-science/program/integers.ts';
import { FREE } from '../../../src-science/program/program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { programOf, smallPrograms } from '../exact/small-programs.ts';

/** By enumeration, which shares nothing with the search but the report on a vector. */
const ask = (program: Program): Promise<Answer> => {
  const { x } = enumerate(program);
  return Promise.resolve(x === null ? { is: 'infeasible' } : { is: 'feasible', x });
};
const control: SearchControl = { ask, over: () => false };

/** Whether some 0/1 vector keeps the constraints and the ranges of integers, by trying all of them. */
function isFeasible(program: Program, { sides, fixings }: ConstraintSet): boolean {
  const ranges = rangeRows(program);
  const loosened: Program = {
    ...program,
    fixed: program.fixed.map((value, j) => (fixings[j] === 1 ? value : FREE)),
    rowLower: program.rowLower.map((bound, i) => (ranges.has(i) || (sides[i]! & LOWER) !== 0 ? bound : -Infinity)),
    rowUpper: program.rowUpper.map((bound, i) => (ranges.has(i) || (sides[i]! & UPPER) !== 0 ? bound : Infinity)),
  };
  const d = program.objective.length;
  for (let code = 0; code < 2 ** d; code++) {
    if (solutionReport(loosened, Uint8Array.from({ length: d }, (_, j) => (code >> j) & 1)).feasible) return true;
  }
  return false;
}

function singles({ sides, fixings }: ConstraintSet): readonly Constraint[] {
  return [
    ...Array.from(sides.keys()).flatMap((row) =>
      [UPPER, LOWER].filter((side) => (sides[row]! & side) !== 0).map((side) => ({ row, sides: side }))
    ),
    ...Array.from(fixings.keys()).filter((variable) => fixings[variable] === 1).map((variable) => ({ variable })),
  ];
}

async function check(program: Program, how: SearchControl = control): Promise<void> {
  const found = await irreducibleSet(program, how);
  expect(found).toMatchObject({ irreducible: true, contradiction: null });
  expect(isFeasible(program, found.set)).toBe(false);
  for (const constraint of singles(found.set)) expect(isFeasible(program, without(found.set, constraint))).toBe(true);
}

const infeasible = fc.oneof(smallPrograms(8, 10), smallPrograms(8, 24)).map(programOf).filter((program) =>
  !isFeasible(program, allConstraints(program))
);

describe('irreducible infeasible sets', () => {
  it('have no solution, and one without any of their bounds and fixings, on random programs', { timeout: 300_000 }, async () => {
    await fc.assert(fc.asyncProperty(infeasible, (program) => check(program)), { numRuns: 600 });
  });

  it('are found without growth as well', { timeout: 120_000 }, async () => {
    await fc.assert(fc.asyncProperty(infeasible, (program) => check(program, { ...control, grows: false })), { numRuns: 150 });
  });

  it('know integers by their ranges, which are never left out', async () => {
    // x <= 3 and y <= 2 by their ranges: 2x + y is at most 8.
    const program = inBits(
      programOf({ objective: [1, 1, 1], rows: [{ coefficients: [2, 1, 0], lower: 9 }, { coefficients: [0, 1, 1], lower: 1 }] }),
      [{ lower: -2, upper: 3 }, { lower: 0, upper: 2 }, null],
    );
    await check(program);
    const explanation = explanationOf(program, await irreducibleSet(program, control), null, 0);
    expect(explanation).toMatchObject({
      irreducible: true, rows: [{ row: 0, name: 'row1', sides: 'both', text: '2 v1 + v2 >= 9' }], fixings: [],
      chain: [
        { row: 0, text: 'row1: 2 v1 + v2 >= 9 forces v1#2 = 1' }, { row: 0, text: 'row1: 2 v1 + v2 >= 9 forces v1#1 = 1' },
        { row: 2, text: 'v1#cap: v1#0 + 2 v1#1 + 4 v1#2 <= 5 with v1#2 = 1, v1#1 = 1 cannot be kept' },
      ],
      ranges: [{ name: 'v1', lower: -2, upper: 3 }, { name: 'v2', lower: 0, upper: 2 }],
      text: 'Irreducible: 1 row alone has no solution. Propagation alone proves it.',
    });
  });

  it('name the bounds that count of a row with two, and say how propagation proves it', async () => {
    const program = programOf({
      objective: [1, 1, 1],
      fixed: [1, -1, -1],
      rows: [{ coefficients: [1, -1, 0], upper: 0 }, { coefficients: [0, 1, 1], lower: 0, upper: 1 }, {
        coefficients: [-1, 0, 1],
        lower: 0,
        upper: 0,
      }, { coefficients: [1, 1, 1], lower: 1 }],
    });
    const found = await irreducibleSet(program, control);
    const explanation = explanationOf(program, found, null, 0);
    expect(found.questions).toBeLessThanOrEqual(4);
    expect(explanation.rows.map(({ name, sides, text }) => `${name} ${sides} ${text}`)).toEqual(['row1 both v1 - v2 <= 0',
      'row2 upper v2 + v3 <= 1', 'row3 lower -v1 + v3 >= 0']);
    expect(explanation.fixings).toEqual([{ variable: 0, name: 'v1', value: 1 }]);
    expect(explanation.chain?.map(({ text }) => text)).toEqual([
      'row1: v1 - v2 <= 0 with v1 = 1 forces v2 = 1',
      'row3: -v1 + v3 >= 0 with v1 = 1 forces v3 = 1',
      'row2: v2 + v3 <= 1 with v2 = 1, v3 = 1 cannot be kept',
    ]);
    await check(program);
  });

  it('are marked as not yet irreducible where the search is stopped, and have no solution all the same', { timeout: 120_000 }, async () => {
    let stopped = 0;
    await fc.assert(
      fc.asyncProperty(infeasible, fc.integer({ min: 0, max: 6 }), async (program, most) => {
        let left = most;
        const found = await irreducibleSet(program, { ask: (part) => { left--; return ask(part); }, over: () => left <= 0 });
        expect(isFeasible(program, found.set)).toBe(false);
        if (found.irreducible) {
          for (const constraint of singles(found.set)) expect(isFeasible(program, without(found.set, constraint))).toBe(true);
        }
        else {
          stopped++;
          expect(explanationOf(program, found, 'the time limit came first', 0).text)
            .toMatch(/^Not yet irreducible, since the time limit came first: /);
        }
      }),
      { numRuns: 200 },
    );
    expect(stopped).toBeGreaterThan(20);
  });

  it('are not called irreducible by an answer that was not settled, or was wrong', async () => {
    const triangle = programOf({
      objective: [1, 1, 1],
      rows: [{ coefficients: [1, 1, 0], lower: 1 }, { coefficients: [0, 1, 1], lower: 1 }, { coefficients: [1, 0, 1], lower: 1 }, {
        coefficients: [1, 1, 1],
        upper: 1,
      }],
    });
    const unsettled = await irreducibleSet(triangle, { ...control, ask: () => Promise.resolve({ is: 'unknown' }) });
    expect(unsettled).toMatchObject({ irreducible: false, narrowed: false });
    const wrong = await irreducibleSet(triangle, {
      ...control,
      ask: (part) => Promise.resolve({ is: 'feasible', x: new Uint8Array(part.objective.length) }),
    });
    expect(wrong.irreducible).toBe(false);
  });

  it('are none of a program that has a solution: it is given back', async () => {
    const program = programOf({
      objective: [1, 1, 1],
      rows: [{ coefficients: [1, 1, 0], lower: 1 }, { coefficients: [0, 1, 1], lower: 1 }],
    });
    const { contradiction } = await irreducibleSet(program, control);
    expect(contradiction === null ? null : solutionReport(program, contradiction).feasible).toBe(true);
  });
});
