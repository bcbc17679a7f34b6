/** Solvers against enumeration and against brute force, in this process: the adapters and the recheck, not the pool. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExactResult, JobEvent } from '../../../src-contract/job-event.ts';
import type { SolverName } from '../../../src-science/exact/exact-settings.ts';
import type { WorkerMessage } from '../../../src-contract/worker-task.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { runExact } from '../../../src-workers/kinds/exact.ts';
import { createJobContext } from '../../../src-workers/job-context.ts';
import { bruteForceOptimum, programOf, smallPrograms } from '../../unit/exact/small-programs.ts';

interface Solved {
  readonly result: ExactResult;
  readonly events: readonly JobEvent[];
}

async function solve(program: Program, solver: SolverName, changes: { start?: (0 | 1)[]; gap?: number } = {}): Promise<Solved> {
  const events: JobEvent[] = [];
  const port = {
    postMessage: (message: WorkerMessage) => {
      if (message.type !== 'started' && message.type !== 'ended') events.push(message);
    },
    close: () => undefined,
  };
  const context = createJobContext(program, 'hash', port, new SharedArrayBuffer(4));
  const outcome = await runExact(context, { solver, timeLimitSeconds: 30, relativeGap: changes.gap ?? 0, start: changes.start ?? null });
  if (outcome.status !== 'done' || outcome.result.kind !== 'exact') throw new Error(`the solve ended ${outcome.status}`);
  return { result: outcome.result, events };
}

const SOLVERS: readonly SolverName[] = ['highs', 'glpk', 'enumerate'];

describe('exact solvers', () => {
  it('agree with brute force on random programs: minimum, maximum, infeasible, ranges, equalities, constants, fixed variables', async () => {
    let infeasible = 0;
    await fc.assert(
      fc.asyncProperty(smallPrograms(8, 4), async (small) => {
        const program = programOf(small);
        const optimum = bruteForceOptimum(small);
        if (optimum === null) infeasible++;
        for (const solver of SOLVERS) {
          const { result } = await solve(program, solver);
          expect(`${solver}: ${result.status}`).toBe(`${solver}: ${optimum === null ? 'infeasible' : 'optimal'}`);
          expect(result.objective).toBe(optimum);
          expect(result.bound).toBe(optimum);
          expect(result.gap).toBe(optimum === null ? null : 0);
          if (result.solution !== null)
            expect(solutionReport(program, result.solution.x)).toMatchObject({ feasible: true, objective: optimum });
        }
      }),
      { numRuns: 400, seed: 7 },
    );
    // The generator must have made both kinds, or the test says less than its name.
    expect(infeasible).toBeGreaterThan(40);
    expect(infeasible).toBeLessThan(360);
  });

  it.each(SOLVERS)('%s solves a program whose numbers are all far below its tolerances', async (solver) => {
    const tiny = 2 ** -40;
    const program = programOf({
      sense: 'max',
      objective: [3 * tiny, 2 * tiny, 2 * tiny],
      rows: [{ coefficients: [3 * tiny, 2 * tiny, 2 * tiny], upper: 4 * tiny }],
    });
    const { result } = await solve(program, solver);
    expect(result.status).toBe('optimal');
    expect([...(result.solution?.x ?? [])]).toEqual([0, 1, 1]);
    expect(result.objective).toBe(4 * tiny);
  });

  it.each(SOLVERS)('%s solves programs without rows, and rows without variables', async (solver) => {
    expect((await solve(programOf({ objective: [1, -2], constant: 5, rows: [] }), solver)).result).toMatchObject({
      status: 'optimal',
      objective: 3,
    });
    expect((await solve(programOf({ objective: [1], rows: [{ coefficients: [0], upper: 1 }] }), solver)).result).toMatchObject({
      status: 'optimal',
      objective: 0,
    });
    expect((await solve(programOf({ objective: [1], rows: [{ coefficients: [0], lower: 1 }] }), solver)).result).toMatchObject({
      status: 'infeasible',
      objective: null,
      bound: null,
    });
  });

  it.each(['highs', 'glpk'] as const)('%s is not started on numbers it would take for infinite', async (solver) => {
    const { result } = await solve(
      programOf({ objective: [1, 1], rows: [{ coefficients: [1e16, 1], upper: 5e15 }, { coefficients: [1, 1], lower: 1 }] }),
      solver,
    );
    expect(result.status).toBe('failed');
    expect(result.statusText).toMatch(/was not started, because the coefficient 10000000000000000 in row “row1” is beyond its range/);
  });

  it.each(['highs', 'glpk'] as const)('%s proves an optimum of costs beyond its range, given in levels', async (solver) => {
    const program = programOf({
      objective: [1e16, 1e16, 2, 1, 1e8],
      rows: [{ coefficients: [1, 1, 0, 0, 0], lower: 1, upper: 1 }, { coefficients: [0, 0, 1, 1, 1], lower: 1 }],
    });
    expect((await solve(program, solver)).result).toMatchObject({ status: 'optimal', objective: 1e16, gap: 0 });
    const { result } = await solve(programOf({ objective: [1e16, 1], rows: [{ coefficients: [1, 1], lower: 1 }] }), solver);
    expect(result).toMatchObject({ status: 'optimal', objective: 1 });
  });

  it.each(['highs', 'glpk'] as const)('%s reads a large coefficient for what it means', async (solver) => {
    // y ≤ 10⁹ x: a solver that takes x = 10⁻⁸ for 0 would give y away.
    const program = programOf({ objective: [100, -1], rows: [{ coefficients: [-1e9, 1], upper: 0 }] });
    expect((await solve(program, solver)).result).toMatchObject({ status: 'optimal', objective: 0 });
    expect((await solve(
      programOf({ objective: [1, 1], rows: [{ coefficients: [1, 1e9], upper: 0.5 }, { coefficients: [1, 1], lower: 1 }] }),
      solver,
    )).result.status).toBe('infeasible');
  });

  it.each(['highs', 'glpk'] as const)('%s is not believed about a row whose numbers it cannot tell apart', async (solver) => {
    const weights = [7e8 + 3, 5e8 - 1, 3e8 + 11, 2e8 + 5, 17, 5, 3];
    const few = programOf({ sense: 'max', objective: weights, rows: [{ coefficients: weights, upper: 9e8 + 20 }] });
    // All vectors are looked at instead, where they are few.
    expect((await solve(few, solver)).result).toMatchObject({ status: 'optimal', statusText: expect.stringContaining('looked at all') });
    const more = weights.concat(Array.from({ length: 20 }, (_, k) => 40 + k));
    const { result } = await solve(programOf({ sense: 'max', objective: more, rows: [{ coefficients: more, upper: 9e8 + 20 }] }), solver);
    expect(result.status).toBe('failed');
    expect(result.statusText).toMatch(/^No proof: the coefficients of row “row1” range from 3 to /);
    if (solver === 'highs') expect(result.solution?.feasible).toBe(true);
  });

  it('HiGHS takes a start solution and never answers worse than it', async () => {
    const d = 40;
    const weights = Array.from({ length: d }, (_, j) => 20 + ((j * 37) % 41));
    const program = programOf({ sense: 'max', objective: weights, rows: [{ coefficients: weights, upper: 600 }] });
    const start = weights.map((_, j): 0 | 1 => (j < 8 ? 1 : 0));
    const startObjective = solutionReport(program, Uint8Array.from(start)).objective;
    const { result, events } = await solve(program, 'highs', { start });
    expect(result.objective).toBe(600);
    const first = events.find((event) => event.type === 'series');
    expect(first?.chunk.columns.incumbent?.[0]).toBe(startObjective);
  });

  it('says "to the asked gap" only where a gap was asked', async () => {
    const d = 24;
    const weights = Array.from({ length: d }, (_, j) => 1000 + ((j * 7919) % 997));
    const program = programOf({ sense: 'max', objective: weights, rows: [{ coefficients: weights, upper: 12_345.5 }] });
    for (const solver of ['highs', 'glpk'] as const) {
      const { result } = await solve(program, solver, { gap: 0.2 });
      expect(result.status).toBe('optimal');
      expect(result.gap).toBeLessThanOrEqual(0.2);
      expect(result.bound ?? 0).toBeGreaterThanOrEqual(result.objective ?? Infinity);
    }
  });

  it('leaves a log that ends at the proven optimum, incumbents only improving', async () => {
    const d = 30;
    const weights = Array.from({ length: d }, (_, j) => 100 + ((j * 61) % 89));
    const rows = [0, 1, 2].map((i) => ({ coefficients: weights.map((_, j) => 1 + ((j * (i + 3)) % 7)), upper: 40 }));
    const program = programOf({ sense: 'max', objective: weights, rows });
    for (const solver of ['highs', 'glpk'] as const) {
      const { result, events } = await solve(program, solver);
      const incumbents = events.flatMap((event) => (event.type === 'series' ? [...(event.chunk.columns.incumbent ?? [])] : [])).filter((
        value,
      ) => !Number.isNaN(value));
      expect(incumbents.at(-1)).toBe(result.objective);
      expect(incumbents).toEqual([...incumbents].sort((a, b) => a - b));
    }
  });
});
