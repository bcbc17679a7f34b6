/** The spec of a descent for tests and measurements: forty exact steps of Adam on logits from ½, everything recorded, nothing decoded. */
import type { DescentSpec } from '../src-science/descent/descent-spec.ts';

const USUAL: DescentSpec = {
  scheme: 'true-penalty',
  evaluation: 'exact',
  samples: 1,
  parametrization: 'logit',
  optimizer: { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  step: 0.1,
  stepSchedule: { kind: 'constant' },
  mu: { kind: 'fixed', value: 3 },
  iterations: 40,
  seed: 1,
  start: { kind: 'uniform', value: 0.5 },
  stopAtGradientNorm: null,
  recordEvery: 1,
  snapshotEvery: 0,
  checkpointEvery: 0,
  decoders: [],
};

/** @param change what is other than usual */
export function aDescent(change: Partial<DescentSpec> = {}): DescentSpec {
  return { ...USUAL, ...change };
}
