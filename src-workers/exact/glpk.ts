/**
 * GLPK, by its synchronous WebAssembly build. Its traps, and what is done about them:
 * - `solve` looks at nothing but the clock, which it asks at every simplex iteration and every node: to be
 *   stopped it is shown a clock that jumps past its time limit (`withClock`), and so gives its best
 *   solution. It runs in a thread of its own, whose clock nobody else reads meanwhile.
 * - It returns a status only. Status 5 is optimality; 2 is a feasible solution without proof (time limit
 *   or gap reached); 4 is a proof of infeasibility; 1 with a zero objective is "nothing known".
 * - `presol: false` silently returns status 1 on an integer program: presolve stays on.
 * - `binaries` resets a variable's bounds to 0..1, fixed or not: general integers with bounds are used.
 * - Its presolver, given a range row that leaves no integer (`−1 ≤ −1.5 x ≤ −0.5`), fixes x by one side,
 *   forgets the other and reports an optimum; and it takes x = 10⁻⁵ for 0, whatever the coefficient. It
 *   is given one-sided rows, tightened (`tighten-rows.ts`), in which that does less harm.
 * - It indexes by name and takes names of any kind: it is given names of ours.
 * - It gives up a branch that may be better by up to 10⁻⁷ of its best value: it is handed a constant that
 *   makes values small, and `src-science/exact/proof.ts` says whether that was enough.
 * - Bounds, nodes and incumbents appear only in its log, which goes to `console.log` as it was when the
 *   module was made: it is made with a listener in that place. The bound is printed to ten digits, so
 *   it is loosened by that much.
 */
import createGlpk from 'glpk.js/node';
import type { GLPK } from 'glpk.js/node';
import { FREE } from '../../src-science/program/program.ts';
import { scaleUpFactor } from '../../src-science/exact/solver-scaling.ts';
import type { TightRows } from '../../src-science/exact/tighten-rows.ts';
import { parseGlpkLine } from './glpk-log.ts';
import { prepareRows } from './prepare-rows.ts';
import type { ExactSolver, SolverAnswer, SolverTask } from './solver.ts';

type Model = Parameters<GLPK['solve']>[0];

/** GLPK counts milliseconds in 32 bits. */
const LONGEST_LIMIT_SECONDS = 2_000_000;
const PRINTED_PRECISION = 1e-9;
/** A variable fixed at 1, whose cost is the constant: glpk.js has no other way to give one. */
const CONSTANT = 'constant';

const STOPPED: SolverAnswer = { claim: 'cancelled', says: 'was stopped', values: null, bound: null, nodes: null };

let instance: Promise<GLPK> | null = null;
let listener: ((line: string) => void) | null = null;

/** The solver, made once per worker and kept warm. */
export async function glpkSolver(): Promise<ExactSolver> {
  instance ??= createListening();
  const glpk = await instance;
  return {
    label: 'GLPK',
    version: glpk.version,
    solve(task) {
      try {
        return solveWith(glpk, task);
      } catch (error) {
        // An aborted WebAssembly module must not be used again.
        instance = null;
        throw error;
      }
    },
  };
}

/** Makes the module while `console.log` is a listener of ours, which it keeps as its output. */
async function createListening(): Promise<GLPK> {
  const original = console.log;
  console.log = (...values: unknown[]) => {
    if (listener === null) original(...values);
    else listener(values.map(String).join(' '));
  };
  try {
    return await createGlpk();
  } finally {
    console.log = original;
  }
}

/**
 * Calls `solve` under a clock that jumps `jumpMs` ahead each time it is asked once the task is cancelled:
 * each time, because GLPK may take its start from the first of these answers.
 */
function withClock<T>(task: SolverTask, jumpMs: number, solve: () => T): T {
  const now = Date.now;
  let ahead = 0;
  Date.now = () => {
    if (task.cancelled()) ahead += jumpMs;
    return now() + ahead;
  };
  try {
    return solve();
  } finally {
    Date.now = now;
  }
}

