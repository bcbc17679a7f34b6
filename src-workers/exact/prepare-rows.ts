/** What comes before a floating-point solver: whether it can take the program's numbers at all, and rows in which it errs less. */
import { beyondSolverRange } from '../../src-science/exact/solver-scaling.ts';
import { tightenRows } from '../../src-science/exact/tighten-rows.ts';
import type { TightRows } from '../../src-science/exact/tighten-rows.ts';
import { quoted } from '../../src-science/program/problem-error.ts';
import type { SolverAnswer, SolverTask } from './solver.ts';

/** @returns the tightened rows; an answer where the solver must not or need not begin */
export function prepareRows({ program, cost }: SolverTask): { readonly rows: TightRows } | { readonly answer: SolverAnswer } {
  const beyond = beyondSolverRange(program, cost);
  if (beyond !== null) return {
    answer: { claim: 'failed', says: `was not started, because ${beyond} is beyond its range`, values: null, bound: null, nodes: null },
  };
  const rows = tightenRows(program);
  if (rows.impossibleRow === null) return { rows };
  return {
    answer: {
      claim: 'infeasible', says: `was not needed, since row ${quoted(program.rowNames[rows.impossibleRow] ?? '')} cannot be satisfied`,
      values: null, bound: null, nodes: 0,
    },
  };
}
