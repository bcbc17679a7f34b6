/** Predictions: the marginals that a trained model gives a program. */
import { drawnInDecoding } from '../../../src-science/descent/drawn-parts.ts';
import { NO_MODEL, PREDICT } from '../../../src-science/network/predict-settings.ts';
import type { EngineKind } from './engine-kind.ts';
import { columnsOfSolution } from './vectors.ts';

export const predict: EngineKind<'predict'> = {
  asked: ({ model, seed }) => ({ method: `model ${model.slice(0, 8)}`, seed }),
  found(result) {
    const best = result.bestSolution === null ? undefined : result.solutions[result.bestSolution];
    return { seconds: result.seconds, ...(best === undefined ? {} : columnsOfSolution(best)) };
  },
  solutions: ({ solutions }) => solutions,
  complaints: () => [],
  draws: ({ decoders }, form) => decoders.some((name) => drawnInDecoding(form, name).length > 0),
  // Of no model: whoever asks names one of the session's.
  defaults: () => ({
    model: NO_MODEL, decoders: PREDICT.settings.decoders.default, samples: PREDICT.settings.samples.default, seed: 1,
  }),
};
