/** Which weighted rows are worked by tables, and that nothing of them is lost or done twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK, ENTRY, mostEntries, planRows, RUN, type PlannedRows, type RowPlan } from '../../../src-kernels/row-plan.ts';
import { testRandom } from '../relaxation/enumeration.ts';

/** Rows of signed weights by variable; positive ones first, as the layout has them. */
function rowsOf(rows: readonly (readonly (readonly [number, number])[])[]): PlannedRows {
  const ordered = rows.map((row) => [...row.filter(([, w]) => w > 0), ...row.filter(([, w]) => w < 0)]);
  const ends = ordered.reduce<number[]>((sums, row) => [...sums, sums.at(-1)! + row.length], [0]);
  return {
    count: rows.length,
    start: Int32Array.from(ends),
    middle: Int32Array.from(rows, (row, r) => ends[r]! + row.filter(([, w]) => w > 0).length),
    column: Int32Array.from(ordered.flat(), ([j]) => j),
    size: Int32Array.from(ordered.flat(), ([, w]) => Math.abs(w)),
  };
}

const dense = (m: number, variables: readonly number[]): (readonly [number, number])[][] =>
  Array.from({ length: m }, (_, i) => variables.map((j) => [j, 1 + ((3 * i + 5 * j) % 17)] as const));
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);

/** Rows of each run and its entries. */
function runsOf(plan: RowPlan): [rows: number, entries: number][] {
  return Array.from(
    { length: plan.runCount },
    (_, n) => [plan.runStart[n + 1]! - plan.runStart[n]!, plan.runEntry[n + 1]! - plan.runEntry[n]!],
  );
}

describe('a plan of weighted rows', () => {
  it('takes dense rows four at a time, with one entry for each six of their variables', () => {
    expect(runsOf(planRows(rowsOf(dense(8, range(0, 30))), 30, false))).toEqual([[4, 5], [4, 5]]);
  });

  it('takes a row too that shares with no run, where its variables need then not be spread', () => {
    const plan = planRows(rowsOf(dense(5, range(0, 60))), 60, false);
    expect(runsOf(plan).every(([, entries]) => entries === 10)).toBe(true);
    expect(plan.spread).toHaveLength(0);
  });

  it('walks scattered rows, all in one run, spreading each variable once', () => {
    const random = testRandom(3);
    const rows = Array.from(
      { length: 40 },
      () => [...new Set(range(0, 9).map(() => Math.floor(500 * random())))].map((j) => [j, 3] as const),
    );
    const plan = planRows(rowsOf(rows), 500, false);
    expect(runsOf(plan)).toEqual([[40, 0]]);
    expect([...plan.spread].sort((a, b) => a - b)).toEqual([...new Set(rows.flat().map(([j]) => j))].sort((a, b) => a - b));
  });

  it('finds what rows share whatever numbers their variables have', () => {
    // Row i owns every twentieth variable: no six successive numbers belong to it.
    const own = (i: number): number[] => range(0, 30).map((n) => 20 * n + i);
    const rows = [...dense(4, own(3)), ...dense(4, own(11))];
    expect(runsOf(planRows(rowsOf(rows), 600, false))).toEqual([[4, 5], [4, 5]]);
  });

  it('walks half-dense rows for their gradient, where most samples are near the bound', () => {
    const random = testRandom(9);
    const rows =
      rowsOf(Array.from(
        { length: 8 },
        () => range(0, 60).flatMap((j) => (random() < 0.5 ? [[j, 1 + Math.floor(9 * random())] as const] : [])),
      ));
    expect(runsOf(planRows(rows, 60, false)).every(([, entries]) => entries > 0)).toBe(true);
    expect(runsOf(planRows(rows, 60, true))).toEqual([[8, 0]]);
  });

  it('walks a row that names a variable twice', () => {
    const [first, ...others] = dense(4, range(0, 24));
    const plan = planRows(rowsOf([[...first!, [5, 2]], ...others]), 24, false);
    expect(runsOf(plan)).toEqual([[1, 0], [3, 4]]);
  });

  it('has no runs where there are no rows', () => {
    expect(runsOf(planRows(rowsOf([]), 5, true))).toEqual([]);
  });

  it('holds every nonzero exactly once, at its variable and row with its weight, and rows in order', () => {
    let tabled = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 14 }), fc.boolean(), fc.nat(), (d, m, changes, seed) => {
        const random = testRandom(seed);
        const rows = rowsOf(Array.from({ length: m }, () => {
          const share = random();
          return range(0, d).flatMap((
            j,
          ) => (random() < share ? [[j, (1 + Math.floor(50 * random())) * (random() < 0.3 ? -1 : 1)] as const] : []));
        }));
        const plan = planRows(rows, d, changes);
        const found = new Map<number, string>();
        const expected = new Map<number, string>();
        expect(plan.runStart[0] ?? 0).toBe(0);
        expect(plan.entryBlock.length).toBeLessThanOrEqual(mostEntries(rows.column.length, changes));
        for (let n = 0; n < plan.runCount; n++) {
          const isTabled = plan.runEntry[n + 1]! > plan.runEntry[n]!;
          for (let r = plan.runStart[n]!; r < plan.runStart[n + 1]!; r++) {
            for (let k = rows.start[r]!; k < rows.start[r + 1]!; k++) {
              if (isTabled) expected.set(k, `variable ${String(rows.column[k])}, row ${String(r - plan.runStart[n]!)}, weight ${String(k < rows.middle[r]! ? rows.size[k]! : -rows.size[k]!)}`);
              else expect(plan.spread.subarray(plan.runSpread[n], plan.runSpread[n + 1])).toContain(rows.column[k]);
            }
          }
          for (let e = plan.runEntry[n]!; e < plan.runEntry[n + 1]!; e++) {
            for (let v = 0; v < BLOCK; v++) {
              for (let row = 0; row < RUN; row++) {
                const k = plan.entryPlace[ENTRY * e + BLOCK * row + v]!;
                const weight = plan.entryWeight[ENTRY * e + RUN * v + row]!;
                if (k === rows.column.length) expect(weight).toBe(0);
                else {
                  expect(found.has(k)).toBe(false);
                  found.set(k, `variable ${String(plan.blockVariables[BLOCK * plan.entryBlock[e]! + v])}, row ${String(row)}, weight ${String(weight)}`);
                }
              }
            }
          }
        }
        tabled += found.size;
        expect(found.size).toBe(expected.size);
        for (const [k, what] of expected) expect(found.get(k)).toBe(what);
      }),
      { numRuns: 200, seed: 11 },
    );
    expect(tabled).toBeGreaterThan(5000);
  });
});
