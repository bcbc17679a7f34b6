/**
 * Claims about drawing x from uniform numbers (docs/science.md, section 3): that it has the right law
 * (GWL25, Lemma 1) and hence the right expectations (Theorem 4), that its pathwise derivative is 0, what
 * S26 §1.1 prints about it, and what DiffILO's code does by another name. Quantities are computed from
 * their definitions, sample by sample, not by the gradient kernels.
 */
import { softSlope } from '../gradients/soft-sample.ts';
import { realParameter } from '../program/generators/family.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { stopIfCancelled, type ClaimTemplate } from './claim.ts';
import { denseRealRow, exactPlanOf, gradientAt, innerMarginals, smallProgram } from './claim-programs.ts';
import { marginalParameter, samplesParameter, SEED } from './common-parameters.ts';
import { beyond, sameMean, sameNumber, sameShare, type Evidence } from './evidence.ts';
import { sampledMeans } from './sampled-means.ts';

const logit = (p: number): number => Math.log(p / (1 - p));
const sigmoid = (t: number): number => 1 / (1 + Math.exp(-t));

/** Σ_i max(a_iᵀx − b_i, 0) for any x. */
function violationOf(form: NormalForm, x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < form.rowCount; i++) {
    let v = -form.rhs[i]!;
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) v += form.value[k]! * x[form.column[k]!]!;
    if (v > 1e-12) sum += v;
  }
  return sum;
}

interface LawFormulas {
  /** The draw of one variable. */
  readonly draw: (xHat: number, epsilon: number) => number;
  /** The same event written with logits. */
  readonly drawByLogits: (xHat: number, epsilon: number) => number;
  /** What the expectation over ε is compared with. */
  readonly expectation: (form: NormalForm, xHat: Float64Array) => number;
}

export const reparameterization: ClaimTemplate<LawFormulas> = {
  id: 'gwl25-lemma-1-theorem-4',
  title: 'Drawing x from uniform numbers has the Bernoulli law, so the expected violation is a mean over ε',
  source: 'GWL25, Lemma 1 and Theorem 4 (reparameterization)',
  formula: String.raw`x_j=\mathbf 1[\sigma^{-1}(\hat x_j)+\sigma^{-1}(\varepsilon_j)\ge 0]\sim\mathrm{Bernoulli}(\hat x_j),\qquad\mathbb E_x[\max(a_i^\top x-b_i,0)]=\mathbb E_\varepsilon[\tilde\varphi_i(\hat x,\varepsilon)]`,
  parameters: [SEED, samplesParameter(131_072)],
  formulas: {
    draw: (xHat, epsilon) => Number(epsilon > 1 - xHat),
    drawByLogits: (xHat, epsilon) => Number(logit(xHat) + logit(epsilon) >= 0),
    expectation: (form, xHat) => exactPlanOf(form).penalty(xHat),
  },
  settle({ draw, drawByLogits, expectation }, parameter, control) {
    const [seed, samples] = [parameter('seed'), parameter('samples')];
    const marginals = [0.003, 0.1, 0.5, 0.8, 0.997];
    const d = marginals.length;
    const law = sampledMeans({
      seed,
      part: 0,
      samples,
      variables: d,
      quantities: 2 * d,
      visit(epsilon, out) {
        marginals.forEach((xHat, j) => {
          const x = draw(xHat, epsilon[j]!);
          out[j] = x;
          // A draw within rounding of the edge is on neither side.
          const near = Math.abs(epsilon[j]! - (1 - xHat)) < 1e-12;
          out[d + j] = near || x === drawByLogits(xHat, epsilon[j]!) ? 0 : 1;
        });
      },
    });
    const rows: Evidence[] =
      marginals.map((xHat, j) => sameShare('claim', `share of ones at x̂ = ${String(xHat)}`, law.mean[j]!, law.samples, xHat));
    rows.push(sameNumber(
      'claim', 'share of draws in which the two ways to write the event differ', law.mean.subarray(d).reduce((s, m) => s + m, 0), 0, 0,
    ));
    const programs = [smallProgram(5, 3, seed), smallProgram(6, 4, seed + 1), denseRealRow(8, seed)];
    programs.forEach((form, n) => {
      stopIfCancelled(control);
      const xHat = innerMarginals(form.variableCount, seed + n);
      const x = new Float64Array(form.variableCount);
      const found = sampledMeans({
        seed,
        part: 1 + n,
        samples,
        variables: form.variableCount,
        quantities: 1,
        visit(epsilon, out) {
          for (let j = 0; j < x.length; j++) x[j] = draw(xHat[j]!, epsilon[j]!);
          out[0] = violationOf(form, x);
        },
      });
      rows.push(sameMean(
        'claim', `expected violation of program ${String(n + 1)}`, found.mean[0]!, found.standardError[0]!, expectation(form, xHat),
      ));
    });
    return {
      rows,
      explanation: 'Shares of ones at five marginals, the event written with and without logits draw by draw, and the mean of the sampled violation of three programs (one a dense row with real weights) against its exact expectation.',
    };
  },
};

