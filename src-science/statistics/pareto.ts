/** The Pareto front of points of two costs: those that no other point is at least as good as in both and better than in one. */

/**
 * @param a, b costs of each point, smaller is better; finite
 * @returns the places of the front in ascending a and descending b; of equal points the first
 * Cost: O(n log n).
 */
export function paretoFront(a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  const order = Array.from({ length: a.length }, (_, k) => k).sort((i, j) => a[i]! - a[j]! || b[i]! - b[j]! || i - j);
  const front: number[] = [];
  let least = Infinity;
  for (const k of order) {
    if (b[k]! >= least) continue;
    least = b[k]!;
    front.push(k);
  }
  return front;
}
