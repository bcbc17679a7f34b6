/**
 * A gradient with the error of the interchange direction added to it, for experiments on what that error does
 * (docs/question.md): g + w (ĝ − g), g the gradient of the scheme (∇E[φ̃] or ∇E[φ]), ĝ the interchange field.
 *   kept         w = share: between the gradient (0) and the interchange direction (1), so that 1 − share is how much
 *                of the boundary term is there
 *   shared-sign  w = ±share, one fair sign an iteration: a noise of mean 0 whose covariance is share² (ĝ − g)(ĝ − g)ᵀ,
 *                the error's own second moment
 *   own-signs    w_j = ±share, a fair sign an iteration and variable: the diagonal of that covariance only
 * Where the evaluation is sampled both are estimates from the same samples.
 */
import type { EvaluationOutcome, GradientEvaluator } from '../gradients/evaluator.ts';
import { SCHEMES } from '../gradients/scheme.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createRandomStream, positionStream } from '../random/bit-planes.ts';
import { STREAMS } from '../random/streams.ts';
import { threefryBlock } from '../random/threefry.ts';
import type { DescentSpec } from './descent-spec.ts';

export type ErrorKind = NonNullable<DescentSpec['interchangeError']>;
type ErrorChoice = Pick<DescentSpec, 'scheme' | 'interchangeError' | 'errorShare'>;

/** How far projected marginals stay from 0 and 1 under a spec's direction. */
export function projectionMargin({ scheme, interchangeError }: ErrorChoice): number {
  const own = SCHEMES[scheme].projectionMargin;
  return (interchangeError ?? 'none') === 'none' ? own : Math.max(own, SCHEMES['surrogate-interchange'].projectionMargin);
}

/** True where the error's signs are drawn. */
export function drawsSigns({ interchangeError }: ErrorChoice): boolean {
  return interchangeError === 'shared-sign' || interchangeError === 'own-signs';
}

/**
 * @param base of the gradient
 * @param interchange of `surrogate-interchange`, evaluated as `base` is
 * @param share ≥ 0
 * Cost: both evaluations and O(d).
 */
export function withInterchangeError(
  form: NormalForm, base: GradientEvaluator, interchange: GradientEvaluator, kind: Exclude<ErrorKind, 'none'>, share: number,
): GradientEvaluator {
  const d = form.variableCount;
  const other = new Float64Array(d);
  const unused: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  const random = createRandomStream();
  const { weights } = base;
  return {
    ...base,
    ...(weights === undefined ? {} : {
      weights: {
        rowShare: weights.rowShare,
        set(weight) {
          weights.set(weight);
          interchange.weights?.set(weight);
        },
      },
    }),
    work: (base.work ?? 0) + (interchange.work ?? 0),
    evaluate(xHat, at, penaltyGradient, outcome) {
      base.evaluate(xHat, at, penaltyGradient, outcome);
      interchange.evaluate(xHat, at, other, unused);
      if (kind !== 'kept') positionStream(random, at.seed, STREAMS.errorSigns, at.iteration);
      if (kind === 'shared-sign') threefryBlock(random.key, 0, 0, 0, 0, random.words);
      let weight = kind === 'shared-sign' && (random.words[0]! & 1) === 1 ? -share : share;
      for (let j = 0; j < d; j++) {
        if (kind === 'own-signs') {
          // A block is four words, a sign a bit.
          if ((j & 127) === 0) threefryBlock(random.key, j >> 7, 0, 0, 0, random.words);
          weight = ((random.words[(j >> 5) & 3]! >>> (j & 31)) & 1) === 1 ? -share : share;
        }
        penaltyGradient[j]! += weight * (other[j]! - penaltyGradient[j]!);
      }
    },
  };
}
