/**
 * One or two solvers at work on one program, each in a thread of its own, watched from here: who ends
 * with a proof ends the contest, and what the others have reached is kept. A contest of one is a plain
 * solve. Whoever has to stop, by a cancel, at the time limit or for losing, is ended if it does not
 * answer; nothing here waits for a solver that was asked to stop longer than that takes.
 */
import type { Question } from '../../src-science/exact/cut-off.ts';
import { latticeValue } from '../../src-science/exact/objective-lattice.ts';
import { posedValue, poseObjective, toUserValue } from '../../src-science/exact/posed-objective.ts';
import { solverPrecision } from '../../src-science/exact/proof.ts';
import type { Precision } from '../../src-science/exact/proof.ts';
import { recheckSolution } from '../../src-science/exact/recheck.ts';
import type { Recheck } from '../../src-science/exact/recheck.ts';
import type { Program } from '../../src-science/program/program.ts';
import type { JobContext } from '../job-context.ts';
import { meets } from './race-verdict.ts';
import type { Found, Standing } from './race-verdict.ts';
import type { ThreadSolver } from './solver-message.ts';
import type { SolverAnswer, SolverState } from './solver.ts';
import { settle } from './asking-on.ts';
import type { RunningSolve, SolveListener, SolverThreads } from './solver-threads.ts';
import { exactVerdict, extreme, tightestBound } from './verdict.ts';
import type { Incumbent } from './verdict.ts';

/**
 * How often the cancel flag and the clock are looked at: a look takes a tenth of a millisecond from a core that, in a
 * race on two, a solver is on.
 */
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
  /** Looks at every vector; asked only where there are few. */
  readonly enumerate: () => SolverAnswer;
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
  /** The best rechecked vector it gave. */
  readonly best: Incumbent | null;
  readonly nodes: number | null;
  readonly seconds: number;
}

export interface ContestEnd {
  /** In the order in which they ended, then those that were stopped. */
  readonly entrants: readonly Entrant[];
  readonly state: ContestState;
  readonly stopped: 'cancelled' | 'time-limit' | null;
}

