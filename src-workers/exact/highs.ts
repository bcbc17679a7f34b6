/**
 * HiGHS, by its WebAssembly build. The model goes in as arrays (never as text: HiGHS misreads bad text
 * silently). `run` is synchronous, but its callbacks read the cancel flag in shared memory, so it stops
 * within milliseconds and keeps its best solution. Its default gap of 1e-4 would call near-optimal
 * solutions optimal: both gaps are set here.
 */
import loadHighs from 'highs';
import type { Highs, HighsCallbackMap, Model, ModelData } from 'highs';
import { FREE } from '../../src-science/program/program.ts';
import { scaleUpFactor } from '../../src-science/exact/solver-scaling.ts';
import type { TightRows } from '../../src-science/exact/tighten-rows.ts';
import { prepareRows } from './prepare-rows.ts';
import type { ExactSolver, SolverAnswer, SolverTask } from './solver.ts';

/** Below this HiGHS refuses to set its feasibility tolerances. */
const TIGHT_TOLERANCE = 1e-9;
/** HiGHS drops matrix entries up to this; the least it accepts. */
const SMALLEST_ENTRY = 1e-12;

let instance: Promise<Highs> | null = null;

/** The library, loaded once per worker and kept warm. */
export function loadedHighs(): Promise<Highs> {
  instance ??= loadHighs();
  return instance;
}

/** Drops the library: an aborted WebAssembly module must not be used again. */
export function dropHighs(): void {
  instance = null;
}

export async function highsSolver(): Promise<ExactSolver> {
  const highs = await loadedHighs();
  return {
    label: 'HiGHS',
    version: highs.version.string,
    solve(task) {
      try {
        return solveWith(highs, task);
      } catch (error) {
        dropHighs();
        throw error;
      }
    },
  };
}

function solveWith(highs: Highs, task: SolverTask): SolverAnswer {
  const prepared = prepareRows(task);
  if ('answer' in prepared) return prepared.answer;
  const model = highs.createModel(modelOf(highs, task.cost, prepared.rows, true));
  try {
    model.options.set({
      output_flag: false,
      mip_rel_gap: task.relativeGap,
      mip_abs_gap: 0,
      small_matrix_value: SMALLEST_ENTRY,
      ...(task.timeLimitSeconds === null ? {} : { time_limit: task.timeLimitSeconds }),
      ...(task.tight ? { mip_feasibility_tolerance: TIGHT_TOLERANCE, primal_feasibility_tolerance: TIGHT_TOLERANCE, presolve: 'off' } : {}),
    });
    if (task.start !== null) model.setSolution({ colValue: Float64Array.from(task.start) });
    const { modelStatus } = model.run(callbacksOf(highs, task));
    return answerOf(highs, model, modelStatus);
  } finally {
    model.dispose();
  }
}

function callbacksOf(highs: Highs, task: SolverTask): HighsCallbackMap {
  const { callbackType } = highs.constants;
  const stopIfAsked = (event: { interrupt(): void }): undefined => {
    if (task.cancelled()) event.interrupt();
  };
  return {
    [callbackType.simplexInterrupt]: stopIfAsked,
    [callbackType.ipmInterrupt]: stopIfAsked,
    [callbackType.mipInterrupt](event) {
      const { mip_primal_bound, mip_dual_bound, mip_node_count } = event.data;
      task.onState({
        incumbent: finiteOrNull(mip_primal_bound),
        bound: finiteOrNull(mip_dual_bound),
        nodes: Number(mip_node_count ?? 0n),
        fraction: null,
      });
      return stopIfAsked(event);
    },
    [callbackType.mipImprovingSolution](event) {
      if (event.data.mip_solution !== undefined) task.onIncumbent(event.data.mip_solution);
      return undefined;
    },
  };
}

function answerOf(highs: Highs, model: Model, status: number): SolverAnswer {
  const { modelStatus } = highs.constants;
  const nodes = numberOf(model.info.get('mip_node_count'));
  const bound = numberOf(model.info.get('mip_dual_bound'));
  // 2 is "feasible point": anything else is not a solution, though the arrays may be filled.
  const values = numberOf(model.info.get('primal_solution_status')) === 2 ? model.getSolution().colValue : null;
  switch (status) {
    case modelStatus.optimal:
      return { claim: 'optimal', says: 'closed the gap between its bound and its solution', values, bound, nodes };
    case modelStatus.empty:
      return { claim: 'optimal', says: 'had no row and no variable to decide', values: new Float64Array(0), bound: null, nodes };
    case modelStatus.infeasible:
    case modelStatus.unboundedOrInfeasible:
      // A program over 0/1 variables cannot be unbounded.
      return { claim: 'infeasible', says: 'proved that no assignment satisfies every row', values: null, bound: null, nodes };
    case modelStatus.timeLimit:
      return { claim: 'time-limit', says: 'stopped at the time limit', values, bound, nodes };
    case modelStatus.interrupted:
      return { claim: 'cancelled', says: 'was stopped', values, bound, nodes };
    default:
      return { claim: 'failed', says: `ended with status ${status}`, values, bound, nodes };
  }
}

function numberOf(value: number | bigint): number | null {
  const number = Number(value);
  return Number.isFinite(number) && number >= -1e300 ? number : null;
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/**
 * The program as HiGHS takes it; with `integers` false, its linear relaxation.
 * @param cost length d, minimized
 */
export function modelOf(highs: Highs, cost: Float64Array, tight: TightRows, integers: boolean): ModelData {
  const numCols = cost.length;
  const numRows = tight.rows.length;
  const starts = new Int32Array(numRows + 1);
  tight.rows.forEach((row, i) => (starts[i + 1] = (starts[i] ?? 0) + row.column.length));
  const indices = new Int32Array(starts[numRows] ?? 0);
  const values = new Float64Array(indices.length);
  const rowLower = new Float64Array(numRows);
  const rowUpper = new Float64Array(numRows);
  tight.rows.forEach((row, i) => {
    const factor = scaleUpFactor(row.value.reduce((largest, a) => Math.max(largest, Math.abs(a)), 0));
    const at = starts[i] ?? 0;
    indices.set(row.column, at);
    row.value.forEach((a, k) => (values[at + k] = factor * a));
    rowLower[i] = factor * row.lower;
    rowUpper[i] = factor * row.upper;
  });
  return {
    numCols,
    numRows,
    sense: highs.constants.objectiveSense.minimize,
    colCost: cost,
    colLower: Float64Array.from(tight.fixed, (value) => (value === FREE ? 0 : value)),
    colUpper: Float64Array.from(tight.fixed, (value) => (value === FREE ? 1 : value)),
    rowLower,
    rowUpper,
    matrix: { format: 'csr', numRows, numCols, starts, indices, values },
    ...(integers ? { integrality: new Int32Array(numCols).fill(highs.constants.variableType.integer) } : {}),
  };
}
