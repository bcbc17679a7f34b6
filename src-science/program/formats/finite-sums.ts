/**
 * Sums that everything rests on, looked at once a file is read: the costs of a program, and the coefficients and either side of
 * each row, must have sums of absolute values that a double holds. Then the objective and each row have a value at every vector, and
 * no bound, slack or weight made of them is infinite without a word.
 */
import { ProblemError, quoted } from '../problem-error.ts';
import type { Program } from '../program.ts';

export const SCALE_HINT = 'Scale the problem: divide the numbers of that row or of the objective by a common factor.';

const BEYOND = 'more than a double holds (about 1.8·10³⁰⁸)';

/**
 * @throws ProblemError `problem-number` naming the largest cost, or the row
 * Cost: O(nnz + d + m).
 */
export function requireFiniteSums({ objective, objectiveConstant, variableNames, rows, rowNames, rowLower, rowUpper }: Program): void {
  let sum = Math.abs(objectiveConstant);
  let largest = 0;
  for (let j = 0; j < objective.length; j++) {
    sum += Math.abs(objective[j]!);
    if (Math.abs(objective[j]!) > Math.abs(objective[largest]!)) largest = j;
  }
  if (!Number.isFinite(sum)) {
    const name = variableNames[largest] ?? '';
    const what = Number.isFinite(objective[largest]!)
      ? `the costs add up to ${BEYOND}; the largest is ${objective[largest]!}, of ${quoted(name)}`
      : `the cost of ${quoted(name)} is a sum of ${BEYOND}`;
    throw new ProblemError('problem-number', what, SCALE_HINT, { field: name });
  }
  for (let i = 0; i < rowNames.length; i++) {
    let size = Math.max(finitePart(rowLower[i]!), finitePart(rowUpper[i]!));
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) size += Math.abs(rows.value[k]!);
    if (!Number.isFinite(size)) throw new ProblemError(
      'problem-number', `the numbers of the row ${quoted(rowNames[i]!)} add up to ${BEYOND}`, SCALE_HINT, { field: rowNames[i]! },
    );
  }
}

/** Sides that are not there add nothing. */
function finitePart(side: number): number {
  return Number.isFinite(side) ? Math.abs(side) : 0;
}
