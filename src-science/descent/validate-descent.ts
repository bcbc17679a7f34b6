/**
 * Checks a descent's spec against a program, for the form, the command line and `descend` itself: all
 * complaints at once, each with the field it is about, in words a user can act on. It judges what
 * would fail or mean nothing, not what is merely unwise.
 */
import { EvaluationRefused } from '../gradients/registry.ts';
import { SCHEMES, SCHEMES_WITH_ERROR } from '../gradients/scheme.ts';
import { tuningComplaints } from '../gradients/scheme-tuning.ts';
import type { NormalForm } from '../program/normal-form.ts';
import type { RowNamer } from '../relaxation/exact-plan.ts';
import { recordComplaints } from '../settings/complaints.ts';
import type { SettingComplaint } from '../settings/complaints.ts';
import { DESCENT_SETTINGS } from './descent-settings.ts';
import type { DescentSpec, MuSchedule } from './descent-spec.ts';
import { descentEvaluation } from './evaluators.ts';

/** Numbers of iterations that the random stream tells apart, less those for the final figures and for a step beyond the end. */
const MOST_STEPS = 2 ** 32 - 3;

/**
 * All complaints about a spec; empty when it can be run. Where a record refuses a value, nothing else is said of its field.
 * @param form a given x̂ has to have its length, an exact evaluation needs rows that allow one
 * @param nameRow names the user's rows in complaints; numbers from 1 where left out
 * Cost: O(d), and O(nnz) where exact evaluation is asked for.
 */
export function validateDescent(form: NormalForm, spec: DescentSpec, nameRow?: RowNamer): SettingComplaint[] {
  const { tuning: _each, ...settings } = DESCENT_SETTINGS;
  const complaints = recordComplaints(settings, spec);
  const refused = new Set(complaints.map(({ field }) => field));
  const require = (holds: boolean, field: string, message: string): void => {
    if (!holds && !refused.has(field)) complaints.push({ field, message });
  };

  if (!refused.has('scheme')) {
    const refusal = refused.has('evaluation') ? null : exactRefusal(form, spec, nameRow);
    require(refusal === null, 'evaluation', refusal ?? '');
    const { leastSamples } = SCHEMES[spec.scheme];
    require(spec.evaluation === 'exact' || spec.samples >= leastSamples, 'samples', `The scheme ${spec.scheme} needs at least ${leastSamples} samples a step.`);
    for (const { field, message } of tuningComplaints(spec.scheme, spec.tuning ?? {})) complaints.push(
      { field: `tuning.${field}`, message },
    );
  }
  if ((spec.interchangeError ?? 'none') !== 'none') {
    require(
      refused.has('scheme') || SCHEMES_WITH_ERROR.includes(spec.scheme), 'interchangeError',
      `Only a gradient has an error of the interchange: choose the scheme ${SCHEMES_WITH_ERROR.join(' or ')}, or the error “none”.`,
    );
    require(
      spec.mu.kind !== 'sequential', 'interchangeError',
      'Multipliers a row are not moved by the gradient: an error added to it would do nothing. Choose the error “none”.',
    );
  }
  const restarts = spec.restarts ?? 1;
  require(restarts * spec.iterations <= MOST_STEPS || refused.has('iterations'), 'restarts', `All descents together may have at most ${MOST_STEPS} iterations.`);
  require(
    restarts === 1 || spec.stopAtGradientNorm === null,
    'stopAtGradientNorm',
    'Several descents in a row need their full length: leave the gradient norm to stop at empty.',
  );
  if (spec.optimizer.name === 'mean-field') {
    require(spec.parametrization === 'logit', 'parametrization', 'Mean-field annealing moves logits: choose the parametrization logit.');
    require(spec.step <= 1, 'step', 'The step of mean-field annealing is its damping and must be at most 1.');
  }
  if (spec.mu.kind === 'parallel') {
    require((spec.loss ?? 'plain') === 'plain', 'loss', 'Multipliers a row belong to the rows as they are: choose the plain loss.');
  }
  if (spec.mu.kind === 'sequential') {
    require(
      spec.optimizer.name === 'mean-field', 'optimizer', 'Multipliers a row take their temperatures from the optimizer mean field: choose it.',
    );
    require((spec.loss ?? 'plain') === 'plain', 'loss', 'Multipliers a row belong to the rows as they are: choose the plain loss.');
    require(
      restarts === 1, 'restarts', 'Multipliers a row begin at 0 whatever the start: several descents in a row would be one made several times.',
    );
  }
  // Numbers that are out of their limits are not compared.
  if (!complaints.some(({ field }) => field.startsWith('mu'))) for (
    const { field, message } of muComplaints(spec.mu)
  ) require(false, `mu.${field}`, message);
  if (spec.start.kind === 'given') {
    const { length } = spec.start.xHat;
    require(length === form.variableCount, 'start.xHat', `The starting point has ${length} marginals, the program has ${form.variableCount} variables.`);
  }
  return complaints;
}

/** Why the exact evaluation that was asked for cannot be had; null where it can, or was not asked for. */
function exactRefusal(form: NormalForm, spec: DescentSpec, nameRow: RowNamer | undefined): string | null {
  if (spec.evaluation !== 'exact') return null;
  try {
    descentEvaluation(form, spec, nameRow);
    return null;
  } catch (error) {
    if (error instanceof EvaluationRefused) return error.message;
    throw error;
  }
}

/** What the numbers of a schedule have to do with each other. */
function muComplaints(mu: MuSchedule): SettingComplaint[] {
  const complaints: SettingComplaint[] = [];
  if (mu.kind === 'ramp') {
    if ((mu.hold ?? 0) >= mu.until) complaints.push({ field: 'hold', message: 'The first μ can be held for a share of the run below that at which the ramp ends.' });
    if (mu.shape === 'geometric' && (mu.from === 0) !== (mu.to === 0)) {
      complaints.push({ field: mu.from === 0 ? 'from' : 'to', message: 'A geometric ramp needs both ends above 0; choose a linear ramp or a small positive μ.' });
    }
  }
  if (mu.kind === 'parallel' && mu.start > mu.most) complaints.push(
    { field: 'most', message: 'The largest multiplier must not be below the first one.' },
  );
  if (mu.kind === 'adaptive' && mu.min > mu.max) complaints.push(
    { field: 'max', message: 'The largest μ must not be below the smallest.' },
  );
  return complaints;
}
