/**
 * From what two solvers came to on one program to one verdict. The first proof counts; the best rechecked
 * solution of either counts; of two bounds the tighter one counts (the larger of a minimization). What
 * one has shown and the other denies is `failed`, in words: one of them is wrong, and nothing says which.
 */
import { boundProves, boundSlack } from '../../src-science/exact/proof.ts';
import type { Precision } from '../../src-science/exact/proof.ts';
import { boundAgrees } from '../../src-science/exact/recheck.ts';
import type { Program } from '../../src-science/program/program.ts';
import { plain, relativeGapOf, tightestBound, within } from './verdict.ts';
import type { Incumbent, Verdict } from './verdict.ts';

/** A rechecked solution and who found it: a solver's label, or null for the start solution. */
export interface Found extends Incumbent {
  readonly by: string | null;
}

/** Where one of the two stands. */
export interface Standing {
  readonly label: string;
  /** A clause: what it said when it ended, or that it was stopped. */
  readonly says: string;
  /** On its own answer; null while it has not ended by itself. */
  readonly verdict: Verdict | null;
  /** The best bound it has proven, in the user's sense. */
  readonly bound: number | null;
  /** Best objective it has reached, for the sentence. */
  readonly objective: number | null;
  /** What it can tell apart on this program, and so what its bound is worth. */
  readonly precision: Precision;
}

export interface RaceVerdict {
  readonly verdict: Verdict & { readonly best: Found | null };
  /** Index into the standings, whose proof is shown. */
  readonly winner: number | 'together' | null;
  /** Who the proof is of, and how it came about, for a sentence. */
  readonly label: string;
  readonly says: string;
}

/**
 * @param standings in the order in which they ended, those that did not last
 * @param best best rechecked solution known, whoever found it
 * @param stopped why they were stopped before any proof, if they were
 */
