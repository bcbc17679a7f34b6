/** Columns of a training's trajectory besides those that a descent's has too: what an epoch was worth on the validation programs. */
export const VALIDATION_COLUMNS = [
  /** Mean over the validation programs. */
  'validationLoss',
  /** Mean objective of the best samples, in the minimizing sense; NaN where no program got a feasible one. */
  'validationObjective',
  /** Share of the programs of which a sample was feasible. */
  'validationFeasible',
] as const;
