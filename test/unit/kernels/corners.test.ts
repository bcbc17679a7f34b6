/** The compiled loops over rows with closed forms give the bits of their TypeScript. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledKernels } from '../../../src-science/compiled.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm, type NormalForm } from '../../../src-science/program/normal-form.ts';
import { createExactPlan, type ExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { innermostLoops } from './wat-loops.ts';
import { cornerKernels } from './load-kernel.ts';
import { formOf, randomForm, randomMarginals, ROW_STYLES, type DenseRow } from '../relaxation/enumeration.ts';

const compiled = cornerKernels();

/** All that a plan says at a point. */
function everything(plan: ExactPlan, xHat: Float64Array): Float64Array {
  const gradient = new Float64Array(xHat.length);
  const field = new Float64Array(xHat.length);
  const value = plan.penalty(xHat);
  const rows = [...plan.rowPenalty, ...plan.rowViolation];
  const penalty = plan.penaltyGradient(xHat, gradient);
  rows.push(...plan.rowPenalty, ...plan.rowViolation);
  const same = plan.interchangeField(xHat, field);
  const corrected = new Float64Array(xHat.length);
  return Float64Array.of(
    value,
    penalty,
    same,
    plan.surrogate(xHat),
    plan.surrogateGradient(xHat, corrected),
    ...rows,
    ...gradient,
    ...field,
    ...corrected,
  );
}

function planOf(form: NormalForm, kernels?: CompiledKernels): ExactPlan {
  const { plan, refusal } = createExactPlan(form, undefined, kernels);
  if (plan === null) throw new Error(refusal);
  return plan;
}

function expectSameBits(form: NormalForm, points: readonly Float64Array[]): void {
  const plain = planOf(form);
  const fast = planOf(form, compiled);
  // One plan for all points, so that what one evaluation leaves behind cannot help the next.
  for (const xHat of points) expect(everything(fast, xHat)).toStrictEqual(everything(plain, xHat));
}

const tiny = (d: number, seed: number): Float64Array =>
  randomMarginals(d, seed, false).map((x, j) => (j % 3 === 0 ? x * 1e-40 : j % 7 === 1 ? 1 - x * 1e-12 : x));

describe('compiled loops over rows with closed forms', () => {
  it('give the bits of the TypeScript on programs of all row classes, at marginals of all kinds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 0, max: 40 }),
        fc.subarray([...ROW_STYLES], { minLength: 1 }),
        fc.nat(),
        (d, m, styles, seed) => {
          expectSameBits(randomForm(d, m, seed, styles), [randomMarginals(d, seed, true), randomMarginals(d, seed + 1, false),
            tiny(d, seed)]);
        },
      ),
      { numRuns: 150, seed: 6 },
    );
  });

  it('give them on families of hundreds of rows: covers of any length, pairs, and both together', () => {
    const cover = normalForm(generate('set-cover', { rows: 200, columns: 150, density: 0.1 }, 2));
    expectSameBits(cover, [randomMarginals(150, 3, false), tiny(150, 4), new Float64Array(150).fill(0.5)]);
    const pairs = normalForm(generate('independent-set', { nodes: 201, affinity: 4 }, 2));
    expectSameBits(pairs, [randomMarginals(201, 3, false), tiny(201, 4), new Float64Array(201)]);
    const rows = Array.from({ length: 61 }, (_, i): DenseRow => {
      const length = 2 + (i % 6);
      return {
        a: Array.from({ length: 40 }, (__, j) => ((j + i) % 40 < length ? (i % 4 === 0 ? -1 : 1) : 0)),
        b: i % 4 === 0 ? -1 : length - 1,
      };
    });
    expectSameBits(formOf(40, rows), [randomMarginals(40, 1, true), randomMarginals(40, 2, false)]);
  });

  it('cost few instructions a nonzero', () => {
    const loops = innermostLoops('corners');
    const most: readonly (readonly [string, number])[] = [['multiply', 30], ['gather', 30], ['pairs', 110], ['multiplyAndAdd', 50], [
      'gatherBoth',
      50,
    ], ['pairSurrogates', 110], ['pairConditionals', 40]];
    for (const [inside, instructions] of most) {
      const found = loops.filter((loop) => loop.inside === inside);
      expect(found).toHaveLength(1);
      expect(found[0]?.instructions).toBeLessThanOrEqual(instructions);
      expect(found[0]?.count.has('call')).toBe(false);
    }
  });
});
