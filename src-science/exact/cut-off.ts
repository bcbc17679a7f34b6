/**
 * Questions whose answer “infeasible” proves a vector optimal beyond a solver's tolerance on the objective: is
 * there a vector that is better by one step of the objective's lattice? A solver's tolerances only let more
 * pass through a row, so that a better vector is not overlooked.
 *
 * In a row of large numbers 10⁻⁶ of an integer is more than a step. So the row w·x ≤ r is taken apart by
 * w = B h + l with small h and l: either h·x is so small that l·x does not matter, or h·x is one of a few
 * values and l·x is small enough. Costs about one large number, in levels, or in powers come apart this way.
 */
import { FREE } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { appendRows } from './append-rows.ts';
import type { ExtraRow } from './append-rows.ts';
import { latticeValue, magnitude } from './objective-lattice.ts';
import type { ObjectiveLattice } from './objective-lattice.ts';
import { posedValue } from './posed-objective.ts';
import type { PosedObjective } from './posed-objective.ts';

/** A program for a solver with the costs to minimize and the constant to add (`PosedObjective`). */
export interface Question {
  readonly program: Program;
  readonly cost: Float64Array;
  readonly offset: number;
}

/** Half the inverse of the solvers' tolerance on an integer: below it a row's step is not blurred. */
const LARGEST_CLEAR_WEIGHT = 2e5;
/** A row is taken apart into at most so many. */
const MOST_PARTS = 24;

/**
 * Is there a vector better than x by a step? Every question must be answered; all “infeasible” is the proof.
 * @param x feasible
 * @returns null where it would take too many rows to take the costs apart
 * Cost: O(nnz + d) a question, of which there are at most 24.
 */
export function cutOffQuestions(program: Program, lattice: ObjectiveLattice, x: ArrayLike<number>): Question[] | null {
  const weight = Array.from(lattice.weight, BigInt);
  const limit = latticeValue(lattice, x) - 1n;
  const parts = partsOf(weight, limit, MOST_PARTS);
  return parts === null ? null : parts.map((part) => {
    const last = part.at(-1);
    const cost = Float64Array.from(last?.weight ?? weight, Number);
    return { program: appendRows(program, part.map(rowOf)), cost, offset: -Number(last?.value ?? 0n) };
  });
}

/**
 * Of costs without a lattice: are there vectors besides the known ones whose value is below that of x, or above it
 * by no more than solvers can tell? “Infeasible” proves x the best, whatever the step.
 * @param known vectors that are no better than x, x among them
 */
export function bandQuestion(program: Program, posed: PosedObjective, x: ArrayLike<number>, known: readonly ArrayLike<number>[]): Question {
  const column: number[] = [];
  let upper = posedValue(posed, x);
  let largest = 0;
  for (let j = 0; j < posed.cost.length; j++) {
    const c = posed.cost[j]!;
    largest = Math.max(largest, Math.abs(c));
    if (c === 0) continue;
    if (program.fixed[j] === FREE) column.push(j);
    else if (program.fixed[j] === 1) upper -= c;
  }
  upper += BAND * Math.max(1, largest);
  const row: ExtraRow = { name: 'band', column, value: column.map((j) => posed.cost[j]!), lower: -Infinity, upper };
  return { program: excluding(appendRows(program, column.length === 0 ? [] : [row]), known), cost: posed.cost, offset: 0 };
}

/** How far above the best value vectors are looked for, of the largest cost: beyond what a solver's row lets pass. */
const BAND = 4e-6;

/** The program without these vectors: a row for each that it alone breaks. */
export function excluding(program: Program, vectors: readonly ArrayLike<number>[]): Program {
  return appendRows(
    program,
    vectors.flatMap((x) => {
      const column: number[] = [];
      let ones = 0;
      for (let j = 0; j < program.fixed.length; j++) {
        if (program.fixed[j] !== FREE) continue;
        column.push(j);
        if (x[j] === 1) ones++;
      }
      // Without a free variable there is nothing else: 0 ≥ 1.
      return [{ name: 'other', column, value: column.map((j) => (x[j] === 1 ? -1 : 1)), lower: 1 - ones, upper: Infinity }];
    }),
  );
}

