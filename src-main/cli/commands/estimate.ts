/**
 * `leibniz estimate` and `leibniz gradient`: Monte Carlo at a point x̂, with its standard error and, where
 * an exact value is at hand, its z. Losses and gradients are those of the normal form, which minimizes.
 */
import type { EvaluationName, SchemeName } from '../../../src-science/gradients/scheme.ts';
import { tuningComplaints } from '../../../src-science/gradients/scheme-tuning.ts';
import type { SoftForm, TemperatureSchedule } from '../../../src-science/gradients/scheme-tuning.ts';
import type { EstimateResultValue } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { EngineError, errorOf } from '../../engine/error-value.ts';
import { readProblem } from '../../engine/read-problem.ts';
import { tuningOfOptions } from '../descent-options.ts';
import { readMarginals } from '../marginals-argument.ts';
import { estimateText, factLines, numberText, printable, secondsText, tableText } from '../number-text.ts';
import type { CommandReply } from '../output.ts';
import { runJob } from '../run-job.ts';

export interface EstimateOptions {
  readonly at: string;
  readonly quantity: 'loss' | 'penalty' | 'feasibility';
  readonly mu?: number;
  readonly samples: number;
  readonly seed: number;
}

export interface GradientOptions {
  readonly at: string;
  readonly scheme: SchemeName;
  readonly evaluation: EvaluationName;
  readonly samples: number;
  readonly seed: number;
  readonly temperature?: TemperatureSchedule;
  readonly differenceStep?: number;
  readonly soft?: SoftForm;
}

export async function estimate(path: string, options: EstimateOptions): Promise<CommandReply> {
  const { program } = await readProblem(path);
  const xHat = await readMarginals('--at', options.at, program.objective.length);
  const mu = options.mu ?? (await defaultMu(program));
  const { found, cancelled } = await run(program, { quantity: options.quantity, xHat, mu, samples: options.samples, seed: options.seed });
  if (found.quantity === 'gradient') throw new Error('the worker answered another estimate than was asked for');
  return {
    json: {
      quantity: found.quantity,
      samples: found.samples,
      mean: found.mean,
      standardError: found.standardError,
      exact: found.exact,
      z: found.z,
      mu: found.quantity === 'loss' ? mu : null,
      seed: options.seed,
      seconds: found.seconds,
    },
    text: factLines([
      [found.quantity, estimateText(found.mean, found.standardError)],
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
  const { program } = await readProblem(path);
  const xHat = await readMarginals('--at', options.at, program.objective.length);
  const { scheme, evaluation, samples, seed } = options;
  const tuning = tuningOfOptions(options);
  const complaint = tuningComplaints(scheme, tuning ?? {})[0];
  if (complaint !== undefined) throw new EngineError('spec-invalid', complaint.message, 'leibniz gradient --help tells the options.', { field: complaint.field });
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
      gradientTable(program, found),
    exitCode: cancelled ? 1 : 0,
  };
}

type Found = EstimateResultValue['estimate'];

async function run(program: Program, spec: Extract<JobSpec, { kind: 'estimate' }>['estimate']): Promise<{ found: Found; cancelled: boolean }> {
  const outcome = await runJob(program, { version: 1, kind: 'estimate', estimate: spec });
  if (outcome.status === 'failed') throw errorOf(outcome.error);
  if (outcome.result?.kind !== 'estimate') throw new EngineError('cancelled', 'The estimate was cancelled before its first samples.', 'Start it again.');
  return { found: outcome.result.estimate, cancelled: outcome.status === 'cancelled' };
}

function exactText(exact: { value: number; lower: number; upper: number }): string {
  return exact.lower === exact.upper ? numberText(exact.value) : `between ${numberText(exact.lower)} and ${numberText(exact.upper)}`;
}

function gradientTable(program: Program, found: Extract<Found, { quantity: 'gradient' }>): string {
  const columns = [
    { label: 'variable', numeric: false },
    { label: 'penalty', numeric: true },
    ...(found.exact === null ? [] : [{ label: 'exact', numeric: true }]),
    { label: 'objective', numeric: true },
  ];
  const rows = program.variableNames.map((name, j) => [
    printable(name),
    found.evaluation === 'exact' ? numberText(found.penaltyGradient[j] ?? null) : estimateText(found.penaltyGradient[j] ?? Number.NaN, found.standardError[j] ?? 0),
    ...(found.exact === null ? [] : [numberText(found.exact[j] ?? null)]),
    numberText(found.objectiveGradient[j] ?? null),
  ]);
  return tableText(columns, rows);
}

/** The weight that decoding takes where none is given: no single flip against a row pays. */
async function defaultMu(program: Program): Promise<number> {
  const { decodingMu } = await import('../../../src-science/decoding/price-scale.ts');
  const { normalForm } = await import('../../../src-science/program/normal-form.ts');
  return decodingMu(normalForm(program));
}
