/** What trainings and predictions come to. */
import { PROGRAM_CLASS_NAMES } from '../src-science/program/program-class.ts';
import { OneLine } from './one-line.ts';
import { DescentCheckpointValue, SolutionValue } from './result-parts.ts';
import { Float64, z } from './zod.ts';

/** Who trained a model, on what, how: what its file says (`model-file.ts`). */
const ModelManifestValue = z.object({
  shape: z.object({
    hidden: z.number().int().positive(), pairs: z.number().int().positive(),
    head: z.tuple([z.number().int().positive(), z.number().int().positive()]).readonly(), coefficients: z.boolean(),
  }),
  programClass: z.enum(PROGRAM_CLASS_NAMES),
  programs: OneLine,
  scheme: OneLine,
  loss: OneLine,
  seed: z.number(),
  epochs: z.number().int().positive(),
  bestEpoch: z.number().int().nullable(),
  validationFeasible: z.number().int().nullable(),
  validationObjective: z.number().nullable(),
  spec: z.string(),
  trainedBy: OneLine,
});

/** A model that a training of the session came to, for whoever chooses one. */
export const TrainedModel = z.object({
  /** SHA-256 of its file, hexadecimal: what specs call it by. */
  hash: z.string(),
  runId: z.number().int().positive(),
  /** What it was trained on, in words. */
  programs: OneLine,
  scheme: OneLine,
  seed: z.number(),
  epochs: z.number().int().positive(),
});
export type TrainedModel = z.infer<typeof TrainedModel>;

export const TrainResultValue = z.object({
  kind: z.literal('train'),
  stopped: z.enum(['epochs', 'cancelled']),
  /** Done. */
  epochs: z.number().int().nonnegative(),
  seconds: z.number().nonnegative(),
  samples: z.number().nonnegative(),
  mu: z.number(),
  trainingPrograms: z.number().int().positive(),
  validationPrograms: z.number().int().positive(),
  /** The epoch whose parameters the model has; null where none was done. */
  best: z.object({
    epoch: z.number().int().positive(),
    /** Validation programs of which a sample was feasible. */
    feasible: z.number().int().nonnegative(),
    /** Mean objective of the best samples of these, in the minimizing sense; null without any. */
    objective: z.number().nullable(),
  }).nullable(),
  /** The model of that epoch; null where none was done. */
  model: z.object({ manifest: ModelManifestValue, parameters: Float64 }).nullable(),
  /** What it gives the run's own problem, and what that decodes to. */
  xHat: Float64,
  solutions: z.array(SolutionValue).readonly(),
  bestSolution: z.number().int().nonnegative().nullable(),
  checkpoint: DescentCheckpointValue,
});
export type TrainResultValue = z.infer<typeof TrainResultValue>;

export const PredictResultValue = z.object({
  kind: z.literal('predict'),
  manifest: ModelManifestValue,
  seconds: z.number().nonnegative(),
  xHat: Float64,
  solutions: z.array(SolutionValue).readonly(),
  bestSolution: z.number().int().nonnegative().nullable(),
});
