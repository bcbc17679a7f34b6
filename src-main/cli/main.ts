#!/usr/bin/env node
/**
 * The command `leibniz`: the engine without a window (docs/command-line.md). This file knows the words of
 * the command line and nothing else; each command is imported when it is asked for, so that a small one
 * does not wait for what it does not use.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { DECODER_NAMES } from '../../src-science/decoding/decoder.ts';
import { LOSS_NAMES, OPTIMIZER_NAMES } from '../../src-science/descent/descent-spec.ts';
import { EVALUATION_NAMES, SCHEME_NAMES } from '../../src-science/gradients/scheme.ts';
import type { GraphOptions } from './commands/graph.ts';
import type { TestPatternOptions } from './commands/test-pattern.ts';
import { GRAPH_PROBLEMS } from '../../src-science/program/graphs/graph-problems.ts';
import { endingsInWords } from '../../src-science/program/formats/format-table.ts';
import { SOLUTION_ENDINGS } from '../../src-science/program/solutions/solution-endings.ts';
import { SOFT_FORMS } from '../../src-science/gradients/scheme-tuning.ts';
import { DEFAULT_REPLICATIONS } from '../../src-science/quality/default-ladder.ts';
import { LEAST_REPLICATIONS, MOST_REPLICATIONS } from '../../src-science/quality/quality-spec.ts';
import { TABLE_MANIFEST_PLACES } from '../../src-contract/settings.ts';
import { ENDINGS_WITH_MANIFEST, TABLE_ENDINGS } from '../../src-contract/tables/table-formats.ts';
import { toErrorValue } from '../engine/error-value.ts';
import { applicationVersion } from '../engine/manifest.ts';
import type { ClaimsOptions } from './commands/claims.ts';
import type { DecodeOptions } from './commands/decode.ts';
import type { EstimateOptions, GradientOptions } from './commands/estimate.ts';
import type { GenerateOptions } from './commands/generate.ts';
import type { HandOverOptions } from './commands/handover.ts';
import type { InfoOptions } from './commands/info.ts';
import type { QualityOptions } from './commands/quality.ts';
import type { SessionExportOptions } from './commands/session.ts';
import type { SolveOptions } from './commands/solve.ts';
import type { StudyRunOptions } from './commands/study.ts';
import type { DescendOptions } from './descent-options.ts';
import {
  collect, parseAdaptiveMu, parseAnneal, parseCount, parseCounts, parseDifferenceStep, parseLimits, parseNames, parseNonNegative,
  parseNumber, parsePositive, parseRamp, parseSeed, parseShare, parseStart, parseStepSchedule, parseTemperature,
} from './option-values.ts';
import { onInterrupt } from './interrupts.ts';
import { deliver, deliverError, jsonText, terminalText } from './output.ts';
import type { CommandReply } from './output.ts';
import { oneLine } from '../../src-science/program/one-line.ts';

const SOLVERS = ['glpk', 'highs', 'race', 'enumerate'] as const;
const AT_HELP = 'x̂: a JSON array, a file holding one, or one number for all variables';

// Whoever reads our output may have heard enough (`| head`): that is no error of ours. A full disk is one to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  process.stderr.write(`leibniz: The output could not be written: ${oneLine(error.message)}\n`);
  process.exit(1);
});

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
      deliver(await work(input, options), asJson);
    } catch (error) {
      deliverError(toErrorValue(error), asJson);
    }
  };
}

const problem = ['<problem>', `a file: ${endingsInWords('or')}, also .gz`] as const;
const choice = (flags: string, help: string, choices: readonly string[]): Option => new Option(flags, help).choices(choices);
/** A command on a problem file. */
const onProblem = (parent: Command): Command =>
  parent.argument(...problem).addOption(choice('--sense <sense>', 'min or max, instead of what the file states', ['min', 'max']));
const seedOption = (): Option => new Option('--seed <n>', 'seed of the random numbers').argParser(parseSeed);
const evaluationOption =
  (): Option => choice('--evaluation <name>', 'sampled, exact, or auto: exact where that is cheap', EVALUATION_NAMES);
const schemeOption = (): Option => choice('--scheme <name>', `gradient scheme: ${SCHEME_NAMES.join(', ')}`, SCHEME_NAMES);

const temperatureOption = (): Option => new Option(
  '--temperature <start,final,halflife>', 'of the scheme concrete, at iteration 0, at the end, and how fast between',
).argParser(parseTemperature);
const differenceStepOption =
  (): Option => new Option('--difference-step <h>', 'of the scheme finite-difference, up to 0.5').argParser(parseDifferenceStep);
const softOption = (): Option => choice(
  '--soft <form>', 'of the scheme surrogate-interchange: its soft slope drawn, as published, or averaged given the sample', SOFT_FORMS,
);

