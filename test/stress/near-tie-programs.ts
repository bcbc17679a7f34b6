/**
 * Random programs whose best objectives lie so near together, for their size, that a solver's tolerances may
 * not tell them apart; with the truth by looking at every vector, objectives as whole numbers throughout.
 */
import { FREE } from '../../src-science/program/program.ts';
import type { Program } from '../../src-science/program/program.ts';

export interface NearTieProgram {
  readonly program: Program;
  /** Costs in units, exactly; length d. */
  readonly exact: readonly bigint[];
  readonly unit: number;
}

/** Draws the costs of a kind: as the program has them, and as whole numbers. */
type Costs = (
  random: () => number,
  count: number,
) => { readonly costs: readonly number[]; readonly exact: readonly bigint[]; readonly unit?: number };

const whole = (random: () => number, least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
const integers = (draw: (random: () => number, j: number) => number): Costs => (random, count) => {
  const costs = Array.from({ length: count }, (_, j) => draw(random, j));
  return { costs, exact: costs.map(BigInt) };
};
/** Whole numbers of this many decimal places, written as decimals. */
const decimals = (places: number, draw: (random: () => number) => number): Costs => (random, count) => {
  const steps = Array.from({ length: count }, () => draw(random));
  return { costs: steps.map((step) => Number(`${step}e-${places}`)), exact: steps.map(BigInt), unit: 10 ** -places };
};

export const KINDS: Readonly<Record<string, Costs>> = {
  'about 10⁸': integers((random) => 1e8 + whole(random, 0, 200)),
  'two levels, 10⁸': integers((random) => (random() < 0.5 ? 1e8 : 0) + whole(random, 0, 9)),
  'two levels, 10⁷': integers((random) => (random() < 0.5 ? 2e7 : 0) + whole(random, 0, 9)),
  'up to 10⁶': integers((random) => whole(random, 1, 1e6)),
  'plain integers': integers((random) => whole(random, -20, 100)),
  decimals: decimals(2, (random) => whole(random, 1, 9999)),
  reals: (random, count) => {
    const costs = Array.from({ length: count }, () => 0.5 + random() * 10);
    return { costs, exact: costs.map((c) => BigInt(c * 2 ** 60)), unit: 2 ** -60 };
  },
  '1 + k·10⁻⁸': decimals(8, (random) => 1e8 + whole(random, 0, 100)),
  'small costs beside large': decimals(8, (random) => (random() < 0.5 ? 1e8 : 0) + whole(random, -9, 9)),
  'powers of 2': integers((random, j) => 2 ** (2 * j) * (random() < 0.5 ? 1 : 2)),
  'powers of 10': integers((_, j) => 10 ** (j % 16)),
  'lexicographic levels': integers((random) => 1e12 * whole(random, 0, 2) + 1e6 * whole(random, 0, 3) + whole(random, 0, 5)),
  'any up to 10¹²': integers((random) => whole(random, 1, 1e12)),
};

/**
 * @param idle variables that no row lets be 1, though none of them is fixed: they take the program beyond
 * enumeration, and its truth stays known
 */
export function nearTieProgram(kind: string, random: () => number, idle: number): NearTieProgram {
  const draw = KINDS[kind];
  if (draw === undefined) throw new Error(`there is no kind “${kind}”`);
  const d = whole(random, 8, 16);
  const drawn = draw(random, d);
  const isCardinality = random() < 0.5;
  const rows: { coefficients: number[]; lower: number; upper: number }[] = [];
  if (isCardinality) {
    const k = whole(random, 2, d - 2);
    rows.push({ coefficients: Array.from({ length: d }, () => 1), lower: k, upper: k });
  }
  for (let i = 0; i < 2; i++) {
    const coefficients = Array.from({ length: d }, () => whole(random, 1, 99));
    const sum = coefficients.reduce((total, a) => total + a, 0);
    rows.push(random() < 0.75
      ? { coefficients, lower: Math.floor(sum * (0.3 + 0.3 * random())), upper: Infinity }
      : { coefficients, lower: -Infinity, upper: Math.floor(sum * (0.4 + 0.4 * random())) });
  }
  // Each idle variable is kept at 0 by a pair of rows that no presolve of ours reads as a fixing.
  const all = d + idle;
  for (let j = d; j < all; j += 2) {
    const pair = (sign: number): number[] => Array.from({ length: all }, (_, k) => (k === j ? 1 : k === j + 1 ? sign : 0));
    rows.push({ coefficients: pair(1), lower: -Infinity, upper: 1 }, { coefficients: pair(-1), lower: 0, upper: 0 });
  }
  const sense = random() < 0.25 ? 'max' : 'min';
  const start = [0];
  const column: number[] = [];
  const value: number[] = [];
  for (const { coefficients } of rows) {
    coefficients.forEach((a, j) => {
      if (a === 0) return;
      column.push(j);
      value.push(a);
    });
    start.push(column.length);
  }
  const pad = <T>(values: readonly T[], value_: T): T[] => [...values, ...Array.from({ length: idle }, () => value_)];
  return {
    exact: pad(drawn.exact, 0n),
    unit: drawn.unit ?? 1,
    program: {
      name: kind,
      sense,
      objectiveName: 'cost',
      objective: Float64Array.from(pad(drawn.costs, 0)),
      objectiveConstant: random() < 0.2 ? whole(random, -1000, 1000) : 0,
      variableNames: Array.from({ length: all }, (_, j) => `x${j}`),
      fixed: new Int8Array(all).fill(FREE),
      rowNames: rows.map((_, i) => `r${i}`),
      rows: { start: Int32Array.from(start), column: Int32Array.from(column), value: Float64Array.from(value) },
      rowLower: Float64Array.from(rows, ({ lower }) => lower),
      rowUpper: Float64Array.from(rows, ({ upper }) => upper),
    },
  };
}

/** Value of a vector as a whole number. */
export const exactValue = (exact: readonly bigint[], x: ArrayLike<number>): bigint =>
  exact.reduce((sum, c, j) => (x[j] === 1 ? sum + c : sum), 0n);

/**
 * The best value over all vectors that satisfy the rows, idle variables at 0; null if none does.
 * @param ball only within so many flips of a center
 */
export function trueOptimum(
  { program, exact }: NearTieProgram,
  used: number,
  ball: { readonly center: ArrayLike<number>; readonly radius: number } | null = null,
): { readonly value: bigint; readonly x: Uint8Array } | null {
  const m = program.rowLower.length;
  const matrix = Array.from({ length: m }, (_, i) => {
    const row = new Float64Array(used);
    for (let k = program.rows.start[i] ?? 0; k < (program.rows.start[i + 1] ?? 0); k++) {
      const j = program.rows.column[k] ?? 0;
      if (j < used) row[j] = program.rows.value[k] ?? 0;
    }
    return row;
  });
  let best: { value: bigint; x: Uint8Array } | null = null;
  const x = new Uint8Array(program.objective.length);
  const activity = new Float64Array(m);
  for (let step = 0; step < 2 ** used; step++) {
    if (step > 0) {
      const j = 31 - Math.clz32(step & -step);
      const up = x[j] === 0 ? 1 : -1;
      x[j] = up === 1 ? 1 : 0;
      for (let i = 0; i < m; i++) activity[i] = (activity[i] ?? 0) + up * (matrix[i]?.[j] ?? 0);
    }
    let isFeasible = true;
    for (let i = 0; isFeasible && i < m; i++) {
      isFeasible = (activity[i] ?? 0) >= (program.rowLower[i] ?? 0) && (activity[i] ?? 0) <= (program.rowUpper[i] ?? 0);
    }
    if (!isFeasible) continue;
    if (ball !== null && x.reduce((flips, value, j) => flips + (value === ball.center[j] ? 0 : 1), 0) > ball.radius) continue;
    const value = exactValue(exact, x);
    if (best === null || (program.sense === 'min' ? value < best.value : value > best.value)) best = { value, x: x.slice() };
  }
  return best;
}

/**
 * max over vectors x that break rows of (best − cᵀx)/viol(x), at least 0, by looking at every vector; null where no
 * vector satisfies the rows.
 */
export function trueTightMu(near: NearTieProgram): number | null {
  const { program, exact, unit } = near;
  const d = program.objective.length;
  const best = trueOptimum(near, d);
  if (best === null) return null;
  const sign = program.sense === 'min' ? 1n : -1n;
  let numerator = 0n;
  let denominator = 1n;
  const x = new Uint8Array(d);
  for (let code = 0; code < 2 ** d; code++) {
    for (let j = 0; j < d; j++) x[j] = (code >> j) & 1;
    let violation = 0;
    for (let i = 0; i < program.rowLower.length; i++) {
      let activity = 0;
      for (let k = program.rows.start[i] ?? 0; k < (program.rows.start[i + 1] ?? 0); k++) {
        activity += (program.rows.value[k] ?? 0) * (x[program.rows.column[k] ?? 0] ?? 0);
      }
      violation += Math.max(0, activity - (program.rowUpper[i] ?? 0)) + Math.max(0, (program.rowLower[i] ?? 0) - activity);
    }
    if (violation === 0) continue;
    const gained = sign * (best.value - exactValue(exact, x));
    if (gained * denominator > numerator * BigInt(violation)) [numerator, denominator] = [gained, BigInt(violation)];
  }
  return (Number(numerator) / Number(denominator)) * unit;
}