interface PathFormulas {
  /** Loss of one sample as a function of x̂. */
  readonly sampleLoss: (form: NormalForm, xHat: Float64Array, epsilon: Float64Array, x: Float64Array) => number;
}

export const naiveGradient: ClaimTemplate<PathFormulas> = {
  id: 's26-naive-gradient-zero',
  title: 'The pathwise derivative of the true sample loss is 0, though its expectation has a gradient',
  source: 'S26, section 0',
  formula: String.raw`\nabla_{\hat x}\tilde\varphi(\hat x,\varepsilon)=0\ \text{almost everywhere},\qquad\nabla_{\hat x}\mathbb E[\tilde\varphi]\neq 0`,
  parameters: [SEED, samplesParameter(65_536)],
  formulas: {
    sampleLoss(form, xHat, epsilon, x) {
      for (let j = 0; j < x.length; j++) x[j] = Number(epsilon[j]! > 1 - xHat[j]!);
      return violationOf(form, x);
    },
  },
  settle({ sampleLoss }, parameter) {
    const seed = parameter('seed');
    const form = denseRealRow(8, seed);
    const d = form.variableCount;
    const xHat = innerMarginals(d, seed);
    // The gap between two draws of the generator is 2⁻³²: a step far below it meets an edge hardly ever.
    const h = 2 ** -42;
    const [moved, x] = [xHat.slice(), new Float64Array(d)];
    const found = sampledMeans({
      seed,
      part: 0,
      samples: parameter('samples'),
      variables: d,
      quantities: d + 1,
      visit(epsilon, out) {
        const here = sampleLoss(form, xHat, epsilon, x);
        let changed = 0;
        for (let j = 0; j < d; j++) {
          moved[j] = xHat[j]! + h;
          out[j] = (sampleLoss(form, moved, epsilon, x) - here) / h;
          moved[j] = xHat[j]!;
          if (out[j] !== 0) changed = 1;
        }
        out[d] = changed;
      },
    });
    const exact = gradientAt(exactPlanOf(form).penaltyGradient, xHat);
    return {
      rows: [
        sameNumber('claim', 'share of samples with a derivative that is not 0', found.mean[d]!, 0, 0),
        sameNumber('claim', 'norm of the mean pathwise derivative', Math.hypot(...found.mean.subarray(0, d)), 0, 0),
        beyond('claim', 'norm of the gradient of the expectation', Math.hypot(...exact), 'above', 0, 1e-6),
      ],
      explanation: 'Difference quotients of single samples of a dense real row with a step of 2⁻⁴², far below the spacing of the uniform numbers, beside the exact gradient of the expectation, which they miss altogether.',
    };
  },
};

