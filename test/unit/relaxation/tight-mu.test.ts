/** The threshold of μ by exact solves is that of enumeration, and is only given with proofs. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { enumerate, freeVariableCount } from '../../../src-science/exact/enumerate.ts';
import { ENUMERATION_LIMIT } from '../../../src-science/exact/exact-settings.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { tightMu } from '../../../src-science/relaxation/mu-bounds.ts';
import { tightMuBySolving } from '../../../src-science/relaxation/tight-mu.ts';
import { arbitraryProgram, bytesOf, plainName } from '../program/arbitrary-program.ts';

const LARGEST = 15;
const byEnumeration = (program: Program): Promise<Uint8Array | null> =>
  Promise.resolve(freeVariableCount(program) > LARGEST ? null : enumerate(program).x);
const lp = (text: string): Program => parseProgram(bytesOf(text), 'a.lp').program;

/** Optimum of the normal form, or null where there is none. */
function optimumOf(program: Program): number | null {
  const { x } = enumerate(program);
  const normal = normalForm(program);
  return x === null ? null : normal.objectiveConstant + x.reduce((sum, value, j) => sum + value * (normal.objective[j] ?? 0), 0);
}

it('is that of enumeration, whatever the signs, senses, fixings and bounds that are no integers', async () => {
  const small = fc.integer({ min: -60, max: 60 }).filter((v) => v !== 0).map((v) => v / 10);
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryProgram({ name: plainName, coefficient: small, freeRows: true }), async (program) => {
      const normal = normalForm(program);
      const expected = tightMu(normal);
      const optimum = optimumOf(program);
      if (expected === null || optimum === null) return;
      const found = await tightMuBySolving(normal, optimum, byEnumeration);
      if (found === null) return;
      compared++;
      expect(found).toBeCloseTo(expected, 8);
    }),
    { numRuns: 600, seed: 20261124 },
  );
  expect(compared).toBeGreaterThan(40);
  expect(LARGEST).toBeLessThan(ENUMERATION_LIMIT);
});

const KNAPSACK = 'Maximize\n profit: 5 a + 4 b + 3 c\nSubject To\n weight: 2 a + 3 b + c <= 3\nBinary\n a b c\nEnd\n';

it('of a knapsack is the best price of an infeasible vector', async () => {
  // The optimum is a = c = 1 with 8; a = b = 1 has 9 at a violation of 2, all three 12 at 3: 4/3 a unit.
  expect(await tightMuBySolving(normalForm(lp(KNAPSACK)), -8, byEnumeration)).toBeCloseTo(4 / 3, 12);
});

it('of rows that cannot be violated, or of an objective that wants no violation, is 0', async () => {
  expect(await tightMuBySolving(normalForm(lp(KNAPSACK.replace('<= 3', '<= 6'))), -12, byEnumeration)).toBe(0);
  expect(await tightMuBySolving(normalForm(lp(KNAPSACK.replace('Maximize', 'Minimize'))), 0, byEnumeration)).toBe(0);
});

it('is not given without a proof, nor for rows of reals', async () => {
  expect(await tightMuBySolving(normalForm(lp(KNAPSACK)), -8, () => Promise.resolve(null))).toBeNull();
  const irrational = lp(KNAPSACK.replace('2 a', '1.4142135623730951 a').replace('3 b', '1.7320508075688772 b'));
  expect(await tightMuBySolving(normalForm(irrational), -8, byEnumeration)).toBeNull();
});
