/** The picture of a matrix and the names of violated rows. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { solutionView, sparsityOf, variablesOf } from '../../../src-main/engine/session/problem-views.ts';
import type { Program } from '../../../src-science/program/program.ts';

/** A program from its rows, each a list of columns with coefficient 1, `≤ 1`. */
function programOf(d: number, rows: readonly (readonly number[])[]): Program {
  const column = rows.flat();
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => (start[i + 1] = (start[i] ?? 0) + row.length));
  return {
    name: 'test',
    sense: 'max',
    objectiveName: 'profit',
    objective: new Float64Array(d).fill(1),
    objectiveConstant: 0,
    variableNames: Array.from({ length: d }, (_, j) => `x${j}`),
    fixed: new Int8Array(d).fill(-1),
    rowNames: rows.map((_, i) => `row ${i}`),
    rows: { start, column: new Int32Array(column), value: new Float64Array(column.length).fill(1) },
    rowLower: new Float64Array(rows.length).fill(-Infinity),
    rowUpper: new Float64Array(rows.length).fill(1),
  };
}

const program = fc.integer({ min: 1, max: 30 }).chain((d) =>
  fc.array(fc.subarray(Array.from({ length: d }, (_, j) => j)), { minLength: 1, maxLength: 30 }).map((rows) => programOf(d, rows))
);

describe('the sparsity picture', () => {
  it('is the matrix itself where the grid is as fine', () => {
    expect(sparsityOf(programOf(3, [[0, 2], [1]]), 100, 100)).toEqual({
      width: 3,
      height: 2,
      cells: new Uint8Array([255, 0, 255, 0, 255, 0]),
    });
  });
  it('shows the share of nonzeros of each cell, and each nonzero somewhere', () => {
    fc.assert(
      fc.property(program, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), (p, maxWidth, maxHeight) => {
        const { width, height, cells } = sparsityOf(p, maxWidth, maxHeight);
        const d = p.objective.length;
        const m = p.rowLower.length;
        // Each matrix entry belongs to one cell: counted the slow way.
        const counts = new Float64Array(width * height);
        const sizes = new Float64Array(width * height);
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < d; j++) {
            const cell = Math.floor((i * height) / m) * width + Math.floor((j * width) / d);
            sizes[cell] = (sizes[cell] ?? 0) + 1;
            if (p.rows.column.subarray(p.rows.start[i], p.rows.start[i + 1]).includes(j)) counts[cell] = (counts[cell] ?? 0) + 1;
          }
        }
        cells.forEach((value, cell) => {
          const share = (counts[cell] ?? 0) / (sizes[cell] ?? 1);
          expect(value === 0).toBe(share === 0);
          if (share > 0) expect(Math.abs(value - 255 * share)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
  it('of a part is that part of the matrix, and leaves out what lies beyond the program', () => {
    fc.assert(
      fc.property(program, fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (p, x, y, w, h) => {
        const [d, m] = [p.objective.length, p.rowLower.length];
        const whole = sparsityOf(p, d, m);
        const { width, height, cells } = sparsityOf(p, 1000, 1000, { from: x, to: x + w }, { from: y, to: y + h });
        const [left, top] = [Math.min(x, d - 1), Math.min(y, m - 1)];
        expect([width, height]).toEqual([Math.max(1, Math.min(d, x + w) - left), Math.max(1, Math.min(m, y + h) - top)]);
        for (let i = 0; i < height; i++) {
          for (let j = 0; j < width; j++) expect(cells[i * width + j]).toBe(whole.cells[(top + i) * d + left + j]);
        }
      }),
    );
  });
  it('has one empty cell for a program without rows', () => {
    expect(sparsityOf(programOf(4, []), 2, 5)).toEqual({ width: 2, height: 1, cells: new Uint8Array(2) });
  });
});

describe('a solution as it is shown', () => {
  it('names the violated rows with their bounds', () => {
    const p = programOf(3, [[0, 1, 2], [0]]);
    const view = solutionView(7, {
      source: 'threshold',
      x: new Uint8Array([1, 1, 1]),
      objective: 3,
      violation: 2,
      feasible: false,
      seconds: 0,
    }, p);
    expect(view.violatedRows).toEqual([{ name: 'row 0', activity: 3, lower: -Infinity, upper: 1, amount: 2 }]);
  });
  it('has rows in the user’s numbers where lower bounds of integers were taken out of them', () => {
    const text = 'Minimize\n o: v + x\nSubject To\n r: 2 v + x >= -3\n s: x >= 1\nBounds\n -5 <= v <= 4\nGenerals\n v\nBinaries\n x\nEnd\n';
    const { program } = parseProgram(new TextEncoder().encode(text), 'a.lp');
    const view = solutionView(7, {
      source: 'threshold',
      x: new Uint8Array(program.objective.length),
      objective: -5,
      violation: 8,
      feasible: false,
      seconds: 0,
    }, program);
    expect(view.violatedRows).toEqual([
      { name: 'r', activity: -10, lower: -3, upper: Infinity, amount: 7 },
      { name: 's', activity: 0, lower: 1, upper: Infinity, amount: 1 },
    ]);
    expect(variablesOf(program).integers).toEqual([{ name: 'v', lower: -5, upper: 4, bit: 0, row: 2 }]);
  });
  it('gives copies, so that the kept program cannot be changed from outside', () => {
    const p = programOf(2, [[0]]);
    const variables = variablesOf(p);
    variables.objective[0] = 99;
    expect(p.objective[0]).toBe(1);
  });
});
