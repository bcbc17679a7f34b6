/** Exact solving inside a Hamming ball, and descents that start at the linear relaxation, through the jobs themselves. */
import { describe, expect, it } from 'vitest';
import type { ExactResult, JobEvent } from '../../../src-contract/job-event.ts';
import { ExactResult as ExactResultSchema } from '../../../src-contract/job-event.ts';
import type { ExactSpec } from '../../../src-science/exact/exact-settings.ts';
import { DescentSpecSchema, JobSpec } from '../../../src-contract/job-spec.ts';
import { defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { runDescent } from '../../../src-workers/kinds/descent.ts';
import { runExact } from '../../../src-workers/kinds/exact.ts';
import { createJobContext } from '../../../src-workers/job-context.ts';
import type { JobContext } from '../../../src-workers/job-context.ts';
import { relaxationBudget, solveRelaxation } from '../../../src-workers/exact/lp-relaxation.ts';
import { bruteForceOptimum, programOf } from '../../unit/exact/small-programs.ts';
import type { SmallProgram } from '../../unit/exact/small-programs.ts';

function contextOf(program: Program, cancelled = false): { context: JobContext; events: JobEvent[] } {
  const events: JobEvent[] = [];
  const flag = new SharedArrayBuffer(4);
  if (cancelled) new Int32Array(flag)[0] = 1;
  const port = { postMessage: (message: unknown) => events.push(message as JobEvent), close: () => undefined };
  return { context: createJobContext(program, 'hash', port, flag), events };
}

async function solve(program: Program, spec: Partial<ExactSpec>): Promise<{ result: ExactResult; events: JobEvent[] }> {
  const { context, events } = contextOf(program);
  const outcome = await runExact(context, { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: null, ...spec });
  if (outcome.status !== 'done' || outcome.result.kind !== 'exact') throw new Error(`the solve ended ${JSON.stringify(outcome)}`);
  return { result: outcome.result, events };
}

const knapsack: SmallProgram = { sense: 'max', objective: [5, 4, 3, 7, 6, 1], rows: [{ coefficients: [2, 3, 1, 4, 3, 1], upper: 7 }] };

/** The best objective within a ball, by brute force over a program with one row more. */
function bestInBall(small: SmallProgram, center: readonly (0 | 1)[], radius: number): number | null {
  const ones = center.reduce<number>((sum, v) => sum + v, 0);
  return bruteForceOptimum({
    ...small,
    rows: [...small.rows, { coefficients: center.map((v) => (v === 1 ? -1 : 1)), upper: radius - ones }],
  });
}

describe('an exact solve inside a ball', () => {
  const center = [1, 1, 0, 0, 0, 0] as const;

  it.each(['highs', 'glpk', 'race', 'enumerate'] as const)('by %s finds the best of the ball for every radius, and never calls it the program’s optimum', async (solver) => {
    const program = programOf(knapsack);
    for (let radius = 0; radius <= 6; radius++) {
      const { result, events } = await solve(program, { solver, ball: { center: [...center], radius } });
      expect(ExactResultSchema.parse(result)).toEqual(result);
      expect(result).toMatchObject({ status: 'ball-optimal', objective: bestInBall(knapsack, center, radius), bound: null, gap: null });
      expect(result.statusText).toContain('Nothing is proven about vectors outside');
      expect(result.ball).toMatchObject({ radius, bound: result.objective, gap: 0 });
      expect(result.ball?.distance).toBeLessThanOrEqual(radius);
      // The center is worth 9, and is the start.
      expect(result.start).toEqual({ objective: 9, violation: 0, feasible: true, distance: result.ball?.distance });
      for (const event of events) {
        if (event.type === 'progress') expect(event.bound).toBeNull();
        if (event.type === 'series') expect([...(event.chunk.columns.bound ?? [])].every(Number.isNaN)).toBe(true);
      }
    }
    // The ball matters: the center is not the optimum, and the whole cube is.
    expect(bestInBall(knapsack, center, 0)).not.toBe(bruteForceOptimum(knapsack));
    expect(bestInBall(knapsack, center, 6)).toBe(bruteForceOptimum(knapsack));
  });

  it('around a center that violates rows says so of the ball, not of the program', async () => {
    const { result } = await solve(programOf(knapsack), { ball: { center: [1, 1, 1, 1, 1, 1], radius: 1 } });
    expect(result).toMatchObject({ status: 'ball-empty', solution: null, bound: null });
    expect(result.statusText).toContain('There may be solutions outside');
  });

  it('takes the center as its start, so that a limit of no time at all keeps it', async () => {
    const program = generate('independent-set', { nodes: 300, affinity: 4 }, 1);
    const nothing = new Array<0 | 1>(300).fill(0);
    const { result } = await solve(program, { timeLimitSeconds: 1e-6, ball: { center: nothing, radius: 150 } });
    expect(result.status).toBe('time-limit');
    expect(result.statusText).toContain('confined to the ball of 150 flips');
    expect(result.objective).toBeGreaterThanOrEqual(0);
    expect(result.bound).toBeNull();
  });

  it('refuses a center of another length, by its field', async () => {
    await expect(solve(programOf(knapsack), { ball: { center: [1], radius: 1 } })).rejects.toMatchObject({
      code: 'spec-invalid',
      field: 'exact.ball.center',
    });
  });

  it('is a spec that old specs are still valid beside', () => {
    const exact = { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: null };
    expect(JobSpec.safeParse({ version: 1, kind: 'exact', exact }).success).toBe(true);
    expect(JobSpec.safeParse({ version: 1, kind: 'exact', exact: { ...exact, ball: { center: [0, 1], radius: 2 } } }).success).toBe(true);
    for (const ball of [{ center: [0.5], radius: 1 }, { center: [1], radius: -1 }, { center: [1] }]) {
      expect(JobSpec.safeParse({ version: 1, kind: 'exact', exact: { ...exact, ball } }).success).toBe(false);
    }
  });
});

describe('a start at the linear relaxation', () => {
  // A triangle: the relaxation of its independent set is ½ everywhere before any clique is known.
  const triangle = programOf({
    sense: 'max',
    objective: [1, 1, 1],
    rows: [[1, 1, 0], [0, 1, 1], [1, 0, 1]].map((coefficients) => ({ coefficients, upper: 1 })),
  });

  it('is the solution of the relaxation', async () => {
    const found = await solveRelaxation(triangle, () => false);
    if (found.status !== 'solved') throw new Error(found.says);
    for (const x of found.values) expect(x).toBeCloseTo(0.5, 9);
  });

  it('bounds the optimum, and is the same each time', async () => {
    const program = generate('combinatorial-auction', { items: 40, bids: 200 }, 4);
    const first = await solveRelaxation(program, () => false);
    const second = await solveRelaxation(program, () => false);
    if (first.status !== 'solved') throw new Error(first.says);
    expect(second).toEqual(first);
    const value = first.values.reduce((sum, x, j) => sum + x * (program.objective[j] ?? 0), 0);
    const { result } = await solve(program, {});
    expect(value).toBeGreaterThanOrEqual((result.objective ?? Infinity) - 1e-6);
  });

  it('stands where the objective wants every variable when no row is left', async () => {
    const found = await solveRelaxation(programOf({ sense: 'max', objective: [2, -1, 3], rows: [], fixed: [-1, -1, 0] }), () => false);
    expect(found).toMatchObject({ status: 'solved' });
    if (found.status === 'solved') expect([...found.values]).toEqual([1, 0, 0]);
  });

  it('begins a descent drawn in by the margin, in the very same bits each time', async () => {
    const program = generate('combinatorial-auction', { items: 40, bids: 200 }, 4);
    const spec = DescentSpecSchema.parse({
      ...defaultDescentSpec(normalForm(program)),
      iterations: 20,
      snapshotEvery: 0,
      start: { kind: 'lp-relaxation', margin: 0.1 },
    });
    const runs = await Promise.all([0, 1].map(async () => {
      const { context, events } = contextOf(program);
      const outcome = await runDescent(context, spec, null);
      if (outcome.status !== 'done' || outcome.result.kind !== 'descent') throw new Error(`the descent ended ${outcome.status}`);
      return { result: outcome.result, events };
    }));
    const [snapshot] = (runs[0]?.events ?? []).filter((event) => event.type === 'snapshot');
    expect(Math.min(...(snapshot?.xHat ?? []))).toBeCloseTo(0.1, 12);
    expect(Math.max(...(snapshot?.xHat ?? []))).toBeCloseTo(0.9, 12);
    expect(runs[1]?.result.xHat).toEqual(runs[0]?.result.xHat);
  });

  it('has a budget where there is another way, and says where it did not suffice', async () => {
    const program = generate('set-cover', { rows: 300, columns: 400 }, 1);
    expect(await solveRelaxation(program, () => false, 3)).toMatchObject({
      status: 'unfinished',
      says: 'it was not solved in 3 iterations',
    });
    expect([relaxationBudget(10), relaxationBudget(1e6), relaxationBudget(1e9)]).toEqual([20_000, 2000, 500]);
    const spec = DescentSpecSchema.parse({
      ...defaultDescentSpec(normalForm(program)),
      iterations: 5,
      snapshotEvery: 0,
      start: { kind: 'lp-relaxation', margin: 0.1, otherwise: 0.25 },
    });
    // Beyond the solver's range at once, which needs no program that takes long.
    const beyond = { ...program, objective: program.objective.map((c, j) => (j === 0 ? 1e120 : c)) };
    const { context, events } = contextOf(beyond);
    const outcome = await runDescent(context, spec, null);
    expect(outcome).toMatchObject({
      status: 'done',
      result: { endingText: expect.stringContaining('The descent began at 0.25 for all.') },
    });
    const [snapshot] = events.filter((event) => event.type === 'snapshot');
    expect([...(snapshot?.xHat ?? [])].every((x) => Math.abs(x - 0.25) < 1e-12)).toBe(true);
  });

  it('of an infeasible program is refused in words, and a cancelled one ends cancelled', async () => {
    const spec = DescentSpecSchema.parse({
      ...defaultDescentSpec(normalForm(triangle)),
      iterations: 5,
      start: { kind: 'lp-relaxation', margin: 0.1 },
    });
    const impossible = programOf({
      objective: [1, 1],
      rows: [{ coefficients: [1, 1], lower: 1.5 }, { coefficients: [1, -1], lower: 0.5 }],
    });
    await expect(runDescent(contextOf(impossible).context, spec, null)).rejects.toMatchObject({
      code: 'relaxation-unsolved',
      field: 'start',
    });
    expect((await runDescent(contextOf(generate('set-cover', { rows: 300, columns: 400 }, 1), true).context, spec, null)).status)
      .toBe('cancelled');
  });
});

describe('an exact solve that fixes by the bound first', () => {
  it('proves the optimum of the program, whatever start it was given, and says how many it fixed', async () => {
    const small: SmallProgram = {
      sense: 'min',
      objective: [9, 4, 7, 3, 8, 2],
      rows: [{ coefficients: [1, 1, 0, 0, 1, 0], lower: 1 }, { coefficients: [0, 1, 1, 1, 0, 0], lower: 1 }, {
        coefficients: [0, 0, 0, 1, 1, 1],
        lower: 1,
      }],
    };
    const optimum = bruteForceOptimum(small);
    let fixed = 0;
    for (let mask = 0; mask < 64; mask++) {
      const start = small.objective.map((_, j): 0 | 1 => (((mask >> j) & 1) === 1 ? 1 : 0));
      for (const solver of ['highs', 'enumerate'] as const) {
        const { result } = await solve(programOf(small), { solver, start, fixing: 'by-bound' });
        expect(result).toMatchObject({ status: 'optimal', objective: optimum, bound: optimum, fixing: { free: 6 } });
        // Against a start that violates rows nothing is fixed.
        if (result.start?.feasible === false) expect(result.fixing?.count).toBe(0);
        fixed += result.fixing?.count ?? 0;
        expect(ExactResultSchema.parse(result)).toEqual(result);
      }
    }
    expect(fixed).toBeGreaterThan(20);
  }, 120_000);

  it('leaves the search in a race and in a ball its optimum, and counts nothing where it is not asked for', async () => {
    const program = generate('set-cover', { rows: 30, columns: 60, density: 0.1 }, 4);
    const { result: plain } = await solve(program, {});
    const start = Array.from(plain.solution?.x ?? [], (value): 0 | 1 => (value === 1 ? 1 : 0));
    expect(plain.fixing).toBeUndefined();
    for (const more of [{}, { ball: { center: start, radius: 10 } }] as const) {
      const { result } = await solve(program, { start, fixing: 'by-bound', solver: 'glpk', ...more });
      expect(result.objective).toBe(plain.objective);
      expect(result.fixing?.count).toBeGreaterThan(10);
    }
  });
});
