/**
 * Gradients put together from the totals of a program: the loops of src-science/gradients/total-gradient.ts
 * in their order, one addition after the other, so that the doubles are the same.
 */
import {
  alwaysCount, alwaysLinear, cornerCoefficient, cornerCount, cornerMiss, cornerStart, cornerTotal, cornerViolated, coverCount,
  gradient, groupAmount, groupCount, groupStart, literalSum, linear, linearCount, linearVariables, onesTotal, slopes, variables,
  weightedCoefficient, weightedColumn, weightedCount, weightedMiddle, weightedStart, weightedFactor, weightedTotal,
  weightedViolated,
} from './_program';

@inline
function add(at: usize, change: f64): void {
  store<f64>(at, load<f64>(at) + change);
}

/** `addTruePenaltySum`. */
export function addTruePenalty(samples: f64): void {
  for (let n = 0; n < linearCount; n++) {
    add(gradient + (<usize>load<i32>(linearVariables + (<usize>n << 2)) << 3), samples * load<f64>(linear + (<usize>n << 3)));
  }
  for (let g = 0; g < groupCount; g++) {
    const amount = load<f64>(groupAmount + (<usize>g << 3));
    const rows = groupStart + (<usize>g << 2);
    const from = <usize>load<i32>(cornerStart + (<usize>load<i32>(rows) << 2)) << 2;
    const to = <usize>load<i32>(cornerStart + (<usize>load<i32>(rows, 4) << 2)) << 2;
    for (let k = from; k < to; k += 4) {
      const change = amount * <f64>load<i32>(cornerTotal + k);
      const miss = load<u32>(cornerMiss + k);
      add(gradient + (<usize>(miss >> 7) << 3), (miss & 64) != 0 ? change : -change);
    }
  }
  for (let r = 0; r < weightedCount; r++) {
    const middle = <usize>load<i32>(weightedMiddle + (<usize>r << 2)) << 2;
    const to = <usize>load<i32>(weightedStart + (<usize>r << 2), 4) << 2;
    for (let k = <usize>load<i32>(weightedStart + (<usize>r << 2)) << 2; k < to; k += 4) {
      const change = load<f64>(weightedFactor + (k << 1)) * load<f64>(weightedTotal + (k << 1));
      add(gradient + (<usize>load<i32>(weightedColumn + k) << 3), k < middle ? change : -change);
    }
  }
}

/** `addAveragedSum`; `literalSum` holds Σ a_ij at x_j = 1 and at x_j = 0 side by side, `slopes` their means. */
export function addAveraged(samples: i32): void {
  const pairs = <usize>variables << 4;
  memory.fill(literalSum, 0, pairs);
  if (alwaysCount > 0) {
    for (let j: usize = 0; j < <usize>variables; j++) {
      const a = load<f64>(alwaysLinear + (j << 3));
      const ones = load<i32>(onesTotal + (j << 2));
      store<f64>(literalSum + (j << 4), a * <f64>ones, 0);
      store<f64>(literalSum + (j << 4), a * <f64>(samples - ones), 8);
    }
  }
  for (let r = 0; r < coverCount; r++) {
    const violated = <f64>load<i32>(cornerViolated + (<usize>r << 2));
    if (violated == 0) continue;
    const to = <usize>load<i32>(cornerStart + (<usize>r << 2), 4) << 2;
    for (let k = <usize>load<i32>(cornerStart + (<usize>r << 2)) << 2; k < to; k += 4) {
      add(literalSum + (<usize>(load<u32>(cornerMiss + k) ^ 64) >> 3), load<f64>(cornerCoefficient + (k << 1)) * violated);
    }
  }
  for (let r = coverCount; r < cornerCount; r++) {
    const violated = load<i32>(cornerViolated + (<usize>r << 2));
    if (violated == 0) continue;
    const to = <usize>load<i32>(cornerStart + (<usize>r << 2), 4) << 2;
    for (let k = <usize>load<i32>(cornerStart + (<usize>r << 2)) << 2; k < to; k += 4) {
      const miss = load<u32>(cornerMiss + k);
      const missed = load<i32>(cornerTotal + k);
      addBoth(<i32>(miss >> 7), load<f64>(cornerCoefficient + (k << 1)), <f64>((miss & 64) != 0 ? violated - missed : missed),
        <f64>violated);
    }
  }
  for (let r = 0; r < weightedCount; r++) {
    const violated = <f64>load<i32>(weightedViolated + (<usize>r << 2));
    if (violated == 0) continue;
    const to = <usize>load<i32>(weightedStart + (<usize>r << 2), 4) << 2;
    for (let k = <usize>load<i32>(weightedStart + (<usize>r << 2)) << 2; k < to; k += 4) {
      addBoth(load<i32>(weightedColumn + k), load<f64>(weightedCoefficient + (k << 1)), load<f64>(weightedTotal + (k << 1)), violated);
    }
  }
  for (let j: usize = 0; j < pairs; j += 16) {
    add(gradient + (j >> 1),
      load<f64>(literalSum + j, 0) * load<f64>(slopes + j, 0) + load<f64>(literalSum + j, 8) * load<f64>(slopes + j, 8));
  }
}

/** @param one of the `violated` samples those with x_j = 1 */
@inline
function addBoth(j: i32, a: f64, one: f64, violated: f64): void {
  const at = literalSum + (<usize>j << 4);
  store<f64>(at, load<f64>(at, 0) + a * one, 0);
  store<f64>(at, load<f64>(at, 8) + a * (violated - one), 8);
}
