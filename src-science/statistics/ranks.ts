/**
 * Comparisons of several methods over several problems by ranks: average ranks, Friedman's test (Journal of the American
 * Statistical Association 32, 1937) with the correction for ties, its F statistic (Iman and Davenport, Communications in Statistics
 * A9, 1980), and Nemenyi's critical difference of average ranks, as Demšar (Journal of Machine Learning Research 7, 2006)
 * recommends for comparisons of methods over data sets.
 */
import { chiSquareTail, fisherTail, normalTail } from '../quality/tail-probability.ts';

/**
 * The rank of each value, the least first; equal values share the mean of their ranks. Infinite values are equal among
 * themselves.
 * @param values no NaN
 */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const order = Array.from({ length: n }, (_, k) => k).sort((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : 0));
  const ranks = new Float64Array(n);
  for (let k = 0; k < n;) {
    let end = k + 1;
    while (end < n && values[order[end]!] === values[order[k]!]) end++;
    for (let each = k; each < end; each++) ranks[order[each]!] = (k + 1 + end) / 2;
    k = end;
  }
  return ranks;
}

export interface FriedmanTest {
  /** Problems, or whatever the methods were ranked on. */
  readonly blocks: number;
  readonly methods: number;
  /** The mean of each method's ranks; 1 is the best. */
  readonly ranks: Float64Array;
  /** Friedman's χ² corrected for ties, with `methods − 1` degrees of freedom; 0 where all methods tie everywhere. */
  readonly statistic: number;
  /** P(χ² > statistic): the limit of many blocks. */
  readonly p: number;
  /** Iman and Davenport's F with methods − 1 and (methods − 1)(blocks − 1) degrees of freedom; ∞ where every block ranks alike. */
  readonly f: number;
  readonly pOfF: number;
}

/**
 * @param blocks one row a block, one value a method, smaller is better, ∞ where a method failed; no NaN
 * @returns null of fewer than two blocks or methods
 * Cost: O(blocks · methods log methods).
 */
export function friedmanTest(blocks: readonly ArrayLike<number>[]): FriedmanTest | null {
  const n = blocks.length;
  const k = blocks[0]?.length ?? 0;
  if (n < 2 || k < 2) return null;
  const ranks = new Float64Array(k);
  /** Σ r² over all blocks: n k(k+1)(2k+1)/6 without ties, less with them. */
  let squares = 0;
  for (const block of blocks) {
    averageRanks(block).forEach((rank, method) => {
      ranks[method]! += rank / n;
      squares += rank * rank;
    });
  }
  const middle = (k + 1) / 2;
  const between = n * ranks.reduce((sum, rank) => sum + (rank - middle) ** 2, 0);
  const total = squares - n * k * middle * middle;
  const largest = n * (k - 1);
  const statistic = total <= 1e-12 ? 0 : Math.min(largest, (between * largest) / total);
  const f = statistic >= largest * (1 - 1e-12) ? Infinity : ((n - 1) * statistic) / (largest - statistic);
  return {
    blocks: n, methods: k, ranks, statistic, p: chiSquareTail(statistic, k - 1), f,
    pOfF: f === Infinity ? 0 : fisherTail(f, k - 1, (k - 1) * (n - 1)),
  };
}

/** Steps of the integral over z in [−8, 8 + q]: the integrand is analytic, so that the trapezoidal rule is right to 1e-12. */
const STEP = 1 / 8;

/** P(range of k standard normals > q). */
function rangeTail(q: number, k: number): number {
  if (q <= 0) return 1;
  let below = 0;
  for (let z = -8; z <= 8 + q; z += STEP) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    // The greatest is at z and all others within q below it.
    below += density * (normalTail(z - q) - normalTail(z)) ** (k - 1);
  }
  return 1 - k * STEP * below;
}

/**
 * The q of Nemenyi's test: the quantile of the studentized range of k values with infinite degrees of freedom, over √2.
 * Demšar's Table 5 has it for k = 2 to 10.
 * @param alpha level, in (0, 1)
 * @param methods k ≥ 2
 */
export function nemenyiQuantile(alpha: number, methods: number): number {
  let low = 0;
  let high = 20;
  for (let k = 0; k < 48; k++) {
    const middle = (low + high) / 2;
    if (rangeTail(middle, methods) > alpha) low = middle;
    else high = middle;
  }
  return (low + high) / 2 / Math.SQRT2;
}

/**
 * Average ranks that differ by at least this differ at level α: q_α √(k(k+1)/(6 n)).
 * @param blocks n ≥ 1
 */
export function criticalDifference(alpha: number, methods: number, blocks: number): number {
  return nemenyiQuantile(alpha, methods) * Math.sqrt((methods * (methods + 1)) / (6 * blocks));
}

/**
 * The largest groups of methods among which no two average ranks differ by the critical difference, each by the places of its
 * methods in order of rank; groups of one are left out.
 */
export function rankCliques(ranks: ArrayLike<number>, difference: number): readonly (readonly number[])[] {
  const order = Array.from({ length: ranks.length }, (_, k) => k).sort((a, b) => ranks[a]! - ranks[b]!);
  const cliques: number[][] = [];
  let reached = 0;
  for (let first = 0; first < order.length; first++) {
    let end = first + 1;
    while (end < order.length && ranks[order[end]!]! - ranks[order[first]!]! < difference) end++;
    // One that ends where another ended lies within it.
    if (end > reached && end - first > 1) cliques.push(order.slice(first, end));
    reached = Math.max(reached, end);
  }
  return cliques;
}
