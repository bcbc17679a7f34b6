/**
 * What the inspector and `leibniz info` show of a program: size, classes of rows, ranges of numbers,
 * smallest positive violation and the bounds on μ that follow from it (docs/science.md, section 8). Field
 * names are those of the command's JSON.
 */
import { muBounds } from '../relaxation/mu-bounds.ts';
import type { MuBounds } from '../relaxation/mu-bounds.ts';
import { smallestPositiveViolation } from '../relaxation/smallest-violation.ts';
import type { SmallestViolation } from '../relaxation/smallest-violation.ts';
import { normalForm } from './normal-form.ts';
import { bitWeights, boundRows, isUnary } from './integers.ts';
import { FREE } from './program.ts';
import type { ObjectiveSense, Program } from './program.ts';
import { ROW_CLASSES, classifyProgramRow } from './row-class.ts';
import type { RowClass } from './row-class.ts';

/** Least and largest absolute value of the numbers that are not 0. */
interface MagnitudeRange {
  readonly min: number;
  readonly max: number;
}

export interface ProgramFacts {
  readonly variables: number;
  readonly rows: number;
  readonly nonzeros: number;
  /** nonzeros / (variables · rows); 0 without rows. */
  readonly density: number;
  readonly sense: ObjectiveSense;
  readonly fixedVariables: number;
  /** Number of the user's rows in each class, in the order of `ROW_CLASSES`, none of them 0. */
  readonly rowClasses: Readonly<Partial<Record<RowClass, number>>>;
  /** null where all are 0 or there are none. */
  readonly objectiveRange: MagnitudeRange | null;
  readonly coefficientRange: MagnitudeRange | null;
  readonly rhsRange: MagnitudeRange | null;
  /** null where no row can be violated. */
  readonly smallestPositiveViolation: SmallestViolation | null;
  readonly mu: MuBounds;
  /** Left out where no integer variable was written in bits. */
  readonly integers?: IntegerFacts;
}

/** What was written in bits. */
export interface IntegerFacts {
  readonly variables: number;
  readonly bits: number;
  /** Rows that keep bits to their ranges. */
  readonly rows: number;
  /** The first of them. */
  readonly first: readonly {
    readonly name: string; readonly lower: number; readonly upper: number; readonly bits: number; readonly encoding: 'unary' | 'binary'
  }[];
}

/** Integer variables that are listed one by one. */
const LISTED = 50;

/**
 * Facts of a program.
 * Cost: O(nnz + d) and a search for the smallest violation and the tight μ that is bounded by about two seconds.
 */
export function programFacts(program: Program): ProgramFacts {
  const variables = program.objective.length;
  const rows = program.rowLower.length;
  const nonzeros = program.rows.value.length;
  const counts = new Map<RowClass, number>();
  for (let i = 0; i < rows; i++) {
    const rowClass = classifyProgramRow(program, i);
    counts.set(rowClass, (counts.get(rowClass) ?? 0) + 1);
  }
  const rowClasses: Partial<Record<RowClass, number>> = {};
  for (const rowClass of ROW_CLASSES) {
    const count = counts.get(rowClass);
    if (count !== undefined) rowClasses[rowClass] = count;
  }
  const normal = normalForm(program);
  const smallest = smallestPositiveViolation(normal);
  return {
    variables,
    rows,
    nonzeros,
    density: rows === 0 ? 0 : nonzeros / (variables * rows),
    sense: program.sense,
    fixedVariables: program.fixed.reduce((count, value) => count + Number(value !== FREE), 0),
    rowClasses,
    objectiveRange: magnitudeRange(program.objective),
    coefficientRange: magnitudeRange(program.rows.value),
    rhsRange: magnitudeRange(normal.rhs),
    smallestPositiveViolation: smallest,
    mu: muBounds(normal, smallest),
    ...(program.integers === undefined ? {} : { integers: integerFacts(program.integers) }),
  };
}

function integerFacts(integers: NonNullable<Program['integers']>): IntegerFacts {
  return {
    variables: integers.length,
    bits: integers.reduce((sum, integer) => sum + bitWeights(integer).length, 0),
    rows: integers.reduce((sum, integer) => sum + boundRows(integer), 0),
    first: integers.slice(0, LISTED).map((integer) => ({
      name: integer.name, lower: integer.lower, upper: integer.upper, bits: bitWeights(integer).length,
      encoding: isUnary(integer) ? 'unary' : 'binary',
    })),
  };
}

function magnitudeRange(values: Float64Array): MagnitudeRange | null {
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (const value of values) {
    const magnitude = Math.abs(value);
    if (magnitude === 0) continue;
    if (magnitude < min) min = magnitude;
    if (magnitude > max) max = magnitude;
  }
  return max === 0 ? null : { min, max };
}
