/** The solutions of a run as the entries of a choice: best first, then each with its objective and whether it holds. */
import type { SolutionView } from '../../src-contract/session.ts';
import { decoderOf } from '../../src-science/decoding/decoders.ts';
import { formatNumber, formatObjective } from '../format/index.ts';
import { BEST, bestSolution } from './use-start-solution.ts';

/** `greedy repair, 3 112`, `threshold, infeasible by 4`. */
export function solutionWords({ source, objective, feasible, violation }: SolutionView): string {
  const name = decoderOf(source)?.label ?? source;
  return `${name}, ${feasible ? formatObjective(objective, { digits: 7 }) : `infeasible by ${formatNumber(violation)}`}`;
}

export function solutionOptions(
  solutions: readonly SolutionView[], sense: 'min' | 'max',
): { readonly value: string; readonly label: string }[] {
  const best = bestSolution(solutions, sense);
  if (best === null) return [{ value: BEST, label: 'Its best' }];
  return [
    { value: BEST, label: `Its best: ${solutionWords(best)}` },
    ...solutions.map((solution, k) => ({ value: String(k), label: solutionWords(solution) })),
  ];
}
