/**
 * The Monte Carlo kernels: draws a pass of samples of a program, settles its rows and counts what the
 * gradient is summed of. Its twin in TypeScript, which says what is right, is
 * src-science/gradients/sample-totals.ts: both give the same bits.
 */
import { clearOthers, linearForm } from './_linear';
import { fillByteMasks } from './_counters';
import { cornerFour, cornerOne, cornerSixteen } from './_corner-rows';
import { drawOne, drawQuads } from './_draw';
import {
  alwaysCount, AVERAGED, blocks, feasible, groupCount, linear, linearConstant, linearCount, linearVariables, literals, objective,
  objectiveCoefficient, objectiveConstant, objectiveCount, objectiveVariables, onesTotal, penalty, variables, weightedCount,
} from './_program';
import { weightedRows } from './_weighted-rows';

export * from './_program';
export { addAveraged, addTruePenalty } from './_gradient';
export { placeKey } from './_threefry';

const VALID: usize = 128;

/** First address that is free for the host. */
export function freeFrom(): usize {
  return __heap_base;
}

/** To be called once all is placed. */
export function begin(): void {
  fillByteMasks();
}

/**
 * One pass.
 * @param count blocks of 32 samples in it, 1 to 16, as `blocks` describes them
 * @param sums NOTHING, TRUE_PENALTY, AVERAGED or SAMPLES
 * @param pairs some corner row has two literals
 * @param rows count the violated samples of each row
 * @param withObjective write Σ c_j x_j of each sample
 * @returns violated (row, sample) pairs
 */
export function pass(count: i32, sums: i32, pairs: bool, rows: bool, withObjective: bool): i32 {
  const shift: usize = count == 1 ? 2 : count <= 4 ? 4 : 6;
  if (count == 1) drawOne();
  else drawQuads((count + 3) >> 2, count <= 4 ? 1 : 4);

  let violations = 0;
  for (let w = 0; w < count; w++) {
    const valid = load<i32>(blocks + VALID + (<usize>w << 2));
    store<i32>(feasible + (<usize>w << 2), alwaysCount > 0 ? 0 : valid);
    violations += alwaysCount * popcnt(valid);
  }
  for (let w = count; w < 16; w++) store<i32>(feasible + (<usize>w << 2), 0);
  linearForm(penalty, count, shift, linearCount, linearVariables, linear, linearConstant);
  if (withObjective) linearForm(objective, count, shift, objectiveCount, objectiveVariables, objectiveCoefficient, objectiveConstant);
  if (groupCount > 0)
    violations += count == 1
      ? cornerOne(sums, pairs, rows)
      : count <= 4
      ? cornerFour(sums, pairs, rows)
      : cornerSixteen(sums, pairs, rows);
  if (weightedCount > 0) violations += weightedRows(count, shift, sums);
  if (sums == AVERAGED && alwaysCount > 0) countOnes(count, shift);

  // A feasible sample's penalty is 0 whatever rounding the linear parts left.
  for (let w: usize = 0; w < <usize>count; w++) {
    const valid = load<i32>(blocks + VALID + (w << 2));
    store<i32>(blocks + 64 * 3 + (w << 2), valid & ~load<i32>(feasible + (w << 2)));
  }
  clearOthers(penalty, count, blocks + 64 * 3);
  return violations;
}

function countOnes(count: i32, shift: usize): void {
  for (let j: usize = 0; j < <usize>variables; j++) {
    let ones = 0;
    for (let w: usize = 0; w < <usize>count; w++) ones += popcnt(load<i32>(literals + (j << (shift + 1)) + (w << 2)));
    store<i32>(onesTotal + (j << 2), load<i32>(onesTotal + (j << 2)) + ones);
  }
}
