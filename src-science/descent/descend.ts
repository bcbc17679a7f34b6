/**
 * One descent from a spec to its result: validate, make the evaluator, iterate (`descent-loop.ts`),
 * estimate the end, decode it. Pure: what it says on the way goes through `control`.
 */
import type { CompiledKernels } from '../compiled.ts';
import { bestDecoded, decode, DEFAULT_DECODING_SAMPLES } from '../decoding/decode.ts';
import type { DecodeOptions } from '../decoding/decode.ts';
import { decoderOf } from '../decoding/decoders.ts';
import type { Pool } from '../decoding/pool.ts';
import type { DecodedSolution } from '../decoding/decoded-solution.ts';
import type { EvaluationOutcome, GradientEvaluator } from '../gradients/evaluator.ts';
import { guideOfMultipliers } from '../multipliers/sequential.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { DescentError } from './descent-error.ts';
import { runDescent } from './descent-loop.ts';
import type { DescentRun } from './descent-loop.ts';
import type { DescentControl } from './descent-control.ts';
import type { DescentResult } from './descent-result.ts';
import type { DescentSpec } from './descent-spec.ts';
import { evaluateAt, evaluationSamples } from './evaluate-at.ts';
import { descentEvaluator } from './evaluators.ts';
import { projectionMargin } from './interchange-error.ts';
import { marginalRange } from './parametrization.ts';
import { endingText, lossSize, settlingOf, stationarityGap } from './settling.ts';
import type { Settling } from './settling.ts';
import { startMarginals } from './start.ts';
import { validateDescent } from './validate-descent.ts';
import { STREAMS } from '../random/streams.ts';

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
  const evaluator = descentEvaluator(form, spec, control.compiled);
  const run = runDescent(form, spec, control, evaluator, startMarginals(form, spec.start, spec.seed));
  const ended = control.now();
  const final = finalFigures(form, spec, run, evaluator, control.compiled);
  const decodeOptions: DecodeOptions = {
    // Under DiffILO's loss μ is no price of a violation.
    mu: spec.loss === 'diffilo' ? null : run.last.mu,
    samples: DEFAULT_DECODING_SAMPLES,
    seed: spec.seed,
    cancelled: control.cancelled,
    compiled: control.compiled,
    now: control.now,
  };
  const decoded: DecodedSolution[] = [];
  const { multipliers } = run;
  // Weights of a penalty are no multipliers of the Lagrangian.
  const guided = spec.mu.kind === 'sequential' && multipliers !== null ? [guideOfMultipliers(form, multipliers, run.xHat)] : [];
  const guides = [...(control.guides ?? []), ...guided];
  // Whoever searches begins from what the others found.
  let fixing: DescentResult['fixing'] = null;
  for (const name of spec.decoders) {
    const fixes = spec.fixing === 'by-bound' && decoderOf(name)?.searches === true;
    const ground = fixes ? fixedGround(form, run, decoded) : null;
    if (ground !== null) fixing = ground.fixing;
    const searchWork = (name === 'dive' ? spec.diveWork : undefined) ?? spec.searchWork;
    const options = { ...decodeOptions, searchWork, pool: { guides, solutions: ground?.solutions ?? decoded } };
    decoded.push(decode(ground?.form ?? form, name, ground?.xHat ?? run.xHat, options));
  }
  const best = bestDecoded(decoded, form.objectiveSign);
  const settling = settlingAt(form, spec, run, evaluator);
  const { findings } = run;
  const bound = findings.bound();
  const found =
    [...decoded.filter(({ feasible }) => feasible).map(({ objective }) => objective), findings.incumbent()?.objective ?? []].flat();
  return {
    stopped: run.stopped,
    evaluation: evaluator.evaluation,
    evaluationReason: evaluator.reason,
    iterations: run.iterations,
    seconds: run.seconds + (control.now() - ended),
    samples: run.samples,
    final,
    xHat: run.xHat,
    multipliers,
    decoded,
    settling,
    endingText: endingText(run.stopped === 'cancelled', settling, best === null ? null : decoded[best]!),
    incumbent: findings.incumbent(),
    bound,
    provenGap: provenGap(form, found, bound),
    fixing,
    findingWork: findings.work(),
    work: run.work + findings.work().decoding + findings.work().bounding + decoded.reduce((sum, { work }) => sum + work, 0),
    feasibleAtLeast: run.feasibleAtLeast,
    checkpoint: run.checkpoint,
  };
}

interface FixedGround {
  readonly form: NormalForm;
  readonly xHat: Float64Array;
  readonly solutions: Pool['solutions'];
  readonly fixing: DescentResult['fixing'];
}

/**
 * What is left to search once the bound has fixed what no vector as good as the best known one can have. Vectors that are not
 * of it are left out; the best one found on the way comes along. null where nothing feasible is known.
 */
