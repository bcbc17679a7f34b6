/** What two solvers came to, as one verdict: every way they can agree, differ, fail or be stopped, in its sentence. */
import { describe, expect, it } from 'vitest';
import type { Precision } from '../../../src-science/exact/proof.ts';
import { recheckSolution } from '../../../src-science/exact/recheck.ts';
import { raceVerdict } from '../../../src-workers/exact/race-verdict.ts';
import type { Found, RaceVerdict, Standing } from '../../../src-workers/exact/race-verdict.ts';
import type { SolverAnswer } from '../../../src-workers/exact/solver.ts';
import { exactVerdict } from '../../../src-workers/exact/verdict.ts';
import { programOf } from '../exact/small-programs.ts';

// 5, 4 and 3 of sizes 2, 3 and 1 into 4: the optimum is 8, by the first and the third.
const program = programOf({ sense: 'max', objective: [5, 4, 3], rows: [{ coefficients: [2, 3, 1], upper: 4 }] });
const OPTIMUM = [1, 0, 1];
const FIVE = [1, 0, 0];

function found(values: readonly number[], by: string | null): Found {
  const recheck = recheckSolution(program, values);
  if (!recheck.passed) throw new Error(recheck.reason);
  return { x: recheck.x, objective: recheck.objective, seconds: 0.1, by };
}

/** Values a whole number apart, and a solver that tells them apart. */
const FINE: Precision = { step: 1, tolerance: 1e-6 };

/** A solver that ended by itself. */
function ended(label: string, answer: Partial<SolverAnswer> & Pick<SolverAnswer, 'claim'>, gap = 0, precision = FINE): Standing {
  const full: SolverAnswer = { says: 'said so', values: null, bound: null, nodes: null, ...answer };
  const verdict = exactVerdict(
    label,
    program,
    full,
    full.values === null ? null : recheckSolution(program, full.values),
    null,
    gap,
    1,
    null,
    precision,
  );
  return { label, says: full.says, verdict, bound: verdict.bound, objective: verdict.best?.objective ?? null, precision };
}

/** A solver that was stopped because the race was over. */
const stopped = (label: string, objective: number | null, bound: number | null): Standing => ({
  label,
  says: 'was stopped',
  verdict: null,
  objective,
  bound,
  precision: FINE,
});

const optimal = (label: string): Standing => ended(label, { claim: 'optimal', values: OPTIMUM });

interface Sentence {
  readonly name: string;
  readonly race: RaceVerdict;
  readonly status: string;
  readonly winner: RaceVerdict['winner'];
  readonly bound: number | null;
  readonly gap: number | null;
  readonly text: RegExp;
}

