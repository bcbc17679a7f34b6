/**
 * Which flip the two searches choose, against the choice by brute force: every flip of every variable is
 * tried on the whole vector and judged by the definitions in the headers of `greedy-repair.ts` and
 * `local-search.ts`; and whole walks, against the same walks without any state kept up to date.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { createFlipState } from '../../../src-science/decoding/flip-state.ts';
import { repairGreedily } from '../../../src-science/decoding/greedy-repair.ts';
import { improveByFlips } from '../../../src-science/decoding/local-improvement.ts';
import { searchLocally } from '../../../src-science/decoding/local-search.ts';
import { createSearchState, flipInSearch, weighViolated } from '../../../src-science/decoding/search-state.ts';
import { createRandomStream, positionStream } from '../../../src-science/random/bit-planes.ts';
import { threefryBlock } from '../../../src-science/random/threefry.ts';
import { denseForm } from '../descent/small-program.ts';
import {
  costOf,
  dense,
  excessOf,
  firstBy,
  flipped,
  formOf,
  planted,
  relieving,
  scaled,
  sum,
  violatedRows,
  weighted,
} from './plain-program.ts';
import type { Dense } from './plain-program.ts';

/** The flip that greedy repair owes row i. */
function cheapestRepair(
  program: Dense,
  weight: readonly number[],
  x: readonly number[],
  i: number,
  lastFlip: readonly number[],
  rested: number,
  priced: boolean,
): number {
  const gain = (j: number): number => weighted(program, weight, x) - weighted(program, weight, flipped(x, j));
  const price = (j: number): number => (priced ? costOf(program, x, j) : 0);
  const candidates = relieving(program, x, i).filter((j) => (lastFlip[j] ?? 0) <= rested && gain(j) > 0);
  return firstBy(candidates, (j) => (price(j) > 0 ? price(j) / gain(j) : -gain(j)), (j) => lastFlip[j] ?? 0);
}

describe('greedy repair', () => {
  test('first makes the flip of least cost per unit of weighted violation, those that cost nothing before', () => {
    let chosen = 0;
    fc.assert(
      fc.property(dense, (program) => {
        const { start } = program;
        // A row that takes three flips keeps the end of the repair, and the improvement after it, out of the picture.
        const longer: Dense = {
          objective: [...program.objective, 0, 0, 0],
          rows: [...program.rows.map((row) => [...row, 0, 0, 0]), [...start.map(() => 0), -1, -1, -1]],
          rhs: [...program.rhs, -3],
          fixed: [...program.fixed, -1, -1, -1],
          start: [...start, 0, 0, 0],
        };
        const form = formOf(longer);
        const row = violatedRows(longer, longer.start)[0] ?? -1;
        const j = cheapestRepair(longer, longer.rows.map(() => 1), longer.start, row, longer.start.map(() => -Infinity), 0, true);
        const { x, flips, feasible } = repairGreedily(form, indexColumns(form), Uint8Array.from(longer.start), 0, 1);
        expect(feasible).toBe(false);
        expect(flips).toBe(j < 0 ? 0 : 1);
        const after = flipped(longer.start, j);
        expect([...x]).toEqual(j >= 0 && scaled(longer, after) < scaled(longer, longer.start) ? after : longer.start);
        if (j >= 0 && j < start.length) chosen++;
      }),
      { numRuns: 600, seed: 31 },
    );
    expect(chosen).toBeGreaterThan(250);
  });

  test('walks as its header says: rows in turn, flipped variables rest, rows without a way out gain weight', () => {
    let long = 0;
    fc.assert(
      fc.property(fc.oneof(dense, planted), fc.nat(9), (program, variant) => {
        const form = formOf(program);
        const columns = indexColumns(form);
        const repair = repairGreedily(form, columns, Uint8Array.from(program.start), variant);
        if (!repair.feasible) return;
        const { x, flips, work } = plainRepair(program, variant);
        expect(repair.flips).toBe(flips);
        const end = createFlipState(form, columns, Uint8Array.from(x));
        improveByFlips(end, 1e7);
        expect([...repair.x]).toEqual([...end.x]);
        expect(repair.work).toBe(work + end.work - form.column.length);
        if (flips > 3) long++;
      }),
      { numRuns: 600, seed: 32 },
    );
    expect(long).toBeGreaterThan(20);
  });
});

