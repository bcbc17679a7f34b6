#!/usr/bin/env node
/**
 * The command `leibniz`: the engine without a window (docs/command-line.md). This file knows the words of
 * the command line and nothing else; each command is imported when it is asked for, so that a small one
 * does not wait for what it does not use.
 */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { DECODE } from '../../src-science/decoding/decode-settings.ts';
import { DESCENT } from '../../src-science/descent/descent-settings.ts';
import { ESTIMATE } from '../../src-science/estimation/estimate-settings.ts';
import { EXACT, SOLVER_NAMES } from '../../src-science/exact/exact-settings.ts';
import type { GraphOptions } from './commands/graph.ts';
import type { TestPatternOptions } from './commands/test-pattern.ts';
import { GRAPH_PROBLEMS } from '../../src-science/program/graphs/graph-problem-names.ts';
import { endingsInWords } from '../../src-science/program/formats/format-table.ts';
import { SOLUTION_ENDINGS } from '../../src-science/program/solutions/solution-endings.ts';
import { PREDICT } from '../../src-science/network/predict-settings.ts';
import { TRAINING_PRESETS } from '../../src-science/network/training-presets.ts';
import { TRAIN } from '../../src-science/network/training-settings.ts';
import { QUALITY } from '../../src-science/quality/quality-settings.ts';
import { COUNT, POSITIVE, WHOLE } from '../../src-science/settings/number-limits.ts';
import { namesOf } from '../../src-science/settings/setting.ts';
import type { Setting, Settings } from '../../src-science/settings/setting.ts';
import { TABLE_MANIFEST_PLACES } from '../../src-contract/settings.ts';
import { ENDINGS_WITH_MANIFEST, TABLE_ENDINGS } from '../../src-contract/tables/table-formats.ts';
import { DATA_EXPORT_NAMES, formatsOf } from '../../src-contract/data-export.ts';
import { REPORT_SECTION_NAMES } from '../../src-contract/report.ts';
import { toErrorValue } from '../engine/error-value.ts';
import { applicationVersion } from '../engine/manifest.ts';
import type { ClaimsOptions } from './commands/claims.ts';
import type { ConvertOptions } from './commands/convert.ts';
import type { DecodeOptions } from './commands/decode.ts';
import type { DataExportOptions } from './commands/export-data.ts';
import type { EstimateOptions, GradientOptions } from './commands/estimate.ts';
import type { GenerateOptions } from './commands/generate.ts';
import type { HandOverOptions } from './commands/handover.ts';
import type { InfoOptions } from './commands/info.ts';
import type { PredictOptions } from './commands/predict.ts';
import type { QualityOptions } from './commands/quality.ts';
import type { ReportOptions } from './commands/report.ts';
import type { SessionExportOptions } from './commands/session.ts';
import type { SessionMergeOptions } from './commands/session-merge.ts';
import type { SolveOptions } from './commands/solve.ts';
import type { StudyRunOptions } from './commands/study.ts';
import type { TrainOptions } from './commands/train.ts';
import type { WorkerOptions } from './commands/worker.ts';
import type { DescendOptions } from './descent-options.ts';
import { requireDistinct } from './distinct-files.ts';
import { collect, numberParser, parseLimits, parseNumber, parseRunNumbers, parseShard } from './option-values.ts';
import { settingOption, settingOptions } from './setting-options.ts';
import { SHELLS } from './shells.ts';
import { onInterrupt } from './interrupts.ts';
import { deliver, deliverError, jsonText, terminalText } from './output.ts';
import type { CommandReply } from './output.ts';
import { oneLine } from '../../src-science/program/one-line.ts';

/** Of a worker. */
const SLOTS = { whole: true, atLeast: 1, atMost: 256 } as const;
const QUEUE_HELP = 'the queue: redis://HOST, rediss://HOST or postgres://USER@HOST/DATABASE; - takes it from LEIBNIZ_QUEUE';
/** Of a command that no preset gives one. */
const COMMAND_SEED = 0;
const AT_HELP = 'x̂: a JSON array or object of names, a file (.json, .csv, .npy), or one number for all variables; integers by their means, or in bits';

