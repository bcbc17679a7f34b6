/**
 * One descent from a spec to its result: validate, make the evaluator, iterate (`descent-loop.ts`),
 * estimate the end, decode it. Pure: what it says on the way goes through `control`.
 */
import { decode, DEFAULT_DECODING_SAMPLES } from '../decoding/decode.ts';
import { createEvaluator } from '../gradients/registry.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { DescentError } from './descent-error.ts';
import { runDescent } from './descent-loop.ts';
import type { DescentRun } from './descent-loop.ts';
import type { DescentControl, DescentResult, DescentSpec } from './descent-spec.ts';
import { evaluateAt } from './evaluate-at.ts';
import { startMarginals } from './start.ts';
import { validateDescent } from './validate-descent.ts';

/**
 * Descends the penalty relaxation of a program.
 *
 * The same form, spec and start give the same bits (all but the seconds), whatever the clock, the
 * chunking or a stop and resume in between. A cancelled run still returns its estimate and decoded
 * solutions for the x̂ it had reached.
 *
 * @throws DescentError `spec-invalid` naming the first field at fault, `checkpoint-mismatch`,
 *   `descent-diverged` naming the iteration
 * Cost: T + 1 evaluations, plus the final estimate and the decoders.
 */
export function descend(form: NormalForm, spec: DescentSpec, control: DescentControl): DescentResult {
  const complaint = validateDescent(form, spec)[0];
  if (complaint !== undefined) {
    throw new DescentError('spec-invalid', complaint.message, `Change the field ${complaint.field}.`, complaint.field);
  }
  const evaluator = createEvaluator(form, { scheme: spec.scheme, evaluation: spec.evaluation, samples: spec.samples });
  const run = runDescent(form, spec, control, evaluator, startMarginals(form, spec.start, spec.seed));
  const ended = control.now();
  const final = finalFigures(form, spec, run, evaluator.evaluation === 'exact');
  const decoded = spec.decoders.map((name) =>
    decode(form, name, run.xHat, { mu: run.last.mu, samples: DEFAULT_DECODING_SAMPLES, seed: spec.seed, now: control.now }),
  );
  return {
    stopped: run.stopped,
    evaluation: evaluator.evaluation,
    evaluationReason: evaluator.reason,
    iterations: run.iterations,
    seconds: run.seconds + (control.now() - ended),
    samples: run.samples,
    final,
    xHat: run.xHat,
    decoded,
    checkpoint: run.checkpoint,
  };
}

/** The end's figures: the last point's own where its loss is exact, else a better estimate with its standard error. */
function finalFigures(form: NormalForm, spec: DescentSpec, run: DescentRun, exact: boolean): DescentResult['final'] {
  const { mu, gradientNorm, loss, objective, penalty } = run.last;
  if (exact) return { loss, objective, penalty, mu, gradientNorm, lossStandardError: 0, penaltyStandardError: 0 };
  // Iteration T + 1 of the stream: past every step's samples, also of a run that was stopped early.
  const at = evaluateAt(form, run.xHat, mu, spec.seed, spec.iterations + 1);
  return {
    loss: at.loss,
    objective: at.objective,
    penalty: at.penalty,
    mu,
    gradientNorm,
    lossStandardError: at.lossStandardError,
    penaltyStandardError: at.penaltyStandardError,
  };
}