/** Of a pair, who can be asked instead. */
const OTHER: Readonly<Record<ThreadSolver, ThreadSolver>> = { glpk: 'highs', highs: 'glpk' };

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
export async function runContest(
  context: JobContext, threads: SolverThreads, solvers: readonly ThreadSolver[], task: ContestTask, onChange: (state: ContestState) => void,
): Promise<ContestEnd> {
  const { program } = task;
  const posed = poseObjective(program);
  const runners = solvers.map((solver): Runner => ({ solver, running: null, said: null, best: null, ended: null }));
  const finished: Entrant[] = [];
  /** Asked in somebody's stead. */
  const standIns: Runner[] = [];
  let best: Found | null = null;
  let stopped: ContestEnd['stopped'] = null;
  let over = false;
  let announce: () => void = () => undefined;
  const end = new Promise<void>((resolve) => (announce = resolve));

  const user = (value: number | null): number | null => toUserValue(program, posed, value);
  /** The better of two, exactly where objectives are whole multiples of a step; the first where they are equal. */
  const betterFound = (first: Found | null, second: Found | null): Found | null => {
    if (first === null || second === null) return first ?? second;
    const { lattice } = posed;
    const isBetter = lattice === null
      ? (program.sense === 'min' ? second.objective < first.objective : second.objective > first.objective)
      : latticeValue(lattice, second.x) < latticeValue(lattice, first.x);
    return isBetter ? second : first;
  };
  const found = (recheck: Recheck, by: string | null): Found | null => {
    if (!recheck.passed) return null;
    const solution = { x: recheck.x, objective: recheck.objective, seconds: context.elapsed(), by };
    best = betterFound(best, solution);
    return solution;
  };
  const precisionOf = (solver: ThreadSolver, x: ArrayLike<number>): Precision => solverPrecision(solver, posed, posedValue(posed, x));
  const bestObjective =
    (values: readonly (number | null)[]): number | null => extreme(values, program.sense === 'min' ? Math.min : Math.max);
  const state = (): ContestState => ({
    best,
    incumbent: bestObjective([best?.objective ?? null, ...runners.map(({ said }) => said?.incumbent ?? null)]),
    bound: tightestBound(program, runners.map(({ said }) => said?.bound ?? null)),
    nodes: runners.reduce((sum, { said }) => sum + (said?.nodes ?? 0), 0),
  });
  const stopAll = (): void => {
    for (const { running, ended } of [
      ...runners, ...standIns,
    ]) if (ended === null) running?.stop(stopped === 'time-limit' ? LIMIT_STOP_GRACE_MS : undefined);
  };
  const finish = (): void => {
    over = true;
    stopAll();
    announce();
  };
  const changed = (): void => {
    const now = state();
    onChange(now);
    // The bound of one meets the solution of the other: a proof neither has alone.
    if (over || solvers.length === 1 || task.all || stopped !== null || now.best === null || now.bound === null) return;
    const bounder = runners.find(({ said }) => said?.bound === now.bound);
    if (bounder === undefined || now.best.by === SOLVER_LABELS[bounder.solver]) return;
    if (meets(program, now.best, now.bound, task.relativeGap, precisionOf(bounder.solver, now.best.x)) && task.doubt() === null) finish();
  };

  const whole: Question = { program, cost: posed.cost, offset: posed.offset };
  /** Bounds and objectives of the whole program come back in the user's units; those of another question mean nothing outside it. */
  const solveOnce = async (runner: Runner, question: Question, tight: boolean): Promise<SolverAnswer> => {
    const isWhole = question === whole;
    const listener: SolveListener = {
      onIncumbent(values) {
        if (over) return;
        runner.best = betterFound(runner.best, found(recheckSolution(program, values), SOLVER_LABELS[runner.solver]));
        changed();
      },
      onState(said) {
        if (over) return;
        const before = runner.said;
        runner.said = {
          ...said,
          // As printed in a log it may be a little off; where costs are whole its value is.
          incumbent: isWhole
            ? user(posed.exact && said.incumbent !== null ? Math.round(said.incumbent) : said.incumbent)
            : (before?.incumbent ?? null),
          bound: (isWhole ? user(said.bound) : null) ?? before?.bound ?? null,
          nodes: Math.max(said.nodes, before?.nodes ?? 0),
        };
        changed();
      },
    };
    const { timeLimitSeconds, relativeGap, start } = task;
    const left = timeLimitSeconds === null ? null : Math.max(0.001, timeLimitSeconds - context.elapsed());
    runner.running = threads.start(
      runner.solver, { ...question, timeLimitSeconds: left, relativeGap: isWhole ? relativeGap : 0, start: isWhole ? start : null, tight },
      listener,
    );
    if (stopped !== null || context.cancelled()) runner.running.stop();
    const answer = await runner.running.answer;
    // A solver that was ended, or asked to stop at the limit, says what it was told, and its last bound holds.
    const bound = (isWhole ? user(answer.bound) : null) ??
      (answer.claim === 'cancelled' || answer.claim === 'time-limit' ? (runner.said?.bound ?? null) : null);
    return answer.claim === 'cancelled' && stopped === 'time-limit'
      ? { ...answer, claim: 'time-limit', says: 'was stopped at the time limit', bound }
      : { ...answer, bound };
  };

  const run = async (runner: Runner): Promise<void> => {
    const label = SOLVER_LABELS[runner.solver];
    const first = await solveOnce(runner, whole, false);
    if (over) return;
    const settled = await settle(
      {
        program,
        posed,
        canTighten: runner.solver === 'highs',
        best: () => best,
        consider(values) {
          const recheck = recheckSolution(program, values);
          runner.best = betterFound(runner.best, found(recheck, label));
          return recheck;
        },
        ask: (question, tight = false) => solveOnce(runner, question, tight),
        askOther: solvers.length > 1 ? null : () => askInstead(OTHER[runner.solver]),
        enumerate: task.enumerate,
        over: () =>
          over || stopped !== null || context.cancelled() || (task.timeLimitSeconds !== null && context.elapsed() > task.timeLimitSeconds),
      },
      whole,
      first,
      (x) => precisionOf(runner.solver, x),
      claimsEnd(first) ? task.doubt() : null,
      task.relativeGap === 0,
    );
    if (over) return;
    const { answer, recheck, precision } = settled;
    const doubt = claimsEnd(answer) && !settled.enumerated ? task.doubt() : null;
    const verdict = exactVerdict(
      label, program, answer, recheck, solvers.length > 1 ? runner.best : best, task.relativeGap, context.elapsed(), doubt, precision,
    );
    const entrant: Entrant = {
      solver: runner.solver,
      begun: true,
      label,
      says: answer.says,
      verdict,
      bound: verdict.bound,
      best: verdict.best,
      objective: verdict.best?.objective ?? runner.said?.incumbent ?? null,
      precision,
      nodes: answer.nodes ?? runner.said?.nodes ?? null,
      seconds: context.elapsed(),
    };
    runner.ended = entrant;
    finished.push(entrant);
    const isDecided = verdict.status === 'optimal' || verdict.status === 'infeasible' || doubt !== null;
    if (finished.length === runners.length || (isDecided && !task.all)) finish();
    else changed();
  };

  const askInstead = async (solver: ThreadSolver): Promise<{ answer: SolverAnswer; precision: Precision }> => {
    const runner: Runner = { solver, running: null, said: null, best: null, ended: null };
    standIns.push(runner);
    const answer = await solveOnce(runner, whole, false);
    return { answer, precision: precisionOf(solver, answer.values ?? []) };
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
    best: own,
    objective: bestObjective([own?.objective ?? null, said?.incumbent ?? null]),
    precision: precisionOf(solver, best?.x ?? []),
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
function claimsEnd({ claim }: SolverAnswer): boolean {
  return claim === 'optimal' || claim === 'infeasible';
}
