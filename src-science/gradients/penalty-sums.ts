/** The penalty's share of a sampled evaluation: mean, standard error, feasible share, mean violation. */
import { LANES } from '../random/bit-planes.ts';
import type { EvaluationOutcome } from './evaluator.ts';
import { popcount } from './lane-bits.ts';

/** Running sums of one sampled evaluation. */
export interface PenaltySums {
  total: number;
  /** Σ (p − shift)², with the first block's mean as shift. */
  shift: number;
  squares: number;
  feasible: number;
  violations: number;
  samples: number;
}

export function createPenaltySums(): PenaltySums {
  return { total: 0, shift: 0, squares: 0, feasible: 0, violations: 0, samples: 0 };
}

export function resetPenaltySums(sums: PenaltySums): void {
  sums.total = 0;
  sums.shift = 0;
  sums.squares = 0;
  sums.feasible = 0;
  sums.violations = 0;
  sums.samples = 0;
}

/**
 * Adds a block of up to 32 samples.
 * @param penalty entries [at, at + 32), 0 in lanes that are no sample
 */
export function addBlockPenalties(sums: PenaltySums, penalty: Float64Array, at: number, valid: number, feasible: number): void {
  let block = 0;
  for (let l = at; l < at + LANES; l++) block += penalty[l]!;
  const lanes = popcount(valid);
  if (sums.samples === 0) sums.shift = block / lanes;
  for (let l = 0; l < LANES; l++) {
    if (((valid >>> l) & 1) === 0) continue;
    const off = penalty[at + l]! - sums.shift;
    sums.squares += off * off;
  }
  sums.total += block - lanes * sums.shift;
  sums.samples += lanes;
  sums.feasible += popcount(feasible);
}

export function settleOutcome(sums: PenaltySums, outcome: EvaluationOutcome): void {
  const n = sums.samples;
  const off = sums.total / n;
  const mean = sums.shift + off;
  outcome.penalty = mean;
  outcome.penaltyStandardError = n > 1 ? Math.sqrt(Math.max(0, sums.squares - n * off * off) / (n - 1) / n) : Number.NaN;
  outcome.feasibleShare = sums.feasible / n;
  outcome.samples = n;
  outcome.meanViolation = sums.violations > 0 ? (mean * n) / sums.violations : 0;
}
