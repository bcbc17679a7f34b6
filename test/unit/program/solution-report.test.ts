/** The recheck that every answer must pass: against enumeration in exact arithmetic, and at its tolerance. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import { FREE } from '../../../src-science/program/program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { arbitraryProgram, bytesOf, plainName } from './arbitrary-program.ts';

function lp(rows: string, objective = 'x + y + z', tail = 'Binaries\n x y z\nEnd\n', sense = 'Minimize'): Program {
  return parseProgram(bytesOf(`${sense}\n ${objective}\nSubject To\n ${rows}\n${tail}`), 'a.lp').program;
}

const quarters = fc.integer({ min: -40, max: 40 }).filter((v) => v !== 0).map((v) => v / 4);

describe('the report on a vector', () => {
  it('has the objective, viol(x) over the normal rows, and the violated rows of exact arithmetic', () => {
    fc.assert(
      fc.property(arbitraryProgram({ name: plainName, coefficient: quarters, freeRows: true }), fc.nat(), (program, mask) => {
        const x = Uint8Array.from(program.objective, (_, j) => (mask >> j) & 1);
        const normal = normalForm(program);
        // Multiples of ¼ are summed without rounding, so this is the truth.
        let violation = 0;
        const rows = new Set<number>();
        for (let i = 0; i < normal.rowCount; i++) {
          let excess = -normal.rhs[i]!;
          for (let k = normal.start[i]!; k < normal.start[i + 1]!; k++) excess += normal.value[k]! * x[normal.column[k]!]!;
          if (excess <= 0) continue;
          violation += excess;
          rows.add(normal.sourceRow[i]!);
        }
        const report = solutionReport(program, x);
        expect(report.violation).toBe(violation);
        expect(report.violatedRows.map(({ row }) => row)).toEqual([...rows].sort((a, b) => a - b));
        expect(report.objective).toBe(program.objective.reduce((sum, c, j) => sum + c * x[j]!, program.objectiveConstant));
        const fixings = [...program.fixed.keys()].filter((j) => program.fixed[j] !== FREE && program.fixed[j] !== x[j]);
        expect(report.violatedFixings).toEqual(fixings);
        expect(report.feasible).toBe(rows.size === 0 && fixings.length === 0);
      }),
      { numRuns: 500, seed: 20260220 },
    );
  });

  it('names the row, its activity and its distance', () => {
    const report = solutionReport(lp('r: 1 <= 2 x + y <= 2\n s: x + z >= 0'), Uint8Array.of(1, 1, 0));
    expect(report.violatedRows).toEqual([{ row: 0, name: 'r', activity: 3, lower: 1, upper: 2, amount: 1 }]);
    expect(report).toMatchObject({ violation: 1, feasible: false, integral: true });
  });

  it('speaks in the user’s sense, constant and all', () => {
    expect(solutionReport(lp('r: x >= 0', '3 x + 2 y + z + 0.5', undefined, 'Maximize'), Uint8Array.of(1, 0, 1)).objective).toBe(4.5);
  });

  it('sums long objectives without losing digits', () => {
    expect(solutionReport(lp('r: x >= 0', '1e16 x + y - 1e16 z'), Uint8Array.of(1, 1, 1)).objective).toBe(1);
  });

  it('is not fooled by an entry that is neither 0 nor 1', () => {
    expect(solutionReport(lp('r: x + y + z >= 1'), Uint8Array.of(2, 0, 0))).toMatchObject({ integral: false, feasible: false });
  });

  it('decides decimals as decimals', () => {
    expect(solutionReport(lp('r: 0.1 x + 0.2 y <= 0.3'), Uint8Array.of(1, 1, 0)).feasible).toBe(true);
    expect(solutionReport(lp('r: 0.1 x + 0.2 y >= 0.3'), Uint8Array.of(1, 1, 0)).feasible).toBe(true);
    const off = solutionReport(lp('r: 0.1 x + 0.2 y <= 0.2999999999999'), Uint8Array.of(1, 1, 0));
    expect(off.feasible).toBe(false);
    expect(off.violation).toBeCloseTo(1e-13, 16);
  });

  it('sees an integer row that is off by 1 in a thousand million', () => {
    expect(solutionReport(lp('r: 1000000001 x <= 1000000000'), Uint8Array.of(1, 0, 0))).toMatchObject({ feasible: false, violation: 1 });
  });

  it('forgives rows of reals their rounding errors, at any scale, and no more', () => {
    for (const scale of [1e-12, 1, 1e12]) {
      const a = [Math.SQRT2, Math.PI, Math.E].map((v) => v * scale);
      const sum = a[0]! + a[1]! + a[2]!;
      const row = (bound: number): Program => lp(`r: ${a[0]!} x + ${a[1]!} y + ${a[2]!} z <= ${bound}`);
      expect(solutionReport(row(sum * (1 - 1e-15)), Uint8Array.of(1, 1, 1)).feasible).toBe(true);
      expect(solutionReport(row(sum * (1 - 1e-8)), Uint8Array.of(1, 1, 1)).feasible).toBe(false);
    }
  });

  it('refuses a vector of another length', () => {
    expect(() => solutionReport(lp('r: x >= 0'), new Uint8Array(2))).toThrow(ProblemError);
  });
});
