/**
 * Trainings to begin with: DiffILO's settings by family (config/model and config/trainer of MIRALab-USTC/L2O-DiffILO), at its
 * sizes of programs, and a small network for a first look. What differs from the published training is said in `training.ts`,
 * and in each preset's help how many programs and epochs are left out.
 */
import type { TrainSpec } from './training-settings.ts';

export interface TrainingPreset {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly specFor: () => TrainSpec;
}

const COMMON = {
  validationShare: 0.2, edges: 'constant', scheme: 'surrogate-interchange', evaluation: 'sampled', loss: 'diffilo', step: 1e-4, batch: 5,
  validationSamples: 500, decoders: ['best-of-samples', 'conditional-expectation'], checkpointEvery: 5, seed: 1,
} as const;

const SHORT =
  'Other than published: normalization over each program instead of the batch, 50 programs and 60 epochs unless you say more. Its results are not DiffILO’s.';

/** The published network and settings for independent sets. */
function independentSets(): TrainSpec {
  return {
    ...COMMON, programs: { kind: 'generated', family: 'independent-set', parameters: { nodes: 1500, affinity: 4 }, count: 50, seed: 1 },
    architecture: 'published', pairs: 10, samples: 15, mu: { start: 150, min: 0, max: 150, step: 0.1 }, period: 200, epochs: 60,
  };
}

/** A small network on small covers: seconds, not hours. */
export function defaultTraining(): TrainSpec {
  return {
    ...COMMON, architecture: 'small', pairs: 3, scheme: 'true-penalty', evaluation: 'auto', samples: 64,
    programs: { kind: 'generated', family: 'set-cover', parameters: { rows: 50, columns: 100, density: 0.1 }, count: 20, seed: 1 },
    mu: { start: 5, min: 0.1, max: 5, step: 0.01 },
    step: 1e-3, period: 200, epochs: 100,
  };
}

export const TRAINING_PRESETS: readonly TrainingPreset[] = [
  {
    name: 'first-look', label: 'A first look: a small network on small covers',
    help: 'Twenty covers of 50 rows, the small architecture, the true penalty: a minute or less.', specFor: defaultTraining,
  },
  {
    name: 'diffilo-set-cover', label: 'DiffILO, set cover',
    help: `DiffILO’s network and settings for set covers of 3000 rows and 2000 variables: 6 pairs, 15 samples, μ 5 (0.1 to 5, by 0.01); published are 1200 epochs. ${SHORT}`,
    specFor: () => ({
      ...independentSets(), pairs: 6, mu: { start: 5, min: 0.1, max: 5, step: 0.01 },
      programs: { kind: 'generated', family: 'set-cover', parameters: { rows: 3000, columns: 2000, density: 0.1 }, count: 50, seed: 1 },
    }),
  },
  {
    name: 'diffilo-independent-set', label: 'DiffILO, independent set',
    help: `DiffILO’s network and settings for independent sets of 1500 nodes: 10 pairs, 15 samples, μ 150 (0 to 150, by 0.1); published are 3000 epochs. ${SHORT}`,
    specFor: independentSets,
  },
  {
    name: 'diffilo-auctions', label: 'DiffILO, auctions',
    help: `DiffILO’s network and settings for auctions of 300 items and 1500 bids: 10 pairs, 30 samples, μ 10 (0 to 10, by 0.01), half periods of 400 epochs; published are 9900 epochs. ${SHORT}`,
    specFor: () => ({
      ...independentSets(), samples: 30, mu: { start: 10, min: 0, max: 10, step: 0.01 }, period: 400,
      programs: { kind: 'generated', family: 'combinatorial-auction', parameters: { items: 300, bids: 1500 }, count: 50, seed: 1 },
    }),
  },
];