/** Violated rows after x_j has flipped: in the order in which they became so, a mended row's place going to the last. */
function keepOrder(program: Dense, x: readonly number[], j: number, violated: number[]): void {
  program.rows.forEach((row, i) => {
    if ((row[j] ?? 0) === 0) return;
    const place = violated.indexOf(i);
    if (excessOf(program, i, x) > 0 && place < 0) violated.push(i);
    if (excessOf(program, i, x) > 0 || place < 0) return;
    const last = violated.pop() ?? -1;
    if (last !== i) violated[place] = last;
  });
}

/** The repair without any state kept up to date. */
function plainRepair(program: Dense, variant: number): { readonly x: readonly number[]; readonly flips: number; readonly work: number } {
  let x = program.start;
  const weight = program.rows.map(() => 1);
  const lastFlip: number[] = program.start.map(() => -Infinity);
  const violated = violatedRows(program, x);
  const columnLength = (j: number): number => program.rows.filter((row) => (row[j] ?? 0) !== 0).length;
  const rowLength = (i: number): number => (program.rows[i] ?? []).filter((a) => a !== 0).length;
  let flips = 0;
  let idle = 0;
  let work = sum(program.rows.map((_, i) => rowLength(i)));
  for (let turn = variant; violated.length > 0 && turn < 1e5; turn++) {
    const i = violated[turn % violated.length] ?? -1;
    const rested = idle > 40 * violated.length ? flips : flips - 1 - ((flips * 7 + variant) % 8);
    const j = cheapestRepair(program, weight, x, i, lastFlip, rested, flips < 2 * x.length);
    work += sum(relieving(program, x, i).filter((k) => (lastFlip[k] ?? 0) <= rested).map(columnLength));
    if (j < 0) {
      idle++;
      work += violated.length + rowLength(i);
      for (const row of violated) weight[row] = (weight[row] ?? 0) + 1;
      continue;
    }
    idle = 0;
    x = flipped(x, j);
    lastFlip[j] = flips++;
    keepOrder(program, x, j, violated);
    work += columnLength(j) + violated.length;
  }
  return { x, flips, work };
}

/** By how much a flip lowers Σ weight_i (½ + ½ e_i/largest_i) over violated rows. */
const mending = (program: Dense, weight: readonly number[], x: readonly number[], j: number): number =>
  0.5 * (weighted(program, weight, x) - weighted(program, weight, flipped(x, j)));

/** Nonzeros touched by one turn of a search that begins with relieving row i by x_j, or by nothing where j < 0, and one for the turn. */
function reliefWork(program: Dense, i: number, j: number): number {
  const form = formOf(program);
  const state = createSearchState(form, indexColumns(form), Uint8Array.from(program.start));
  if (j >= 0) flipInSearch(state, j);
  weighViolated(state);
  return state.work + (program.rows[i] ?? []).filter((a) => a !== 0).length + 1;
}

/** Whether each row alone can be kept by some values of its free variables: else the search does not begin. */
const eachRowPossible = (program: Dense): boolean =>
  program.rows.every((row, i) =>
    sum(row.map((a, j) => ((program.fixed[j] ?? -1) >= 0 ? a * (program.fixed[j] ?? 0) : Math.min(a, 0)))) <= (program.rhs[i] ?? 0)
  );

