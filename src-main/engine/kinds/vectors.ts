/** What the kinds that take or give a vector have in common. */
import type { SolutionValue } from '../../../src-contract/job-event.ts';
import type { SpecComplaint } from '../../../src-contract/session-request.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import type { Program } from '../../../src-science/program/program.ts';
import type { FoundColumns } from './engine-kind.ts';

/** One complaint where a vector is not one of this program's. */
export function lengthComplaints(field: string, what: string, vector: readonly number[], program: Program): readonly SpecComplaint[] {
  const d = program.objective.length;
  return vector.length === d ? [] : [{ field, message: `${what} has ${vector.length} values, the program has ${d} variables.` }];
}

/** The center of the cube, where every scheme can be compared; fixed variables at their value. */
export function centerOf(form: NormalForm): number[] {
  return Array.from({ length: form.variableCount }, (_, j) => (form.fixed[j] === 0 || form.fixed[j] === 1 ? (form.fixed[j] ?? 0) : 0.5));
}

export function columnsOfSolution({ objective, violation, feasible }: SolutionValue): FoundColumns {
  return { objective, violation, feasible };
}