// Whoever reads our output may have heard enough (`| head`): that is no error of ours. A full disk is one to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  process.stderr.write(`leibniz: The output could not be written: ${oneLine(error.message)}\n`);
  process.exit(1);
});
// A terminal that was closed takes no words any more; what is going is saved all the same.
process.stderr.on('error', () => undefined);

const program = new Command('leibniz')
  .description('Differentiable integer programming without a window: open binary programs, solve them, descend their relaxations, compare.')
  .version(applicationVersion(), '-V, --version', 'print the version')
  .helpOption('-h, --help', 'print this help')
  .helpCommand('help [command]', 'print help for a command')
  .showHelpAfterError('(leibniz COMMAND --help tells the options)')
  // What was typed is repeated in messages.
  .configureOutput({
    writeErr: (text) => void process.stderr.write(terminalText(text)), writeOut: (text) => void process.stdout.write(terminalText(text)),
  })
  .exitOverride()
  .configureHelp({ showGlobalOptions: false });

/** A command that prints a reply, as text or with --json as one document. */
function command(parent: Command, name: string, summary: string): Command {
  return parent.command(name).description(summary).option('--json', 'print one JSON document on stdout and nothing else there')
    .exitOverride();
}

/** A command's action: runs it on its argument and options, and prints what it replies. */
function answering<Options extends object>(work: (input: string, options: Options) => Promise<CommandReply>) {
  return async (input: string, options: Options & { readonly json?: boolean }): Promise<void> => {
    const asJson = options.json === true;
    try {
      requireDistinct(input, options);
      deliver(await work(input, options), asJson);
    } catch (error) {
      deliverError(toErrorValue(error), asJson);
    }
  };
}

const problem = ['<problem>', `a file: ${endingsInWords('or')}, also .gz`] as const;
const PORTABLE = ['--portable', 'MPS and LP: the form that every solver reads alike, whatever names, constant and sense are'] as const;
const FIXED = ['--fixed-columns', 'MPS: the portable form in fixed columns, names of at most eight characters'] as const;
/** Nothing that stands there is replaced without it. */
const FORCE = ['--force', 'replace the file if it exists'] as const;
const choice = (flags: string, help: string, choices: readonly string[]): Option => new Option(flags, help).choices(choices);
/** A command on a problem file. */
const onProblem = (parent: Command): Command =>
  parent.argument(...problem).addOption(choice('--sense <sense>', 'min or max, instead of what the file states', ['min', 'max']));
const WRITE_SOLUTION_HELP = `write the solution by names: ${SOLUTION_ENDINGS.join(', ')}`;
const { settings: exact } = EXACT;
const { settings: decoding } = DECODE;
const { gradient: gradientSettings, loss: scalarSettings } = ESTIMATE.cases;
const { point: qualitySettings } = QUALITY.cases;
/** The option of a setting, in the words of one command. */
const worded = (setting: Setting, help: string): Option => Object.assign(settingOption(setting), { description: help });
const settingsOn = (parent: Command, settings: Settings): Command => settingOptions(settings).reduce(
  (to, option) => to.addOption(option),
  parent,
);

onProblem(command(program, 'info', 'size, row classes, smallest positive violation and bounds on mu'))
  .option('--tight-mu <seconds>', 'let exact solves look so long for the tight mu, where enumeration does not reach', numberParser(POSITIVE))
  .action(answering(async (path, options: InfoOptions) => (await import('./commands/info.ts')).info(path, options)));

onProblem(command(program, 'convert', 'a problem file in another format'))
  .requiredOption('-o, --output <file>', `file to write: ${endingsInWords('or')}`)
  .option(...PORTABLE)
  .option(...FIXED)
  .option(...FORCE)
  .action(answering(async (path, options: ConvertOptions) => (await import('./commands/convert.ts')).convert(path, options)));