/** The flip that the local search owes row i. */
function bestRelief(
  program: Dense,
  weight: readonly number[],
  x: readonly number[],
  i: number,
  lastFlip: readonly number[],
  flips: number,
): number {
  const cost = (j: number): number => costOf(program, x, j);
  const free = (j: number): boolean => cost(j) <= 0 && mending(program, weight, x, j) > 0;
  const value = (j: number): number => mending(program, weight, x, j) / (cost(j) > 0 ? cost(j) : 1);
  const candidates = relieving(program, x, i).filter((j) => (lastFlip[j] ?? 0) < flips);
  return firstBy(candidates, (j) => (free(j) ? 0 : 1), (j) => -value(j), (j) => lastFlip[j] ?? 0);
}

/** The flip by which it leaves a vector that is not good enough. */
function leastHarm(program: Dense, weight: readonly number[], x: readonly number[], lastFlip: readonly number[], flips: number): number {
  const lowering = x.map((_, j) => j).filter((j) =>
    (program.fixed[j] ?? -1) < 0 && costOf(program, x, j) < 0 && (lastFlip[j] ?? 0) < flips
  );
  return firstBy(lowering, (j) => mending(program, weight, x, j) / costOf(program, x, j), (j) => lastFlip[j] ?? 0);
}

/** Numbers below n from the seed's counter-based stream, four a block. */
function draws(seed: number): (n: number) => number {
  const stream = createRandomStream();
  positionStream(stream, seed, 5, 0);
  let drawn = 0;
  return (n) => {
    threefryBlock(stream.key, drawn >> 2, 0, 0, 0, stream.words);
    return Math.floor((((stream.words[drawn++ & 3] ?? 0) >>> 0) / 2 ** 32) * n);
  };
}

/** The local search without any state kept up to date, for a given number of flips. Objectives are whole numbers. */
function plainSearch(program: Dense, seed: number, flips: number): { readonly x: readonly number[]; readonly feasible: boolean } {
  const worth = (v: readonly number[]): number => sum(v.map((value, j) => value * (program.objective[j] ?? 0)));
  const below = draws(seed);
  const lastFlip: number[] = program.start.map(() => -Infinity);
  const violated = violatedRows(program, program.start);
  let x = program.start;
  let weight: readonly number[] = program.rows.map(() => 1);
  let best = x;
  let target = Infinity;
  let improvedAt = 0;
  let made = 0;
  const move = (j: number): void => {
    x = flipped(x, j);
    lastFlip[j] = ++made;
    keepOrder(program, x, j, violated);
  };
  const weigh = (): void => {
    weight = weight.map((w, i) => (violated.includes(i) ? w + 1 : w));
  };
  const note = (): void => {
    if (violated.length > 0 || worth(x) >= target) return;
    best = x;
    target = worth(x);
    improvedAt = made;
  };
  for (let turn = 0; made < flips && turn < 1e5; turn++) {
    note();
    if (target < Infinity && made - improvedAt > 32 * x.length) {
      improvedAt = made;
      x = best;
      weight = weight.map(() => 1);
      violated.length = 0;
    }
    if (target < Infinity) {
      do {
        const j = leastHarm(program, weight, x, lastFlip, made);
        if (j < 0) break;
        move(j);
      } while (worth(x) >= target && made < flips);
    }
    let relieved = false;
    while (violated.length > 0 && made < flips) {
      const j = bestRelief(program, weight, x, violated[below(violated.length)] ?? -1, lastFlip, made);
      if (j < 0 || worth(flipped(x, j)) >= target) break;
      move(j);
      weigh();
      relieved = true;
    }
    if (!relieved) weigh();
  }
  note();
  return { x: best, feasible: target < Infinity };
}

/** The local search with work for one move. */
function oneMove(program: Dense) {
  const form = formOf(program);
  const columns = indexColumns(form);
  const start = Uint8Array.from(program.start);
  return searchLocally(form, columns, start, 1, createSearchState(form, columns, start).work + 1);
}

