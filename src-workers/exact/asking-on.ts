/**
 * What is done with a solver's optimum that is no proof yet, or is no solution: asking on, cheapest first. A
 * vector that only satisfies the rows within the solver's tolerance is cut off and the program asked again.
 * Where a better vector may have been overlooked, it is asked for (`cut-off.ts`) until the answer is “there is
 * none”; then the other solver is asked; then all vectors are looked at, where they are few.
 */
import { bandQuestion, cutOffQuestions, excluding } from '../../src-science/exact/cut-off.ts';
import type { Question } from '../../src-science/exact/cut-off.ts';
import { freeVariableCount } from '../../src-science/exact/enumerate.ts';
import { ENUMERATION_LIMIT } from '../../src-science/exact/exact-settings.ts';
import type { PosedObjective } from '../../src-science/exact/posed-objective.ts';
import { exactPrecision, isProof } from '../../src-science/exact/proof.ts';
import type { Precision } from '../../src-science/exact/proof.ts';
import { roundedValues } from '../../src-science/exact/recheck.ts';
import type { Recheck } from '../../src-science/exact/recheck.ts';
import type { Program } from '../../src-science/program/program.ts';
import type { SolverAnswer } from './solver.ts';
import type { Incumbent } from './verdict.ts';

/** Questions one solver is asked beyond the first. */
const MOST_QUESTIONS = 60;
/** Vectors that are cut off one by one. */
const MOST_EXCLUDED = 20;

export interface Settling {
  /** The program that answers are judged against. */
  readonly program: Program;
  readonly posed: PosedObjective;
  /** True of a solver that can be asked with tighter tolerances. */
  readonly canTighten: boolean;
  /** Best rechecked solution known. */
  best(): Incumbent | null;
  /** Judges values, and keeps them where they are the best. */
  consider(values: ArrayLike<number>): Recheck;
  /** Asks the solver; with `tight`, with tighter tolerances. Bounds of the answer are in the question's units. */
  ask(question: Question, tight?: boolean): Promise<SolverAnswer>;
  /** The same program, of the other solver; null where it is at work anyway. */
  askOther: (() => Promise<{ readonly answer: SolverAnswer; readonly precision: Precision }>) | null;
  enumerate(): SolverAnswer;
  /** True where no more may be asked: stopped, or the contest is over. */
  over(): boolean;
}

export interface Settled {
  readonly answer: SolverAnswer;
  readonly recheck: Recheck | null;
  readonly precision: Precision;
  /** True where every vector was looked at, so that no doubt of the solver matters. */
  readonly enumerated: boolean;
}

/**
 * @param first the solver's answer to `question`, bounds in the user's units
 * @param doubt why no proof of a solver on this program can be believed, or null
 * @param proofWanted false where a gap was asked for
 */
export async function settle(
  settling: Settling, question: Question, first: SolverAnswer, precisionOf: (x: ArrayLike<number>) => Precision, doubt: string | null,
  proofWanted: boolean,
): Promise<Settled> {
  const judged = (answer: SolverAnswer): Recheck | null => (answer.values === null ? null : settling.consider(answer.values));
  const canEnumerate = (): boolean => freeVariableCount(settling.program) <= ENUMERATION_LIMIT;
  const enumerated = (): Settled => {
    const answer = settling.enumerate();
    return { answer, recheck: judged(answer), precision: exactPrecision(settling.posed), enumerated: true };
  };
  let answer = first;
  let recheck = judged(answer);
  if (doubt !== null && (answer.claim === 'optimal' || answer.claim === 'infeasible') && canEnumerate()) return enumerated();

  let excluded: readonly Uint8Array[] = [];
  if (doubt === null) ({ answer, recheck, excluded } = await withoutNearMisses(settling, question, answer, recheck));
  const isFailed = recheck !== null && !recheck.passed && answer.claim === 'optimal' && !settling.over();
  if (isFailed && canEnumerate()) return enumerated();
  const precision = recheck?.passed === true ? precisionOf(recheck.x) : precisionOf(new Uint8Array(settling.program.objective.length));
  const told: Settled = { answer, recheck, precision, enumerated: false };
  if (!proofWanted || doubt !== null || answer.claim !== 'optimal' || recheck?.passed !== true || isProof(precision)) return told;

  if (await nothingBetter(settling, excluded)) return settledAt(settling, answer, 'and found nothing better when asked for it');
  if (settling.over()) return { ...told, ...bestOf(settling, answer) };
  if (settling.askOther !== null) {
    const other = await settling.askOther();
    const otherRecheck = other.answer.values === null ? null : settling.consider(other.answer.values);
    if (other.answer.claim === 'optimal' && otherRecheck?.passed === true && isProof(other.precision)) {
      return settledAt(settling, answer, 'and the other solver, whose tolerance is finer here, proved that nothing is better');
    }
  }
  if (!settling.over() && canEnumerate()) {
    const all = settling.enumerate();
    if (all.claim === 'optimal' && all.values !== null) {
      settling.consider(all.values);
      return settledAt(settling, answer, all.says);
    }
  }
  return { ...told, ...bestOf(settling, answer) };
}

