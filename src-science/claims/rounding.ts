/**
 * What multilinearity gives (KL20; docs/science.md, section 2): derivatives of the relaxed loss are
 * differences between its values at 1 and at 0, its minimum over the cube is that over the vertices, and
 * rounding one coordinate after the other to the better of 0 and 1 never increases it.
 */
import { integerParameter } from '../program/generators/family.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { Draws } from '../program/generators/draws.ts';
import { stopIfCancelled, type ClaimTemplate } from './claim.ts';
import { exactPlanOf, gradientAt, smallProgram } from './claim-programs.ts';
import { SEED } from './common-parameters.ts';
import { beyond, sameNumber } from './evidence.ts';

type LossAt = (xHat: Float64Array) => number;

interface RoundingFormulas {
  readonly loss: (form: NormalForm, mu: number) => LossAt;
  /** Rounds `xHat` in place, coordinate by coordinate. */
  readonly round: (loss: LossAt, xHat: Float64Array) => void;
}

export const rounding: ClaimTemplate<RoundingFormulas> = {
  id: 'kl20-rounding',
  title: 'The relaxed loss is multilinear, so rounding one coordinate after the other never increases it',
  source: 'KL20, as used for GWL25’s problem (3)',
  formula: String.raw`\partial_jL=L(\hat x_j\!\leftarrow\!1)-L(\hat x_j\!\leftarrow\!0),\qquad\min_{[0,1]^d}L=\min_{\{0,1\}^d}L,\qquad L(\operatorname{round}(\hat x))\le L(\hat x)`,
  parameters: [
    SEED, integerParameter('programs', 'Programs', 'Number of random programs.', 60, 1, 10_000),
    integerParameter('variables', 'Variables', 'Number of variables of each.', 6, 1, 12),
  ],
  formulas: {
    loss(form, mu) {
      const plan = exactPlanOf(form);
      return (xHat) => form.objective.reduce((sum, c, j) => sum + c * xHat[j]!, mu * plan.penalty(xHat));
    },
    round(loss, xHat) {
      for (let j = 0; j < xHat.length; j++) {
        xHat[j] = 0;
        const zero = loss(xHat);
        xHat[j] = 1;
        if (zero <= loss(xHat)) xHat[j] = 0;
      }
    },
  },
  settle({ loss: lossOf, round }, parameter, control) {
    const [count, d, seed] = [parameter('programs'), parameter('variables'), parameter('seed')];
    const draws = new Draws(seed);
    const mu = 1.5;
    let [increases, gap, bend] = [Number.NEGATIVE_INFINITY, 0, 0];
    let below = Number.POSITIVE_INFINITY;
    for (let n = 0; n < count; n++) {
      stopIfCancelled(control);
      const form = smallProgram(d, 1 + (n % 4), (seed + n) % Number.MAX_SAFE_INTEGER);
      const loss = lossOf(form, mu);
      const xHat = Float64Array.from({ length: d }, () => draws.uniform());
      const here = loss(xHat);
      const gradient = gradientAt(exactPlanOf(form).penaltyGradient, xHat);
      const at = xHat.slice();
      for (let j = 0; j < d; j++) {
        at[j] = 1;
        const one = loss(at);
        at[j] = 0;
        const zero = loss(at);
        gap = Math.max(gap, Math.abs(one - zero - (form.objective[j]! + mu * gradient[j]!)));
        bend = Math.max(bend, Math.abs(here - xHat[j]! * one - (1 - xHat[j]!) * zero));
        at[j] = xHat[j]!;
      }
      let best = Number.POSITIVE_INFINITY;
      for (let mask = 0; mask < 2 ** d; mask++) {
        for (let j = 0; j < d; j++) at[j] = (mask >> j) & 1;
        best = Math.min(best, loss(at));
      }
      below = Math.min(below, here - best);
      round(loss, xHat);
      increases = Math.max(increases, loss(xHat) - here);
    }
    return {
      rows: [
        sameNumber('claim', 'largest difference of ∂L from L(x̂ⱼ←1) − L(x̂ⱼ←0)', gap, 0, 1e-9),
        sameNumber('claim', 'largest difference of L from x̂ⱼL(x̂ⱼ←1) + (1−x̂ⱼ)L(x̂ⱼ←0)', bend, 0, 1e-9),
        beyond('claim', 'largest increase by rounding', increases, 'below', 0, -1e-9),
        beyond('claim', 'least excess of a random point over the best vertex', below, 'above', 0, -1e-9),
      ],
      explanation: 'For random programs at random marginals: exact gradients against differences of exact losses, the loss against its chord in every coordinate, the loss before and after rounding, and the loss of the point against the least of all vertices.',
    };
  },
};
