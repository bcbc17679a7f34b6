/**
 * About what a program's optimum will be, in little time: the value of a greedily repaired vector. It is
 * only a constant for a solver whose tolerance is a share of the value; a bad guess costs a second question.
 */
import { indexColumns } from '../decoding/column-index.ts';
import { repairGreedily } from '../decoding/greedy-repair.ts';
import { normalForm } from '../program/normal-form.ts';
import type { Program } from '../program/program.ts';

/** Passes over the program that the repair may take. */
const PASSES = 30;

/**
 * @param cost length d, minimized, whole numbers
 * @returns costᵀx of a vector that satisfies the rows, or nearly; a whole number
 */
export function greedyObjective(program: Program, cost: Float64Array): number {
  const normal = { ...normalForm(program), objective: cost };
  const start = Uint8Array.from(cost, (c, j) => (program.fixed[j] === 1 || (program.fixed[j] !== 0 && c < 0) ? 1 : 0));
  const { x } = repairGreedily(normal, indexColumns(normal), start, 0, PASSES * (normal.column.length + cost.length));
  let value = 0;
  for (let j = 0; j < cost.length; j++) if (x[j] === 1) value += cost[j]!;
  return value;
}
