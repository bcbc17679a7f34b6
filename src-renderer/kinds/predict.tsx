/** Predictions: whose model it was, and what its marginals decode to. */
import { formatDuration, formatObjective } from '../format/index.ts';
import type { PageKind } from './page-kind.ts';

export const page: PageKind<'predict'> = {
  lines: ({ manifest, solutions, bestSolution, seconds }) => {
    const solution = bestSolution === null ? undefined : solutions[bestSolution];
    return [
      { label: 'Trained on', value: manifest.programs },
      { label: 'Trained by', value: `${manifest.scheme}, seed ${manifest.seed}` },
      ...(solution === undefined ? [] : [
        { label: 'Objective', value: formatObjective(solution.objective, { digits: 8 }) },
        { label: 'Feasible', value: solution.feasible ? 'yes' : 'no' },
      ]),
      { label: 'Time', value: formatDuration(seconds) },
    ];
  },
  sentence: () => null,
};
