/**
 * `leibniz estimate` and `leibniz gradient`: Monte Carlo at a point x̂, with its standard error and, where
 * an exact value is at hand, its z. Losses and gradients are those of the normal form, which minimizes.
 */
import { ESTIMATE } from '../../../src-science/estimation/estimate-settings.ts';
import type { EvaluationName, SchemeName } from '../../../src-science/gradients/scheme.ts';
import { tuningComplaints } from '../../../src-science/gradients/scheme-tuning.ts';
import type { SchemeTuning } from '../../../src-science/gradients/scheme-settings.ts';
import type { EstimateResultValue } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { EngineError, errorOf } from '../../engine/error-value.ts';
import { readMarginals } from '../marginals-argument.ts';
import { estimateText, factLines, numberText, secondsText, tableText } from '../number-text.ts';
import type { CommandReply } from '../output.ts';
import { problemOf } from '../problem-argument.ts';
import type { ProblemOptions } from '../problem-argument.ts';
import { runJob } from '../run-job.ts';
import { fromOptions } from '../setting-options.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';

export interface EstimateOptions extends ProblemOptions {
  readonly at: string;
  readonly quantity: 'loss' | 'penalty' | 'feasibility';
  readonly mu?: number;
  readonly samples: number;
  readonly seed: number;
}

/** The options of the scheme's settings besides. */
export interface GradientOptions extends ProblemOptions {
  readonly [setting: string]: unknown;
  readonly at: string;
  readonly scheme: SchemeName;
  readonly evaluation: EvaluationName;
  readonly samples: number;
  readonly seed: number;
}

export async function estimate(path: string, options: EstimateOptions): Promise<CommandReply> {
  const program = await problemOf(path, options);
  const xHat = await readMarginals('--at', options.at, program);
  const mu = options.mu ?? (await defaultMu(program));
  const { found, cancelled } = await run(program, { quantity: options.quantity, xHat, mu, samples: options.samples, seed: options.seed });
  if (found.quantity === 'gradient') throw new Error('the worker answered another estimate than was asked for');
  return {
    json: {
      quantity: found.quantity,
      samples: found.samples,
      mean: found.mean,
      standardError: found.standardError,
      interval: found.interval ?? null,
      violatedSamples: found.violatedSamples ?? null,
      exact: found.exact,
      z: found.z,
      mu: found.quantity === 'loss' ? mu : null,
      seed: options.seed,
      seconds: found.seconds,
    },
    text: factLines([
      [found.quantity, meanText(found)],
      ['95 % interval', intervalText(found)],
      ['violated', found.violatedSamples === null || found.violatedSamples === undefined
        ? null
        : `${found.violatedSamples} of ${found.samples} samples`],
      ['exact', found.exact === null ? null : exactText(found.exact)],
      ['z', found.z === null ? null : numberText(Number(found.z.toPrecision(3)))],
      ['mu', found.quantity === 'loss' ? numberText(mu) : null],
      ['samples', String(found.samples)],
      ['seconds', secondsText(found.seconds)],
    ]),
    exitCode: cancelled ? 1 : 0,
  };
}

export async function gradient(path: string, options: GradientOptions): Promise<CommandReply> {
  const program = await problemOf(path, options);
  const xHat = await readMarginals('--at', options.at, program);
  const { scheme, evaluation, samples, seed } = options;
  const { tuning } = fromOptions<{ readonly tuning?: SchemeTuning | undefined }>({ tuning: ESTIMATE.cases.gradient.tuning }, {}, options);
  const complaint = tuningComplaints(scheme, tuning ?? {})[0];
  if (complaint !== undefined) {
    throw new EngineError('spec-invalid', complaint.message, 'leibniz gradient --help tells the options.', { field: complaint.field });
  }
  const { found, cancelled } = await run(program, { quantity: 'gradient', scheme, evaluation, xHat, mu: 0, samples, seed, tuning });
  if (found.quantity !== 'gradient') throw new Error('the worker answered another estimate than was asked for');
  return {
    json: {
      scheme,
      evaluation: found.evaluation,
      evaluationReason: found.evaluationReason,
      samples: found.samples,
      penaltyGradient: found.penaltyGradient,
      standardError: found.standardError,
      objectiveGradient: found.objectiveGradient,
      exact: found.exact,
      maxAbsZ: found.maxAbsZ,
      cosineToTrue: found.cosineToTrue,
      seed,
      seconds: found.seconds,
    },
    text:
      factLines([
        ['scheme', scheme],
        ['evaluation', found.evaluationReason],
        ['samples', found.evaluation === 'sampled' ? String(found.samples) : null],
        ['largest |z|', found.maxAbsZ === null ? null : numberText(Number(found.maxAbsZ.toPrecision(3)))],
        ['cosine to true', found.cosineToTrue === null ? null : numberText(found.cosineToTrue)],
        ['seconds', secondsText(found.seconds)],
      ]) +
      '\n' +
      gradientTable(program, found) +
      (hasAgreeing(found)
        ? `\n(?) All ${found.samples} samples agree; the spread says nothing of the error there. What happens with a probability below about ${shortText(3 / found.samples)} may not have been seen.\n`
        : ''),
    exitCode: cancelled ? 1 : 0,
  };
}