onProblem(command(program, 'solve', 'the proven optimum'))
  .addOption(settingOption(exact.solver).default(exact.solver.default))
  .addOption(settingOption(exact.timeLimitSeconds))
  .addOption(settingOption(exact.relativeGap).default(exact.relativeGap.default))
  .addOption(settingOption(exact.feasibilityTolerance))
  .addOption(settingOption(exact.check))
  .addOption(settingOption(exact.solutions))
  .addOption(settingOption(exact.explain))
  .addOption(settingOption(exact.start))
  .addOption(settingOption(exact.fixing))
  .addOption(settingOption(exact.ball.settings.radius))
  .option('--write-solution <file>', `${WRITE_SOLUTION_HELP}; several as name-1.sol, name-2.sol, …`)
  .option(...FORCE)
  .action(answering(async (path, options: SolveOptions) => (await import('./commands/solve.ts')).solve(path, options)));

/** The options that say how to descend. */
const descending = (parent: Command): Command =>
  settingsOn(parent, DESCENT.settings)
    .option('--preset <name>', 'settings to begin with; the other options change them. Without it and --scheme: what measured best on programs of this kind')
    .option('--start-at <x>', `start at ${AT_HELP}`)
    .option('--start-model <file>', 'start at the marginals that a trained network gives the problem: a model, .safetensors')
    .option('--trajectory <file>', 'write the trajectory as CSV')
    .option('--multipliers <file>', 'write the multipliers of the rows as CSV, of a descent that has some')
    .option(...FORCE);

descending(onProblem(command(program, 'descend', 'follow a scheme down the penalty relaxation and decode the end')))
  .action(answering(async (path, options: DescendOptions) => (await import('./commands/descend.ts')).descend(path, options)));

descending(onProblem(command(program, 'handover', 'descend, decode, and hand the solution over to an exact solver')))
  .option(
    '--from <x>',
    'hand over this vector instead of descending: a JSON array, or a file: .sol, .mst, .csv, .npy, or the JSON of decode, descend or solve',
  )
  .option('--solver <name>', `exact solver, may be repeated: ${SOLVER_NAMES.join(', ')}; ${exact.solver.default} where left out`, collect(SOLVER_NAMES))
  .addOption(worded(exact.ball.settings.radius, 'search also within so many flips of the solution; proves nothing about the rest'))
  .option('--fix-start', 'before the solve with the start, fix what a certified bound and the start decide; no optimum is lost')
  .option('--no-scratch', 'leave out the solve from scratch, which the others are compared with')
  .option('--limits <seconds,...>', 'times at which each solve is read off; the last one is its time limit', parseLimits, [10, 100, 1000])
  .addOption(settingOption(exact.relativeGap).default(exact.relativeGap.default))
  .option('--optimum <z>', 'the optimum, where it is known, in the problem’s own sense; gaps are measured against it unless something found or proven here contradicts it', parseNumber)
  .addOption(settingOption(exact.feasibilityTolerance))
  .action(answering(async (path, options: HandOverOptions) => (await import('./commands/handover.ts')).handover(path, options)));

onProblem(command(program, 'estimate', 'loss, penalty or probability of feasibility at a point, with its standard error'))
  .requiredOption('--at <x>', AT_HELP)
  .addOption(
    choice(
      '--quantity <name>',
      ESTIMATE.choice.option.help,
      namesOf(ESTIMATE.cases).filter((name) => name !== 'gradient'),
    ).default(ESTIMATE.choice.default),
  )
  .addOption(settingOption(scalarSettings.mu))
  .addOption(settingOption(scalarSettings.samples).default(scalarSettings.samples.default))
  .addOption(settingOption(scalarSettings.seed).default(COMMAND_SEED))
  .action(answering(async (path, options: EstimateOptions) => (await import('./commands/estimate.ts')).estimate(path, options)));

const gradientCommand = onProblem(command(program, 'gradient', 'the penalty part of a scheme’s gradient at a point, with standard errors'))
  .requiredOption('--at <x>', AT_HELP)
  .addOption(settingOption(gradientSettings.scheme).makeOptionMandatory())
  .addOption(settingOption(gradientSettings.evaluation).default(gradientSettings.evaluation.default));