const WRITE_SOLUTION_HELP = `write the solution by names: ${SOLUTION_ENDINGS.join(', ')}`;

onProblem(command(program, 'info', 'size, row classes, smallest positive violation and bounds on mu'))
  .option('--tight-mu <seconds>', 'let exact solves look so long for the tight mu, where enumeration does not reach', parsePositive)
  .action(answering(async (path, options: InfoOptions) => (await import('./commands/info.ts')).info(path, options)));

onProblem(command(program, 'solve', 'the proven optimum'))
  .addOption(
    choice('--solver <name>', 'glpk, highs, race (both side by side), or enumerate (up to 24 free variables)', SOLVERS).default('highs'),
  )
  .option('--time-limit <seconds>', 'stop after so many seconds with what there is', parsePositive)
  .option('--gap <share>', 'relative gap at which the solver may stop; 0 asks for a proof', parseShare, 0)
  .option('--feasibility-tolerance <amount>', 'by how much each row may be missed; rows are met exactly where left out', parseNonNegative)
  .option('--check', 'in a race, let both solvers end and compare them')
  .option(
    '--start <x>',
    'a vector to start from (HiGHS): a JSON array, or a file: .sol, .mst, .csv, .npy, or the JSON of decode, descend or solve',
  )
  .option('--ball <radius>', 'look only within so many flips of --start; proves nothing about the rest', parseCount(0))
  .option('--write-solution <file>', WRITE_SOLUTION_HELP)
  .option('--force', 'replace the file if it exists')
  .action(answering(async (path, options: SolveOptions) => (await import('./commands/solve.ts')).solve(path, options)));

/** The options that say how to descend. */
const descending = (parent: Command): Command =>
  parent
    .addOption(schemeOption())
    .option('--preset <name>', 'settings to begin with; the other options change them')
    .addOption(evaluationOption())
    .option('--samples <k>', 'samples a step', parseCount(1, 1_000_000))
    .addOption(temperatureOption())
    .addOption(differenceStepOption())
    .addOption(softOption())
    .option('--mu <m>', 'weight of the penalty, fixed', parseNonNegative)
    .option(
      '--mu-ramp <from:to[:shape[:until[:hold]]]>',
      'weight that grows: linear or geometric, until a share of the run, held before for another', parseRamp,
    )
    .option('--mu-adaptive <start:min:max:step>', 'weight that follows the expected violation of all rows (DiffILO)', parseAdaptiveMu)
    .option(
      '--mu-sequential <sweeps>',
      'a multiplier a row, one row after the other, at most so many sweeps an iteration; for the optimizer mean-field',
      parseCount(1, 1_000_000),
    )
    .option('--iterations <n>', 'steps', parseCount(1, 100_000_000))
    .option('--step <s>', 'step length', parsePositive)
    .option('--step-schedule <kind>', 'constant, cosine[:FINAL] or inverse:HALFLIFE', parseStepSchedule)
    .addOption(choice('--optimizer <name>', 'sgd, momentum, adam or mean-field', OPTIMIZER_NAMES))
    .option('--momentum <share>', 'of the optimizer momentum', parseShare)
    .option('--beta1 <share>', 'of Adam', parseShare)
    .option('--beta2 <share>', 'of Adam', parseShare)
    .option('--epsilon <e>', 'of Adam', parsePositive)
    .option('--anneal <from:to>', 'temperatures of the optimizer mean-field', parseAnneal)
    .addOption(choice('--parametrization <name>', 'logit or projected', ['logit', 'projected']))
    .addOption(seedOption())
    .option('--start <kind>', 'uniform[:VALUE], random[:CENTER:SPREAD] or lp[:MARGIN[:OTHERWISE]], the linear relaxation', parseStart)
    .option('--restarts <n>', 'descents one after the other, the best end kept', parseCount(1, 10_000))
    .option('--restart-spread <factor>', 'first μ and temperatures of the last of them, times those of the first', parsePositive)
    .addOption(choice('--loss <name>', 'plain, or diffilo: rows normalized and averaged over the violated ones', LOSS_NAMES))
    .option('--search-work <n>', 'nonzeros that the decoders local-search, dive and wedelin may touch, each', parseCount(1))
    .option('--start-at <x>', `start at ${AT_HELP}`)
    .option('--stop-at-gradient-norm <g>', 'stop once the gradient is as short as this', parsePositive)
    .option('--record-every <n>', 'iterations between points of the trajectory', parseCount(1))
    .option('--decode <name>', `how to decode the end, may be repeated: ${DECODER_NAMES.join(', ')}`, collect(DECODER_NAMES))
    .option('--trajectory <file>', 'write the trajectory as CSV')
    .option('--multipliers <file>', 'write the multipliers of the rows as CSV, of a descent that has some');

