/**
 * From what a solver claims to what the user is told. A solver is believed about proofs it alone can
 * give (optimality, infeasibility, bounds), never about solutions: those were rechecked in our own
 * arithmetic, and a claim that contradicts a rechecked solution becomes `failed`, in words.
 */
import { boundAgrees } from '../../src-science/exact/recheck.ts';
import type { Recheck } from '../../src-science/exact/recheck.ts';
import type { Program } from '../../src-science/program/program.ts';
import type { ExactResult } from '../../src-contract/job-event.ts';
import type { SolverAnswer } from './solver.ts';

/** A solution that passed the recheck. */
export interface Incumbent {
  /** Length d, 0/1. */
  readonly x: Uint8Array;
  readonly objective: number;
  /** When it was found. */
  readonly seconds: number;
}

export type Verdict = Pick<ExactResult, 'status' | 'statusText' | 'bound' | 'gap'> & { readonly best: Incumbent | null };

/**
 * @param solver its name, to begin the sentence with
 * @param recheck of `answer.values`; null if the solver gave none
 * @param incumbent best rechecked solution it reported on the way
 * @param doubt why no proof of this solver on this program can be believed, a clause; null if it can
 */
export function exactVerdict(
  solver: string,
  program: Program,
  answer: SolverAnswer,
  recheck: Recheck | null,
  incumbent: Incumbent | null,
  relativeGap: number,
  seconds: number,
  doubt: string | null = null,
): Verdict {
  const final: Incumbent | null = recheck?.passed === true ? { x: recheck.x, objective: recheck.objective, seconds } : null;
  const best = better(program, final, incumbent);
  const said = `${solver} ${answer.says}`;
  const failed = (why: string): Verdict => ({ status: 'failed', statusText: `${solver} failed: ${why}.`, bound: null, gap: null, best });

  if (doubt !== null && (answer.claim === 'optimal' || answer.claim === 'infeasible')) {
    const rest = best === null ? 'it found no solution' : 'the best solution it found was rechecked, but nothing is proven about it';
    return { status: 'failed', statusText: `No proof: ${doubt}; ${rest}.`, bound: null, gap: null, best };
  }
  switch (answer.claim) {
    case 'failed':
      return { status: 'failed', statusText: `${said}.`, bound: null, gap: null, best };
    case 'infeasible':
      // Proof of infeasibility against a vector that satisfies every row: the vector wins.
      if (best !== null) return failed('it called the program infeasible after finding a solution that satisfies every row');
      return { status: 'infeasible', statusText: `Infeasible: ${said}.`, bound: null, gap: null, best: null };
    case 'optimal': {
      if (recheck === null) return failed('it claimed an optimum without giving a solution');
      if (!recheck.passed) return failed(`its optimal solution did not survive the recheck, ${recheck.reason}`);
      const bound = answer.bound ?? recheck.objective;
      if (!boundAgrees(program.sense, recheck.objective, bound)) {
        return failed(`its bound ${bound} contradicts its own solution of objective ${recheck.objective}`);
      }
      if (best !== null && !boundAgrees(program.sense, best.objective, bound)) {
        return failed(`its bound ${bound} contradicts a solution of objective ${best.objective} that it found itself`);
      }
      const gap = relativeGapOf(recheck.objective, bound);
      // The solver stopped satisfied, but with a bound that does not prove what was asked.
      if (gap > Math.max(relativeGap, 1e-6)) return failed(`it claimed an optimum at a gap of ${gap}`);
      const closed = gap <= 1e-9;
      return {
        status: 'optimal',
        statusText: closed || relativeGap === 0
          ? `Proven optimal: ${said}; the solution was rechecked.`
          : `Optimal to the asked gap of ${relativeGap}: ${said}; the solution was rechecked.`,
        // What is left between them is the solver's rounding, where a proof was asked for.
        bound: closed || relativeGap === 0 ? recheck.objective : bound,
        gap: closed || relativeGap === 0 ? 0 : gap,
        best: final,
      };
    }
    case 'time-limit':
    case 'cancelled': {
      if (best !== null && answer.bound !== null && !boundAgrees(program.sense, best.objective, answer.bound)) {
        return failed(`its bound ${answer.bound} contradicts a solution of objective ${best.objective}`);
      }
      const opening = answer.claim === 'time-limit' ? 'Time limit' : 'Cancelled';
      const rest = best === null ? 'no solution was found' : 'the best solution so far was rechecked; it is not proven optimal';
      return {
        status: answer.claim,
        statusText: `${opening}: ${said}; ${rest}.`,
        bound: answer.bound,
        gap: best === null || answer.bound === null ? null : relativeGapOf(best.objective, answer.bound),
        best,
      };
    }
  }
}

/**
 * A verdict about the program inside a ball, said as such: an optimum in there is not the program's, an
 * empty ball does not make the program infeasible, and a bound in there bounds nothing outside.
 */
export function ballVerdict(solver: string, verdict: Verdict, says: string, radius: number): Verdict {
  const ball = `the ball of ${radius} ${radius === 1 ? 'flip' : 'flips'} around the center`;
  const outside: Verdict = { ...verdict, bound: null, gap: null };
  switch (verdict.status) {
    case 'optimal':
      return { ...outside, status: 'ball-optimal', statusText: `Best inside ${ball}: ${solver} ${says}; the solution was rechecked. Nothing is proven about vectors outside.` };
    case 'infeasible':
      return { ...outside, status: 'ball-empty', statusText: `No solution inside ${ball}: ${solver} ${says}. There may be solutions outside.` };
    default:
      return { ...outside, statusText: `${verdict.statusText} The search was confined to ${ball}.` };
  }
}

/** |objective − bound| / max(1, |objective|) */
export function relativeGapOf(objective: number, bound: number): number {
  return Math.abs(objective - bound) / Math.max(1, Math.abs(objective));
}

/** The better of two solutions in the user's sense; the first where they are equal. */
export function better<T extends Incumbent>(program: Program, first: T | null, second: T | null): T | null {
  if (first === null || second === null) return first ?? second;
  const secondWins = program.sense === 'min' ? second.objective < first.objective : second.objective > first.objective;
  return secondWins ? second : first;
}

/** The largest lower bound of a minimization, the least upper bound of a maximization; null of none. */
export function tightestBound(program: Program, bounds: readonly (number | null)[]): number | null {
  return extreme(bounds, program.sense === 'min' ? Math.max : Math.min);
}

/** The largest or least of the values that are known. */
export function extreme(values: readonly (number | null)[], of: (...values: number[]) => number): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : of(...known);
}
