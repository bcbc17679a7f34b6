/** Bounds of descents against the linear relaxation by HiGHS: never above it, and near it where that is promised. */
import { expect, test } from 'vitest';
import { descend } from '../../../src-science/descent/descend.ts';
import type { TrajectoryChunk } from '../../../src-science/descent/descent-control.ts';
import { defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solveRelaxation } from '../../../src-workers/exact/lp-relaxation.ts';

async function relaxed(program: Program): Promise<number> {
  const found = await solveRelaxation(program, () => false);
  if (found.status !== 'solved') throw new Error(found.says);
  return found.values.reduce((sum, x, j) => sum + x * (program.objective[j] ?? 0), program.objectiveConstant);
}

test.each([
  ['set-cover', { rows: 600, columns: 400, density: 0.1, maxCost: 100 }, 101, 0.95],
  ['set-cover', { rows: 300, columns: 800, density: 0.05, maxCost: 100 }, 102, 0.95],
  ['independent-set', { nodes: 300, affinity: 4 }, 103, 0.95],
  ['combinatorial-auction', { items: 100, bids: 400 }, 104, 0.95],
] as const)(
  'a descent of %s %o, seed %i, has a bound of at least 95 %% of the relaxation’s and not beyond',
  async (family, sizes, seed, share) => {
    const program = generate(family, sizes, seed);
    const form = normalForm(program);
    const chunks: TrajectoryChunk[] = [];
    const { bound } = descend(form, { ...defaultDescentSpec(form), iterations: 300 }, {
      now: () => 0,
      onTrajectory: (chunk) => chunks.push(chunk),
    });
    const limit = await relaxed(program);
    const sign = form.objectiveSign;
    if (bound === null) throw new Error('no bound');
    // Whole costs: the bound is rounded up to the next whole number.
    const ceiling = sign * limit;
    const step = program.objective.every(Number.isInteger) ? 1 : 0;
    expect(sign * bound).toBeLessThan(ceiling + step + 1e-6 * Math.abs(ceiling));
    expect(Math.abs(bound - limit)).toBeLessThanOrEqual((1 - share) * Math.abs(limit) + step);
  },
);
