/**
 * The iteration of a descent: marginals → loss and gradient → step, T times, with trajectory points,
 * snapshots, checkpoints and cancellation on the way (GWL25 problem 3 as the loss, any scheme as the
 * direction). It knows neither where the gradients come from (`GradientEvaluator`) nor what becomes of
 * the final x̂ (decoding, final estimate): `descend.ts` puts these together.
 *
 * What is recorded at iteration t belongs to the x̂ before step t; the last point belongs to the final
 * x̂. Restarts follow one another in the same count of iterations: what is recorded at a restart's first
 * iteration is its start, and the run's final x̂ is the best end of all. All buffers are made before the first
 * iteration; between hand-overs and looks (`findings.ts`) the loop allocates nothing.
 * The clock decides only when chunks and progress are handed over, never a number.
 */
import { feasibleAtLeast, isMonotone } from '../bounds/feasible-at-least.ts';
import type { EvaluationOutcome, GradientEvaluator, StreamPosition } from '../gradients/evaluator.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { DescentError } from './descent-error.ts';
import type { DescentCheckpoint, DescentControl } from './descent-control.ts';
import type { DescentResult } from './descent-result.ts';
import type { DescentSpec } from './descent-spec.ts';
import { betterEnd, endAt, endOfVectors, endVectors, vectorsOfEnd } from './ends.ts';
import type { End } from './ends.ts';
import { createFindings } from './findings.ts';
import type { Findings } from './findings.ts';
import { projectionMargin } from './interchange-error.ts';
import { objectiveAt } from './loss-sums.ts';
import { rowVectors } from '../multipliers/packed-rows.ts';
import { createParallelMultipliers } from '../multipliers/parallel.ts';
import type { ParallelMultipliers } from '../multipliers/parallel.ts';
import { createSequentialMultipliers } from '../multipliers/sequential.ts';
import { adaptDamping, inMarginals, momentCount, writeFactors } from './optimizer.ts';
import type { StepFactors } from './optimizer.ts';
import { clampParameters, marginalRange, parameterRange, parametersOf } from './parametrization.ts';
import { endMu, nextMu, restartFactor, scaledSchedule, startMu, stepAt } from './schedules.ts';
import { largestMove, stationarityGap } from './settling.ts';
import { restartMarginals } from './start.ts';
import { createStepLoops } from './step-loops.ts';
import type { StepLayout } from './step-loops.ts';
import { createTrajectoryRecorder } from './trajectory-recorder.ts';
import type { TrajectoryPoint } from './trajectory-recorder.ts';
import { STREAMS } from '../random/streams.ts';

const PROGRESS_SECONDS = 0.05;

export interface DescentRun {
  readonly stopped: DescentResult['stopped'];
  /** Steps done. */
  readonly iterations: number;
  readonly seconds: number;
  readonly samples: number;
  /** The last recorded point, of the final x̂. */
  readonly last: Readonly<TrajectoryPoint>;
  readonly lastPenaltyStandardError: number;
  /** Length d. */
  readonly xHat: Float64Array;
  /** How far one more step and two lead from the kept end, in one marginal, under its own descent's last settings. */
  readonly ahead: readonly [number, number];
  /** Stationarity gap of the kept end, by the step's own gradient; sampled as that is. */
  readonly gap: number;
  /** What was found on the way. */
  readonly findings: Findings;
  /** Of the final x̂: P(every row kept) is at least this; null where rows are not monotone or their probabilities sampled. */
  readonly feasibleAtLeast: number | null;
  /** Of the normal rows, length m, each ≥ 0; null where the schedule of μ has none. */
  readonly multipliers: Float64Array | null;
  /** Nonzeros of its steps, as they are counted: the same for a run that was resumed. Of sweeps as many as there may be. */
  readonly work: number;
  /** Of the state before the last evaluation: resuming evaluates it again and goes on. */
  readonly checkpoint: DescentCheckpoint;
}

/**
 * Runs the iteration.
 *
 * Resuming: the resumed run's points, snapshots and result are those of an uninterrupted run from
 * iteration `resumeFrom.iteration` on, bit for bit. Whoever keeps a trajectory drops its points from
 * that iteration on before appending (a cancelled run's last point lies there).
 *
 * @param startMarginals length d, each in [0,1]; not used when resuming
 * @throws DescentError `descent-diverged` when loss or gradient stop being finite, `checkpoint-mismatch`
 *   when the checkpoint does not belong to this spec and program
 * Cost: one evaluation and O(d) an iteration, T + 1 evaluations in all.
 */