descending(onProblem(command(program, 'descend', 'follow a scheme down the penalty relaxation and decode the end')))
  .action(answering(async (path, options: DescendOptions) => (await import('./commands/descend.ts')).descend(path, options)));

descending(onProblem(command(program, 'handover', 'descend, decode, and hand the solution over to an exact solver')))
  .option(
    '--from <x>',
    'hand over this vector instead of descending: a JSON array, or a file: .sol, .mst, .csv, .npy, or the JSON of decode, descend or solve',
  )
  .option('--solver <name>', `exact solver, may be repeated: ${SOLVERS.join(', ')}; highs where left out`, collect(SOLVERS))
  .option('--ball <radius>', 'search also within so many flips of the solution; proves nothing about the rest', parseCount(0))
  .option('--no-scratch', 'leave out the solve from scratch, which the others are compared with')
  .option('--limits <seconds,...>', 'times at which each solve is read off; the last one is its time limit', parseLimits, [10, 100, 1000])
  .option('--gap <share>', 'relative gap at which a solver may stop; 0 asks for a proof', parseShare, 0)
  .option(
    '--optimum <z>',
    'the optimum, where it is known, in the problem’s own sense; gaps are measured against it unless something found or proven here contradicts it',
    parseNumber,
  )
  .option('--feasibility-tolerance <amount>', 'by how much each row may be missed; rows are met exactly where left out', parseNonNegative)
  .action(answering(async (path, options: HandOverOptions) => (await import('./commands/handover.ts')).handover(path, options)));

onProblem(command(program, 'estimate', 'loss, penalty or probability of feasibility at a point, with its standard error'))
  .requiredOption('--at <x>', AT_HELP)
  .addOption(choice('--quantity <name>', 'loss, penalty or feasibility', ['loss', 'penalty', 'feasibility']).default('loss'))
  .option('--mu <m>', 'weight of the penalty in the loss', parseNonNegative)
  .option('--samples <n>', 'samples', parseCount(1, 1_000_000_000), 10_000)
  .addOption(seedOption().default(0))
  .action(answering(async (path, options: EstimateOptions) => (await import('./commands/estimate.ts')).estimate(path, options)));

onProblem(command(program, 'gradient', 'the penalty part of a scheme’s gradient at a point, with standard errors'))
  .requiredOption('--at <x>', AT_HELP)
  .addOption(schemeOption().makeOptionMandatory())
  .addOption(evaluationOption().default('sampled'))
  .addOption(temperatureOption())
  .addOption(differenceStepOption())
  .addOption(softOption())
  .option('--samples <n>', 'samples', parseCount(1, 1_000_000_000), 10_000)
  .addOption(seedOption().default(0))
  .action(answering(async (path, options: GradientOptions) => (await import('./commands/estimate.ts')).gradient(path, options)));

onProblem(command(
  program, 'quality', 'bias, variance, cosine to the true gradient and cost of the schemes at a point, against the sample count',
))
  .requiredOption('--at <x>', AT_HELP)
  .option('--schemes <names>', `schemes separated by commas; all, where left out: ${SCHEME_NAMES.join(', ')}`, parseNames(SCHEME_NAMES))
  .option('--samples <counts>', 'sample counts separated by commas, ascending; powers of two where left out', parseCounts(1, 1 << 24))
  .option('--replications <r>', `independent estimates behind every figure, ${DEFAULT_REPLICATIONS} where left out`, parseCount(
    LEAST_REPLICATIONS, MOST_REPLICATIONS,
  ))
  .option('--iteration <n>', 'where on its schedule a scheme with a temperature stands; its start where left out', parseCount(0))
  .addOption(seedOption().default(0))
  .action(answering(async (path, options: QualityOptions) => (await import('./commands/quality.ts')).quality(path, options)));

onProblem(command(program, 'decode', 'from a point to a 0/1 vector'))
  .requiredOption('--at <x>', AT_HELP)
  .addOption(choice('--decoder <name>', DECODER_NAMES.join(', '), DECODER_NAMES).makeOptionMandatory())
  .option('--mu <m>', 'weight of the penalty where the decoder uses the loss', parseNonNegative)
  .option('--samples <n>', 'samples of best-of-samples', parseCount(1, 10_000_000), 1000)
  .option('--search-work <n>', 'nonzeros that local-search, dive or wedelin may touch', parseCount(1))
  .addOption(seedOption().default(0))
  .option('--write-solution <file>', WRITE_SOLUTION_HELP)
  .option('--force', 'replace the file if it exists')
  .action(answering(async (path, options: DecodeOptions) => (await import('./commands/decode.ts')).decode(path, options)));

