/**
 * A program as the bipartite graph that DiffILO's network reads (preprocess.py of MIRALab-USTC/L2O-DiffILO): a node a variable
 * with five features, a node a row with three, an edge a nonzero, and an edge from row 0 to every variable with a cost.
 * Features are of the user's rows, not of the normal form, and scaled to [0, 1] over the program. The published edge feature is
 * the constant 1, which batch normalization makes a bias, so that the published network cannot see coefficients; optionally
 * edges carry them.
 */
import type { Program } from '../program/program.ts';

export const VARIABLE_FEATURES = 5;
export const ROW_FEATURES = 3;

/** What SCIP calls infinite; a row without an upper bound has it as its right-hand side there. */
const SCIP_INFINITY = 1e20;
/** Between these the published features cut costs. */
const LEAST_COST = 0;
const MOST_COST = 20_000;

/** Neighbors of each node of one side, in compressed form. */
export interface Neighbors {
  /** Length n + 1. */
  readonly start: Int32Array;
  /** Nodes of the other side; a node may stand there twice, as row 0 and a variable with a cost do. */
  readonly index: Int32Array;
  /** Edge features, of mean 0 and variance 1 over all edges; null where all are alike. */
  readonly coefficient: Float32Array | null;
}

export interface BipartiteGraph {
  readonly variables: number;
  /** Row nodes: those of the program, one where it has none. */
  readonly rows: number;
  /** variables × 5, row by row: cost, mean coefficient over all rows, degree, largest and least coefficient. */
  readonly variableFeatures: Float32Array;
  /** rows × 3: mean coefficient, length, right-hand side. */
  readonly rowFeatures: Float32Array;
  /** Variables of each row. */
  readonly ofRows: Neighbors;
  /** Rows of each variable. */
  readonly ofVariables: Neighbors;
}

/**
 * @param coefficients whether edges carry theirs, each over the largest of its row
 * Cost: O(nnz).
 */
export function bipartiteGraph(program: Program, coefficients: boolean): BipartiteGraph {
  const { objective, rows: matrix, rowUpper } = program;
  const variables = objective.length;
  const m = rowUpper.length;
  const rows = Math.max(1, m);
  const variableFeatures = new Float64Array(variables * VARIABLE_FEATURES);
  const rowFeatures = new Float64Array(rows * ROW_FEATURES);
  for (let j = 0; j < variables; j++) {
    variableFeatures[j * VARIABLE_FEATURES] = Math.min(Math.max(objective[j]!, LEAST_COST), MOST_COST);
    variableFeatures[j * VARIABLE_FEATURES + 4] = SCIP_INFINITY;
  }
  for (let i = 0; i < m; i++) {
    let sum = 0;
    const from = matrix.start[i]!;
    const to = matrix.start[i + 1]!;
    for (let k = from; k < to; k++) {
      const value = matrix.value[k]!;
      const at = matrix.column[k]! * VARIABLE_FEATURES;
      sum += value;
      variableFeatures[at + 1]! += value / m;
      variableFeatures[at + 2]!++;
      variableFeatures[at + 3] = Math.max(variableFeatures[at + 3]!, value);
      variableFeatures[at + 4] = Math.min(variableFeatures[at + 4]!, value);
    }
    const length = Math.max(1, to - from);
    rowFeatures[i * ROW_FEATURES] = sum / length;
    rowFeatures[i * ROW_FEATURES + 1] = length;
    rowFeatures[i * ROW_FEATURES + 2] = Math.min(rowUpper[i]!, SCIP_INFINITY);
  }
  const ofRows = neighborsOfRows(program, rows, coefficients);
  return {
    variables,
    rows,
    variableFeatures: scaled(variableFeatures, VARIABLE_FEATURES),
    rowFeatures: scaled(rowFeatures, ROW_FEATURES),
    ofRows,
    ofVariables: turned(ofRows, variables),
  };
}

/** Row 0's edges to variables with a cost come first in it. */
function neighborsOfRows({ objective, rows: matrix }: Program, rows: number, coefficients: boolean): Neighbors {
  let costs = 0;
  let largestCost = 0;
  for (const c of objective) {
    if (c !== 0) costs++;
    largestCost = Math.max(largestCost, Math.abs(c));
  }
  const edges = matrix.column.length + costs;
  const start = new Int32Array(rows + 1);
  const index = new Int32Array(edges);
  const raw = coefficients ? new Float64Array(edges) : null;
  let at = 0;
  objective.forEach((c, j) => {
    if (c === 0) return;
    index[at] = j;
    if (raw !== null) raw[at] = c / largestCost;
    at++;
  });
  for (let i = 0; i + 1 < matrix.start.length; i++) {
    let largest = 0;
    for (let k = matrix.start[i]!; k < matrix.start[i + 1]!; k++) largest = Math.max(largest, Math.abs(matrix.value[k]!));
    for (let k = matrix.start[i]!; k < matrix.start[i + 1]!; k++) {
      index[at] = matrix.column[k]!;
      if (raw !== null) raw[at] = matrix.value[k]! / largest;
      at++;
    }
    start[i + 1] = at;
  }
  if (matrix.start.length <= 1) start[1] = at;
  return { start, index, coefficient: raw === null ? null : standardized(raw) };
}

/** The same edges from the other side, each node's in the order of the first. */
function turned({ start, index, coefficient }: Neighbors, nodes: number): Neighbors {
  const turnedStart = new Int32Array(nodes + 1);
  for (const j of index) turnedStart[j + 1]!++;
  for (let j = 0; j < nodes; j++) turnedStart[j + 1]! += turnedStart[j]!;
  const next = turnedStart.slice(0, nodes);
  const turnedIndex = new Int32Array(index.length);
  const turnedCoefficient = coefficient === null ? null : new Float32Array(index.length);
  for (let i = 0; i + 1 < start.length; i++) {
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const place = next[index[k]!]!++;
      turnedIndex[place] = i;
      if (turnedCoefficient !== null && coefficient !== null) turnedCoefficient[place] = coefficient[k]!;
    }
  }
  return { start: turnedStart, index: turnedIndex, coefficient: turnedCoefficient };
}

/** Each feature from its least to its largest value over the nodes; 0 where these are one. */
function scaled(features: Float64Array, width: number): Float32Array {
  const result = new Float32Array(features.length);
  for (let f = 0; f < width; f++) {
    let least = Infinity;
    let most = -Infinity;
    for (let at = f; at < features.length; at += width) {
      least = Math.min(least, features[at]!);
      most = Math.max(most, features[at]!);
    }
    const range = most === least ? 1 : most - least;
    for (let at = f; at < features.length; at += width) result[at] = (features[at]! - least) / range;
  }
  return result;
}

/** What batch normalization makes of a feature before its own scale and shift. */
function standardized(values: Float64Array): Float32Array {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  const inverse = 1 / Math.sqrt(squares / values.length + 1e-5);
  return Float32Array.from(values, (value) => (value - mean) * inverse);
}
