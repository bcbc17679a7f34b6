/**
 * The smallest positive violation `min {a_iᵀx − b_i > 0}` over the normal rows and the 0/1 vectors that
 * the fixings allow: what the weight μ must be weighed against (S26, Theorem 2; docs/science.md,
 * section 8). For one row it is a subset-sum question: the least sum of positive weights beyond a
 * bound, answered by a bitset over the sums where the weights are integers up to scale, by meeting in
 * the middle where the row is short, else by a bound that is said to be one.
 */
import { FREE } from '../program/program.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { farAmount, farDivisor, type FarRow } from './far-row.ts';
import { scaleRow } from './integral-row.ts';
import { commonDivisor } from '../program/common-divisor.ts';

export interface SmallestViolation {
  readonly value: number;
  /** False where `value` is only known to be no larger than the smallest violation. */
  readonly exact: boolean;
}

/** Words of bitsets that all rows together may touch: about a tenth of a second. */
const WORD_BUDGET = 1e8;
/** Longest row that is halved: 2¹⁸ sums a half. */
const LONGEST_HALVED = 36;
/** Longest row that is far apart to be enumerated: some hundredths of a second. */
const LONGEST_ENUMERATED = 16;
/** Rows that may be halved, at about 0.1 s each for the longest. */
const SUM_BUDGET = 2 ** 22;

/** `least sum of a subset of `weight` that is > bound`, in units of `unit`; weights > 0, 0 ≤ bound < total. */
interface ViolationQuestion {
  readonly weight: Float64Array;
  readonly bound: number;
  readonly unit: number;
  readonly integral: boolean;
  /** Violation at a sum of the weights. */
  readonly violationAt: (sum: number) => number;
  /** No violation of the row is smaller than this. */
  readonly atLeast: number;
  /** The bound is known to be reached without a search. */
  readonly reached: boolean;
}

/**
 * Smallest positive violation of a normal form.
 * @returns null where no row can be violated
 * Cost: O(nnz) and a search that is bounded by about half a second; rows are searched in the order of
 * what they could at best give, and the search stops when no other row can give less.
 */
export function smallestPositiveViolation(normal: NormalForm): SmallestViolation | null {
  const questions: ViolationQuestion[] = [];
  const seen = new Set<string>();
  for (let i = 0; i < normal.rowCount; i++) {
    const question = ask(normal, i);
    if (question === null) continue;
    // Programs repeat their rows' shapes many times over; short ones are worth recognizing.
    if (question.weight.length <= 64) {
      const key = `${question.unit}|${question.bound}|${question.atLeast}|${question.weight.toSorted().join()}`;
      if (seen.has(key)) continue;
      seen.add(key);
    }
    questions.push(question);
  }
  if (questions.length === 0) return null;
  questions.sort((p, q) => p.atLeast - q.atLeast || Number(q.reached) - Number(p.reached) || p.weight.length - q.weight.length);
  const budget = { words: WORD_BUDGET, sums: SUM_BUDGET };
  let best = Number.POSITIVE_INFINITY;
  let bound = Number.POSITIVE_INFINITY;
  for (const question of questions) {
    if (question.atLeast >= best) break;
    const value = answer(question, budget);
    if (value === null) bound = Math.min(bound, question.atLeast);
    else best = Math.min(best, value);
  }
  return bound < best ? { value: bound, exact: false } : { value: best, exact: true };
}

function ask(normal: NormalForm, i: number): ViolationQuestion | null {
  const from = normal.start[i]!;
  const to = normal.start[i + 1]!;
  const scaled = scaleRow(normal.value, from, to, normal.rhs[i]!);
  if (scaled.far !== null) return askFar(normal, from, scaled.far);
  const weights: number[] = [];
  const rhs = normal.rhs[i]!;
  let bound = scaled.bound;
  /** What the sum of the turned-round weights is larger than the row's own activity. */
  let turned = 0;
  let total = 0;
  let magnitude = Math.abs(bound);
  for (let k = 0; k < scaled.weight.length; k++) {
    const a = scaled.weight[k]!;
    const fixed = normal.fixed[normal.column[from + k]!]!;
    magnitude += Math.abs(a);
    if (fixed !== FREE) {
      bound -= a * fixed;
      turned -= a * fixed;
      continue;
    }
    weights.push(Math.abs(a));
    total += Math.abs(a);
    if (a < 0) {
      bound -= a;
      turned -= a;
    }
  }
  // The scaled bound need not be an integer; the decimals the row was written in give the exact amount.
  const violationAt =
    (sum: number): number => (scaled.integral ? decimalDifference((sum - turned) * scaled.unit, rhs, scaled.unit) : sum - turned - rhs);
  const noise = scaled.integral ? 0 : magnitude * (scaled.weight.length + 2) * 2 ** -52;
  if (!(bound + noise < total)) {
    // No free variable, or none that matters: the row is violated by a constant, or never.
    return bound + noise < 0 && total === 0 ? constant(violationAt(0)) : null;
  }
  if (bound + noise < 0) return constant(violationAt(0));
  const weight = Float64Array.from(weights);
  if (!scaled.integral) return { weight, bound: bound + noise, unit: 1, integral: false, violationAt, atLeast: noise, reached: false };
  let divisor = 0;
  let common = true;
  for (const w of weight) {
    divisor = commonDivisor(w, divisor);
    if (w !== weight[0]) common = false;
  }
  const next = (Math.floor(bound / divisor) + 1) * divisor;
  return { weight, bound, unit: scaled.unit, integral: true, violationAt, atLeast: violationAt(next), reached: common };
}