function fixedGround(
  form: NormalForm, { findings, xHat }: DescentRun, decoded: readonly DecodedSolution[],
): FixedGround | null {
  const incumbent = findings.incumbent();
  const known: Pool['solutions'] = incumbent === null ? decoded : [...decoded, { decoder: 'greedy-repair', x: incumbent.x }];
  const feasible = decoded.flatMap(({ feasible: keeps, objective }) => (keeps ? [objective] : []));
  const objectives = incumbent === null ? feasible : [...feasible, incumbent.objective];
  if (objectives.length === 0) return null;
  const { fixed, count, free } = findings.fixing(form.objectiveSign === 1 ? Math.min(...objectives) : Math.max(...objectives));
  return {
    form: { ...form, fixed },
    xHat: xHat.map((x, j) => (fixed[j]! >= 0 ? fixed[j]! : x)),
    solutions: known.filter(({ x }) => x.every((value, j) => fixed[j]! < 0 || fixed[j] === value)),
    fixing: { count, free },
  };
}

/** Of the best of some feasible objectives, in the user's sense. */
function provenGap({ objectiveSign }: NormalForm, found: readonly number[], bound: number | null): number | null {
  if (found.length === 0 || bound === null) return null;
  const best = objectiveSign === 1 ? Math.min(...found) : Math.max(...found);
  // A bound that sums of decimals were rounded in may lie an ulp beyond an optimum it has met.
  return Math.max(0, objectiveSign * (best - bound)) / Math.max(1, Math.abs(best));
}

/** The end's figures: the last point's own where its loss is exact, else a better estimate with its standard error. */
function finalFigures(
  form: NormalForm, spec: DescentSpec, run: DescentRun, evaluator: GradientEvaluator, compiled: CompiledKernels | undefined,
): DescentResult['final'] {
  const { mu, gradientNorm, loss, objective, penalty } = run.last;
  if (evaluator.evaluation === 'exact') {
    return { loss, objective, penalty, mu, gradientNorm, lossStandardError: 0, penaltyStandardError: 0, exact: true };
  }
  // Past every step's samples in the stream, also of a run that was stopped early.
  const unused = spec.iterations * (spec.restarts ?? 1) + 1;
  if (spec.loss === 'diffilo') return { ...batchedFigures(form, spec, run, evaluator, unused), objective, mu, gradientNorm, exact: false };
  const weights = spec.mu.kind === 'parallel' ? (run.multipliers?.map((y) => y / mu) ?? null) : null;
  const at = evaluateAt(form, run.xHat, mu, spec.seed, unused, compiled, weights);
  return {
    loss: at.loss,
    objective: at.objective,
    penalty: at.penalty,
    mu,
    gradientNorm,
    lossStandardError: at.lossStandardError,
    penaltyStandardError: at.penaltyStandardError,
    exact: at.evaluation === 'exact',
  };
}

/** Steps' samples that a sampled gradient is averaged over at the end: a step's own noise would look like a way to go. */
const GRADIENT_BATCHES = 64;

/** Whether the run's end is at rest. */
function settlingAt(form: NormalForm, spec: DescentSpec, run: DescentRun, evaluator: GradientEvaluator): Settling {
  const { mu, penalty } = run.last;
  const size = lossSize(form.objective, run.xHat, mu * penalty);
  const [moved, returned] = run.ahead;
  // With multipliers the gap is the Lagrangian's, which nothing samples.
  if (evaluator.evaluation === 'exact' || spec.mu.kind === 'sequential') return settlingOf({ gap: run.gap, size, moved, returned });
  const gradient = new Float64Array(form.variableCount);
  const mean = form.objective.slice();
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  const batches = Math.min(Math.max(8, Math.ceil(evaluationSamples(form) / spec.samples / 4)), GRADIENT_BATCHES);
  for (let n = 0; n < batches; n++) {
    evaluator.evaluate(run.xHat, {
      seed: spec.seed, stream: STREAMS.descent, iteration: spec.iterations * (spec.restarts ?? 1) + 1, firstSample: n * spec.samples,
    }, gradient, outcome);
    for (let j = 0; j < mean.length; j++) mean[j] = mean[j]! + (mu * gradient[j]!) / batches;
  }
  return settlingOf({
    gap: stationarityGap(form, marginalRange(spec.parametrization, projectionMargin(spec)), mean, run.xHat), size, moved,
    returned,
  });
}

/** Batches enough for a standard error that is itself good to a few percent. */
const MOST_BATCHES = 256;

/**
 * DiffILO's penalty depends on how many samples look for violated rows, so it is not sampled better with
 * more of them: batches of the step's own size are averaged.
 */
function batchedFigures(form: NormalForm, spec: DescentSpec, run: DescentRun, evaluator: GradientEvaluator, iteration: number) {
  const batches = Math.min(Math.max(2, Math.ceil(evaluationSamples(form) / spec.samples)), MOST_BATCHES);
  const gradient = new Float64Array(form.variableCount);
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  let mean = 0;
  let squares = 0;
  for (let n = 0; n < batches; n++) {
    evaluator.evaluate(run.xHat, { seed: spec.seed, stream: STREAMS.descent, iteration, firstSample: n * spec.samples }, gradient, outcome);
    const off = outcome.penalty - mean;
    mean += off / (n + 1);
    squares += off * (outcome.penalty - mean);
  }
  const penaltyStandardError = Math.sqrt(squares / (batches - 1) / batches);
  return {
    loss: run.last.objective + run.last.mu * mean, penalty: mean, penaltyStandardError,
    lossStandardError: run.last.mu * penaltyStandardError,
  };
}
