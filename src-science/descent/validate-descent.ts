/**
 * Checks a descent's spec against a program, for the form, the command line and `descend` itself: all
 * complaints at once, each with the field it is about, in words a user can act on. It judges what
 * would fail or mean nothing, not what is merely unwise.
 */
import { DECODER_NAMES } from '../decoding/decoder.ts';
import { EvaluationRefused } from '../gradients/registry.ts';
import { EVALUATION_NAMES, SCHEME_NAMES, SCHEMES } from '../gradients/scheme.ts';
import { tuningComplaints } from '../gradients/scheme-tuning.ts';
import type { NormalForm } from '../program/normal-form.ts';
import type { RowNamer } from '../relaxation/exact-plan.ts';
import { LOSS_NAMES } from './descent-spec.ts';
import type { DescentSpec, MuSchedule } from './descent-spec.ts';
import { descentEvaluation } from './evaluators.ts';

export interface SpecComplaint {
  /** Path into the spec, e.g. `optimizer.beta1`. */
  readonly field: string;
  /** A full sentence. */
  readonly message: string;
}

/** Numbers of iterations that the random stream tells apart, less those for the final figures and for a step beyond the end. */
const MOST_STEPS = 2 ** 32 - 3;

/**
 * All complaints about a spec; empty when it can be run.
 * @param form a given x̂ has to have its length, an exact evaluation needs rows that allow one
 * @param nameRow names the user's rows in complaints; numbers from 1 where left out
 * Cost: O(d), and O(nnz) where exact evaluation is asked for.
 */
export function validateDescent(form: NormalForm, spec: DescentSpec, nameRow?: RowNamer): SpecComplaint[] {
  const complaints: SpecComplaint[] = [];
  const require = (holds: boolean, field: string, message: string): void => {
    if (!holds) complaints.push({ field, message });
  };

  require(SCHEME_NAMES.includes(spec.scheme), 'scheme', `There is no scheme “${spec.scheme}”.`);
  require(EVALUATION_NAMES.includes(spec.evaluation), 'evaluation', `There is no evaluation “${spec.evaluation}”.`);
  const refusal = exactRefusal(form, spec, nameRow);
  require(refusal === null, 'evaluation', refusal ?? '');
  const least = SCHEME_NAMES.includes(spec.scheme) ? SCHEMES[spec.scheme].leastSamples : 1;
  require(
    isCount(spec.samples, least) || (spec.evaluation === 'exact' && isCount(spec.samples, 1)),
    'samples',
    `Samples a step must be a whole number of at least ${least}${least > 1 ? ` for the scheme ${spec.scheme}` : ''}.`,
  );
  require(
    spec.parametrization === 'logit' || spec.parametrization === 'projected',
    'parametrization',
    'The parametrization is logit or projected.',
  );
  require(isPositive(spec.step), 'step', 'The step must be a number above 0.');
  require(isCount(spec.iterations, 1), 'iterations', 'Iterations must be a whole number of at least 1.');
  require(isCount(spec.seed, 0), 'seed', 'The seed must be a whole number from 0 to 2⁵³ − 1.');
  require(
    spec.stopAtGradientNorm === null || isPositive(spec.stopAtGradientNorm),
    'stopAtGradientNorm',
    'The gradient norm to stop at must be above 0, or empty to never stop early.',
  );
  require(isCount(spec.recordEvery, 1), 'recordEvery', 'The recording interval must be a whole number of at least 1.');
  require(
    isCount(spec.snapshotEvery, 0), 'snapshotEvery', 'The snapshot interval must be a whole number; 0 keeps only the first and the last.',
  );
  require(isCount(spec.checkpointEvery, 0), 'checkpointEvery', 'The checkpoint interval must be a whole number; 0 writes none.');
  spec.decoders.forEach((name, k) => {
    require(DECODER_NAMES.includes(name), `decoders.${k}`, `There is no decoder “${name}”.`);
    require(spec.decoders.indexOf(name) === k, `decoders.${k}`, `The decoder ${name} is named twice.`);
  });

  require(spec.loss === undefined || LOSS_NAMES.includes(spec.loss), 'loss', `There is no loss “${spec.loss}”.`);
  const restarts = spec.restarts ?? 1;
  require(isCount(restarts, 1), 'restarts', 'The number of descents must be a whole number of at least 1.');
  require(restarts * spec.iterations <= MOST_STEPS, 'restarts', `All descents together may have at most ${MOST_STEPS} iterations.`);
  require(
    restarts === 1 || spec.stopAtGradientNorm === null,
    'stopAtGradientNorm',
    'Several descents in a row need their full length: leave the gradient norm to stop at empty.',
  );
  require(
    spec.restartSpread === undefined || isPositive(spec.restartSpread), 'restartSpread',
    'The spread over several descents must be a number above 0.',
  );
  require(
    spec.searchWork === undefined || isCount(spec.searchWork, 1), 'searchWork',
    'The work of a search must be a whole number of at least 1.',
  );
  for (const { field, message } of tuningComplaints(spec.scheme, spec.tuning ?? {})) complaints.push({ field: `tuning.${field}`, message });

  switch (spec.optimizer.name) {
    case 'sgd':
      break;
    case 'momentum':
      require(isShareBelowOne(spec.optimizer.momentum), 'optimizer.momentum', 'The momentum must be at least 0 and below 1.');
      break;
    case 'adam':
      require(isShareBelowOne(spec.optimizer.beta1), 'optimizer.beta1', 'Adam’s β₁ must be at least 0 and below 1.');
      require(isShareBelowOne(spec.optimizer.beta2), 'optimizer.beta2', 'Adam’s β₂ must be at least 0 and below 1.');
      require(isPositive(spec.optimizer.epsilon), 'optimizer.epsilon', 'Adam’s ε must be above 0.');
      break;
    case 'mean-field':
      require(isPositive(spec.optimizer.temperature), 'optimizer.temperature', 'The first temperature must be a number above 0.');
      require(isPositive(spec.optimizer.finalTemperature), 'optimizer.finalTemperature', 'The final temperature must be a number above 0.');
      require(spec.parametrization === 'logit', 'parametrization', 'Mean-field annealing moves logits: choose the parametrization logit.');
      require(spec.step <= 1, 'step', 'The step of mean-field annealing is its damping and must be at most 1.');
      break;
  }
  switch (spec.stepSchedule.kind) {
    case 'constant':
      break;
    case 'cosine':
      require(isIn(spec.stepSchedule.final, 0, 1), 'stepSchedule.final', 'The final share of the step must lie in [0, 1].');
      break;
    case 'inverse':
      require(isPositive(spec.stepSchedule.halfLife), 'stepSchedule.halfLife', 'The half-life must be above 0 iterations.');
      break;
  }
  complaints.push(...validateMu(spec.mu));
  if (spec.mu.kind === 'sequential') {
    require(
      spec.optimizer.name === 'mean-field', 'optimizer', 'Multipliers a row take their temperatures from the optimizer mean field: choose it.',
    );
    require((spec.loss ?? 'plain') === 'plain', 'loss', 'Multipliers a row belong to the rows as they are: choose the plain loss.');
    require(
      restarts === 1, 'restarts', 'Multipliers a row begin at 0 whatever the start: several descents in a row would be one made several times.',
    );
  }
  switch (spec.start.kind) {
    case 'uniform':
      require(isIn(spec.start.value, 0, 1), 'start.value', 'The starting marginal must lie in [0, 1].');
      break;
    case 'random':
      require(isIn(spec.start.center, 0, 1), 'start.center', 'The center of the random start must lie in [0, 1].');
      require(isIn(spec.start.spread, 0, 0.5), 'start.spread', 'The spread of the random start must lie in [0, 0.5].');
      break;
    case 'lp-relaxation':
      require(
        spec.start.margin >= 0 && spec.start.margin < 0.5, 'start.margin',
        'The margin of a start at the linear relaxation must be at least 0 and below ½.',
      );
      require(
        spec.start.otherwise === undefined || isIn(spec.start.otherwise, 0, 1), 'start.otherwise',
        'The marginal to start at where the relaxation is not solved must lie in [0, 1].',
      );
      break;
    case 'given': {
      const { xHat } = spec.start;
      require(
        xHat.length === form.variableCount,
        'start.xHat',
        `The starting point has ${xHat.length} marginals, the program has ${form.variableCount} variables.`,
      );
      const outside = xHat.findIndex((x) => !isIn(x, 0, 1));
      require(outside < 0, 'start.xHat', `Marginal ${outside + 1} of the starting point is ${xHat[outside]}, not in [0, 1].`);
      break;
    }
  }
  return complaints;
}

