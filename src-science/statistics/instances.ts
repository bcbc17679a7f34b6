/**
 * The instances that profiles and ranks are taken over: each problem at each seed that any method was run with. A method that
 * draws nothing stands at every seed of the problem; one that has no run at an instance did not solve it, and that is counted.
 */
import type { Outcome } from './comparison.ts';

export interface Instances {
  /** By method, what each instance costs it; ∞ where it did not solve it or has no run there. */
  readonly costs: readonly Float64Array[];
  /** By instance, the place of its problem. */
  readonly problems: Int32Array;
  /** By method, at how many instances it has no run. */
  readonly missing: Int32Array;
}

interface OfProblem {
  readonly seeds: Set<number>;
  /** By method, the sum and number of costs at each seed. */
  readonly cells: readonly Map<number | null, { sum: number; count: number }>[];
}

/**
 * @param methods how many there are
 * @param costs of each outcome; ∞ where it is not solved. Outcomes of one method, problem and seed count once, by their mean
 * Cost: O(outcomes + instances · methods).
 */
export function instancesOf(outcomes: readonly Outcome[], methods: number, costs: ArrayLike<number>): Instances {
  const byProblem = new Map<number, OfProblem>();
  outcomes.forEach((outcome, k) => {
    let entry = byProblem.get(outcome.problem);
    if (entry === undefined) {
      entry = { seeds: new Set(), cells: Array.from({ length: methods }, () => new Map()) };
      byProblem.set(outcome.problem, entry);
    }
    if (outcome.seed !== null) entry.seeds.add(outcome.seed);
    const cells = entry.cells[outcome.method]!;
    const cell = cells.get(outcome.seed);
    if (cell === undefined) cells.set(outcome.seed, { sum: costs[k]!, count: 1 });
    else {
      cell.sum += costs[k]!;
      cell.count++;
    }
  });
  const places: number[] = [];
  const rows = Array.from({ length: methods }, (): number[] => []);
  const missing = new Int32Array(methods);
  for (const [problem, { seeds, cells }] of [...byProblem].sort(([a], [b]) => a - b)) {
    for (const seed of seeds.size === 0 ? [null] : [...seeds].sort((a, b) => a - b)) {
      places.push(problem);
      cells.forEach((own, method) => {
        const cell = own.get(seed) ?? own.get(null);
        if (cell === undefined) missing[method]!++;
        rows[method]!.push(cell === undefined ? Infinity : cell.sum / cell.count);
      });
    }
  }
  return { costs: rows.map((row) => Float64Array.from(row)), problems: Int32Array.from(places), missing };
}
