/** Lists of the best solutions against all vectors: by enumeration, and vector after vector by the solvers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userDistance } from '../../../src-science/exact/hamming-ball.ts';
import { inBits, userValues } from '../../../src-science/program/integers.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { bySolving, listSolutions } from '../../../src-workers/exact/solution-list.ts';
import type { SolutionList } from '../../../src-workers/exact/solution-list.ts';
import type { ThreadSolver } from '../../../src-workers/exact/solver-message.ts';
import { programOf, smallPrograms } from '../../unit/exact/small-programs.ts';
import type { SmallProgram } from '../../unit/exact/small-programs.ts';
import { contextOf, solve, threads } from './exact-job.ts';
import { marketSplit } from './hard-programs.ts';

interface Solution {
  readonly x: Uint8Array;
  readonly objective: number;
}

/** All feasible vectors, best first, of equal objective those with the first 1 first; by their reports and nothing else. */
function allSolutions(program: Program): readonly Solution[] {
  const d = program.objective.length;
  const found: Solution[] = [];
  for (let code = 0; code < 2 ** d; code++) {
    const x = Uint8Array.from({ length: d }, (_, j) => (code >> (d - 1 - j)) & 1);
    const { feasible, objective } = solutionReport(program, x);
    if (feasible) found.push({ x, objective });
  }
  // By falling code the first 1 comes first; the sort keeps that order.
  return found.toReversed().sort((a, b) => (program.sense === 'min' ? a.objective - b.objective : b.objective - a.objective));
}

const text = ({ x }: Pick<Solution, 'x'>): string => x.join('');

function expectRight(
  program: Program,
  count: number,
  { solutions, complete, tied }: Pick<SolutionList, 'complete' | 'tied'> & { readonly solutions: readonly Solution[] },
): void {
  const all = allSolutions(program);
  const right = all.slice(0, count);
  const last = right.at(-1);
  expect(complete).toBe(all.length <= count ? 'all' : 'best');
  if (all.length > 0) expect(tied).toBe(all[count] !== undefined && all[count].objective === last?.objective);
  expect(solutions.map(({ objective }) => objective)).toEqual(right.map(({ objective }) => objective));
  expect(new Set(solutions.map(text)).size).toBe(right.length);
  for (const { x, objective } of solutions) expect(solutionReport(program, x)).toMatchObject({ feasible: true, objective });
  // Which of those that are as good as the last are listed is open; all that are better are not.
  const open = tied === true ? last?.objective : null;
  expect(solutions.filter(({ objective }) => objective !== open).map(text))
    .toEqual(right.filter(({ objective }) => objective !== open).map(text));
}

/** Costs of few values, so that many objectives are equal. */
const manyTies = smallPrograms(6, 2).map((small): SmallProgram => ({ ...small, objective: small.objective.map((c) => Math.sign(c)) }));
const programs = fc.oneof(smallPrograms(7, 3), smallPrograms(5, 6), manyTies);

