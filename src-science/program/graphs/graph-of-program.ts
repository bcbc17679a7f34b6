/**
 * The graph that a program was made of by `graphProgram`, or by anyone who writes the same rows: nodes are the variables x1, x2, …,
 * and each row is one pair of nodes. Nothing is guessed: a single row of another form and it is none.
 */
import { FREE } from '../program.ts';
import type { Program } from '../program.ts';
import type { GraphProblem } from './graph-problem-names.ts';

export interface ProgramGraph {
  readonly problem: GraphProblem;
  readonly nodes: number;
  /** Both nodes of each pair, from 0 on: edges; of a clique the pairs that are not joined. */
  readonly pairs: Int32Array;
}

/** @returns null where it is no such program. Cost: O(nnz + d). */
export function graphOfProgram(program: Program): ProgramGraph | null {
  const { variableNames, fixed, objective, objectiveConstant, rowNames, sense, integers } = program;
  if (integers !== undefined || objectiveConstant !== 0 || fixed.some((value) => value !== FREE)) return null;
  let nodes = 0;
  while (nodes < variableNames.length && variableNames[nodes] === `x${nodes + 1}`) nodes++;
  if (nodes === 0) return null;
  // Without edges a partition has its last row alone.
  if (nodes < variableNames.length || rowNames[0] === 'balance') return sense === 'min' ? partitionOf(program, nodes) : null;
  if (objective.some((cost) => cost !== 1)) return null;
  const mark = rowNames[0]?.[0] ?? (program.name.startsWith('clique') ? 'n' : 'e');
  const problem: GraphProblem = sense === 'min' ? 'vertex-cover' : mark === 'n' ? 'clique' : 'independent-set';
  if (mark !== (problem === 'clique' ? 'n' : 'e')) return null;
  const pairs = new Int32Array(2 * rowNames.length);
  const [lower, upper] = problem === 'vertex-cover' ? [1, Number.POSITIVE_INFINITY] : [Number.NEGATIVE_INFINITY, 1];
  for (let i = 0; i < rowNames.length; i++) {
    const pair = pairOfRow(program, i);
    if (pair === null || rowNames[i] !== `${mark}${pair[0] + 1}_${pair[1] + 1}`) return null;
    if (program.rowLower[i] !== lower || program.rowUpper[i] !== upper) return null;
    pairs.set(pair, 2 * i);
  }
  return { problem, nodes, pairs };
}

/** The nodes of a row x_u + x_v, u < v. */
function pairOfRow({ rows: { start, column, value } }: Program, i: number): readonly [number, number] | null {
  const from = start[i]!;
  return start[i + 1]! - from === 2 && value[from] === 1 && value[from + 1] === 1 ? [column[from]!, column[from + 1]!] : null;
}

/** |x_u − x_v| ≤ y_u_v for each edge, and a row of all nodes that keeps the sides within one of each other. */
function partitionOf(program: Program, nodes: number): ProgramGraph | null {
  const { variableNames, objective, rowNames, rowLower, rowUpper, rows: { start, column, value } } = program;
  const edges = variableNames.length - nodes;
  if (rowNames.length !== 2 * edges + 1 || objective.some((cost, j) => cost !== (j < nodes ? 0 : 1))) return null;
  const pairs = new Int32Array(2 * edges);
  for (let e = 0; e < edges; e++) {
    for (const [i, sign] of [[2 * e, 1], [2 * e + 1, -1]] as const) {
      const from = start[i]!;
      const [u = 0, v = 0, cut = 0] = column.subarray(from, start[i + 1]);
      const isRow = start[i + 1]! - from === 3 && v < nodes && cut === nodes + e && rowUpper[i] === 0 &&
        rowLower[i] === Number.NEGATIVE_INFINITY && value[from] === sign && value[from + 1] === -sign && value[from + 2] === -1;
      if (!isRow || variableNames[cut] !== `y_${u + 1}_${v + 1}`) return null;
      pairs.set([u, v], 2 * e);
    }
  }
  const last = 2 * edges;
  const isBalance = start[last + 1]! - start[last]! === nodes && value.subarray(start[last]).every((each) => each === 1) &&
    column.subarray(start[last]).every((j, k) => j === k) &&
    rowLower[last] === Math.floor(nodes / 2) && rowUpper[last] === Math.ceil(nodes / 2);
  return isBalance ? { problem: 'partition', nodes, pairs } : null;
}