/** Whether some coordinate is the same number in every sample: its error is not known. */
function hasAgreeing({ evaluation, standardError }: Extract<Found, { quantity: 'gradient' }>): boolean {
  return evaluation === 'sampled' && standardError.includes(0);
}

type Found = EstimateResultValue['estimate'];

async function run(
  program: Program, spec: Extract<JobSpec, { kind: 'estimate' }>['estimate'],
): Promise<{ found: Found; cancelled: boolean }> {
  const outcome = await runJob(program, { version: 1, kind: 'estimate', estimate: spec });
  if (outcome.status === 'failed') throw errorOf(outcome.error);
  if (outcome.result?.kind !== 'estimate') {
    throw new EngineError('cancelled', 'The estimate was cancelled before its first samples.', 'Start it again.');
  }
  return { found: outcome.result.estimate, cancelled: outcome.status === 'cancelled' };
}

type Scalar = Exclude<Found, { quantity: 'gradient' }>;

/** A mean whose samples are all the same number, at a point where nothing else can come out, is certain. */
function meanText({ mean, standardError, interval }: Scalar): string {
  return interval !== undefined && interval.lower === interval.upper ? numberText(mean) : estimateText(mean, standardError);
}

function intervalText({ quantity, interval, samples }: Scalar): string | null {
  if (interval === undefined) return null;
  if (interval.lower === interval.upper) return 'certain: every sample is this number';
  const how = {
    'clopper-pearson': '',
    normal: interval.short === true ? ', too short: costs are rare in so few samples' : '',
    'few-events': ', by the few violated samples',
    'all-agree': `, by the rule of three: all ${samples} samples agree`,
  }[interval.method];
  const [lower, upper] =
    quantity === 'feasibility' ? shareEnds(interval.lower, interval.upper) : [shortText(interval.lower), shortText(interval.upper)];
  return `${lower} to ${upper}${how}`;
}

/** Enough digits that an end near 1 is not rounded to it. */
function shareEnds(lower: number, upper: number): [lower: string, upper: string] {
  const text = (p: number): string => (p > 0.9 && p < 1 ? p.toFixed(Math.min(15, Math.ceil(-Math.log10(1 - p)) + 1)) : shortText(p));
  return [text(lower), text(upper)];
}

const shortText = (value: number): string => numberText(Number(value.toPrecision(3)));

function exactText({ value, lower, upper }: NonNullable<Scalar['exact']>): string {
  return lower === upper ? numberText(value ?? lower) : `not known; certified between ${numberText(lower)} and ${numberText(upper)}`;
}

function gradientTable(program: Program, found: Extract<Found, { quantity: 'gradient' }>): string {
  const columns = [
    { label: 'variable', numeric: false },
    { label: 'penalty', numeric: true },
    ...(found.exact === null ? [] : [{ label: 'exact', numeric: true }]),
    { label: 'objective', numeric: true },
  ];
  const rows = program.variableNames.map((name, j) => [
    oneLine(name),
    found.evaluation === 'exact'
      ? numberText(found.penaltyGradient[j] ?? null)
      : estimateText(found.penaltyGradient[j] ?? Number.NaN, found.standardError[j] ?? 0),
    ...(found.exact === null ? [] : [numberText(found.exact[j] ?? null)]),
    numberText(found.objectiveGradient[j] ?? null),
  ]);
  return tableText(columns, rows);
}

/** The weight that decoding takes where none is given: no single flip against a row pays. */
async function defaultMu(program: Program): Promise<number> {
  const { decodingMu } = await import('../../../src-science/decoding/price-scale.ts');
  const { normalForm } = await import('../../../src-science/program/normal-form.ts');
  const mu = decodingMu(normalForm(program));
  if (Number.isFinite(mu)) return mu;
  throw new EngineError(
    'usage', 'Four times the largest cost over its coefficient, the weight μ where none is given, is more than a double holds.',
    'Give a weight with --mu, or scale the costs or the rows of the problem.', { field: '--mu' },
  );
}
