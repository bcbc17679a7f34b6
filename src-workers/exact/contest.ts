/**
 * One or two solvers at work on one program, each in a thread of its own, watched from here: who ends
 * with a proof ends the contest, and what the others have reached is kept. A contest of one is a plain
 * solve. Whoever has to stop, by a cancel, at the time limit or for losing, is ended if it does not
 * answer; nothing here waits for a solver that was asked to stop longer than that takes.
 */
import { recheckSolution } from '../../src-science/exact/recheck.ts';
import type { Recheck } from '../../src-science/exact/recheck.ts';
import type { Program } from '../../src-science/program/program.ts';
import type { JobContext } from '../job-context.ts';
import { meets } from './race-verdict.ts';
import type { Found, Standing } from './race-verdict.ts';
import type { ThreadSolver } from './solver-message.ts';
import type { SolverAnswer, SolverState } from './solver.ts';
import type { RunningSolve, SolveListener, SolverThreads } from './solver-threads.ts';
import { better, exactVerdict, extreme, tightestBound } from './verdict.ts';

/** How often the cancel flag and the clock are looked at: a look takes a tenth of a millisecond from a core that, in a race on two, a solver is on. */
const WATCH_INTERVAL_MS = 20;
/** How far beyond the time limit a solver may end by itself, and how long it then has: nobody waits for it as after a cancel. */
const LIMIT_GRACE_SECONDS = 0.5;
const LIMIT_STOP_GRACE_MS = 500;
/**
 * A program of so few variables is mostly solved by the first solver before a second has read it, and to wake the second
 * is a tenth of such a race: so the second is only told of it when the first has had this long.
 */
const SMALL_VARIABLES = 64;
const HEAD_START_MS = 4;

export const SOLVER_LABELS: Readonly<Record<ThreadSolver, string>> = { glpk: 'GLPK', highs: 'HiGHS' };

export interface ContestTask {
  readonly program: Program;
  readonly timeLimitSeconds: number | null;
  readonly relativeGap: number;
  readonly start: readonly number[] | null;
  /** True lets every solver end instead of stopping all at the first proof. */
  readonly all: boolean;
  /** Why no solver's proof on this program can be believed, or null; asked for once the solvers are at work. */
  readonly doubt: () => string | null;
}

/** What is known so far, of all solvers together. */
export interface ContestState {
  /** Best rechecked solution. */
  readonly best: Found | null;
  /** Its objective, or what a solver that shows no vectors says of its own, if that is better. */
  readonly incumbent: number | null;
  readonly bound: number | null;
  readonly nodes: number;
}

export interface Entrant extends Standing {
  readonly solver: ThreadSolver;
  /** False of one whose turn never came. */
  readonly begun: boolean;
  readonly nodes: number | null;
  readonly seconds: number;
}

export interface ContestEnd {
  /** In the order in which they ended, then those that were stopped. */
  readonly entrants: readonly Entrant[];
  readonly state: ContestState;
  readonly stopped: 'cancelled' | 'time-limit' | null;
}

interface Runner {
  readonly solver: ThreadSolver;
  running: RunningSolve | null;
  said: SolverState | null;
  best: Found | null;
  ended: Entrant | null;
}

/**
 * Runs the solvers: the first of them ahead of the others where the program is small and one proof is enough.
 * @param onChange called whenever something new is known
 */