/** Why the exact evaluation that was asked for cannot be had; null where it can, or was not asked for. */
function exactRefusal(form: NormalForm, spec: DescentSpec, nameRow: RowNamer | undefined): string | null {
  if (spec.evaluation !== 'exact' || !SCHEME_NAMES.includes(spec.scheme)) return null;
  try {
    descentEvaluation(form, spec, nameRow);
    return null;
  } catch (error) {
    if (error instanceof EvaluationRefused) return error.message;
    throw error;
  }
}

function validateMu(mu: MuSchedule): SpecComplaint[] {
  const complaints: SpecComplaint[] = [];
  const nonNegative = (value: number, field: string, what: string): void => {
    if (!(Number.isFinite(value) && value >= 0)) {
      complaints.push({ field: `mu.${field}`, message: `${what} must be a number of at least 0.` });
    }
  };
  switch (mu.kind) {
    case 'fixed':
      nonNegative(mu.value, 'value', 'μ');
      break;
    case 'ramp':
      nonNegative(mu.from, 'from', 'The first μ');
      nonNegative(mu.to, 'to', 'The last μ');
      if (!(mu.until > 0 && mu.until <= 1)) {
        complaints.push({ field: 'mu.until', message: 'The ramp must end at a share of the run above 0 and at most 1.' });
      }
      if (!(mu.hold === undefined || (mu.hold >= 0 && mu.hold < mu.until))) {
        complaints.push({
          field: 'mu.hold', message: 'The first μ can be held for a share of the run of at least 0, and below that at which the ramp ends.',
        });
      }
      if (mu.shape === 'geometric' && (mu.from === 0) !== (mu.to === 0)) {
        const field = mu.from === 0 ? 'mu.from' : 'mu.to';
        complaints.push({ field, message: 'A geometric ramp needs both ends above 0; choose a linear ramp or a small positive μ.' });
      }
      break;
    case 'adaptive':
      nonNegative(mu.start, 'start', 'The first μ');
      nonNegative(mu.min, 'min', 'The smallest μ');
      nonNegative(mu.max, 'max', 'The largest μ');
      nonNegative(mu.step, 'step', 'The step of μ');
      if (mu.min > mu.max) complaints.push({ field: 'mu.max', message: 'The largest μ must not be below the smallest.' });
      break;
    case 'sequential':
      if (!isCount(mu.sweeps, 1)) complaints.push({
        field: 'mu.sweeps', message: 'The sweeps through all rows an iteration must be a whole number of at least 1.',
      });
      break;
  }
  return complaints;
}

function isCount(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}

function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

function isIn(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

function isShareBelowOne(value: number): boolean {
  return value >= 0 && value < 1;
}
