/** Trainings: how far one came, what its best epoch was worth, and what the model gives the run's own problem. */
import { formatCount, formatDuration, formatNumber, formatObjective } from '../format/index.ts';
import type { PageKind } from './page-kind.ts';

export const page: PageKind<'train'> = {
  lines: ({ epochs, best, mu, model, seconds, trainingPrograms, validationPrograms, solutions, bestSolution }) => {
    const solution = bestSolution === null ? undefined : solutions[bestSolution];
    return [
      { label: 'Epochs', value: formatCount(epochs) },
      { label: 'Programs', value: `${formatCount(trainingPrograms)} to train on, ${formatCount(validationPrograms)} to validate with` },
      {
        label: 'Best epoch',
        value: best === null ? 'none was done' : `${formatCount(best.epoch)}: ${formatCount(best.feasible)} of ${formatCount(validationPrograms)} feasible${best.objective === null ? '' : `, mean objective ${formatNumber(best.objective)}`}`,
        help: 'On the validation programs; objectives in the minimizing sense. The model has the parameters of this epoch.',
      },
      { label: 'Parameters', value: model === null ? 'no model' : formatCount(model.parameters.length) },
      { label: 'Last μ', value: formatNumber(mu) },
      ...(solution === undefined ? [] : [{ label: 'Objective here', value: formatObjective(solution.objective, { digits: 8 }) }]),
      { label: 'Time', value: formatDuration(seconds) },
    ];
  },
  sentence: ({ stopped }) => (stopped === 'cancelled' ? 'It was stopped; the model is that of its best epoch so far.' : null),
};
