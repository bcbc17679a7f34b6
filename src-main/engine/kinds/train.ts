/** Trainings of a network on many programs; what the model gives the run's own problem is its solution. */
import { tunedSchemeName } from '../../../src-science/gradients/scheme-tuning.ts';
import { defaultTraining, TRAINING_PRESETS } from '../../../src-science/network/training-presets.ts';
import { trainComplaints } from '../../../src-science/network/validate-training.ts';
import type { EngineKind } from './engine-kind.ts';
import { columnsOfSolution } from './vectors.ts';

export const train: EngineKind<'train'> = {
  asked: (body) => ({
    method: `network by ${tunedSchemeName(body.scheme, body.tuning)}`, scheme: body.scheme, evaluation: body.evaluation, optimizer: 'adam',
    step: body.step, samplesPerStep: body.evaluation === 'exact' ? null : body.samples, seed: body.seed,
  }),
  found(result) {
    const best = result.bestSolution === null ? undefined : result.solutions[result.bestSolution];
    return {
      iterations: result.epochs, seconds: result.seconds, samples: result.samples, muFinal: result.mu,
      ...(best === undefined ? {} : columnsOfSolution(best)),
    };
  },
  solutions: ({ solutions }) => solutions,
  complaints: (body) => trainComplaints(body),
  draws: () => true,
  defaults: defaultTraining,
  presets: TRAINING_PRESETS,
};