settingsOn(gradientCommand, { tuning: gradientSettings.tuning })
  .addOption(settingOption(gradientSettings.samples).default(gradientSettings.samples.default))
  .addOption(settingOption(gradientSettings.seed).default(COMMAND_SEED))
  .action(answering(async (path, options: GradientOptions) => (await import('./commands/estimate.ts')).gradient(path, options)));

onProblem(command(
  program, 'quality', 'bias, variance, cosine to the true gradient and cost of the schemes at a point, against the sample count',
))
  .requiredOption('--at <x>', AT_HELP)
  .addOption(settingOption(qualitySettings.schemes))
  .addOption(settingOption(qualitySettings.samples))
  .addOption(settingOption(qualitySettings.replications).default(qualitySettings.replications.default))
  .addOption(settingOption(qualitySettings.iteration))
  .addOption(settingOption(qualitySettings.seed).default(COMMAND_SEED))
  .action(answering(async (path, options: QualityOptions) => (await import('./commands/quality.ts')).quality(path, options)));

onProblem(command(program, 'decode', 'from a point to a 0/1 vector'))
  .requiredOption('--at <x>', AT_HELP)
  .addOption(settingOption(decoding.decoder).makeOptionMandatory())
  .addOption(settingOption(decoding.mu))
  .addOption(settingOption(decoding.samples).default(decoding.samples.default))
  .addOption(settingOption(decoding.searchWork))
  .addOption(settingOption(decoding.seed).default(COMMAND_SEED))
  .option('--write-solution <file>', WRITE_SOLUTION_HELP)
  .option(...FORCE)
  .action(answering(async (path, options: DecodeOptions) => (await import('./commands/decode.ts')).decode(path, options)));

settingsOn(
  command(program, 'train', 'train a network on many programs, by any scheme, and write it as a model'), TRAIN.settings,
)
  .option('--preset <name>', `settings to begin with; the other options change them: ${TRAINING_PRESETS.map(({ name }) => name).join(', ')}`)
  .option('--family <name>', 'generated programs of this family; leibniz generate --help lists them')
  .option('--size <name=value...>', 'parameters of the family; the others keep their defaults')
  .option('--instances <n>', 'how many programs', numberParser({ whole: true, atLeast: 2, atMost: 100_000 }))
  .option('--first-seed <n>', 'seed of the first program; the next ones follow, and the model is tried on the one after the last', numberParser(WHOLE))
  .option('--problem-file <file>', 'train on files instead, may be repeated; the model is tried on the last one', (
    file: string, before: readonly string[] | undefined,
  ) => [...(before ?? []), file])
  .requiredOption('-o, --output <file>', 'model to write: .safetensors')
  .option('--curves <file>', 'write the learning curves as CSV')
  .option(...FORCE)
  .action((options: TrainOptions) =>
    answering(async (_input, chosen: TrainOptions) => (await import('./commands/train.ts')).train('', chosen))('', options));

settingsOn(onProblem(command(program, 'predict', 'the marginals that a trained network gives a problem, and what they decode to')), PREDICT.settings)
  .requiredOption('--model <file>', 'a model: .safetensors')
  .option('--write-solution <file>', WRITE_SOLUTION_HELP)
  .option(...FORCE)
  .action(answering(async (path, options: PredictOptions) => (await import('./commands/predict.ts')).predict(path, options)));

command(program, 'test-pattern', 'a test pattern of fewest specified inputs for a stuck-at fault of a circuit, checked by simulation')
  .argument('<circuit>', 'a combinational circuit: .bench, as in the ISCAS benchmarks')
  .requiredOption('--fault <net/value>', 'the net and the value it is stuck at, e.g. G10/1')
  .option('--time-limit <seconds>', 'stop after so many seconds with what there is', numberParser(POSITIVE))
  .option('-o, --output <file>', `also write the program: ${endingsInWords('or')}`)
  .option(...PORTABLE)
  .option(...FIXED)
  .option(...FORCE)
  .action(answering(async (path, options: TestPatternOptions) => (await import('./commands/test-pattern.ts')).testPattern(path, options)));