const sentences: readonly Sentence[] = [
  {
    name: 'the first proof wins, and says what the other had reached',
    race: raceVerdict(program, [optimal('GLPK'), stopped('HiGHS', 5, 9)], found(OPTIMUM, 'GLPK'), 0, null),
    status: 'optimal', winner: 0, bound: 8, gap: 0,
    text: /^Proven optimal: GLPK said so; the solution was rechecked\. HiGHS was stopped at objective 5 and bound 9\.$/,
  },
  {
    name: 'a loser that had reached nothing is only said to have been stopped',
    race: raceVerdict(program, [optimal('HiGHS'), stopped('GLPK', null, null)], found(OPTIMUM, 'HiGHS'), 0, null),
    status: 'optimal', winner: 0, bound: 8, gap: 0, text: /GLPK was stopped\.$/,
  },
  {
    name: 'a failed solver leaves the race to the other',
    race: raceVerdict(
      program,
      [ended('GLPK', { claim: 'failed', says: 'ended unexpectedly: out of memory' }), optimal('HiGHS')],
      found(OPTIMUM, 'HiGHS'),
      0,
      null,
    ),
    status: 'optimal',
    winner: 1,
    bound: 8,
    gap: 0,
    text: /^Proven optimal: HiGHS said so.* GLPK ended unexpectedly: out of memory\.$/,
  },
  {
    name: 'two that fail are both quoted, and the solution is kept',
    race: raceVerdict(
      program,
      [ended('GLPK', { claim: 'failed', says: 'broke' }), ended('HiGHS', { claim: 'failed', says: 'fell' })],
      found(FIVE, null),
      0,
      null,
    ),
    status: 'failed',
    winner: null,
    bound: null,
    gap: null,
    text: /^GLPK broke\. HiGHS fell\.$/,
  },
  {
    name: 'infeasible is infeasible where nobody has a solution',
    race: raceVerdict(program, [ended('HiGHS', { claim: 'infeasible' }), stopped('GLPK', null, 3)], null, 0, null),
    status: 'infeasible', winner: 0, bound: null, gap: null, text: /^Infeasible: HiGHS said so\. GLPK was stopped at bound 3\.$/,
  },
  {
    name: 'infeasible against a rechecked solution of the other is a contradiction',
    race: raceVerdict(program, [ended('GLPK', { claim: 'infeasible' }), stopped('HiGHS', 5, 9)], found(FIVE, 'HiGHS'), 0, null),
    status: 'failed', winner: null, bound: null, gap: null,
    text: /^The solvers contradict each other: GLPK calls the program infeasible, and HiGHS has found a solution that satisfies every row\. One of them is wrong, so nothing is proven\.$/,
  },
  {
    name: 'infeasible against the start solution is a contradiction, too',
    race: raceVerdict(program, [ended('GLPK', { claim: 'infeasible' }), stopped('HiGHS', null, null)], found(FIVE, null), 0, null),
    status: 'failed', winner: null, bound: null, gap: null, text: /infeasible, and the start is a solution that satisfies every row/,
  },
  {
    name: 'an optimum that the other has beaten is a contradiction',
    race: raceVerdict(
      program,
      [ended('GLPK', { claim: 'optimal', values: FIVE }), stopped('HiGHS', 8, 9)],
      found(OPTIMUM, 'HiGHS'),
      0,
      null,
    ),
    status: 'failed',
    winner: null,
    bound: null,
    gap: null,
    text: /GLPK has proven a bound of 5, and HiGHS has found a solution of objective 8/,
  },
  {
    name: 'a bound that excludes the optimum of the other is a contradiction',
    race: raceVerdict(program, [optimal('HiGHS'), stopped('GLPK', null, 7)], found(OPTIMUM, 'HiGHS'), 0, null),
    status: 'failed',
    winner: null,
    bound: null,
    gap: null,
    text: /GLPK has proven a bound of 7, and HiGHS has found a solution of objective 8/,
  },
  {
    name: 'both at the time limit: the best of the solutions and the tighter of the bounds',
    race: raceVerdict(
      program,
      [ended('GLPK', { claim: 'time-limit', says: 'stopped at the time limit', bound: 10 }),
        ended('HiGHS', { claim: 'time-limit', says: 'stopped at the time limit', values: FIVE, bound: 9 })],
      found(FIVE, 'HiGHS'),
      0,
      null,
    ),
    status: 'time-limit',
    winner: null,
    bound: 9,
    gap: 0.8,
    text:
      /^Time limit: GLPK stopped at the time limit; HiGHS stopped at the time limit; the best solution so far was rechecked; it is not proven optimal\.$/,
  },
  {
    name: 'the bound of a solver that failed does not count',
    race: raceVerdict(
      program,
      [{ ...ended('GLPK', { claim: 'failed', says: 'broke' }), bound: 6 }, ended('HiGHS', { claim: 'time-limit', values: FIVE, bound: 9 })],
      found(FIVE, 'HiGHS'),
      0,
      null,
    ),
    status: 'time-limit',
    winner: null,
    bound: 9,
    gap: 0.8,
    text: /^Time limit: GLPK broke; HiGHS said so/,
  },
  {
    name: 'a cancel without a solution says so',
    race: raceVerdict(
      program,
      [ended('GLPK', { claim: 'cancelled', says: 'was stopped' }), ended('HiGHS', { claim: 'cancelled', says: 'was stopped', bound: 9 })],
      null,
      0,
      'cancelled',
    ),
    status: 'cancelled',
    winner: null,
    bound: 9,
    gap: null,
    text: /^Cancelled: GLPK was stopped; HiGHS was stopped; no solution was found\.$/,
  },
  {
    name: 'the bound of one meets the solution of the other: proven together',
    race: raceVerdict(program, [stopped('GLPK', null, 8.9), stopped('HiGHS', 8, 9)], found(OPTIMUM, 'HiGHS'), 0, null),
    status: 'optimal', winner: 'together', bound: 8, gap: 0, text: /^Proven optimal: GLPK has a bound that meets the solution HiGHS found; the solution was rechecked\.$/,
  },
  {
    name: 'a bound that meets the start solution is the proof of whoever gave the bound',
    race: raceVerdict(
      program,
      [ended('GLPK', { claim: 'time-limit', bound: 8 }), ended('HiGHS', { claim: 'time-limit', bound: 9 })],
      found(OPTIMUM, null),
      0,
      null,
    ),
    status: 'optimal',
    winner: 0,
    bound: 8,
    gap: 0,
    text: /GLPK has a bound that meets the start solution/,
  },
  {
    name: 'a bound that only comes near proves nothing',
    race: raceVerdict(
      program,
      [ended('GLPK', { claim: 'time-limit', bound: 8.999 }), ended('HiGHS', { claim: 'time-limit', bound: 9 })],
      found(OPTIMUM, null),
      0,
      null,
    ),
    status: 'time-limit',
    winner: null,
    bound: 8.999,
    gap: 0.999 / 8,
    text: /^Time limit/,
  },
  {
    name: 'to an asked gap, the other’s better solution and tighter bound are taken over',
    race: raceVerdict(
      program,
      [ended('GLPK', { claim: 'optimal', values: FIVE, bound: 9 }, 0.9), stopped('HiGHS', 8, 8.5)],
      found(OPTIMUM, 'HiGHS'),
      0.9,
      null,
    ),
    status: 'optimal',
    winner: 0,
    bound: 8.5,
    gap: 0.0625,
    text: /^Optimal to the asked gap of 0\.9: GLPK said so/,
  },
  {
    name: 'two that end and agree are said to',
    race: raceVerdict(program, [optimal('GLPK'), optimal('HiGHS')], found(OPTIMUM, 'GLPK'), 0, null),
    status: 'optimal', winner: 0, bound: 8, gap: 0, text: /HiGHS agrees: it said so\.$/,
  },
  {
    name: 'two that end and differ contradict each other',
    race: raceVerdict(program, [ended('GLPK', { claim: 'optimal', values: FIVE }), optimal('HiGHS')], found(OPTIMUM, 'HiGHS'), 0, null),
    status: 'failed',
    winner: null,
    bound: null,
    gap: null,
    text: /GLPK has proven a bound of 5, and HiGHS has found a solution of objective 8/,
  },
  {
    name: 'a proof stands when the other was let to end and came to none',
    race: raceVerdict(
      program,
      [optimal('HiGHS'), ended('GLPK', { claim: 'time-limit', says: 'stopped at the time limit', bound: 9 })],
      found(OPTIMUM, 'HiGHS'),
      0,
      null,
    ),
    status: 'optimal',
    winner: 0,
    bound: 8,
    gap: 0,
    text: /GLPK stopped at the time limit, without a proof of its own\.$/,
  },
];