export function runDescent(
  form: NormalForm,
  spec: DescentSpec,
  control: DescentControl,
  evaluator: GradientEvaluator,
  startMarginals: Float64Array,
): DescentRun {
  const d = form.variableCount;
  const T = spec.iterations;
  const restarts = spec.restarts ?? 1;
  const total = T * restarts;
  const { resumeFrom, now } = control;
  if (resumeFrom !== undefined) checkCheckpoint(resumeFrom, spec, form);

  const range = parameterRange(spec.parametrization, projectionMargin(spec));
  const layout: StepLayout = {
    variableCount: d,
    objective: form.objective,
    objectiveConstant: form.objectiveConstant,
    fixed: form.fixed,
    parametrization: spec.parametrization,
    optimizer: spec.optimizer,
    least: range.least,
    most: range.most,
  };
  const loops = control.compiled?.steps?.(layout) ?? createStepLoops(layout);
  const { parameters, xHat, gradient, moments } = loops;
  const factors: StepFactors = { length: 0, scale: 0 };
  const schedule = spec.mu;
  const kinds = momentCount(spec.optimizer);
  const priced = schedule.kind === 'sequential' ? createSequentialMultipliers(form, resumeFrom?.moments.slice(kinds)) : null;
  const ends = kinds + multiplierVectors(spec, form);
  const weighed = parallelMultipliers(form, spec, evaluator, resumeFrom?.moments.slice(kinds, ends));
  const beginAt = (start: Float64Array): number => {
    parameters.set(start);
    clampParameters(parameters, range);
    return loops.marginals();
  };
  let objective = beginAt(resumeFrom?.parameters ?? parametersOf(spec.parametrization, startMarginals));
  if (resumeFrom !== undefined) moments.forEach((vector, k) => vector.set(resumeFrom.moments[k]!));
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  const position: { -readonly [K in keyof StreamPosition]: StreamPosition[K] } = {
    seed: spec.seed,
    stream: STREAMS.descent,
    iteration: 0,
    firstSample: 0,
  };
  const point: TrajectoryPoint = {
    iteration: 0,
    seconds: 0,
    samples: 0,
    mu: 0,
    loss: 0,
    objective: 0,
    penalty: 0,
    gradientNorm: 0,
    feasibleShare: 0,
    incumbent: Number.NaN,
    bound: Number.NaN,
  };
  const findings = createFindings(form, total, evaluator.work ?? form.column.length);
  if (resumeFrom?.findings !== undefined) findings.unpack(resumeFrom.findings);
  const recorder = createTrajectoryRecorder(control.onTrajectory, now);

  const started = now() - (resumeFrom?.seconds ?? 0);
  const first = resumeFrom?.iteration ?? 0;
  let factor = restartFactor(spec.restartSpread, Math.floor(first / T), restarts);
  let muSchedule = scaledSchedule(spec.mu, factor);
  let mu = weighed?.mu() ?? resumeFrom?.mu ?? startMu(muSchedule);
  let samples = resumeFrom?.samples ?? 0;
  let lastProgress = -Infinity;
  let t = first;
  let best: End | null = endOfVectors(form, spec, resumeFrom?.moments.slice(ends) ?? []);
  /** Multipliers of the descent that goes on, where those of an earlier end stand in their place. */
  let aside: readonly Float64Array[] | null = null;
  /** The descent whose end is kept, once that is decided. */
  let kept = 0;
  let stopped: DescentResult['stopped'] | null = null;

  const checkpoint = (): DescentCheckpoint => ({
    version: 1,
    iteration: t,
    seconds: now() - started,
    samples,
    mu,
    parameters: parameters.slice(),
    moments: [
      ...moments.map((vector) => vector.slice()), ...(aside ?? (priced ?? weighed)?.pack() ?? []),
      ...(best === null ? [] : vectorsOfEnd(best)),
    ],
    findings: findings.pack(),
  });

  /** One step along the gradient at hand. @returns the objective where it leads */
  const step = (at: number, temperatureFactor: number): number => {
    writeFactors(spec.optimizer, T, stepAt(spec.stepSchedule, spec.step, at, T), at, temperatureFactor, factors);
    if (priced !== null && schedule.kind === 'sequential') {
      priced.step(1 / factors.scale, schedule.sweeps, parameters);
      return loops.marginals();
    }
    if (inMarginals(spec.optimizer)) factors.length *= adaptDamping(moments, loops.aim(factors.scale));
    return loops.advance(factors);
  };

  let endCheckpoint: DescentCheckpoint | null = null;
  for (; ; t++) {
    if (t > first && t < total && t % T === 0) {
      const end = endAt(form, spec, xHat, t / T - 1, weighed?.multipliers);
      findings.offer(t, end.decoded.x);
      best = betterEnd(form, best, end);
      objective = beginAt(parametersOf(spec.parametrization, restartMarginals(form, spec.start, startMarginals, spec.seed, t / T)));
      for (const vector of moments) vector.fill(0);
      factor = restartFactor(spec.restartSpread, t / T, restarts);
      muSchedule = scaledSchedule(spec.mu, factor);
      weighed?.begin(factor);
      mu = weighed?.mu() ?? startMu(muSchedule);
    }
    if (t >= total) stopped = 'iterations';
    else if (control.cancelled?.() === true) stopped = 'cancelled';
    else if (t > first && isDue(t, spec.checkpointEvery) && control.onCheckpoint !== undefined) {
      // Points first: whoever resumes from a stored checkpoint finds every point before it stored too.
      recorder.flush();
      control.onCheckpoint(checkpoint());
    }
    /** Of the point that is evaluated: that of the kept end's own descent, where it is not the last. */
    let muHere = mu;
    if (stopped !== null) {
      const last = Math.min(Math.floor(t / T), restarts - 1);
      const end = best === null ? null : betterEnd(form, best, endAt(form, spec, xHat, last, weighed?.multipliers));
      kept = end?.descent ?? last;
      if (end !== null && kept !== last) {
        xHat.set(end.xHat);
        objective = objectiveAt(form, xHat);
        if (weighed !== null && end.multipliers !== null) {
          aside = weighed.pack();
          weighed.restore(end.multipliers);
        }
        muHere = weighed?.mu() ?? endMu(scaledSchedule(spec.mu, restartFactor(spec.restartSpread, kept, restarts)), mu);
      }
    }

    if (!Number.isFinite(objective)) throw diverged(t, 'the marginals are', spec);
    position.iteration = t;
    evaluator.evaluate(xHat, position, gradient, outcome);
    const squared = loops.lossGradient(muHere);
    const loss = objective + muHere * outcome.penalty;
    const gradientNorm = Math.sqrt(squared);
    if (!Number.isFinite(loss)) throw diverged(t, 'the loss is', spec);
    if (!Number.isFinite(gradientNorm)) throw diverged(t, "the gradient's norm is", spec);
    if (stopped === null && spec.stopAtGradientNorm !== null && gradientNorm <= spec.stopAtGradientNorm) {
      stopped = 'gradient-norm';
    }
    if (stopped !== null) endCheckpoint = checkpoint();
    if (stopped === null ? t % findings.every === 0 : stopped !== 'cancelled') {
      // Multipliers a row are what the bound is looked for from; else μ times the probabilities of violation.
      const prices = priced?.multipliers() ?? weighed?.prices();
      findings.look(t, xHat, prices === undefined ? muHere : 1, prices ?? evaluator.rowViolation);
      if (stopped !== null) findings.finish();
    }
    if (stopped !== null || t === 0 || t % spec.recordEvery === 0) {
      point.iteration = t;
      point.seconds = now() - started;
      point.samples = samples + outcome.samples;
      point.mu = muHere;
      point.loss = loss;
      point.objective = objective;
      point.penalty = outcome.penalty;
      point.gradientNorm = gradientNorm;
      point.feasibleShare = outcome.feasibleShare;
      point.incumbent = findings.incumbent()?.objective ?? Number.NaN;
      point.bound = findings.bound() ?? Number.NaN;
      recorder.push(point);
    }
    if (stopped !== null || t === 0 || isDue(t, spec.snapshotEvery)) {
      control.onSnapshot?.({ iteration: t, xHat: xHat.slice() });
    }
    if (stopped !== null && endCheckpoint !== null) break;

    objective = step(t % T, factor);
    // GWL25's rule follows the violation of all rows as they are. Under its own loss the penalty is another number.
    const violation = spec.loss === 'diffilo' ? outcome.meanViolation : outcome.penalty;
    mu = priced?.largest() ?? weighed?.step(t % T, T) ?? nextMu(muSchedule, mu, t % T, T, violation);
    samples += outcome.samples;

    if (control.onProgress !== undefined) {
      const clock = now();
      if (clock - lastProgress >= PROGRESS_SECONDS) {
        lastProgress = clock;
        control.onProgress((t + 1) / total, t + 1);
      }
    }
  }
  const xEnd = xHat.slice();
  const feasible = evaluator.rowViolation !== undefined && isMonotone(form, xEnd) ? feasibleAtLeast(evaluator.rowViolation) : null;
  const ofLast = kept === Math.min(Math.floor(t / T), restarts - 1);
  if (!ofLast) {
    // Nothing is left of an earlier descent but where it ended: its state begins anew there.
    parameters.set(parametersOf(spec.parametrization, xEnd));
    clampParameters(parameters, range);
    for (const vector of moments) vector.fill(0);
    loops.marginals();
  }
  const marginals = marginalRange(spec.parametrization, projectionMargin(spec));
  const gap = stationarityGap(form, marginals, priced?.reducedCost ?? gradient, xEnd);
  const multipliers = priced?.multipliers() ?? weighed?.multipliers.slice() ?? null;
  const ahead = [stepAhead(0), stepAhead(1)] as const;
  recorder.flush();
  if (stopped === 'iterations') control.onProgress?.(1, t);
  return {
    stopped,
    iterations: t,
    seconds: now() - started,
    samples: samples + outcome.samples,
    last: point,
    lastPenaltyStandardError: outcome.penaltyStandardError,
    // A copy: the loops' own may lie in a kernel's memory, which would be sent along with it.
    xHat: xEnd,
    gap,
    multipliers,
    work: t * ((evaluator.work ?? form.column.length) + (schedule.kind === 'sequential' ? schedule.sweeps * form.column.length : 0)),
    ahead,
    findings,
    feasibleAtLeast: feasible,
    checkpoint: endCheckpoint,
  };

  /** Makes one more step from where the kept descent ended, the first along the gradient at hand. @returns its distance from the end */
  function stepAhead(n: number): number {
    if (n > 0) {
      // Samples that no step and no figure has used.
      position.iteration = total + 1 + n;
      evaluator.evaluate(xHat, position, gradient, { ...outcome });
      loops.lossGradient(point.mu);
    }
    step(ofLast && t < total ? t % T : T - 1, restartFactor(spec.restartSpread, kept, restarts));
    return largestMove(xEnd, xHat);
  }
}