describe('the best solutions', () => {
  it('are those of all vectors on random programs: ties, maximization, none, fewer than asked for', { timeout: 120_000 }, async () => {
    const seen = { none: 0, all: 0, tied: 0, max: 0 };
    await fc.assert(
      fc.asyncProperty(programs, fc.integer({ min: 2, max: 12 }), async (small, count) => {
        const program = programOf(small);
        const { list, status, solution, objective } = await solve(program, { solver: 'enumerate', solutions: count });
        if (list === undefined) throw new Error('there is no list');
        expectRight(program, count, list);
        expect(status).toBe(list.solutions.length === 0 ? 'infeasible' : 'optimal');
        expect(solution?.x ?? null).toEqual(list.solutions[0]?.x ?? null);
        expect(objective).toBe(list.solutions[0]?.objective ?? null);
        seen.none += Number(list.solutions.length === 0);
        seen.all += Number(list.complete === 'all' && list.solutions.length > 0);
        seen.tied += Number(list.tied === true);
        seen.max += Number(program.sense === 'max' && list.solutions.length > 1);
      }),
      { numRuns: 700, seed: 11 },
    );
    // The generator must have made all kinds, or the test says less than its name.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(40);
  });

  it.each([['highs', 300], ['glpk', 300], ['race', 40]] as const)(
    'are found one after the other by %s, too',
    { timeout: 300_000 },
    async (solver, numRuns) => {
      let lists = 0;
      await fc.assert(
        fc.asyncProperty(programs, fc.integer({ min: 2, max: 8 }), async (small, count) => {
          const program = programOf(small);
          const found = await listBy(solver, program, count);
          if (found === null) return;
          expectRight(program, count, found);
          lists++;
        }),
        { numRuns, seed: 12 },
      );
      expect(lists).toBeGreaterThan(numRuns / 3);
    },
  );

  it('of real costs are in the order of their objectives', async () => {
    const program = programOf({ objective: [3, 5, 7, 11, 13].map(Math.sqrt), rows: [{ coefficients: [1, 1, 1, 1, 1], lower: 2 }] });
    const found = await listBy('highs', program, 9);
    if (found === null) throw new Error('there is no list');
    expectRight(program, 9, found);
  });

  it('are distinct in the user’s integers and factors', async () => {
    const integers = inBits(
      programOf({ objective: [1, 1, -1], rows: [{ coefficients: [1, 1, 0], lower: 3 }, { coefficients: [0, 1, 1], upper: 4 }] }),
      [{ lower: -1, upper: 5 }, { lower: 0, upper: 3 }, null],
    );
    const products =
      parseProgram(
        new TextEncoder()
          .encode('Minimize\n obj: x + y + [ - 4 x * y + 2 y * z ] / 2\nSubject To\n c: x + y + z >= 1\nBinaries\n x y z\nEnd\n'),
        'p.lp',
      ).program;
    for (const [program, variables, count] of [[integers, 3, 2 * (3 + 4 + 5 + 6)], [products, 3, 7]] as const) {
      const found = await listBy('highs', program, 40);
      const own = found?.solutions.map(({ x }) => userValues(program, x).slice(0, variables).join(' ')) ?? [];
      expect(own).toHaveLength(count);
      expect(new Set(own).size).toBe(count);
      expect(found?.complete).toBe('all');
    }
  });

  it('inside a ball, and with rows that may be missed, are those of that program', async () => {
    const small: SmallProgram = { objective: [1, 2, 3, 4, 5], rows: [{ coefficients: [1, 1, 1, 1, 1], lower: 2 }] };
    const inBall = await solve(programOf(small), { solutions: 30, ball: { center: [0, 0, 0, 1, 1], radius: 1 } });
    expect(inBall.list).toMatchObject({ complete: 'all', text: 'All 4 solutions inside the ball are listed; there are no others.' });
    const relaxed = await solve(programOf(small), { solutions: 30, feasibilityTolerance: 1 });
    expect(relaxed.list?.solutions).toHaveLength(30);
    expect(relaxed.list?.solutions[0]).toMatchObject({ objective: 1, feasible: false, violation: 1 });
    expect(relaxed).toMatchObject({ status: 'optimal-relaxed', feasibility: { met: 'within' } });
  });

  it('that could not all be found are said to be some of them', async () => {
    // One solution is easily found to be the best; that there is no other would take days.
    const split = marketSplit();
    const d = split.objective.length;
    const rows = Array.from({ length: split.rowLower.length }, (_, i) => {
      const coefficients = Array.from({ length: d + 1 }, () => 0);
      for (let k = split.rows.start[i]!; k < split.rows.start[i + 1]!; k++) coefficients[split.rows.column[k]!] = split.rows.value[k]!;
      coefficients[d] = split.rowUpper[i]!;
      return { coefficients, lower: split.rowLower[i]!, upper: split.rowUpper[i]! };
    });
    const program = programOf({ objective: [...Array.from({ length: d }, () => 1), 0], rows });
    const { status, list } = await solve(program, { solutions: 2, timeLimitSeconds: 3 });
    expect(status).toBe('optimal');
    expect(list).toMatchObject({ complete: 'unfinished', tied: null, text: '1 of the 2 best solutions is listed: the time limit came first.' });
  });
});

describe('the distance of two solutions', () => {
  it('counts an integer once', () => {
    const program = inBits(programOf({ objective: [1, 1, 1], rows: [] }), [null, { lower: 0, upper: 9 }, null]);
    expect(program.objective).toHaveLength(6);
    expect(userDistance(program, [0, 1, 1, 0, 0, 1], [0, 0, 0, 1, 0, 1])).toBe(1);
    expect(userDistance(program, [0, 1, 1, 0, 0, 1], [1, 1, 1, 0, 0, 0])).toBe(2);
    expect(userDistance(program, [0, 1, 1, 0, 0, 1], [0, 1, 1, 0, 0, 1])).toBe(0);
  });
});

/** By solving, also where enumeration would do; null where there is no solution. */
async function listBy(solver: ThreadSolver | 'race', program: Program, count: number): Promise<SolutionList | null> {
  const { context } = contextOf(program);
  const { status, statusText, bound, gap, solution: best } = await solve(program, { solver });
  const first = { status, statusText, bound, gap };
  if (best === null) {
    expect(await listSolutions(
      context,
      program,
      { solver, timeLimitSeconds: 60, relativeGap: 0, start: null },
      threads,
      { ...first, best },
      count,
    ))
      .toEqual({ solutions: [], complete: 'all', tied: null, why: null });
    return null;
  }
  return bySolving(context, program, { timeLimitSeconds: 60 }, solver, threads, { ...first, best }, best, count);
}