/** A row whose coefficients lie far apart: by its vertices where they are few, else no less than the step of its sums. */
function askFar(normal: NormalForm, from: number, far: FarRow): ViolationQuestion | null {
  const free: bigint[] = [];
  let sum = -far.bound;
  let most = -far.bound;
  far.weight.forEach((w, k) => {
    const fixed = normal.fixed[normal.column[from + k]!]!;
    if (fixed === FREE) free.push(w);
    else if (fixed === 1) sum += w;
    most += fixed === FREE ? (w > 0n ? w : 0n) : fixed === 1 ? w : 0n;
  });
  if (most <= 0n) return null;
  if (free.length > LONGEST_ENUMERATED) {
    const atLeast = farAmount(farDivisor(far), far.places);
    return { ...constant(atLeast), weight: new Float64Array(LONGEST_HALVED + 1), integral: false, reached: false };
  }
  let least: bigint | null = null;
  for (let step = 0, s = 0; step < 2 ** free.length; step++) {
    if (step > 0) {
      const n = 31 - Math.clz32(step & -step);
      s ^= 1 << n;
      const w = free[n] ?? 0n;
      sum += (s >> n) & 1 ? w : -w;
    }
    if (sum > 0n && (least === null || sum < least)) least = sum;
  }
  return least === null ? null : constant(farAmount(least, far.places));
}

/** A row that is violated by every x, by at least this much. */
function constant(violation: number): ViolationQuestion {
  return {
    weight: new Float64Array(0), bound: 0, unit: 1, integral: true, violationAt: () => violation, atLeast: violation, reached: true,
  };
}

function answer(question: ViolationQuestion, budget: { words: number; sums: number }): number | null {
  if (question.reached) return question.atLeast;
  const { weight, bound, integral, violationAt } = question;
  if (integral) {
    const sum = leastSumBeyond(weight, Math.floor(bound), budget);
    if (sum !== null) return violationAt(sum);
  }
  const half = 2 ** Math.ceil(weight.length / 2);
  if (weight.length > LONGEST_HALVED || half > budget.sums) return null;
  budget.sums -= half;
  return violationAt(leastSumByHalves(weight, bound));
}

/**
 * Least subset sum > bound, by a bitset over the sums on the shorter side: up to the bound from below,
 * or, by complement, from the total down to it.
 * @param weight positive integers with total > bound ≥ 0
 * @returns null where the budget does not allow it
 */
export function leastSumBeyond(weight: Float64Array, bound: number, budget: { words: number }): number | null {
  let total = 0;
  let largest = 0;
  for (const w of weight) {
    total += w;
    largest = Math.max(largest, w);
  }
  const up = bound + largest;
  const down = total - bound - 1;
  const top = Math.min(up, down);
  const words = Math.floor(top / 32) + 1;
  if (words * weight.length > budget.words) return null;
  budget.words -= words * weight.length;
  const bits = new Int32Array(words);
  bits[0] = 1;
  let reach = 0;
  for (const w of weight) {
    if (w > top) continue;
    reach = Math.min(top, reach + w);
    const shift = w % 32;
    const jump = (w - shift) / 32;
    for (let q = Math.floor(reach / 32); q >= jump; q--) {
      const low = bits[q - jump]!;
      const carry = shift !== 0 && q - jump > 0 ? bits[q - jump - 1]! >>> (32 - shift) : 0;
      bits[q]! |= (low << shift) | carry;
    }
  }
  const has = (sum: number): boolean => ((bits[Math.floor(sum / 32)]! >>> (sum % 32)) & 1) === 1;
  if (top === down) {
    // Largest reachable complement ≤ total − bound − 1; 0 always is one.
    for (let sum = down; sum > 0; sum--) if (has(sum)) return total - sum;
    return total;
  }
  for (let sum = bound + 1; sum <= up; sum++) if (has(sum)) return sum;
  return null;
}

/** Least subset sum > bound, by sorting the sums of two halves and walking them against each other. */
export function leastSumByHalves(weight: Float64Array, bound: number): number {
  const middle = weight.length >>> 1;
  const left = subsetSums(weight.subarray(0, middle)).sort();
  const right = subsetSums(weight.subarray(middle)).sort();
  let best = Number.POSITIVE_INFINITY;
  let r = right.length - 1;
  for (const low of left) {
    while (r > 0 && low + right[r - 1]! > bound) r--;
    const sum = low + right[r]!;
    if (sum > bound && sum < best) best = sum;
  }
  return best;
}

function subsetSums(weight: Float64Array): Float64Array {
  const sums = new Float64Array(2 ** weight.length);
  let count = 1;
  for (const w of weight) {
    for (let k = 0; k < count; k++) sums[count + k] = sums[k]! + w;
    count *= 2;
  }
  return sums;
}

/** a − b for decimals: the difference has no more places than they have, so what is beyond is rounding. */
function decimalDifference(a: number, b: number, unit: number): number {
  const difference = a - b;
  const places = Math.max(decimalPlaces(b), decimalPlaces(unit));
  return places > 20 || Math.abs(difference) >= 1e15 ? difference : Number(difference.toFixed(places));
}

function decimalPlaces(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const point = mantissa.indexOf('.');
  return Math.max(0, (point < 0 ? 0 : mantissa.length - point - 1) - Number(exponent));
}
