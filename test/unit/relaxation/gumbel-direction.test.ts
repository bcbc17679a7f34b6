/**
 * DiffILO's direction by its own recipe (hard Gumbel-softmax over two classes, τ = 1, straight through) is
 * the interchange field seen in logits: dx̂/dl = x̂(1 − x̂). The recipe is written here from its definition,
 * with Gumbel noise and a softmax, and shares nothing with the gradient kernels: once by quadrature over
 * the noise and enumeration of the other variables, once by sampling.
 */
import { describe, expect, it } from 'vitest';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { createExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { formOf, randomForm, randomMarginals, testRandom } from './enumeration.ts';
import { integrate } from './quadrature.ts';

function interchangeField(form: NormalForm, xHat: Float64Array): Float64Array {
  const { plan, refusal } = createExactPlan(form);
  if (plan === null) throw new Error(refusal);
  const field = new Float64Array(xHat.length);
  plan.interchangeField(xHat, field);
  return field;
}

/** a_iᵀx − b_i of a row. */
function slackOf(form: NormalForm, i: number, x: ArrayLike<number>): number {
  let v = -form.rhs[i]!;
  for (let k = form.start[i]!; k < form.start[i + 1]!; k++) v += form.value[k]! * x[form.column[k]!]!;
  return v;
}

/** The derivative of a two-class softmax's first output with respect to its first input, from the two inputs. */
function softmaxSlope(first: number, second: number): number {
  const top = Math.max(first, second);
  const [e1, e2] = [Math.exp(first - top), Math.exp(second - top)];
  const y = e1 / (e1 + e2);
  return y * (1 - y);
}

/**
 * ∫ σ′(l + Λ) over the logistic law of Λ = G₁ − G₀, where x = 1 (Λ > −l) or where x = 0. Half-lines are
 * brought to (0, 1) by Λ = −l ± t/(1 − t).
 */
function backwardMass(l: number, one: boolean): number {
  const density = (noise: number): number => {
    const e = Math.exp(-Math.abs(noise));
    return e / (1 + e) ** 2;
  };
  return integrate((t, _fromStart, rest) => {
    const far = t / rest;
    const noise = one ? -l + far : -l - far;
    const value = softmaxSlope(l + noise, 0) * density(noise);
    return value === 0 ? 0 : value / rest ** 2;
  }, 0, 1);
}

describe('the direction of hard Gumbel-softmax with τ = 1', () => {
  it('is x̂(1 − x̂)ĝ by quadrature and enumeration, to 1e-10, on rows of every kind', () => {
    for (let seed = 0; seed < 40; seed++) {
      const d = 1 + (seed % 6);
      const form = randomForm(d, 1 + (seed % 4), 8100 + seed);
      const xHat = randomMarginals(d, seed, false).map((x) => 0.02 + 0.96 * x);
      const field = interchangeField(form, xHat);
      for (let j = 0; j < d; j++) {
        const l = Math.log(xHat[j]! / (1 - xHat[j]!));
        const mass = [backwardMass(l, false), backwardMass(l, true)] as const;
        let expected = 0;
        for (let mask = 0; mask < 2 ** d; mask++) {
          const x = Array.from({ length: d }, (_, i) => (mask >> i) & 1);
          let others = 1;
          x.forEach((value, i) => {
            if (i !== j) others *= value === 1 ? xHat[i]! : 1 - xHat[i]!;
          });
          for (let i = 0; i < form.rowCount; i++) {
            if (slackOf(form, i, x) <= 1e-9) continue;
            for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
              if (form.column[k] === j) expected += others * form.value[k]! * mass[x[j] === 1 ? 1 : 0];
            }
          }
        }
        const direction = xHat[j]! * (1 - xHat[j]!) * field[j]!;
        expect(Math.abs(direction - expected), `seed ${String(seed)}, variable ${String(j)}`)
          .toBeLessThan(1e-10 * Math.max(1, Math.abs(expected)));
      }
    }
  });

  it('is it by sampling two Gumbel variables a coordinate', () => {
    // 24 means over 40 000 samples with fixed seeds; a fresh seed would have some |z| > 6 once in 10⁷.
    const scores: number[] = [];
    for (const [seed, form] of [
      [1, formOf(3, [{ a: [1.3, -0.7, 2.1], b: 0.9 }, { a: [-1, -1, -1], b: -1 }])],
      [2, formOf(4, [{ a: [3, 5, -2, 4], b: 4 }, { a: [-3, -5, 2, -4], b: -4 }])],
      [3, randomForm(5, 4, 77)],
    ] as const) {
      const d = form.variableCount;
      const random = testRandom(seed);
      const gumbel = (): number => -Math.log(-Math.log(random() || 2 ** -54));
      const xHat = randomMarginals(d, 20 + seed, false).map((x) => 0.1 + 0.8 * x);
      const logits = xHat.map((x) => Math.log(x / (1 - x)));
      const field = interchangeField(form, xHat);
      const samples = 40_000;
      const sum = new Float64Array(d);
      const squares = new Float64Array(d);
      const x = new Uint8Array(d);
      const back = new Float64Array(d);
      for (let s = 0; s < samples; s++) {
        for (let j = 0; j < d; j++) {
          const [one, zero] = [logits[j]! + gumbel(), gumbel()];
          x[j] = one > zero ? 1 : 0;
          back[j] = softmaxSlope(one, zero);
        }
        const g = new Float64Array(d);
        for (let i = 0; i < form.rowCount; i++) {
          if (slackOf(form, i, x) <= 1e-9) continue;
          for (let k = form.start[i]!; k < form.start[i + 1]!; k++) g[form.column[k]!]! += form.value[k]! * back[form.column[k]!]!;
        }
        g.forEach((v, j) => {
          sum[j]! += v;
          squares[j]! += v * v;
        });
      }
      for (let j = 0; j < d; j++) {
        const mean = sum[j]! / samples;
        const error = Math.sqrt((squares[j]! / samples - mean * mean) / samples);
        const expected = xHat[j]! * (1 - xHat[j]!) * field[j]!;
        if (error > 0) scores.push((mean - expected) / error);
        else expect(expected).toBe(0);
      }
    }
    expect(scores.length).toBeGreaterThan(9);
    for (const z of scores) expect(Math.abs(z)).toBeLessThan(6);
  });
});
