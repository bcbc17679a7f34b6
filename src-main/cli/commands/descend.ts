/** `leibniz descend`: follows a gradient scheme's direction down the relaxation and decodes where it ends. */
import type { DescentResultValue, JobEvent, SeriesChunk, SolutionValue } from '../../../src-contract/job-event.ts';
import { separatedText } from '../../../src-contract/export-text.ts';
import { roundingSentence } from '../../../src-science/decoding/rounding-words.ts';
import { controlSentence, CONTROLS } from '../../../src-science/descent/control-words.ts';
import { TRAJECTORY_COLUMNS } from '../../../src-science/descent/descent-control.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { drawnParts } from '../../../src-science/descent/drawn-parts.ts';
import { DESCENT_PRESETS, defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { proposeDescent } from '../../../src-science/descent/proposal.ts';
import type { DescentProposal } from '../../../src-science/descent/proposal.ts';
import { validateDescent } from '../../../src-science/descent/validate-descent.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { EngineError, errorOf } from '../../engine/error-value.ts';
import { descentSpecOf } from '../descent-options.ts';
import type { DescendOptions } from '../descent-options.ts';
import { readModel } from '../model-argument.ts';
import { readMarginals } from '../marginals-argument.ts';
import { estimateText, factLines, numberText, secondsText, tableText } from '../number-text.ts';
import { holdingOutput } from '../held-output.ts';
import type { HeldOutput } from '../held-output.ts';
import { assignmentOf, withFiles } from '../output.ts';
import type { CommandReply } from '../output.ts';
import { problemOf } from '../problem-argument.ts';
import { runJob } from '../run-job.ts';
import { fixedText } from '../solve-text.ts';

/** What a descent of the command line came to. */
export interface Descended {
  /** Writes what was asked for into files; called once all is known. */
  readonly writes: readonly (() => Promise<unknown>)[];
  readonly spec: DescentSpec;
  /** What it began with where nothing was asked for; null elsewhere. */
  readonly proposal: DescentProposal | null;
  readonly result: DescentResultValue;
  readonly cancelled: boolean;
}

/** Runs the descent that the options ask for. @throws EngineError */
export async function descended(
  program: Program, form: NormalForm, options: DescendOptions, { trajectory, multipliers }: HeldOutputs,
): Promise<Descended> {
  const startAt = options.startAt === undefined ? null : await readMarginals('--start-at', options.startAt, program);
  const proposal = isUndecided(options) ? proposeDescent(program) : null;
  const startModel = options.startModel === undefined ? null : await readModel(options.startModel);
  const base = baseSpec(form, proposal === null ? options : { ...options, preset: proposal.preset });
  const spec = descentSpecOf(base, options, startAt, startModel?.hash ?? null);
  const [complaint] = validateDescent(form, spec);
  if (complaint !== undefined) {
    throw new EngineError('spec-invalid', complaint.message, 'leibniz descend --help tells the options.', { field: complaint.field });
  }
  if (multipliers !== null && spec.mu.kind !== 'sequential' && spec.mu.kind !== 'parallel') throw new EngineError(
    'usage', 'This descent has no multipliers to write to --multipliers.',
    'Descend with --preset row-multipliers, or with --mu-sequential or --mu-parallel.', { field: '--multipliers' },
  );
  const chunks: SeriesChunk[] = [];
  const outcome = await runJob(program, { version: 1, kind: 'descent', descent: spec }, (event: JobEvent) => {
    if (event.type === 'series' && trajectory !== null) chunks.push(event.chunk);
  }, startModel === null ? {} : { model: startModel.bytes });
  if (outcome.status === 'failed') throw errorOf(outcome.error);
  if (outcome.result?.kind !== 'descent') {
    throw new EngineError('cancelled', 'The descent was ended before it could keep anything.', 'Start it again.');
  }
  const { result } = outcome;
  return {
    spec, proposal, result, cancelled: outcome.status === 'cancelled',
    writes: [
      ...(trajectory === null ? [] : [() => trajectory.write(trajectoryCsv(chunks))]),
      ...(multipliers === null ? [] : [() => multipliers.write(multipliersCsv(program, result))]),
    ],
  };
}

export function descend(path: string, options: DescendOptions): Promise<CommandReply> {
  return holdingOutputs(options, (outputs) => descendFrom(path, options, outputs));
}

/** Files that a descent is to write. */
export interface HeldOutputs {
  readonly trajectory: HeldOutput | null;
  readonly multipliers: HeldOutput | null;
}

/** Both, held while a command is at work. */
export function holdingOutputs(options: DescendOptions, work: (outputs: HeldOutputs) => Promise<CommandReply>): Promise<CommandReply> {
  const force = options.force === true;
  return holdingOutput('--trajectory', options.trajectory, force, (trajectory) =>
    holdingOutput('--multipliers', options.multipliers, force, (multipliers) => work({ trajectory, multipliers })),
  );
}

async function descendFrom(path: string, options: DescendOptions, outputs: HeldOutputs): Promise<CommandReply> {
  const program = await problemOf(path, options);
  const form = normalForm(program);
  const { spec, proposal, result, cancelled, writes } = await descended(program, form, options, outputs);
  const best = result.best === null ? undefined : result.solutions[result.best];
  const userObjective = form.objectiveSign * result.final.objective;
  const reply: CommandReply = {
    json: {
      ...(proposal === null ? {} : { proposal }),
      scheme: result.scheme,
      evaluation: result.evaluation,
      evaluationReason: result.evaluationReason,
      seed: spec.seed,
      drawn: drawnParts(form, spec),
      stopped: result.stopped,
      iterations: result.iterations,
      samples: result.samples,
      seconds: result.seconds,
      ...(result.settling === undefined ? {} : { settling: result.settling, ending: result.endingText }),
      final: { ...result.final, userObjective: userObjective === 0 ? 0 : userObjective },
      xHat: result.xHat,
      ...(program.integers === undefined ? {} : { means: assignmentOf(program, result.xHat) }),
      ...(result.multipliers === undefined ? {} : { multipliers: result.multipliers.values }),
      decoded: best === undefined ? null : decodedJson(best, program),
      incumbent: result.incumbent === undefined
        ? null
        : { iteration: result.incumbent.iteration, ...decodedJson(result.incumbent.solution, program) },
      bound: result.bound ?? null,
      provenGap: result.provenGap ?? null,
      findingWork: result.findingWork,
      feasibleAtLeast: result.feasibleAtLeast ?? null,
      ...(result.fixing === undefined ? {} : { fixing: result.fixing }),
      ...(result.controls === undefined ? {} : { controls: {
        ...result.controls,
        runs: result.controls.runs.map(
          ({ solution, ...run }) => ({ ...run, solution: solution === null ? null : decodedJson(solution, program) }),
        ),
      } }),
      solutions: result.solutions.map((solution) => decodedJson(solution, program)),
      spec,
    },
    text: descentText(result, spec, userObjective, drawnParts(form, spec).length > 0, proposal),
    exitCode: cancelled ? 1 : 0,
  };
  return withFiles(reply, ...writes);
}

/** Nothing says what to begin with: neither a preset nor a scheme. */
const isUndecided = ({ scheme, preset }: DescendOptions): boolean => scheme === undefined && preset === undefined;

function baseSpec(form: NormalForm, options: DescendOptions): DescentSpec {
  if (options.preset === undefined) return defaultDescentSpec(form);
  const preset = DESCENT_PRESETS.find((each) => each.name === options.preset);
  if (preset !== undefined) return preset.specFor(form);
  throw new EngineError(
    'usage', `There is no preset “${options.preset}” for --preset.`,
    `The presets are ${DESCENT_PRESETS.map((each) => each.name).join(', ')}.`, { field: '--preset' },
  );
}

/** `x` in bits; `values` by name where some variables are integers. */
export function decodedJson({ source, objective, feasible, violation, x, rounding }: SolutionValue, program: Program) {
  return {
    decoder: source, objective, feasible, violation, x, ...(program.integers === undefined ? {} : { values: assignmentOf(program, x) }),
    ...(rounding === undefined ? {} : { rounding }),
  };
}

function descentText(
  result: DescentResultValue, spec: DescentSpec, userObjective: number, draws: boolean, proposal: DescentProposal | null,
): string {
  const { final } = result;
  // Nothing is left to chance where every marginal is 0 or 1.
  const isExact = (final.exact ?? result.evaluation === 'exact') || result.xHat.every((x) => x === 0 || x === 1);
  const figure = (
    value: number, standardError: number,
  ): string => (isExact && standardError === 0 ? numberText(value) : estimateText(value, standardError));
  return (
    factLines([
      ['preset', proposal === null ? null : `${proposal.preset}. ${proposal.reason}`],
      ['scheme', result.scheme],
      ['evaluation', result.evaluationReason],
      [
        'stopped',
        `${result.stopped} after ${result.iterations} iterations, ${secondsText(result.seconds)}, ${draws ? `seed ${spec.seed}` : 'nothing drawn at random: every seed gives this run'}`,
      ],
      ['ending', result.endingText ?? null],
      ['rounding', result.solutions.map(({ rounding }) => (rounding === undefined ? null : roundingSentence(rounding))).find(
        (sentence) => sentence !== null,
      ) ?? null],
      ['loss', figure(final.loss, final.lossStandardError)],
      ['objective', numberText(userObjective === 0 ? 0 : userObjective)],
      ['penalty', figure(final.penalty, final.penaltyStandardError)],
      ['mu', numberText(final.mu)],
      [
        'bound',
        result.bound === null || result.bound === undefined
          ? null
          : `${numberText(result.bound)}: no feasible vector is better${result.provenGap === null || result.provenGap === undefined ? '' : `; proven gap ${numberText(Number((100 * result.provenGap).toPrecision(3)))} %`}`,
      ],
      ['fixed', result.fixing === undefined ? null : fixedText(result.fixing)],
      ['best on the way', result.incumbent === undefined
        ? null
        : `${numberText(result.incumbent.solution.objective)} at iteration ${result.incumbent.iteration}`],
      ['gradient norm', numberText(Number(final.gradientNorm.toPrecision(4)))],
    ]) +
    (result.solutions.length === 0
      ? ''
      : '\n' +
        tableText(
          [
            { label: 'decoder', numeric: false },
            { label: 'objective', numeric: true },
            { label: 'feasible', numeric: false },
            { label: 'violation', numeric: true },
          ],
          result.solutions.map((solution, k) => [
            `${solution.source}${k === result.best ? ' *' : ''}`, numberText(solution.objective), solution.feasible ? 'yes' : 'no',
            numberText(solution.violation),
          ]),
        )) +
    controlsText(result.controls)
  );
}

function controlsText(controls: DescentResultValue['controls']): string {
  if (controls === undefined) return '';
  const rows = controls.runs.map(({ name, solution, work, note }) => [
    `${CONTROLS[name].label}${name === controls.best ? ' *' : ''}`, solution === null ? (note ?? '') : numberText(solution.objective),
    solution === null ? '' : solution.feasible ? 'yes' : 'no', numberText(work),
  ]);
  return `\n${controlSentence(controls.verdict, controls.best)} The run counted ${numberText(controls.work)} nonzeros.\n` + tableText(
    [
      { label: 'control', numeric: false }, { label: 'objective', numeric: true }, { label: 'feasible', numeric: false },
      { label: 'nonzeros', numeric: true },
    ],
    rows,
  );
}

/** A line a row of the problem, at full precision. */
function multipliersCsv({ rowNames }: Program, { multipliers }: DescentResultValue): string {
  return `row,multiplier\n${rowNames.map((name, i) => `${separatedText(name, ',')},${multipliers?.values[i] ?? 0}\n`).join('')}`;
}

/** Every recorded point, one line each, at full precision; what was not measured is empty. */
function trajectoryCsv(chunks: readonly SeriesChunk[]): string {
  const lines = [TRAJECTORY_COLUMNS.join(',')];
  for (const chunk of chunks) {
    for (let k = 0; k < chunk.length; k++) {
      lines.push(
        TRAJECTORY_COLUMNS.map((name) => {
          const value = chunk.columns[name]?.[k];
          return value === undefined || Number.isNaN(value) ? '' : String(value);
        }).join(','),
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
