/**
 * Comparisons of two methods on the same problems: Wilcoxon's signed-rank test (Biometrics Bulletin 1, 1945) with its exact
 * distribution, ties included, or for many pairs its normal limit, the matched-pairs rank-biserial correlation (Kerby,
 * Comprehensive Psychology 3, 2014) as effect size, Student's interval of a mean, and Holm's correction (Scandinavian Journal of
 * Statistics 6, 1979) where several are made.
 */
import { normalTail, studentTail } from '../quality/tail-probability.ts';

export interface SignedRanks {
  /** Differences that are not 0; the others are left out, as by Wilcoxon. */
  readonly pairs: number;
  /** Sum of the ranks of positive differences, mid-ranks for ties. */
  readonly positive: number;
  readonly negative: number;
  /** Two-sided; 1 where every difference is 0. */
  readonly p: number;
  /** Whether p is exact given the ranks, or that of the normal limit, corrected for ties and continuity. */
  readonly exact: boolean;
  /** (positive − negative)/(positive + negative), from −1 (all below 0) to 1; 0 where every difference is 0. */
  readonly effect: number;
}

/** Beyond so many pairs the normal limit stands for the exact law; from 100 on the two differ by less than 0.002. */
const MOST_EXACT = 400;

/**
 * @param differences one a pair
 * @param mostExact up to so many pairs that differ p is exact
 * @throws RangeError where one is not a finite number
 * Cost: O(n³) where it is exact, else O(n log n).
 */
export function signedRanks(differences: readonly number[], mostExact: number = MOST_EXACT): SignedRanks {
  if (!differences.every(Number.isFinite)) throw new RangeError('a difference of pairs is not a finite number');
  const sorted = differences.filter((value) => value !== 0).sort((a, b) => Math.abs(a) - Math.abs(b));
  const n = sorted.length;
  if (n === 0) return { pairs: 0, positive: 0, negative: 0, p: 1, exact: true, effect: 0 };
  // Twice the ranks, which mid-ranks make whole.
  const doubled: number[] = [];
  let ties = 0;
  for (let k = 0; k < n;) {
    let end = k + 1;
    while (end < n && Math.abs(sorted[end]!) === Math.abs(sorted[k]!)) end++;
    for (let each = k; each < end; each++) doubled.push(k + 1 + end);
    ties += (end - k) ** 3 - (end - k);
    k = end;
  }
  const total = n * (n + 1);
  const positive = sorted.reduce((sum, value, k) => sum + (value > 0 ? doubled[k]! : 0), 0);
  const least = Math.min(positive, total - positive);
  const found = { pairs: n, positive: positive / 2, negative: (total - positive) / 2, effect: (2 * positive - total) / total };
  if (n > mostExact) {
    const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties / 48;
    const z = Math.max(0, total / 4 - least / 2 - 0.5) / Math.sqrt(variance);
    return { ...found, p: Math.min(1, 2 * normalTail(z)), exact: false };
  }
  // P(sum of the ranks drawn with fair signs = s), s doubled.
  const probability = new Float64Array(total + 1);
  probability[0] = 1;
  let reach = 0;
  for (const rank of doubled) {
    reach += rank;
    for (let s = reach; s >= 0; s--) probability[s] = (probability[s]! + (s >= rank ? probability[s - rank]! : 0)) / 2;
  }
  let tail = 0;
  for (let s = 0; s <= least; s++) tail += probability[s]!;
  return { ...found, p: Math.min(1, 2 * tail), exact: true };
}

/** Mean, and half the width of its 95 % interval by Student's t over the values; NaN where there are fewer than two. */
export function studentInterval(values: readonly number[]): { readonly mean: number; readonly half: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, half: Number.NaN };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, half: studentQuantile(0.05, n - 1) * Math.sqrt(squares / (n - 1) / n) };
}

/**
 * The t with P(|T| > t) = p of Student's t.
 * @param p in (0, 1]
 */
function studentQuantile(p: number, freedom: number): number {
  let low = 0;
  let high = 1;
  while (studentTail(high, freedom) > p) high *= 2;
  for (let k = 0; k < 100; k++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, freedom) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probabilities of several tests as Holm corrects them, in the order given: those at most α reject together at level α. */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, k) => k).sort((a, b) => p[a]! - p[b]!);
  const adjusted = new Array<number>(p.length).fill(1);
  let before = 0;
  order.forEach((k, place) => {
    before = Math.max(before, Math.min(1, (p.length - place) * p[k]!));
    adjusted[k] = before;
  });
  return adjusted;
}