describe('local search', () => {
  test('relieves a row by the flip that mends most per unit of cost, those that mend and cost nothing before', () => {
    let mended = 0;
    fc.assert(
      fc.property(dense, (program) => {
        const { start } = program;
        const violated = violatedRows(program, start);
        // One violated row: no draw decides which is relieved.
        fc.pre(violated.length === 1 && eachRowPossible(program));
        const j = bestRelief(program, program.rows.map(() => 1), start, violated[0] ?? -1, start.map(() => -Infinity), 0);
        const after = flipped(start, j);
        const done = j >= 0 && violatedRows(program, after).length === 0;
        const { x, flips, feasible, work } = oneMove(program);
        expect(flips).toBe(j < 0 ? 0 : 1);
        expect(feasible).toBe(done);
        expect([...x]).toEqual(done ? after : start);
        expect(work).toBe(reliefWork(program, violated[0] ?? -1, j));
        if (done) mended++;
      }),
      { numRuns: 600, seed: 33 },
    );
    expect(mended).toBeGreaterThan(250);
  });

  test('does not begin where fixed variables leave a row no values that keep it, and begins elsewhere', () => {
    let impossible = 0;
    fc.assert(
      fc.property(dense, (program) => {
        const form = formOf(program);
        const start = Uint8Array.from(program.start);
        const atOnce = createSearchState(form, indexColumns(form), start).work;
        const found = searchLocally(form, indexColumns(form), start, 1, atOnce + 1);
        if (eachRowPossible(program)) {
          if (violatedRows(program, program.start).length > 0) expect(found.work).toBeGreaterThan(atOnce);
          return;
        }
        impossible++;
        expect(found).toEqual({ x: start, feasible: false, flips: 0, work: atOnce });
      }),
      { numRuns: 400, seed: 36 },
    );
    expect(impossible).toBeGreaterThan(60);
  });

  test('asks once in 256 turns whether to go on', () => {
    // One variable that two rows want otherwise: after its first flip it rests for good, and a turn touches 3 nonzeros.
    const form = denseForm([1], [[1], [-1]], [0, -1]);
    for (const [turns, questions] of [[200, 0], [300, 1], [600, 2], [1000, 3]] as const) {
      let asked = 0;
      const { flips, feasible } = searchLocally(form, indexColumns(form), Uint8Array.of(0), 1, 3 * turns, () => ++asked < 0);
      expect({ flips, feasible, asked }).toEqual({ flips: 1, feasible: false, asked: questions });
    }
  });

  test('leaves a feasible vector by the flip that lowers the objective with the least harm per unit gained', () => {
    let improved = 0;
    fc.assert(
      fc.property(dense, (program) => {
        const { start } = program;
        fc.pre(violatedRows(program, start).length === 0);
        const j = leastHarm(program, program.rows.map(() => 1), start, start.map(() => -Infinity), 0);
        const after = flipped(start, j);
        const { x, flips, feasible } = oneMove(program);
        fc.pre(flips <= 1);
        expect(flips).toBe(j < 0 ? 0 : 1);
        expect(feasible).toBe(true);
        expect([...x]).toEqual(j >= 0 && violatedRows(program, after).length === 0 ? after : start);
        if (j >= 0 && violatedRows(program, after).length === 0) improved++;
      }),
      { numRuns: 500, seed: 34 },
    );
    expect(improved).toBeGreaterThan(150);
  });

  test('walks as its header says, with rows drawn from the seed, weights, rests and returns to the best', () => {
    let long = 0;
    fc.assert(
      fc.property(fc.oneof(dense, planted), fc.nat(99), fc.constantFrom(500, 3000, 30_000), (program, seed, work) => {
        fc.pre(eachRowPossible(program));
        const form = formOf(program);
        const { x, feasible, flips } = searchLocally(form, indexColumns(form), Uint8Array.from(program.start), seed, work);
        const plain = plainSearch(program, seed, flips);
        expect(feasible).toBe(plain.feasible);
        expect([...x]).toEqual([...plain.x]);
        if (flips > 32 * program.start.length) long++;
      }),
      { numRuns: 200, seed: 35 },
    );
    expect(long).toBeGreaterThan(20);
  });
});