command(program, 'test-pattern', 'a test pattern of fewest specified inputs for a stuck-at fault of a circuit, checked by simulation')
  .argument('<circuit>', 'a combinational circuit: .bench, as in the ISCAS benchmarks')
  .requiredOption('--fault <net/value>', 'the net and the value it is stuck at, e.g. G10/1')
  .option('--time-limit <seconds>', 'stop after so many seconds with what there is', parsePositive)
  .option('-o, --output <file>', `also write the program: ${endingsInWords('or')}`)
  .option('--force', 'replace the file if it exists')
  .action(answering(async (path, options: TestPatternOptions) => (await import('./commands/test-pattern.ts')).testPattern(path, options)));

command(program, 'graph', 'a problem on a graph in the form of DIMACS, written as a program')
  .argument('<graph>', 'a graph: p edge NODES EDGES, then e U V')
  .addOption(choice('--problem <name>', GRAPH_PROBLEMS.join(', '), GRAPH_PROBLEMS).makeOptionMandatory())
  .requiredOption('-o, --output <file>', `file to write: ${endingsInWords('or')}`)
  .option('--force', 'replace the file if it exists')
  .action(answering(async (path, options: GraphOptions) => (await import('./commands/graph.ts')).graph(path, options)));

// The list of families is worth loading only for those who may read it.
const mayReadFamilies = process.argv.includes('generate');
const families = mayReadFamilies ? `\nFamilies and their parameters:\n${(await import('./commands/generate.ts')).familyHelp()}` : '';
command(program, 'generate', 'a random program of a family, written to a file')
  .argument('<family>', 'leibniz generate --help lists them')
  .option('--size <name=value...>', 'parameters of the family, e.g. --size rows=200 columns=400; the others keep their defaults')
  .addOption(seedOption().default(0))
  .requiredOption('-o, --output <file>', `file to write: ${endingsInWords('or')}`)
  .option('--force', 'replace the file if it exists')
  .addHelpText('after', families)
  .action(answering(async (family, options: GenerateOptions) => (await import('./commands/generate.ts')).generate(family, options)));

command(program, 'claims', 'every claim of the papers: measured, expected, verdict')
  .option('--only <id>', 'only this claim, with all that was computed; may be repeated', (
    id: string, before: readonly string[] | undefined,
  ) => [...(before ?? []), id])
  .action((options: ClaimsOptions) =>
    answering(async (_input, chosen: ClaimsOptions) => (await import('./commands/claims.ts')).claims(chosen))('', options));

const session = program.command('session').description('look into session files').exitOverride();
command(session, 'info', 'what a session holds')
  .argument('<file>', 'a .leibniz file')
  .action(answering(async (path) => (await import('./commands/session.ts')).sessionInfo(path)));
command(session, 'verify', 'check a session file and everything in it')
  .argument('<file>', 'a .leibniz file')
  .action(answering(async (path) => (await import('./commands/session.ts')).sessionVerify(path)));
command(session, 'export', 'the table of runs, or a problem')
  .argument('<file>', 'a .leibniz file')
  .requiredOption(
    '-o, --output <file>', `file to write: ${TABLE_ENDINGS.join(', ')} or .json for the runs; ${endingsInWords('or')} with --problem`,
  )
  .option('--problem <id>', 'export this problem instead of the runs', parseCount(1))
  .option('--columns <list>', 'columns of the table of runs, by their keys: run,method,objective,…', (text: string) =>
    text.split(',').map((key) => key.trim()))
  .addOption(choice(
    '--manifest <place>',
    `what made the numbers of a ${ENDINGS_WITH_MANIFEST.join(' or ')}: in a .json beside it, in comment lines above it, or none`,
    TABLE_MANIFEST_PLACES,
  ).default('beside'))
  .option('--force', 'replace the file if it exists')
  .action(answering(async (path, options: SessionExportOptions) => (await import('./commands/session.ts')).sessionExport(path, options)));

const study = program.command('study').description('problems × methods × seeds').exitOverride();
command(study, 'run', 'run a study into a session')
  // Before its code is loaded, so that Ctrl-C is heard from the first moment.
  .hook('preAction', () => void onInterrupt(() => undefined))
  .argument('<study>', 'a study file (.json)')
  .requiredOption('--session <file>', 'session file to write (.leibniz)')
  .option('--report <file>', 'write a report (.html)')
  .option('--resume', 'go on with a session of an earlier run of this study')
  .option('--workers <n>', 'number of workers; 0: one per core', parseCount(0, 256), 0)
  .action(answering(async (path, options: StudyRunOptions) => (await import('./commands/study.ts')).studyRun(path, options)));

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