interface IndicatorFormulas {
  /** f as printed, and its derivative at fixed ε. */
  readonly printed: (xHat: number, epsilon: number) => number;
  readonly printedSlope: (xHat: number, epsilon: number) => number;
  /** The f for which the printed numbers hold. */
  readonly right: (xHat: number, epsilon: number) => number;
  readonly rightSlope: (xHat: number, epsilon: number) => number;
  /** The printed numbers E[∂f] and dE[f]/dx̂. */
  readonly meanSlope: (xHat: number) => number;
  readonly slopeOfMean: (xHat: number) => number;
}

const indicator = (xHat: number, epsilon: number): number => Number(epsilon <= xHat);

export const section11: ClaimTemplate<IndicatorFormulas> = {
  id: 's26-section-1-1',
  title: 'The example of an expectation whose derivative cannot be taken inside',
  source: 'S26, section 1.1',
  formula: String.raw`f=\mathbf 1[\varepsilon\le\hat x]:\quad\mathbb E[\partial f]=\hat x,\quad\tfrac{d}{d\hat x}\mathbb E[f]=2\hat x`,
  parameters: [SEED, samplesParameter(524_288), marginalParameter('xHat', 'x̂', 0.3)],
  formulas: {
    printed: indicator,
    printedSlope: () => 0,
    right: (xHat, epsilon) => xHat * indicator(xHat, epsilon),
    rightSlope: indicator,
    meanSlope: (xHat) => xHat,
    slopeOfMean: (xHat) => 2 * xHat,
  },
  settle({ printed, printedSlope, right, rightSlope, meanSlope, slopeOfMean }, parameter) {
    const xHat = parameter('xHat');
    // Central differences are exact for the expectations at hand, which are at most quadratic in x̂.
    const h = Math.min(0.1, xHat, 1 - xHat);
    const found = sampledMeans({
      seed: parameter('seed'),
      part: 0,
      samples: parameter('samples'),
      variables: 1,
      quantities: 4,
      visit(epsilon, out) {
        const e = epsilon[0]!;
        out[0] = printedSlope(xHat, e);
        out[1] = (printed(xHat + h, e) - printed(xHat - h, e)) / (2 * h);
        out[2] = rightSlope(xHat, e);
        out[3] = (right(xHat + h, e) - right(xHat - h, e)) / (2 * h);
      },
    });
    const row = (role: 'claim' | 'right', label: string, q: number, expected: number): Evidence =>
      sameMean(role, label, found.mean[q]!, found.standardError[q]!, expected);
    return {
      rows: [
        row('claim', 'E[∂f] of f = 1[ε ≤ x̂]', 0, meanSlope(xHat)),
        row('claim', 'dE[f]/dx̂ of f = 1[ε ≤ x̂]', 1, slopeOfMean(xHat)),
        row('right', 'E[∂f] of f = x̂·1[ε ≤ x̂]', 2, meanSlope(xHat)),
        row('right', 'dE[f]/dx̂ of f = x̂·1[ε ≤ x̂]', 3, slopeOfMean(xHat)),
      ],
      explanation: 'Mean derivatives and central differences with common random numbers. With f = 1[ε ≤ x̂] the mean derivative is 0 and the derivative of the mean 1; the printed numbers belong to f = x̂·1[ε ≤ x̂].',
      rightFormula:
        String.raw`f=\hat x\,\mathbf 1[\varepsilon\le\hat x]:\quad\mathbb E[\partial f]=\hat x,\quad\tfrac{d}{d\hat x}\mathbb E[f]=2\hat x`,
    };
  },
};

interface ThresholdFormulas {
  readonly printed: (soft: number) => number;
  readonly right: (soft: number) => number;
}