/** Asks again where an optimum fails the recheck, without the vectors that only seem to satisfy the rows. */
async function withoutNearMisses(
  settling: Settling, question: Question, first: SolverAnswer, firstRecheck: Recheck | null,
): Promise<{ answer: SolverAnswer; recheck: Recheck | null; excluded: readonly Uint8Array[] }> {
  let answer = first;
  let recheck = firstRecheck;
  let tight = false;
  const excluded: Uint8Array[] = [];
  while (answer.claim === 'optimal' &&
    answer.values !== null && recheck?.passed === false && excluded.length < MOST_EXCLUDED && !settling.over()) {
    const rounded = roundedValues(answer.values);
    if (settling.canTighten && !tight) tight = true;
    else if (rounded !== null && !isAmong(excluded, rounded)) excluded.push(rounded);
    else break;
    answer = await settling.ask({ ...question, program: excluding(settling.program, excluded) }, tight);
    recheck = answer.values === null ? null : settling.consider(answer.values);
    if (excluded.length > 0 && (answer.claim === 'optimal' || answer.claim === 'infeasible')) {
      const vectors = excluded.length === 1 ? 'a vector' : `${excluded.length} vectors`;
      answer = { ...answer, says: `${answer.says} after ${vectors} that only its tolerance took for a solution had been cut off` };
    }
  }
  return { answer, recheck, excluded };
}

/** Asks for better vectors until there is none. False where that could not be settled. */
async function nothingBetter(settling: Settling, nearMisses: readonly Uint8Array[]): Promise<boolean> {
  const { program, posed } = settling;
  const excluded = [...nearMisses];
  let left = MOST_QUESTIONS;
  for (;;) {
    const best = settling.best();
    if (best === null) return false;
    const questions =
      posed.lattice === null ? [bandQuestion(program, posed, best.x, [best.x])] : cutOffQuestions(program, posed.lattice, best.x);
    if (questions === null) return false;
    let isImproved = false;
    for (const question of questions) {
      for (;;) {
        if (left-- === 0 || excluded.length > MOST_EXCLUDED || settling.over()) return false;
        const answer = await settling.ask({ ...question, program: excluding(question.program, excluded) });
        if (answer.claim === 'infeasible') break;
        if (answer.values === null) return false;
        settling.consider(answer.values);
        isImproved = settling.best() !== best;
        if (isImproved) break;
        // No better: as good where costs are reals, or a solution within the solver's tolerance only.
        const rounded = roundedValues(answer.values);
        if (rounded === null || isAmong(excluded, rounded)) return false;
        excluded.push(rounded);
      }
      if (isImproved) break;
    }
    if (!isImproved) return true;
  }
}

function isAmong(vectors: readonly Uint8Array[], x: Uint8Array): boolean {
  return vectors.some((vector) => vector.every((value, j) => value === x[j]));
}

function bestOf(settling: Settling, answer: SolverAnswer): { answer: SolverAnswer; recheck: Recheck | null } {
  const best = settling.best();
  return {
    answer: { ...answer, values: best?.x ?? null, bound: null },
    recheck: best === null ? null : { passed: true, x: best.x, objective: best.objective },
  };
}

function settledAt(settling: Settling, answer: SolverAnswer, how: string): Settled {
  const end = bestOf(settling, answer);
  return {
    ...end, answer: { ...end.answer, says: `${answer.says}, ${how}` }, precision: exactPrecision(settling.posed), enumerated: false,
  };
}
