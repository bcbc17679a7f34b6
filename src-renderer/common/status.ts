/**
 * A run's status as one word and one tone. An exact run that is done says what its solver proved: only
 * a proof is called optimal, and a time limit has its own tone. A descent that is done says where nothing
 * feasible came of it, and where it did not come to rest.
 */
import { metInTolerance } from '../../src-contract/exact-status.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { endingWord } from '../../src-contract/descent-ending.ts';

export type Tone = 'done' | 'running' | 'waiting' | 'cancelled' | 'time-limit' | 'short' | 'failed';

/** What of a run its status depends on. */
export type StatusFacts = Pick<RunSummary, 'status' | 'exactStatus' | 'kind' | 'feasible' | 'settling'>;

export interface StatusWords {
  readonly word: string;
  readonly tone: Tone;
  readonly help: string;
}

export function statusWords(run: StatusFacts): StatusWords {
  switch (run.status) {
    case 'queued':
      return { word: 'queued', tone: 'waiting', help: 'Waits for a free worker' };
    case 'running':
      return { word: 'running', tone: 'running', help: 'A worker computes it' };
    case 'cancelling':
      return { word: 'cancelling', tone: 'running', help: 'Asked to stop; stops at its next iteration' };
    case 'failed':
      return { word: 'failed', tone: 'failed', help: 'Ended with an error; the inspector says which' };
    case 'cancelled':
      if (metInTolerance(run)) return {
        word: 'cancelled, rows in tolerance', tone: 'cancelled',
        help: 'Stopped by you; what it had found meets the rows only within the feasibility tolerance you asked for',
      };
      return { word: 'cancelled', tone: 'cancelled', help: 'Stopped by you; what it had found is kept' };
    case 'interrupted':
      return {
        word: 'interrupted', tone: 'cancelled', help: 'The program ended while this run was going; resume it from its last checkpoint',
      };
    case 'done':
      return doneWords(run);
  }
}

const NONE_FEASIBLE = 'no vector it decoded keeps all rows, and its objective is no value of the problem';
/** Why a descent's end is not at rest. */
const UNSETTLED = {
  settled: null,
  moving: 'it was not at rest where it was stopped, and more iterations or another step may help',
  'two-cycle': 'it jumped between two points, and a smaller step may help',
} as const;

function doneWords(run: StatusFacts): StatusWords {
  if (run.kind !== 'exact') {
    const word = endingWord(run);
    const why = [run.feasible === false ? NONE_FEASIBLE : null, run.settling === null ? null : UNSETTLED[run.settling]].filter(
      (text) => text !== null,
    );
    return word === null
      ? { word: 'done', tone: 'done', help: 'Ran to its end' }
      : { word, tone: 'short', help: `Ran to its end, but ${why.join('; ')}` };
  }
  switch (run.exactStatus) {
    case 'optimal':
      return { word: 'optimal', tone: 'done', help: 'Proven optimal by the solver, and the solution rechecked' };
    case 'optimal-within':
      return {
        word: 'optimal within tolerance', tone: 'time-limit',
        help: 'The solver ended, but its tolerance is more than two objectives may differ by: a slightly better solution may have been overlooked. The inspector says by how much',
      };
    case 'ball-optimal-within':
      return {
        word: 'ball: within tolerance', tone: 'time-limit',
        help: 'The solver ended within the ball, but a slightly better solution in there may have been overlooked; nothing is proven about the rest of the program',
      };
    case 'optimal-relaxed':
      return {
        word: 'optimal, rows in tolerance', tone: 'time-limit',
        help: 'Proven best among the vectors that meet every row within the feasibility tolerance you asked for; it does not meet every row exactly',
      };
    case 'ball-optimal-relaxed':
      return {
        word: 'ball: rows in tolerance', tone: 'time-limit',
        help: 'Proven best within the ball among the vectors that meet every row within the feasibility tolerance you asked for; it does not meet every row exactly',
      };
    case 'infeasible':
      return { word: 'infeasible', tone: 'done', help: 'The solver proved that there is no feasible solution' };
    case 'ball-optimal':
      return {
        word: 'best in ball', tone: 'done',
        help: 'Proven best within the ball around its center; nothing is proven about the rest of the program',
      };
    case 'ball-empty':
      return {
        word: 'empty ball', tone: 'done', help: 'The solver proved that the ball holds no feasible solution; there may be some outside',
      };
    case 'time-limit':
      if (run.feasible === false) return {
        word: 'time limit, rows in tolerance', tone: 'time-limit',
        help: 'Stopped at the time limit; the best solution found meets the rows only within the feasibility tolerance you asked for',
      };
      return { word: 'time limit', tone: 'time-limit', help: 'Stopped at the time limit; the best solution found is not proven optimal' };
    case 'cancelled':
      return { word: 'cancelled', tone: 'cancelled', help: 'Stopped by you before a proof' };
    case 'failed':
      return { word: 'failed', tone: 'failed', help: 'The solver gave up; the inspector says why' };
    case null:
      return { word: 'done', tone: 'done', help: 'Ran to its end' };
  }
}