describe('the verdict on a race', () => {
  it.each(sentences)('$name', ({ race, status, winner, bound, gap, text }) => {
    const { verdict } = race;
    expect({
      status: verdict.status,
      winner: race.winner,
      bound: verdict.bound,
      gap: verdict.gap === null ? null : Number(verdict.gap.toPrecision(9)),
    }).toEqual({ status, winner, bound, gap: gap === null ? null : Number(gap.toPrecision(9)) });
    expect(verdict.statusText).toMatch(text);
  });

  it('keeps the best solution whatever else failed, and none where a program is infeasible', () => {
    for (const { race } of sentences) {
      if (race.verdict.status === 'infeasible') expect(race.verdict.best).toBeNull();
      else if (race.verdict.status !== 'cancelled') expect(race.verdict.best?.objective).toBeGreaterThanOrEqual(5);
    }
  });

  it('takes the larger of two bounds of a minimization', () => {
    const cover = programOf({ objective: [3, 2], rows: [{ coefficients: [1, 1], lower: 1 }] });
    const at = (label: string, bound: number): Standing => ({
      label,
      says: 'stopped',
      verdict: exactVerdict(
        label,
        cover,
        { claim: 'time-limit', says: 'stopped', values: null, bound, nodes: null },
        null,
        null,
        0,
        1,
        null,
        FINE,
      ),
      bound,
      objective: null,
      precision: FINE,
    });
    expect(raceVerdict(cover, [at('GLPK', 1), at('HiGHS', 1.5)], null, 0, null).verdict.bound).toBe(1.5);
  });
});
