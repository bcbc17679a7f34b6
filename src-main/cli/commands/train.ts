/** `leibniz train`: a network trained on many programs, written as a model's file. */
import type { JobEvent, SeriesChunk } from '../../../src-contract/job-event.ts';
import { encodeModel } from '../../../src-science/network/model-file.ts';
import { TRAINING_PRESETS } from '../../../src-science/network/training-presets.ts';
import { TRAIN } from '../../../src-science/network/training-settings.ts';
import type { TrainSpec } from '../../../src-science/network/training-settings.ts';
import { trainComplaints } from '../../../src-science/network/validate-training.ts';
import { generate } from '../../../src-science/program/generate.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { EngineError, errorOf } from '../../engine/error-value.ts';
import { modelOfTraining } from '../../engine/problems/trained-model.ts';
import { encodeForJobs } from '../../engine/problems/program-encoding.ts';
import { holdingOutput } from '../held-output.ts';
import type { HeldOutput } from '../held-output.ts';
import { factLines, numberText, secondsText } from '../number-text.ts';
import { withFiles } from '../output.ts';
import type { CommandReply } from '../output.ts';
import { problemOf } from '../problem-argument.ts';
import { runJob } from '../run-job.ts';
import { fromOptions } from '../setting-options.ts';
import { checkTarget } from '../target-file.ts';
import { familyOf, parametersOf } from './generate.ts';

export interface TrainOptions {
  readonly preset?: string;
  readonly problemFile?: readonly string[];
  readonly family?: string;
  readonly size?: readonly string[];
  readonly instances?: number;
  readonly firstSeed?: number;
  readonly output: string;
  readonly curves?: string;
  readonly force?: boolean;
  readonly [setting: string]: unknown;
}

export function train(_input: string, options: TrainOptions): Promise<CommandReply> {
  const force = options.force === true;
  checkTarget('--output', options.output, ['.safetensors'], force);
  return holdingOutput('--output', options.output, force, (output) =>
    holdingOutput('--curves', options.curves, force, (curves) => trainInto(options, output, curves)),
  );
}

async function trainInto(options: TrainOptions, output: HeldOutput | null, curves: HeldOutput | null): Promise<CommandReply> {
  const { spec, own, listed } = await asked(options);
  const [complaint] = trainComplaints(spec);
  if (complaint !== undefined) {
    throw new EngineError('spec-invalid', complaint.message, 'leibniz train --help tells the options.', { field: complaint.field });
  }
  const chunks: SeriesChunk[] = [];
  const keep = (event: JobEvent): void => {
    if (event.type === 'series') chunks.push(event.chunk);
  };
  const outcome = await runJob(own, { version: 1, kind: 'train', train: spec }, keep, listed === null ? {} : { programs: listed });
  if (outcome.status === 'failed') throw errorOf(outcome.error);
  if (outcome.result?.kind !== 'train') {
    throw new EngineError('cancelled', 'The training was ended before it could keep anything.', 'Start it again.');
  }
  const { result } = outcome;
  const model = modelOfTraining(result);
  const solution = result.bestSolution === null ? undefined : result.solutions[result.bestSolution];
  const { best } = result;
  const reply: CommandReply = {
    json: {
      scheme: spec.scheme, seed: spec.seed, stopped: result.stopped, epochs: result.epochs, samples: result.samples,
      seconds: result.seconds,
      mu: result.mu, trainingPrograms: result.trainingPrograms, validationPrograms: result.validationPrograms, best,
      model: model === null ? null : { file: options.output, parameters: model.layout.count, manifest: model.manifest },
      problem: own.name,
      decoded: solution === undefined ? null : { decoder: solution.source, objective: solution.objective, feasible: solution.feasible },
    },
    text: factLines([
      ['wrote', model === null ? 'nothing: no epoch was done' : options.output],
      ['scheme', spec.scheme],
      ['parameters', String(model?.layout.count ?? 0)],
      ['epochs', `${result.epochs}${best === null ? '' : `, best ${best.epoch}`}`],
      ['validation', best === null ? null : `${best.feasible} of ${result.validationPrograms} feasible${best.objective === null ? '' : `, mean objective ${numberText(best.objective)} (minimizing)`}`],
      ['untrained', solution === undefined ? null : `${own.name}: ${numberText(solution.objective)}${solution.feasible ? '' : ', not feasible'}`],
      ['seconds', secondsText(result.seconds)],
    ]),
    exitCode: outcome.status === 'done' ? 0 : 1,
  };
  return withFiles(reply, async () => {
    if (model !== null) await output?.write(encodeModel(model));
  }, async () => {
    await curves?.write(curvesCsv(chunks));
  });
}