export const section3: ClaimTemplate<ThresholdFormulas> = {
  id: 's26-section-3-threshold',
  title: 'The hard value is read off the soft one at ½, not at 0',
  source: 'S26, section 3 (integrand)',
  formula: String.raw`x_j=\mathbf 1[s_j>0]\sim\mathrm{Bernoulli}(\hat x_j)`,
  parameters: [SEED, samplesParameter(65_536), marginalParameter('xHat', 'x̂', 0.3)],
  formulas: { printed: (soft) => Number(soft > 0), right: (soft) => Number(soft >= 0.5) },
  settle({ printed, right }, parameter) {
    const xHat = parameter('xHat');
    const found = sampledMeans({
      seed: parameter('seed'),
      part: 0,
      samples: parameter('samples'),
      variables: 1,
      quantities: 2,
      visit(epsilon, out) {
        const soft = sigmoid(logit(xHat) + logit(epsilon[0]!));
        out[0] = printed(soft);
        out[1] = right(soft);
      },
    });
    return {
      rows: [
        sameShare('claim', 'share of samples with s > 0', found.mean[0]!, found.samples, xHat),
        sameShare('right', 'share of samples with s ≥ ½', found.mean[1]!, found.samples, xHat),
      ],
      explanation: 'The soft value s = σ(σ⁻¹(x̂) + σ⁻¹(ε)) is positive in every sample; the event x = 1 is s ≥ ½.',
      rightFormula: String.raw`x_j=\mathbf 1[s_j\ge\tfrac12]`,
    };
  },
};

interface GumbelFormulas {
  /** Backward derivative of DiffILO's code with respect to the logit, given l + Λ. */
  readonly backward: (shifted: number) => number;
  /** dx̂/dl at x̂ = σ(l). */
  readonly chain: (xHat: number) => number;
}

export const gumbelDirection: ClaimTemplate<GumbelFormulas> = {
  id: 'diffilo-gumbel-direction',
  title: 'DiffILO’s hard Gumbel-softmax walks the interchange field, seen in logits',
  source: 'GWL25, published code, through the chain rule',
  formula: String.raw`\mathbb E_\Lambda\bigl[\mathbf 1[v_i>0]\,a_{ij}\,\sigma'(l_j+\Lambda_j)\bigr]=\hat x_j(1-\hat x_j)\,\hat g_j`,
  parameters: [
    SEED, samplesParameter(65_536),
    realParameter('tolerance', 'Tolerance', 'Largest relative difference of single samples.', 1e-9, 1e-14, 1),
  ],
  formulas: {
    backward: (shifted) => sigmoid(shifted) * (1 - sigmoid(shifted)),
    chain: (xHat) => xHat * (1 - xHat),
  },
  settle({ backward, chain }, parameter) {
    const seed = parameter('seed');
    const form = denseRealRow(8, seed);
    const d = form.variableCount;
    const xHat = innerMarginals(d, seed);
    const logits = xHat.map(logit);
    const weight = new Float64Array(d);
    for (let k = 0; k < form.column.length; k++) weight[form.column[k]!] = form.value[k]!;
    let worst = 0;
    const found = sampledMeans({
      seed,
      part: 0,
      samples: parameter('samples'),
      variables: d,
      quantities: d,
      visit(epsilon, out) {
        let v = -form.rhs[0]!;
        for (let j = 0; j < d; j++) if (logits[j]! + logit(epsilon[j]!) > 0) v += weight[j]!;
        for (let j = 0; j < d; j++) {
          const back = backward(logits[j]! + logit(epsilon[j]!));
          const chained = chain(xHat[j]!) * softSlope(xHat[j]!, epsilon[j]!);
          worst = Math.max(worst, Math.abs(back - chained) / chained);
          out[j] = v > 0 ? weight[j]! * back : 0;
        }
      },
    });
    const field = gradientAt(exactPlanOf(form).interchangeField, xHat);
    return {
      rows: [
        sameNumber('claim', 'largest relative difference of σ′(l + Λ) and x̂(1−x̂)∂s in one sample', worst, 0, parameter('tolerance')),
        ...Array.from(field, (g, j) => sameMean(
          'claim', `mean backward derivative of logit ${String(j + 1)}`, found.mean[j]!, found.standardError[j]!,
          xHat[j]! * (1 - xHat[j]!) * g,
        )),
      ],
      explanation: 'Forward x = 1[l + Λ > 0], backward σ(l + Λ), on a dense row with real weights: sample by sample against x̂(1−x̂)∂s, and on average against the exact interchange field.',
    };
  },
};