/**
 * The program with the row that its objective is no better than that of x, where that is proven: a solver that finds
 * another as good then need not prove again that nothing is better.
 * @returns the program itself where the costs are reals, or so large that a solver's tolerance would blur the row
 */
export function noBetterThan(program: Program, lattice: ObjectiveLattice | null, x: ArrayLike<number>): Program {
  if (lattice === null || !(lattice.weight instanceof Float64Array)) return program;
  const weight = Array.from(lattice.weight, BigInt);
  if (largestOf(weight) > BigInt(LARGEST_CLEAR_WEIGHT)) return program;
  const { column, value } = rowOf({ weight, value: 0n, isEqual: false }, 0);
  if (column.length === 0) return program;
  return appendRows(program, [{ name: 'objective', column, value, lower: Number(latticeValue(lattice, x)), upper: Infinity }]);
}

/** weightᵀx ≤ value, or = value. */
interface WholeRow {
  readonly weight: readonly bigint[];
  readonly value: bigint;
  readonly isEqual: boolean;
}

/** Sets of rows with small weights of which a vector satisfies one if and only if weightᵀx ≤ limit; null if there would be too many. */
function partsOf(weight: readonly bigint[], limit: bigint, most: number): WholeRow[][] | null {
  const whole: WholeRow[][] = [[{ weight, value: limit, isEqual: false }]];
  const largest = largestOf(weight);
  if (largest <= BigInt(LARGEST_CLEAR_WEIGHT)) return whole;
  let best: {
    readonly base: bigint; readonly high: readonly bigint[]; readonly low: readonly bigint[]; readonly surely: bigint;
    readonly between: bigint
  } | null = null;
  for (const base of basesFor(largest)) {
    const high = weight.map((w) => nearestQuotient(w, base));
    if (largestOf(high) > BigInt(LARGEST_CLEAR_WEIGHT)) continue;
    const low = weight.map((w, j) => w - base * (high[j] ?? 0n));
    let least = 0n;
    let greatest = 0n;
    for (const w of low) {
      if (w < 0n) least += w;
      else greatest += w;
    }
    // Up to `surely` the low parts do not matter; beyond it by more than `between` they do not help.
    const surely = floorQuotient(limit - greatest, base);
    const between = floorQuotient(limit - least, base) - surely;
    if (between < BigInt(most) && (best === null || between < best.between)) best = { base, high, low, surely, between };
  }
  if (best === null) return null;
  const { base, high, low, surely, between } = best;
  const parts: WholeRow[][] = [[{ weight: high, value: surely, isEqual: false }]];
  for (let value = surely + 1n; value <= surely + between; value++) {
    const rest = partsOf(low, limit - base * value, most - parts.length);
    if (rest === null) return null;
    parts.push(...rest.map((rows) => [{ weight: high, value, isEqual: true }, ...rows]));
    if (parts.length > most) return null;
  }
  return parts;
}

/** Powers of ten and of two up to the largest weight. */
function basesFor(largest: bigint): bigint[] {
  const bases: bigint[] = [];
  for (const radix of [10n, 2n]) for (let base = radix; base <= 2n * largest; base *= radix) bases.push(base);
  return bases;
}

function rowOf({ weight, value, isEqual }: WholeRow, k: number): ExtraRow {
  const column: number[] = [];
  const coefficient: number[] = [];
  weight.forEach((w, j) => {
    if (w === 0n) return;
    column.push(j);
    coefficient.push(Number(w));
  });
  const bound = Number(value);
  return { name: `cut${k + 1}`, column, value: coefficient, lower: isEqual ? bound : -Infinity, upper: bound };
}

function largestOf(weight: readonly bigint[]): bigint {
  return weight.reduce((largest, w) => (magnitude(w) > largest ? magnitude(w) : largest), 0n);
}

function floorQuotient(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

function nearestQuotient(a: bigint, b: bigint): bigint {
  return floorQuotient(2n * a + b, 2n * b);
}