command(program, 'graph', 'a problem on a graph in the form of DIMACS, written as a program')
  .argument('<graph>', 'a graph: p edge NODES EDGES, then e U V')
  .addOption(choice('--problem <name>', GRAPH_PROBLEMS.join(', '), GRAPH_PROBLEMS).makeOptionMandatory())
  .requiredOption('-o, --output <file>', `file to write: ${endingsInWords('or')}`)
  .option(...PORTABLE)
  .option(...FIXED)
  .option(...FORCE)
  .action(answering(async (path, options: GraphOptions) => (await import('./commands/graph.ts')).graph(path, options)));

// The list of families is worth loading only for those who may read it.
const mayReadFamilies = process.argv.includes('generate');
const families = mayReadFamilies ? `\nFamilies and their parameters:\n${(await import('./commands/generate.ts')).familyHelp()}` : '';
command(program, 'generate', 'a random program of a family, written to a file')
  .argument('<family>', 'leibniz generate --help lists them')
  .option('--size <name=value...>', 'parameters of the family, e.g. --size rows=200 columns=400; the others keep their defaults')
  .option('--seed <n>', 'seed of the random numbers', numberParser(WHOLE), COMMAND_SEED)
  .requiredOption('-o, --output <file>', `file to write: ${endingsInWords('or')}`)
  .option(...PORTABLE)
  .option(...FIXED)
  .option(...FORCE)
  .addHelpText('after', families)
  .action(answering(async (family, options: GenerateOptions) => (await import('./commands/generate.ts')).generate(family, options)));

command(program, 'claims', 'every claim of the papers: measured, expected, verdict')
  .option('--only <id>', 'only this claim, with all that was computed; may be repeated', (
    id: string, before: readonly string[] | undefined,
  ) => [...(before ?? []), id])
  .action((options: ClaimsOptions) =>
    answering(async (_input, chosen: ClaimsOptions) => (await import('./commands/claims.ts')).claims(chosen))('', options));

const session = program.command('session').description('look into session files, and merge them').exitOverride();
command(session, 'info', 'what a session holds')
  .argument('<file>', 'a .leibniz file')
  .action(answering(async (path) => (await import('./commands/session.ts')).sessionInfo(path)));
command(session, 'verify', 'check a session file and everything in it')
  .argument('<file>', 'a .leibniz file')
  .action(answering(async (path) => (await import('./commands/session.ts')).sessionVerify(path)));
command(session, 'merge', 'several sessions as one new file')
  .argument('<files...>', 'the .leibniz files to be merged; they are only read')
  .requiredOption('-o, --output <file>', 'session file to write: .leibniz')
  .option(...FORCE)
  .action((files: readonly string[], options: SessionMergeOptions) =>
    answering(async (_input, chosen: SessionMergeOptions) => (await import('./commands/session-merge.ts')).sessionMerge(files, chosen))(
      '', options,
    ));
command(session, 'export', 'the table of runs, what runs recorded, or a problem')
  .argument('<file>', 'a .leibniz file')
  .requiredOption('-o, --output <file>', `file to write: ${TABLE_ENDINGS.join(', ')} for the runs; ${endingsInWords('or')} with --problem; what --data says`)
  .option('--problem <id>', 'export this problem instead of the runs', numberParser(COUNT))
  .addOption(choice('--data <name>', `export what runs recorded: ${DATA_EXPORT_NAMES.map((name) => `${name} as ${formatsOf(name).join(', ')}`).join('; ')}`, DATA_EXPORT_NAMES).conflicts(['problem', 'columns']))
  .option('--runs <list>', 'with --data, of these runs only, by their numbers: 1,2,5', parseRunNumbers)
  .option('--study <title>', 'with --data, of the runs of this study only')
  .option('--method <name>', 'with --data, of the runs of this method only')
  .option(...PORTABLE)
  .option(...FIXED)
  .option('--columns <list>', 'columns of the table of runs, by their keys: run,method,objective,…', (text: string) => text.split(',').map((key) => key.trim()))
  .option('--siunitx', 'LaTeX: numbers in columns of siunitx, which the document then needs besides booktabs')
  .addOption(choice('--manifest <place>', `what made the numbers of a ${ENDINGS_WITH_MANIFEST.join(' or ')}: in a .json beside it, in comment lines above it, or none`, TABLE_MANIFEST_PLACES).default('beside'))
  .option(...FORCE)
  .action(answering(async (path, options: SessionExportOptions & Partial<DataExportOptions>) => options.data === undefined
    ? (await import('./commands/session.ts')).sessionExport(path, options)
    : (await import('./commands/export-data.ts')).exportData(path, { ...options, data: options.data })));