export function raceVerdict(
  program: Program, standings: readonly Standing[], best: Found | null, relativeGap: number, stopped: 'cancelled' | 'time-limit' | null,
): RaceVerdict {
  const labels = standings.map(({ label }) => label).join(' and ');
  const failed = (why: string): RaceVerdict => ({
    verdict: {
      status: 'failed', statusText: `The solvers contradict each other: ${why}. One of them is wrong, so nothing is proven.`, bound: null,
      gap: null, best,
    },
    winner: null,
    label: labels,
    says: 'contradict each other',
  });

  // What a failed solver had believed on the way is worth nothing.
  const bounding = standings.filter(({ verdict, bound }) => bound !== null && verdict?.status !== 'failed');
  if (best !== null) {
    const wrong = bounding.find(
      ({ bound, precision }) => bound !== null && !boundAgrees(program.sense, best.objective, bound, boundSlack(precision, best.objective)),
    );
    if (wrong !== undefined) {
      return failed(
        `${wrong.label} has proven a bound of ${plain(wrong.bound)}, and ${finder(best)} a solution of objective ${plain(best.objective)}, which satisfies every row`,
      );
    }
    const denier = standings.find(({ verdict }) => verdict?.status === 'infeasible');
    if (denier !== undefined) {
      return failed(`${denier.label} calls the program infeasible, and ${finder(best)} a solution that satisfies every row`);
    }
  }

  const winner = standings.findIndex(({ verdict }) => verdict?.status === 'optimal' || verdict?.status === 'infeasible');
  const won = standings[winner];
  if (won !== undefined && won.verdict !== null) {
    const rest = standings.filter((standing) => standing !== won).map((other) => afterthought(other, won.verdict));
    const statusText = [won.verdict.statusText, ...rest].join(' ');
    if (won.verdict.status === 'infeasible') {
      return { verdict: { ...won.verdict, statusText, best: null }, winner, label: won.label, says: won.says };
    }
    const bound = tightestBound(program, [won.verdict.bound, ...bounding.map((standing) => standing.bound)]);
    // A closed gap stays closed: what is left between solution and bound is rounding.
    const end = best === null || bound === null || won.verdict.gap === 0
      ? { bound: best?.objective ?? null, gap: 0 }
      : within(program, best.objective, bound, won.precision);
    return {
      verdict: { ...won.verdict, statusText, best, ...end },
      winner,
      label: won.label,
      says: won.says,
    };
  }

  const bound = tightestBound(program, bounding.map((standing) => standing.bound));
  const bounder = bounding.find((standing) => standing.bound === bound);
  const end = best === null || bound === null
    ? { bound, gap: null }
    : within(program, best.objective, bound, bounder?.precision ?? { step: null, tolerance: 0 });
  if (best !== null && bounder !== undefined && meets(program, best, bound, relativeGap, bounder.precision)) {
    const closed = bound !== null && boundProves(program.sense, best.objective, bound, bounder.precision);
    const says = `has a bound that meets ${best.by === null ? 'the start solution' : `the solution ${best.by} found`}`;
    return {
      verdict: {
        status: 'optimal',
        statusText: `${closed ? 'Proven optimal' : `Optimal to the asked gap of ${relativeGap}`}: ${bounder.label} ${says}; the solution was rechecked.`,
        ...(closed ? { bound: best.objective, gap: 0 } : end),
        best,
      },
      winner: best.by === null || best.by === bounder.label ? standings.indexOf(bounder) : 'together',
      label: bounder.label,
      says,
    };
  }
  const said = standings.map(({ label, says }) => `${label} ${says}`).join('; ');
  const alive = standings.filter(({ verdict }) => verdict?.status !== 'failed');
  if (alive.length === 0 || (stopped === null && alive.every(({ verdict }) => verdict === null))) {
    // Each sentence stands by itself: what failed, and why.
    const statusText = standings.map((standing) => standing.verdict?.statusText ?? afterthought(standing, null)).join(' ');
    return { verdict: { status: 'failed', statusText, bound: null, gap: null, best }, winner: null, label: labels, says: 'failed' };
  }
  const ended = alive.filter(({ verdict }) => verdict?.status === 'optimal-within').toSorted(
    (a, b) => a.precision.tolerance - b.precision.tolerance,
  )[0];
  if (ended?.verdict !== undefined && ended.verdict !== null && stopped !== 'cancelled') {
    const rest = standings.filter((standing) => standing !== ended).map((other) => afterthought(other, ended.verdict));
    return {
      verdict: { ...ended.verdict, statusText: [ended.verdict.statusText, ...rest].join(' '), best, ...end }, winner: null,
      label: ended.label, says: ended.says,
    };
  }
  const status = stopped ?? (alive.some(({ verdict }) => verdict?.status === 'cancelled') ? 'cancelled' : 'time-limit');
  const rest = best === null ? 'no solution was found' : 'the best solution so far was rechecked; it is not proven optimal';
  return {
    verdict: { status, statusText: `${status === 'cancelled' ? 'Cancelled' : 'Time limit'}: ${said}; ${rest}.`, ...end, best },
    winner: null,
    label: labels,
    says: said,
  };
}

/** True if a bound proves a solution, or proves it to the asked gap. */
export function meets({ sense }: Program, best: Incumbent, bound: number | null, relativeGap: number, precision: Precision): boolean {
  return bound !== null &&
    ((relativeGap > 0 && relativeGapOf(best.objective, bound) <= relativeGap) || boundProves(sense, best.objective, bound, precision));
}

/** What is said of the other solver after the winner's sentence. */
function afterthought({ label, says, verdict, objective, bound }: Standing, won: Verdict | null): string {
  if (verdict === null) {
    const reached = [objective === null ? null : `objective ${plain(objective)}`, bound === null ? null : `bound ${plain(bound)}`].filter(
      (part) => part !== null,
    );
    return `${label} ${says}${reached.length === 0 ? '' : ` at ${reached.join(' and ')}`}.`;
  }
  if (verdict.status === won?.status) return `${label} agrees: it ${says}.`;
  return verdict.status === 'failed' ? verdict.statusText : `${label} ${says}, without a proof of its own.`;
}

const finder = (best: Found): string => (best.by === null ? 'the start is' : `${best.by} has found`);
