/**
 * `concrete`: the hard sample replaced by x_τ = σ((σ⁻¹(x̂) + σ⁻¹(ε))/τ) and max(a_iᵀx_τ − b_i, 0)
 * differentiated through it: 1[a_iᵀx_τ > b_i] a_ij ∂x_τ/∂x̂_j (Maddison et al. 2017; Jang et al. 2017;
 * docs/science.md, section 4). Biased for τ > 0; τ falls with the iteration. Penalty and feasibility
 * reported are those of the hard sample.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { LANES } from '../random/bit-planes.ts';
import { splitRows } from '../relaxation/row-split.ts';
import { weighSplit } from '../relaxation/row-weights.ts';
import { createBlockDraw } from './block-draw.ts';
import type { LaneKernel } from './lane-kernel.ts';
import { clearInvalidLanes } from './sample-block.ts';
import { DEFAULT_TEMPERATURE } from './scheme-settings.ts';
import { tuningComplaints } from './scheme-tuning.ts';
import type { SchemeTuning, TemperatureSchedule } from './scheme-settings.ts';
import { uniformOfWord } from './soft-sample.ts';
import { beginSoftSequence, createSoftSequence, loadSoftSides, nextSoftWords, SOFT_SIDE_NUMBERS, softLanesGiven } from './soft-sequence.ts';

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

export function createConcreteKernel(form: NormalForm, tuning: SchemeTuning = {}, weighable = false): LaneKernel {
  const schedule = tuning.temperature ?? DEFAULT_TEMPERATURE;
  const complaint = tuningComplaints('concrete', { temperature: schedule })[0];
  if (complaint !== undefined) throw new RangeError(complaint.message);
  const { totals, load, draw, weighing } = createBlockDraw(form, 'samples', undefined, weighable);
  const split = splitRows(form, { cornersAsWeighted: 'all' });
  const { weighted, alwaysLinear } = split;
  const coefficient = new Float64Array(weighted.weight.length);
  const writeCoefficients = (): void => {
    for (let r = 0; r < weighted.count; r++) {
      for (let k = weighted.start[r]!; k < weighted.start[r + 1]!; k++) coefficient[k] = weighted.weight[k]! * weighted.unit[r]!;
    }
  };
  writeCoefficients();
  const weigh = weighable ? weighSplit(form, split) : null;
  const d = form.variableCount;
  const marginals = new Float64Array(d);
  const sides = new Float64Array(SOFT_SIDE_NUMBERS * d);
  const sequence = createSoftSequence();
  const words = new Int32Array(LANES);
  const value = new Float64Array(LANES * d);
  const slope = new Float64Array(LANES * d);
  const slack = new Float64Array(LANES);
  const violated = new Int32Array(LANES);
  let tau = schedule.start;

  /** x_τ and ∂x_τ/∂x̂ of the first `count` lanes of a variable. */
  function soften(j: number, ones: number, count: number): void {
    const o = LANES * j;
    const x = marginals[j]!;
    if (tau === 1) {
      softLanesGiven(sides, SOFT_SIDE_NUMBERS * j, words, 0, ones, count, value, slope, o);
    } else if (x <= 0 || x >= 1) {
      // The limit for τ < 1.
      value.fill(x, o, o + count);
      slope.fill(0, o, o + count);
    } else {
      concreteLanes(o, sides, SOFT_SIDE_NUMBERS * j, ones, count, 1 / (tau * x * (1 - x)));
    }
  }

  /** Hot: with odds n/t of the side that x_j is on (`soft-sequence.ts`), ρ = (t/n)^(1/τ) and x_τ = 1/(1 + ρ) or ρ/(1 + ρ). */
  function concreteLanes(o: number, side: Float64Array, at: number, ones: number, count: number, scale: number): void {
    const power = 1 / tau;
    for (let l = 0; l < count; l++) {
      const isOne = (ones >>> l) & 1;
      const u = uniformOfWord(words[l]!);
      const t = u * side[at + 2 - 2 * isOne]!;
      const rho = Math.exp(Math.log(t / (1 - u + t)) * power);
      const big = 1 / (1 + rho);
      value[o + l] = isOne === 1 ? big : rho * big;
      slope[o + l] = rho * big * big * scale;
    }
  }

  /** Lanes of row r with a_iᵀx_τ > b_i, into `violated`. */
  function listViolated(r: number, count: number): number {
    const { start, column, unit, bound } = weighted;
    const to = start[r + 1]!;
    const below = -unit[r]! * bound[r]!;
    for (let group = 0; group < count; group += 8) {
      let v0 = below, v1 = v0, v2 = v0, v3 = v0, v4 = v0, v5 = v0, v6 = v0, v7 = v0;
      for (let k = start[r]!; k < to; k++) {
        const a = coefficient[k]!;
        const o = LANES * column[k]! + group;
        v0 += a * value[o]!;
        v1 += a * value[o + 1]!;
        v2 += a * value[o + 2]!;
        v3 += a * value[o + 3]!;
        v4 += a * value[o + 4]!;
        v5 += a * value[o + 5]!;
        v6 += a * value[o + 6]!;
        v7 += a * value[o + 7]!;
      }
      slack[group] = v0;
      slack[group + 1] = v1;
      slack[group + 2] = v2;
      slack[group + 3] = v3;
      slack[group + 4] = v4;
      slack[group + 5] = v5;
      slack[group + 6] = v6;
      slack[group + 7] = v7;
    }
    let listed = 0;
    for (let l = 0; l < count; l++) if (slack[l]! > 0) violated[listed++] = l;
    return listed;
  }

  return {
    weighing: weighing === null ? null : {
      ...weighing,
      reweigh(weight) {
        weighing.reweigh(weight);
        weigh?.(weight);
        writeCoefficients();
      },
    },
    load(xHat, iteration) {
      marginals.set(xHat);
      load(xHat);
      loadSoftSides(xHat, sides);
      tau = temperatureAt(schedule, iteration);
    },
    lanes(stream, number, valid, gradient, result) {
      draw(stream, number, valid, result);
      const count = LANES - Math.clz32(valid);
      gradient.fill(0);
      beginSoftSequence(sequence, stream, number);
      for (let j = 0; j < d; j++) {
        nextSoftWords(sequence, words);
        soften(j, totals.literalBits[2 * j]!, count);
        const a = alwaysLinear[j]!;
        if (a === 0) continue;
        for (let l = 0; l < count; l++) gradient[LANES * j + l] = a * slope[LANES * j + l]!;
      }
      for (let r = 0; r < weighted.count; r++) {
        const listed = listViolated(r, count);
        if (listed === 0) continue;
        for (let k = weighted.start[r]!; k < weighted.start[r + 1]!; k++) {
          const a = coefficient[k]!;
          const o = LANES * weighted.column[k]!;
          for (let n = 0; n < listed; n++) gradient[o + violated[n]!]! += a * slope[o + violated[n]!]!;
        }
      }
      clearInvalidLanes(gradient, valid);
    },
  };
}