command(program, 'report', 'a session as one HTML or PDF file to read without the program')
  .argument('<file>', 'a .leibniz file')
  .requiredOption('-o, --output <file>', 'file to write: .html, or .pdf where the window’s Electron and a display are there')
  .option('--title <text>', 'title of the report; the name of the session where left out')
  .option('--runs <list>', 'only these runs, by their numbers: 1,2,5', parseRunNumbers)
  .option('--sections <list>', `what it holds: ${REPORT_SECTION_NAMES.join(',')}; all of them where left out`, (
    text: string,
  ) => text.split(',').map((name) => name.trim()))
  .option('--force', 'replace the file if it exists')
  .action(answering(async (path, options: ReportOptions) => (await import('./commands/report.ts')).report(path, options)));

const study = program.command('study').description('problems × methods × seeds').exitOverride();
command(study, 'run', 'run a study into a session')
  // Before its code is loaded, so that Ctrl-C is heard from the first moment.
  .hook('preAction', () => void onInterrupt(() => undefined))
  .argument('<study>', 'a study file (.json)')
  .requiredOption('--session <file>', 'session file to write (.leibniz)')
  .option('--report <file>', 'write a report (.html)')
  .option('--force', 'replace the report if it exists; a session is gone on with by --resume')
  .option('--resume', 'go on with a session of an earlier run of this study')
  .option('--shard <i/n>', 'run part i of n only; leibniz session merge makes one session of the parts', parseShard)
  .option('--workers <n>', 'number of workers on this machine; 0: one per core', numberParser({ whole: true, atLeast: 0, atMost: 256 }), 0)
  .option('--queue <url>', QUEUE_HELP)
  .action(answering(async (path, options: StudyRunOptions) => (await import('./commands/study.ts')).studyRun(path, options)));
command(study, 'status', 'how far the studies of a session are, and which parts are missing')
  .argument('<file>', 'a .leibniz file')
  .action(answering(async (path) => (await import('./commands/study-status.ts')).studyStatus(path)));

command(program, 'completion', 'the script that completes this command line in a shell')
  .addArgument(new Argument('<shell>', 'the shell it is for').choices(SHELLS))
  .action(answering(async (shell) => (await import('./commands/completion.ts')).completion(program, shell)));
command(program, 'manual', 'the manual page of this command line, for man: leibniz manual | man -l -')
  .action((options: object) => answering(async () => (await import('./commands/completion.ts')).manual(program))('', options));
command(program, 'worker', 'do the runs of a queue, for studies on other machines, until it is stopped')
  .hook('preAction', () => void onInterrupt(() => undefined))
  .requiredOption('--queue <url>', QUEUE_HELP)
  .option('--slots <n>', 'runs at once; left out, as many as there are cores, shared with other workers of this machine', numberParser(SLOTS))
  .action((options: WorkerOptions) =>
    answering(async (_input, chosen: WorkerOptions) => (await import('./commands/worker.ts')).worker(chosen))('', options));

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError || error instanceof InvalidArgumentError)) throw error;
  // Commander has said what is wrong on stderr; help and version are no errors.
  process.exitCode = error.exitCode === 0 ? 0 : 2;
  if (process.exitCode === 2 && process.argv.includes('--json')) {
    process.stdout.write(
      `${jsonText({ error: { code: 'usage', message: error.message.replace(/^error: /, ''), hint: 'leibniz COMMAND --help tells the options.' } })}\n`,
    );
  }
}