function solveWith(glpk: GLPK, task: SolverTask): SolverAnswer {
  const { program } = task;
  const prepared = prepareRows(task);
  if ('answer' in prepared) return prepared.answer;
  const model = modelOf(glpk, task, prepared.rows);
  if (task.cancelled()) return STOPPED;
  // Whole milliseconds, at least one: GLPK takes an integer, and 0 would stop it before it began.
  const limitMs = Math.max(1, Math.round(1000 * Math.min(task.timeLimitSeconds ?? Infinity, LONGEST_LIMIT_SECONDS)));
  let bound: number | null = null;
  let incumbent: number | null = null;
  let nodes = 0;
  let timedOut = false;
  let gapReached = false;
  listener = (line) => {
    if (line.startsWith('TIME LIMIT EXCEEDED')) timedOut = true;
    if (line.startsWith('RELATIVE MIP GAP TOLERANCE REACHED')) gapReached = true;
    const news = parseGlpkLine(line);
    if (news === null) return;
    if (news.incumbent !== null) incumbent = news.incumbent - task.offset;
    if (news.bound !== null) bound = news.bound - PRINTED_PRECISION * Math.abs(news.bound) - task.offset;
    if (news.nodes !== null) nodes = news.nodes;
    task.onState({ incumbent, bound, nodes, fraction: null });
  };
  let result;
  try {
    result = withClock(
      task, limitMs + 1,
      () => glpk.solve(model, { msglev: glpk.GLP_MSG_ALL, presol: true, tmlim: limitMs / 1000, mipgap: task.relativeGap }).result,
    );
  } finally {
    listener = null;
  }
  const values = (): Float64Array => Float64Array.from(program.objective, (_, j) => result.vars[`x${j}`] ?? Number.NaN);
  const interrupted = {
    ...(task.cancelled() ? STOPPED : { claim: 'time-limit', says: 'stopped at the time limit' } as const), bound, nodes,
  };
  switch (result.status) {
    case glpk.GLP_OPT:
      // With the tree emptied the objective is its own bound; `verdict.ts` fills it in.
      return { claim: 'optimal', says: 'emptied its search tree', values: values(), bound: null, nodes };
    case glpk.GLP_FEAS:
      return gapReached
        ? { claim: 'optimal', says: 'reached the asked gap', values: values(), bound, nodes }
        : { ...interrupted, values: values() };
    case glpk.GLP_NOFEAS:
      return { claim: 'infeasible', says: 'proved that no assignment satisfies every row', values: null, bound: null, nodes };
    default:
      return timedOut
        ? { ...interrupted, values: null }
        : { claim: 'failed', says: `ended with status ${result.status} and no solution`, values: null, bound: null, nodes };
  }
}

function modelOf(glpk: GLPK, { cost, offset }: SolverTask, tight: TightRows): Model {
  const names = Array.from(cost, (_, j) => `x${j}`);
  const name = (j: number): string => names[j] ?? `x${j}`;
  return {
    name: 'program',
    objective: {
      direction: glpk.GLP_MIN,
      name: 'objective',
      vars: [...Array.from(cost, (c, j) => ({ name: name(j), coef: c })), ...(offset === 0 ? [] : [{ name: CONSTANT, coef: offset }])],
    },
    subjectTo: tight.rows.map((row, i) => {
      const factor = scaleUpFactor(row.value.reduce((largest, a) => Math.max(largest, Math.abs(a)), 0));
      return {
        name: `r${i}`,
        vars: Array.from(row.column, (j, k) => ({ name: name(j), coef: factor * (row.value[k] ?? 0) })),
        bnds: boundsOf(glpk, factor * row.lower, factor * row.upper),
      };
    }),
    bounds: [...Array.from(
      tight.fixed, (fixed, j) => ({ name: name(j), ...(fixed === FREE ? boundsOf(glpk, 0, 1) : boundsOf(glpk, fixed, fixed)) }),
    ), ...(offset === 0 ? [] : [{ name: CONSTANT, ...boundsOf(glpk, 1, 1) }])],
    generals: [...names, ...(offset === 0 ? [] : [CONSTANT])],
  };
}

/** GLPK names the kind of a pair of bounds and ignores the number that does not apply. */
function boundsOf(glpk: GLPK, lower: number, upper: number): { type: number; lb: number; ub: number } {
  if (lower === upper) return { type: glpk.GLP_FX, lb: lower, ub: upper };
  if (lower === -Infinity) return upper === Infinity ? { type: glpk.GLP_FR, lb: 0, ub: 0 } : { type: glpk.GLP_UP, lb: 0, ub: upper };
  return upper === Infinity ? { type: glpk.GLP_LO, lb: lower, ub: 0 } : { type: glpk.GLP_DB, lb: lower, ub: upper };
}
