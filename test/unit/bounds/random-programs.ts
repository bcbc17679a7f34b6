/**
 * Random small programs with every kind of row and their truth by enumeration in whole numbers: data are drawn as
 * integers and written in a unit (1, a tenth, …), so that what is feasible and best is decided without any rounding.
 */
import { FREE } from '../../../src-science/program/program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { programOf } from '../exact/small-programs.ts';

/** Uniform numbers in [0, 1): mulberry32, for tests only. */
export function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface KnownProgram {
  readonly program: Program;
  /** All feasible vectors as bit masks with their objectives in the user's sense. */
  readonly feasible: readonly { readonly mask: number; readonly objective: number }[];
  /** Best of them in the user's sense; null where there is none. */
  readonly optimum: number | null;
}

const KINDS = ['at-most', 'at-least', 'equal', 'range'] as const;

/** A program of 2 to 9 variables and 1 to 6 rows. @param places decimals its data have */
export function randomProgram(random: () => number, places: number): KnownProgram {
  const below = (n: number): number => Math.floor(random() * n);
  const d = 2 + below(8);
  const m = 1 + below(6);
  const size = [3, 12, 4000][below(3)] ?? 3;
  const whole = (): number => below(2 * size + 1) - size;
  const objective = Array.from({ length: d }, whole);
  const constant = random() < 0.3 ? whole() : 0;
  const fixed = Array.from({ length: d }, () => (random() < 0.15 ? below(2) : FREE));
  const sense = random() < 0.5 ? 'min' : 'max';
  const rows = Array.from({ length: m }, () => {
    const monotone = random() < 0.4;
    const unit = random() < 0.4;
    const coefficients = objective.map(() => {
      if (random() < 0.35) return 0;
      const value = unit ? (random() < 0.5 ? 1 : -1) : whole();
      return monotone ? Math.abs(value) : value;
    });
    // Bounds near the sums that occur, so that rows bind.
    const sum = coefficients.reduce((total, a) => (random() < 0.5 ? total + a : total), 0);
    const kind = KINDS[below(4)] ?? 'equal';
    const other = sum + below(size + 1);
    return {
      coefficients,
      lower: kind === 'at-most' ? -Infinity : sum,
      upper: kind === 'at-least' ? Infinity : kind === 'equal' ? sum : kind === 'range' ? other : sum,
    };
  });
  const scale = 10 ** places;
  const written = (value: number): number => (Number.isFinite(value) ? value / scale : value);
  const program = programOf({
    sense,
    objective: objective.map(written),
    constant: written(constant),
    fixed,
    rows: rows.map(({ coefficients, lower, upper }) => ({
      coefficients: coefficients.map(written),
      lower: written(lower),
      upper: written(upper),
    })),
  });
  const feasible: { mask: number; objective: number }[] = [];
  let optimum: number | null = null;
  for (let mask = 0; mask < 2 ** d; mask++) {
    const bit = (j: number): number => (mask >> j) & 1;
    if (fixed.some((value, j) => value >= 0 && value !== bit(j))) continue;
    if (rows.some(({ coefficients, lower, upper }) => {
      const activity = coefficients.reduce((total, a, j) => total + a * bit(j), 0);
      return activity < lower || activity > upper;
    })) continue;
    const value = written(objective.reduce((total, c, j) => total + c * bit(j), constant));
    feasible.push({ mask, objective: value });
    if (optimum === null || (sense === 'min' ? value < optimum : value > optimum)) optimum = value;
  }
  return { program, feasible, optimum };
}