/** State vectors that a checkpoint holds of multipliers. */
function multiplierVectors({ mu }: DescentSpec, form: NormalForm): number {
  return mu.kind === 'sequential' || mu.kind === 'parallel' ? rowVectors(form) : 0;
}

/** null where rows have no weights of their own. */
function parallelMultipliers(
  form: NormalForm, { mu }: DescentSpec, { weights }: GradientEvaluator, packed: readonly Float64Array[] | undefined,
): ParallelMultipliers | null {
  if (mu.kind !== 'parallel') return null;
  if (weights === undefined) throw new Error('the evaluator of a descent with multipliers has weights');
  return createParallelMultipliers(form, weights, mu, packed);
}

function isDue(t: number, every: number): boolean {
  return every > 0 && t % every === 0;
}

/** A checkpoint of another program, optimizer or a longer run cannot be gone on from. */
function checkCheckpoint(checkpoint: DescentCheckpoint, spec: DescentSpec, form: NormalForm): void {
  const d = form.variableCount;
  const vectors = [checkpoint.parameters, ...checkpoint.moments];
  const total = spec.iterations * (spec.restarts ?? 1);
  // Once a restart has begun there is a best end to keep.
  const priced = multiplierVectors(spec, form);
  const restarted = (spec.restarts ?? 1) > 1 && checkpoint.iteration >= spec.iterations;
  const expected = momentCount(spec.optimizer) + priced + (restarted ? endVectors(form, spec) : 0);
  const complaint =
    checkpoint.parameters.length !== d
      ? `it holds ${checkpoint.parameters.length} variables, the program has ${d}`
      : checkpoint.moments.length !== expected
        ? `it holds ${checkpoint.moments.length} state vectors, ${spec.optimizer.name} keeps ${momentCount(spec.optimizer)}${priced > 0 ? `, multipliers ${priced}` : ''}${expected > momentCount(spec.optimizer) + priced ? ` and restarts keep ${endVectors(form, spec) === 2 ? 'two' : endVectors(form, spec)}` : ''}`
        : vectors.some((vector) => vector.length !== d)
          ? 'its state vectors differ in length'
          : vectors.some((vector) => !vector.every(Number.isFinite)) || !Number.isFinite(checkpoint.mu)
            ? 'it holds numbers that are not finite'
            : checkpoint.iteration > total
              ? `it was written at iteration ${checkpoint.iteration}, the run has only ${total}`
              : null;
  if (complaint !== null) {
    throw new DescentError(
      'checkpoint-mismatch', `The checkpoint does not belong to this run: ${complaint}.`, 'Start the run from its beginning.',
    );
  }
}

function diverged(t: number, what: string, spec: DescentSpec): DescentError {
  const remedies = [`the step (now ${spec.step})`];
  if (spec.mu.kind === 'ramp') remedies.push(`the final μ (now ${spec.mu.to})`);
  else if (spec.mu.kind === 'adaptive') remedies.push(`the largest μ (now ${spec.mu.max})`);
  else if (spec.mu.kind === 'fixed') remedies.push(`μ (now ${spec.mu.value})`);
  if (spec.optimizer.name === 'momentum') remedies.push(`the momentum (now ${spec.optimizer.momentum})`);
  return new DescentError(
    'descent-diverged',
    `The descent diverged at iteration ${t}: ${what} no longer finite.`,
    `Lower ${remedies.join(' or ')}.`,
    'step',
  );
}
