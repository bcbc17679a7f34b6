/**
 * Profiles of methods over many instances. Performance profile: the share of instances that a method solves within a factor τ of
 * the best method on each (Dolan and Moré, Mathematical Programming 91, 2002). Data profile: the share that it solves within a
 * budget (Moré and Wild, SIAM Journal on Optimization 20, 2009). An instance that a method did not solve costs ∞, and stays in the
 * denominator. Pure.
 */

/** A function of steps, right-continuous: `shares[k]` from `at[k]` up to `at[k + 1]`, 0 before `at[0]`. */
export interface Steps {
  /** Ascending, each once. */
  readonly at: Float64Array;
  /** Ascending, in [0, 1]. */
  readonly shares: Float64Array;
}

/** The share of `of` that is at most x, as a function of x; infinite values never are. */
function stepsOf(values: Float64Array, of: number): Steps {
  const sorted = values.filter((value) => value < Infinity).sort();
  const at: number[] = [];
  const shares: number[] = [];
  for (let k = 0; k < sorted.length; k++) {
    if (k + 1 < sorted.length && sorted[k + 1] === sorted[k]) continue;
    at.push(sorted[k]!);
    shares.push((k + 1) / of);
  }
  return { at: Float64Array.from(at), shares: Float64Array.from(shares) };
}

/** The share at x. */
export function shareAt({ at, shares }: Steps, x: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : shares[low - 1]!;
}

/**
 * The performance profile of each method, over the ratio of its cost to the least cost on the instance.
 * @param costs one row a method, one positive cost an instance; ∞ where it did not solve it. Rows of one length.
 * @throws RangeError where a cost is not positive
 * Cost: O(methods · instances · log instances).
 */
export function performanceProfiles(costs: readonly Float64Array[]): readonly Steps[] {
  const instances = costs[0]?.length ?? 0;
  const least = new Float64Array(instances).fill(Infinity);
  for (const row of costs) {
    for (let k = 0; k < instances; k++) {
      const cost = row[k]!;
      if (!(cost > 0)) throw new RangeError(`a cost of a profile is ${cost}, not positive`);
      if (cost < least[k]!) least[k] = cost;
    }
  }
  return costs.map((row) => stepsOf(row.map((cost, k) => (cost === Infinity ? Infinity : cost / least[k]!)), instances));
}

/**
 * The data profile of each method, over the budget.
 * @param costs as for performance profiles, 0 allowed
 * @param sizes of the instances: what a cost is divided by, n + 1 as Moré and Wild count in simplex gradients; else 1
 */
export function dataProfiles(costs: readonly Float64Array[], sizes: Float64Array | null): readonly Steps[] {
  return costs.map((row) => stepsOf(sizes === null ? row : row.map((cost, k) => cost / sizes[k]!), row.length));
}
