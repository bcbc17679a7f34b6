/**
 * `concrete`: the hard sample replaced by x_τ = σ((σ⁻¹(x̂) + σ⁻¹(ε))/τ) and max(a_iᵀx_τ − b_i, 0)
 * differentiated through it: 1[a_iᵀx_τ > b_i] a_ij ∂x_τ/∂x̂_j (Maddison et al. 2017; Jang et al. 2017;
 * science notes, section 4). Biased for τ > 0; τ falls with the iteration. Penalty and feasibility
 * reported are those of the hard sample.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { LANES, uniformWords } from '../random/bit-planes.ts';
import { copyOutcome, type LaneKernel } from './lane-kernel.ts';
import { clearInvalidLanes, createSampleBlock, drawBlock, loadThresholds } from './sample-block.ts';
import { DEFAULT_TEMPERATURE, tuningComplaints } from './scheme-tuning.ts';
import type { SchemeTuning, TemperatureSchedule } from './scheme-tuning.ts';
import { softSlope, uniformOfWord } from './soft-sample.ts';

/** τ at an iteration. */
export function temperatureAt(schedule: TemperatureSchedule, iteration: number): number {
  return schedule.final + (schedule.start - schedule.final) * 2 ** (-iteration / schedule.halfLife);
}

/** x_τ for one marginal and ε; 0 and 1 at the borders. */
export function concreteValue(xHat: number, epsilon: number, tau: number): number {
  if (xHat <= 0) return 0;
  if (xHat >= 1) return 1;
  const logit = Math.log(xHat / (1 - xHat)) + Math.log(epsilon / (1 - epsilon));
  return 1 / (1 + Math.exp(-logit / tau));
}

/** ∂x_τ/∂x̂ = x_τ(1−x_τ)/(τ x̂(1−x̂)); at the borders its limit for τ ≤ 1. */
function concreteSlope(xHat: number, epsilon: number, tau: number): number {
  if (tau === 1) return softSlope(xHat, epsilon);
  if (xHat <= 0 || xHat >= 1) return 0;
  const x = concreteValue(xHat, epsilon, tau);
  return (x * (1 - x)) / (tau * xHat * (1 - xHat));
}

export function createConcreteKernel(form: NormalForm, tuning: SchemeTuning = {}): LaneKernel {
  const schedule = tuning.temperature ?? DEFAULT_TEMPERATURE;
  const complaint = tuningComplaints('concrete', { temperature: schedule })[0];
  if (complaint !== undefined) throw new RangeError(complaint.message);
  const block = createSampleBlock(form, { cornersAsWeighted: 'all' });
  const d = form.variableCount;
  const thresholds = new Float64Array(d);
  const marginals = new Float64Array(d);
  const value = new Float64Array(LANES * d);
  const slope = new Float64Array(LANES * d);
  const words = new Int32Array(LANES);
  const slack = new Float64Array(LANES);
  const { split, weightedCoefficient } = block;
  const { weighted, alwaysLinear } = split;
  let tau = schedule.start;
  return {
    load(xHat, iteration) {
      marginals.set(xHat);
      loadThresholds(xHat, thresholds);
      tau = temperatureAt(schedule, iteration);
    },
    lanes(stream, number, valid, gradient, result) {
      drawBlock(block, stream, thresholds, number, valid);
      copyOutcome(block, result);
      for (let j = 0; j < d; j++) {
        uniformWords(stream, number, j, words);
        const x = marginals[j]!;
        const a = alwaysLinear[j]!;
        for (let l = 0; l < LANES; l++) {
          const epsilon = uniformOfWord(words[l]!);
          value[LANES * j + l] = concreteValue(x, epsilon, tau);
          slope[LANES * j + l] = concreteSlope(x, epsilon, tau);
          gradient[LANES * j + l] = a === 0 ? 0 : a * slope[LANES * j + l]!;
        }
      }
      for (let r = 0; r < weighted.count; r++) {
        const from = weighted.start[r]!;
        const to = weighted.start[r + 1]!;
        slack.fill(-weighted.unit[r]! * weighted.bound[r]!);
        for (let k = from; k < to; k++) {
          const a = weightedCoefficient[k]!;
          const o = LANES * weighted.column[k]!;
          for (let l = 0; l < LANES; l++) slack[l]! += a * value[o + l]!;
        }
        for (let k = from; k < to; k++) {
          const a = weightedCoefficient[k]!;
          const o = LANES * weighted.column[k]!;
          for (let l = 0; l < LANES; l++) if (slack[l]! > 0) gradient[o + l]! += a * slope[o + l]!;
        }
      }
      clearInvalidLanes(gradient, valid);
    },
  };
}