interface Asked {
  readonly spec: TrainSpec;
  /** What the model is asked about at the end. */
  readonly own: Program;
  /** Encoded, where programs were listed. */
  readonly listed: readonly SharedArrayBuffer[] | null;
}

async function asked(options: TrainOptions): Promise<Asked> {
  const preset = options.preset === undefined ? TRAINING_PRESETS[0] : TRAINING_PRESETS.find(({ name }) => name === options.preset);
  if (preset === undefined) {
    throw new EngineError(
      'usage', `There is no preset “${options.preset ?? ''}”.`, `The presets are ${TRAINING_PRESETS.map(({ name }) => name).join(', ')}.`,
      { field: '--preset' },
    );
  }
  const base = fromOptions(TRAIN.settings, preset.specFor(), options);
  const files = options.problemFile ?? [];
  if (files.length > 0) {
    if ([options.family, options.size, options.instances, options.firstSeed].some((each) => each !== undefined)) {
      throw new EngineError('usage', '--problem-file and what says generated programs exclude each other.', 'Give files, or a family with its sizes.');
    }
    if (files.length < 3) {
      throw new EngineError(
        'usage', 'A training on files needs three: two to train on and to validate with, and the last, which the model is tried on.',
        'Give --problem-file at least three times.', { field: '--problem-file' },
      );
    }
    const programs: Program[] = [];
    for (const file of files) programs.push(await problemOf(file, {}));
    const own = programs.pop();
    if (own === undefined) throw new Error('a list of three files has a last one');
    const encoded = programs.map(encodeForJobs);
    const spec: TrainSpec = { ...base, programs: { kind: 'listed', hashes: encoded.map(({ hash }) => hash) } };
    return { spec, own, listed: encoded.map(({ bytes }) => bytes) };
  }
  const before = base.programs.kind === 'generated' ? base.programs : null;
  const family = options.family ?? before?.family ?? 'set-cover';
  const sizes = options.size === undefined
    ? (family === before?.family ? before.parameters : {})
    : parametersOf(familyOf(family), options.size);
  const programs = {
    kind: 'generated', family, parameters: sizes, count: options.instances ?? before?.count ?? 50,
    seed: options.firstSeed ?? before?.seed ?? 1,
  } as const;
  const spec = { ...base, programs };
  const [complaint] = trainComplaints(spec).filter(({ field }) => field === 'programs');
  if (complaint !== undefined) {
    throw new EngineError('usage', complaint.message, 'leibniz generate --help lists families and their sizes.', { field: 'programs' });
  }
  // Of the next seed: one that it is not trained on.
  return { spec, own: generate(family, sizes, programs.seed + programs.count), listed: null };
}

function curvesCsv(chunks: readonly SeriesChunk[]): string {
  const names = Object.keys(chunks[0]?.columns ?? {}) as (keyof SeriesChunk['columns'])[];
  const lines = chunks.flatMap(({ length, columns }) => Array.from({ length }, (_, k) => names.map((name) => {
    const value = columns[name]?.[k] ?? Number.NaN;
    return Number.isNaN(value) ? '' : String(value);
  }).join(',')));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}