export async function runContest(context: JobContext, threads: SolverThreads, solvers: readonly ThreadSolver[], task: ContestTask, onChange: (state: ContestState) => void): Promise<ContestEnd> {
  const { program } = task;
  const runners = solvers.map((solver): Runner => ({ solver, running: null, said: null, best: null, ended: null }));
  const finished: Entrant[] = [];
  let best: Found | null = null;
  let stopped: ContestEnd['stopped'] = null;
  let over = false;
  let settle: () => void = () => undefined;
  const end = new Promise<void>((resolve) => (settle = resolve));

  const found = (recheck: Recheck, by: string | null): Found | null => {
    if (!recheck.passed) return null;
    const solution = { x: recheck.x, objective: recheck.objective, seconds: context.elapsed(), by };
    best = better(program, best, solution);
    return solution;
  };
  const bestObjective = (values: readonly (number | null)[]): number | null => extreme(values, program.sense === 'min' ? Math.min : Math.max);
  const state = (): ContestState => ({
    best,
    incumbent: bestObjective([best?.objective ?? null, ...runners.map(({ said }) => said?.incumbent ?? null)]),
    bound: tightestBound(program, runners.map(({ said }) => said?.bound ?? null)),
    nodes: runners.reduce((sum, { said }) => sum + (said?.nodes ?? 0), 0),
  });
  const stopAll = (): void => {
    for (const { running, ended } of runners) if (ended === null) running?.stop(stopped === 'time-limit' ? LIMIT_STOP_GRACE_MS : undefined);
  };
  const finish = (): void => {
    over = true;
    stopAll();
    settle();
  };
  const changed = (): void => {
    const now = state();
    onChange(now);
    // The bound of one meets the solution of the other: a proof neither has alone.
    if (!over && solvers.length > 1 && !task.all && stopped === null && now.best !== null && meets(now.best, now.bound, task.relativeGap) && task.doubt() === null) {
      const bounder = runners.find(({ said }) => said?.bound === now.bound);
      if (bounder !== undefined && now.best.by !== SOLVER_LABELS[bounder.solver]) finish();
    }
  };

  const solveOnce = async (runner: Runner, tight: boolean): Promise<SolverAnswer> => {
    const listener: SolveListener = {
      onIncumbent(values) {
        if (over) return;
        runner.best = better(program, runner.best, found(recheckSolution(program, values), SOLVER_LABELS[runner.solver]));
        changed();
      },
      onState(said) {
        if (over) return;
        runner.said = { ...said, bound: said.bound ?? runner.said?.bound ?? null, nodes: Math.max(said.nodes, runner.said?.nodes ?? 0) };
        changed();
      },
    };
    const { timeLimitSeconds, relativeGap, start } = task;
    const left = timeLimitSeconds === null ? null : Math.max(0.001, timeLimitSeconds - context.elapsed());
    runner.running = threads.start(runner.solver, { program, timeLimitSeconds: left, relativeGap, start, tight }, listener);
    if (stopped !== null || context.cancelled()) runner.running.stop();
    const answer = await runner.running.answer;
    // A solver that was ended, or asked to stop at the limit, says what it was told, and its last bound holds.
    const bound = answer.bound ?? (answer.claim === 'cancelled' || answer.claim === 'time-limit' ? (runner.said?.bound ?? null) : null);
    return answer.claim === 'cancelled' && stopped === 'time-limit' ? { ...answer, claim: 'time-limit', says: 'was stopped at the time limit', bound } : { ...answer, bound };
  };

  const judge = (runner: Runner, answer: SolverAnswer): Entrant => {
    const recheck = answer.values === null ? null : recheckSolution(program, answer.values);
    if (recheck !== null) runner.best = better(program, runner.best, found(recheck, SOLVER_LABELS[runner.solver]));
    const known = solvers.length > 1 ? runner.best : best;
    const verdict = exactVerdict(SOLVER_LABELS[runner.solver], program, answer, recheck, known, task.relativeGap, context.elapsed(), isProof(answer) ? task.doubt() : null);
    return {
      solver: runner.solver,
      begun: true,
      label: SOLVER_LABELS[runner.solver],
      says: answer.says,
      verdict,
      bound: verdict.bound,
      objective: verdict.best?.objective ?? runner.said?.incumbent ?? null,
      nodes: answer.nodes ?? runner.said?.nodes ?? null,
      seconds: context.elapsed(),
    };
  };

  const run = async (runner: Runner): Promise<void> => {
    let answer = await solveOnce(runner, false);
    if (over) return;
    let entrant = judge(runner, answer);
    // An answer that fails the recheck is asked for once more with tighter tolerances.
    if (runner.solver === 'highs' && entrant.verdict?.status === 'failed' && answer.claim === 'optimal' && task.doubt() === null && stopped === null) {
      answer = await solveOnce(runner, true);
      if (over) return;
      entrant = judge(runner, answer);
    }
    runner.ended = entrant;
    finished.push(entrant);
    const decided = isProof(answer) && (entrant.verdict?.status !== 'failed' || task.doubt() !== null);
    if (finished.length === runners.length || (decided && !task.all)) finish();
    else changed();
  };

  if (task.start !== null) found(recheckSolution(program, task.start), null);
  const hasHeadStart = !task.all && program.objective.length <= SMALL_VARIABLES;
  const runs = runners.map(async (runner, place) => {
    if (hasHeadStart && place > 0) {
      threads.prepare(runner.solver);
      await headStart(end);
    }
    if (!over) await run(runner);
  });
  // While the solvers are at work: it would be waited for once one of them has a proof.
  const doubting = setImmediate(() => {
    try {
      task.doubt();
    } catch {
      // It fails again, and is heard, where a proof asks for it.
    }
  });
  const stop = (why: 'cancelled' | 'time-limit'): void => {
    if (stopped !== null || over) return;
    stopped = why;
    stopAll();
  };
  const watch = setInterval(() => {
    if (context.cancelled()) stop('cancelled');
    else if (task.timeLimitSeconds !== null && context.elapsed() > task.timeLimitSeconds + LIMIT_GRACE_SECONDS) stop('time-limit');
  }, WATCH_INTERVAL_MS);
  try {
    if (best !== null) onChange(state());
    await Promise.race([end, Promise.all(runs)]);
  } finally {
    clearInterval(watch);
    clearImmediate(doubting);
    // After a throw: nobody is left that would stop the others, or those that have yet to begin.
    if (!over) finish();
  }
  const losers = runners.filter(({ ended }) => ended === null).map(({ solver, running, said, best: own }): Entrant => ({
    solver,
    begun: running !== null,
    label: SOLVER_LABELS[solver],
    says: running === null ? 'had not begun' : 'was stopped',
    verdict: null,
    bound: said?.bound ?? null,
    objective: bestObjective([own?.objective ?? null, said?.incumbent ?? null]),
    nodes: said?.nodes ?? null,
    seconds: context.elapsed(),
  }));
  return { entrants: [...finished, ...losers], state: state(), stopped };
}

/** Until the first solver has had its time, or all is over. */
function headStart(end: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, HEAD_START_MS);
    void end.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** True of an answer that claims to settle the program. */
function isProof({ claim }: SolverAnswer): boolean {
  return claim === 'optimal' || claim === 'infeasible';
}
