/**
 * From what a solver claims to what the user is told. A solver is believed about proofs it alone can
 * give (optimality, infeasibility, bounds), never about solutions: those were rechecked in our own
 * arithmetic, and a claim that contradicts a rechecked solution becomes `failed`, in words.
 */
import { boundProves, boundSlack, isProof, provenBound } from '../../src-science/exact/proof.ts';
import type { Precision } from '../../src-science/exact/proof.ts';
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

export type Verdict = Pick<ExactResult, 'status' | 'statusText' | 'bound' | 'gap'> & {
  readonly best: Incumbent | null;
  /** By how much a better vector may have been overlooked; where that keeps the end from being a proof. */
  readonly tolerance?: number;
};

/**
 * @param solver its name, to begin the sentence with
 * @param recheck of `answer.values`; null if the solver gave none
 * @param incumbent best rechecked solution it reported on the way
 * @param doubt why no proof of this solver on this program can be believed, a clause; null if it can
 * @param precision what the solver can tell apart on this program; of its bounds, too
 */
export function exactVerdict(
  solver: string,
  program: Program,
  answer: SolverAnswer,
  recheck: Recheck | null,
  incumbent: Incumbent | null,
  relativeGap: number,
  seconds: number,
  doubt: string | null,
  precision: Precision,
): Verdict {
  const final: Incumbent | null = recheck?.passed === true ? { x: recheck.x, objective: recheck.objective, seconds } : null;
  const best = better(program, final, incumbent);
  const said = `${solver} ${answer.says}`;
  const agrees =
    (objective: number, bound: number): boolean => boundAgrees(program.sense, objective, bound, boundSlack(precision, objective));
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
      if (!agrees(recheck.objective, bound)) {
        return failed(`its bound ${bound} contradicts its own solution of objective ${recheck.objective}`);
      }
      if (best !== null && !agrees(best.objective, bound)) {
        return failed(`its bound ${bound} contradicts a solution of objective ${best.objective} that it found itself`);
      }
      const gap = relativeGapOf(recheck.objective, bound);
      // The solver stopped satisfied, but with a bound that does not prove what was asked.
      if (gap > Math.max(relativeGap, 1e-6) &&
        gap > 2 * relativeGapOf(recheck.objective, provenBound(program.sense, recheck.objective, precision))) {
        return failed(`it claimed an optimum at a gap of ${gap}`);
      }
      if (relativeGap > 0 && !boundProves(program.sense, recheck.objective, bound, precision)) {
        return {
          status: 'optimal',
          statusText: `Optimal to the asked gap of ${relativeGap}: ${said}; the solution was rechecked.`,
          ...within(program, recheck.objective, bound, precision),
          best: final,
        };
      }
      if (!isProof(precision)) {
        return {
          status: 'optimal-within',
          statusText: `Optimal within the solver’s tolerance: ${said}; the solution was rechecked. A vector better by up to ${plain(precision.tolerance)} may have been overlooked.`,
          ...within(program, recheck.objective, bound, precision),
          best: final,
          tolerance: precision.tolerance,
        };
      }
      // What is left between objective and bound is the solver's rounding: the next better value is a step away.
      return {
        status: 'optimal', statusText: `Proven optimal: ${said}; the solution was rechecked.`, bound: recheck.objective, gap: 0,
        best: final,
      };
    }
    case 'time-limit':
    case 'cancelled': {
      if (best !== null && answer.bound !== null && !agrees(best.objective, answer.bound)) {
        return failed(`its bound ${answer.bound} contradicts a solution of objective ${best.objective}`);
      }
      const opening = answer.claim === 'time-limit' ? 'Time limit' : 'Cancelled';
      const rest = best === null ? 'no solution was found' : 'the best solution so far was rechecked; it is not proven optimal';
      return {
        status: answer.claim,
        statusText: `${opening}: ${said}; ${rest}.`,
        ...(best === null || answer.bound === null
          ? { bound: answer.bound, gap: null }
          : within(program, best.objective, answer.bound, precision)),
        best,
      };
    }
  }
}

/** A bound that is no proof of an objective stays the tolerance away from it, and their gap is not 0. */
export function within(
  program: Program, objective: number, bound: number, precision: Precision,
): { readonly bound: number; readonly gap: number } {
  const least = provenBound(program.sense, objective, { ...precision, step: null, tolerance: Math.max(precision.tolerance, 1e-9) });
  const kept = program.sense === 'min' ? Math.min(bound, least) : Math.max(bound, least);
  return { bound: kept, gap: relativeGapOf(objective, kept) };
}

/** A number in a sentence. */
export const plain = (value: number | null): string => (value === null ? 'none' : String(Number(value.toPrecision(12))));

/**
 * A verdict about the program inside a ball, said as such: an optimum in there is not the program's, an
 * empty ball does not make the program infeasible, and a bound in there bounds nothing outside.
 */
export function ballVerdict(solver: string, verdict: Verdict, says: string, radius: number): Verdict {
  const ball = `the ball of ${radius} ${radius === 1 ? 'flip' : 'flips'} around the center`;
  const outside: Verdict = { ...verdict, bound: null, gap: null };
  switch (verdict.status) {
    case 'optimal':
      return {
        ...outside, status: 'ball-optimal',
        statusText: `Best inside ${ball}: ${solver} ${says}; the solution was rechecked. Nothing is proven about vectors outside.`,
      };
    case 'optimal-within':
      return {
        ...outside,
        status: 'ball-optimal-within',
        statusText: `Best inside ${ball} within the solver’s tolerance: ${solver} ${says}; the solution was rechecked. A vector in there better by up to ${plain(verdict.tolerance ?? null)} may have been overlooked, and nothing is proven about vectors outside.`,
      };
    case 'infeasible':
      return {
        ...outside, status: 'ball-empty', statusText: `No solution inside ${ball}: ${solver} ${says}. There may be solutions outside.`,
      };
    default:
      return { ...outside, statusText: `${verdict.statusText} The search was confined to ${ball}.` };
  }
}

/**
 * A verdict about the program whose rows may each be missed by a tolerance, said of the program itself: what meets the
 * rows only within it is no optimum of the program, and what has no solution even so has none.
 * @param missed by how much the solution misses the row it misses most
 */
export function relaxedVerdict(verdict: Verdict, tolerance: number, missed: number): Verdict {
  if (verdict.best === null) {
    const isEmpty = verdict.status === 'infeasible' || verdict.status === 'ball-empty';
    return isEmpty
      ? { ...verdict, statusText: `${verdict.statusText} Not even with every row missed by up to ${plain(tolerance)}.` }
      : verdict;
  }
  if (missed === 0) return {
    ...verdict, statusText: `${verdict.statusText} Rows might be missed by up to ${plain(tolerance)}; this solution meets them exactly.`,
  };
  const within = `Its solution meets the rows only within the tolerance asked for, ${plain(tolerance)}: it misses one by ${plain(Number(missed.toPrecision(4)))}.`;
  // The objective is no value of the program, and so there is no gap.
  const relaxed: Verdict = { ...verdict, gap: null, statusText: `${verdict.statusText} ${within}` };
  const best = verdict.statusText.replace(/^Proven optimal/, 'Best with rows met within a tolerance');
  if (verdict.status === 'optimal') return { ...relaxed, status: 'optimal-relaxed', statusText: `${best} ${within}` };
  return verdict.status === 'ball-optimal' ? { ...relaxed, status: 'ball-optimal-relaxed' } : relaxed;
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
