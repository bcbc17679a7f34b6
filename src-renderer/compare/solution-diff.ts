/**
 * Two solutions of one problem side by side, in the user's variables: which differ and what each contributes to the
 * difference of the objectives, which rows either violates, how far apart they are. Objectives are in
 * the user's sense and linear, so the contributions add up to the difference exactly where the
 * arithmetic does. Pure.
 */
import type { MeasuredGap } from '../../src-science/exact/optimality-gap.ts';
import { firstSoftSlack } from '../../src-science/program/formats/opb-soft.ts';
import { bitWeights, integerValue, userVariables } from '../../src-science/program/integers.ts';
import type { ProblemVariables, SolutionView } from '../../src-contract/session.ts';

export interface VariableDifference {
  /** Index in the program; of its first bit where the variable is an integer. */
  readonly index: number;
  readonly name: string;
  /** How many bits it has from there on; 1 of a 0/1 variable. */
  readonly bits: number;
  /** Whether it is the slack bit of a soft constraint (`formats/opb-soft.ts`). */
  readonly isSlack: boolean;
  readonly cost: number;
  /** 0 or 1, or the value of an integer variable. */
  readonly a: number;
  readonly b: number;
  /** cost · (a − b): what the variable adds to objective(A) − objective(B). */
  readonly contribution: number;
}

export interface RowViolation {
  readonly name: string;
  readonly solution: 'A' | 'B';
  readonly activity: number;
  /** The bound that is broken. */
  readonly bound: number;
  readonly relation: '≤' | '≥' | '=';
  readonly amount: number;
}

export interface SolutionDifference {
  readonly variables: readonly VariableDifference[];
  readonly violations: readonly RowViolation[];
  /** Number of the user's variables that differ. */
  readonly hamming: number;
  /** Number of the user's variables. */
  readonly length: number;
  /** objective(A) − objective(B). */
  readonly objective: number;
  /** 0/1 variables at 1 and integer variables that are not 0. */
  readonly onesInA: number;
  readonly onesInB: number;
}

const bit = (x: ArrayLike<number>, index: number): 0 | 1 => (x[index] === 1 ? 1 : 0);

/** The broken bound of a row and how it reads. */
function brokenBound(row: SolutionView['violatedRows'][number]): { readonly bound: number; readonly relation: RowViolation['relation'] } {
  if (row.lower === row.upper) return { bound: row.upper, relation: '=' };
  return row.activity > row.upper ? { bound: row.upper, relation: '≤' } : { bound: row.lower, relation: '≥' };
}

function violationsOf(solution: SolutionView, which: 'A' | 'B'): RowViolation[] {
  return solution.violatedRows.map(
    (row) => ({ name: row.name, solution: which, activity: row.activity, ...brokenBound(row), amount: row.amount }),
  );
}

/**
 * @throws RangeError if the solutions are not of the program's length
 * Cost: O(d + violated rows).
 */
export function compareSolutions(
  a: SolutionView, b: SolutionView, program: Pick<ProblemVariables, 'names' | 'objective' | 'integers'>, sense: 'min' | 'max',
): SolutionDifference {
  const d = program.names.length;
  if (a.x.length !== d || b.x.length !== d) {
    throw new RangeError(`Solutions of ${a.x.length} and ${b.x.length} variables cannot be compared on a problem of ${d}.`);
  }
  const variables: VariableDifference[] = [];
  let onesInA = 0;
  let onesInB = 0;
  const slacks = firstSoftSlack(program.names, program.objective, sense);
  const shown = userVariables({ variableNames: program.names, ...(program.integers === undefined ? {} : { integers: program.integers }) });
  for (const { name, bit: j, integer } of shown) {
    const inA = integer === null ? bit(a.x, j) : integerValue(integer, a.x);
    const inB = integer === null ? bit(b.x, j) : integerValue(integer, b.x);
    onesInA += Number(inA !== 0);
    onesInB += Number(inB !== 0);
    if (inA === inB) continue;
    const cost = program.objective[j] ?? 0;
    const bits = integer === null ? 1 : bitWeights(integer).length;
    variables.push({ index: j, bits, name, isSlack: j >= slacks, cost, a: inA, b: inB, contribution: cost === 0 ? 0 : cost * (inA - inB) });
  }
  return {
    variables, violations: [...violationsOf(a, 'A'), ...violationsOf(b, 'B')], hamming: variables.length, length: shown.length,
    objective: a.objective - b.objective, onesInA, onesInB,
  };
}

/** A closed range of marginals. */
export type MarginalRange = readonly [from: number, to: number];

/** Whether x̂ of a variable lies in a range; of an integer variable, that of any of its bits. */
export function isInRange(
  { index, bits }: Pick<VariableDifference, 'index' | 'bits'>, xHat: ArrayLike<number>, [from, to]: MarginalRange,
): boolean {
  for (let j = index; j < index + bits; j++) {
    const value = xHat[j] ?? Number.NaN;
    if (value >= from && value <= to) return true;
  }
  return false;
}

/** A solution in the list: of a run, or the problem's reference. */
export interface ListedSolution {
  readonly key: string;
  readonly problemId: number;
  readonly runId: number;
  /** What the run is called; "reference" for the problem's reference solution. */
  readonly label: string;
  readonly isReference: boolean;
  /** Its place in the list of its run, from 1; null where the run has one solution only. */
  readonly place: number | null;
  /** Of an exact run that was allowed a feasibility tolerance, and met only within it. */
  readonly isWithin: boolean;
  readonly solution: SolutionView;
  readonly gap: number | null;
  /** With what it is measured against. */
  readonly measured: MeasuredGap;
}

/**
 * The two solutions to compare when the user has not chosen: the best of the focused run, or of the
 * first, against the reference of its problem, else against the best other solution of that problem.
 */
export function suggestPair(
  listed: readonly ListedSolution[], focusedRunId: number | null,
): { readonly a: string | null; readonly b: string | null } {
  const own = listed.filter((one) => !one.isReference);
  const better = (x: ListedSolution, y: ListedSolution): number =>
    Number(y.solution.feasible) - Number(x.solution.feasible) ||
      (x.gap ?? Infinity) - (y.gap ?? Infinity) || x.solution.violation - y.solution.violation;
  const bestOf =
    (runId: number | null | undefined): ListedSolution | undefined => own.filter((one) => one.runId === runId).toSorted(better)[0];
  const a = bestOf(focusedRunId) ?? bestOf(own[0]?.runId) ?? null;
  if (a === null) return { a: null, b: null };
  const others = listed.filter((one) => one.problemId === a.problemId && one.key !== a.key && !(one.isReference && one.runId === a.runId));
  const b = others.find((one) => one.isReference) ?? others.toSorted(better)[0] ?? null;
  return { a: a.key, b: b?.key ?? null };
}
