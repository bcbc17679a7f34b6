/** The settings of a training, in the order in which they are shown. */
import { evaluationSetting, schemeSetting, tuningSetting } from '../gradients/scheme-tuning.ts';
import { seedSetting } from '../settings/common-settings.ts';
import { COUNT, NON_NEGATIVE, POSITIVE } from '../settings/number-limits.ts';
import type { PlacedSettings, SpecOf } from '../settings/setting.ts';
import { MODEL_DECODERS } from './predict-settings.ts';

const TRAIN_SECTIONS = ['Programs', 'Network', 'Gradient', 'Penalty weight', 'Steps', 'Decoders'] as const;
type Section = (typeof TRAIN_SECTIONS)[number];

/** Numbers of programs and epochs that the random stream tells apart together. */
const MOST = 1_000_000;

const TRAIN_SETTINGS = {
  programs: {
    kind: 'data',
    section: 'Programs',
    data: 'instances',
    label: 'Programs',
    brief: (programs, say) => say.vector(programs),
    row: (programs) => programsInWords(programs),
    help: 'What is trained on: so many programs of a family, drawn from a seed, or listed ones.',
    option: { none: 'files, or --family, --parameter, --instances and --first-seed say them' },
  },
  validationShare: {
    kind: 'number',
    section: 'Programs',
    limits: { above: 0, below: 1 },
    default: 0.2,
    subject: 'The share of the programs for validation',
    label: 'Validation',
    brief: (value, say) => `${say.share(value)} for validation`,
    help: 'Share of the programs that no step is made on: the last ones. The parameters of the epoch that is best on them are kept.',
    option: { flags: '--validation <share>', help: 'share of the programs that no step is made on' },
  },
  architecture: {
    kind: 'choice',
    section: 'Network',
    look: 'buttons',
    choices: {
      published: { label: 'Published', help: 'DiffILO’s: vectors of 32 entries, two layers of 512 and 128 before the logit.', brief: 'DiffILO’s network' },
      small: { label: 'Small', help: 'Vectors of 16 entries, layers of 64 and 32: a fifteenth of the parameters or less.', brief: 'small network' },
    },
    default: 'published',
    subject: 'The architecture',
    label: 'Architecture',
    help: 'A graph network over variables and rows, of pairs of half-convolutions.',
    option: { flags: '--architecture <name>', help: 'DiffILO’s network, or a small one of its kind' },
  },
  pairs: {
    kind: 'number',
    section: 'Network',
    limits: { whole: true, atLeast: 1, atMost: 20 },
    default: 6,
    subject: 'The pairs of half-convolutions',
    label: 'Pairs',
    brief: (value, say) => `${say.count(value)} pairs`,
    arrows: 1,
    help: 'Half-convolutions from variables to rows and back; published are 6 for set covers, 10 for independent sets and auctions.',
    option: { flags: '--pairs <n>', help: 'pairs of half-convolutions' },
  },
  edges: {
    kind: 'choice',
    section: 'Network',
    look: 'buttons',
    choices: {
      constant: { label: 'Constant', help: 'As published: the network sees who stands in which row, not with which coefficient.', brief: 'edges alike' },
      coefficients: { label: 'Coefficients', help: 'Each edge carries its coefficient over the largest of its row.', brief: 'coefficients on edges' },
    },
    default: 'constant',
    subject: 'The edge feature',
    label: 'Edges',
    help: 'What the network is told of an edge.',
    option: { flags: '--edges <name>', help: 'constant as published, or coefficients' },
  },
  scheme: schemeSetting('Gradient', 'The direction in the marginals that is chained through the network: the subject of the comparison.'),
  evaluation: evaluationSetting('Gradient', 'auto', 'Sampled or exact directions.'),
  samples: {
    kind: 'number',
    section: 'Gradient',
    limits: { whole: true, atLeast: 1, atMost: 1_000_000 },
    default: 15,
    where: { evaluation: { isNot: ['exact'] } },
    subject: 'Samples a program and step',
    label: 'Samples K',
    column: 'Samples asked',
    brief: 'K',
    arrows: 1,
    help: 'Random 0/1 vectors a program and step; not used where the evaluation is exact.',
    option: { flags: '--samples <k>', help: 'samples a program and step' },
  },
  tuning: tuningSetting('scheme', 'Gradient'),
  loss: {
    kind: 'choice',
    section: 'Penalty weight',
    look: 'buttons',
    choices: {
      diffilo: { label: 'DiffILO', help: 'cᵀx̂/‖c‖₂ + μ · mean over violated rows of E[max(aᵢᵀx − bᵢ, 0)]/‖aᵢ‖₂.', brief: 'DiffILO loss' },
      plain: { label: 'Plain', help: '(cᵀx̂ + μ Σᵢ E[max(aᵢᵀx − bᵢ, 0)])/‖c‖₂.', brief: 'plain loss' },
    },
    default: 'diffilo',
    subject: 'The loss',
    label: 'Loss',
    column: 'Loss kind',
    help: 'Of a program, both over ‖c‖₂, so that programs count alike. μ means another thing under each.',
    option: { flags: '--loss <name>', help: 'diffilo: rows normalized and averaged over the violated ones; or plain' },
  },
  mu: {
    kind: 'group',
    section: 'Penalty weight',
    label: 'μ',
    column: 'μ asked',
    help: 'DiffILO’s rule, once an epoch: μ ← clip(μ + rate · (v − 1), least, most), v the mean violation of the training programs. A rate of 0 leaves it fixed.',
    separator: ':',
    row: ({ start, min, max, step }, say) =>
      `${say.amount(start)}, from ${say.amount(min)} to ${say.amount(max)}, rate ${say.amount(step)} an epoch`,
    option: { flags: '--mu <start:min:max:rate>', help: 'weight of the penalty, moved once an epoch by DiffILO’s rule' },
    settings: {
      start: {
        kind: 'number', limits: NON_NEGATIVE, default: 5, subject: 'The first μ', label: 'Start', column: 'μ from', brief: 'μ from',
        option: { part: 'start' }, help: 'μ in the first epoch.',
      },
      min: {
        kind: 'number', limits: NON_NEGATIVE, default: 0.1, subject: 'The smallest μ', label: 'Least', column: 'μ min', brief: 'μ at least',
        option: { part: 'min' }, help: 'μ never falls below this.',
      },
      max: {
        kind: 'number', limits: NON_NEGATIVE, default: 5, subject: 'The largest μ', label: 'Most', column: 'μ max', brief: 'μ at most',
        option: { part: 'max' }, help: 'μ never rises above this.',
      },
      step: {
        kind: 'number', limits: NON_NEGATIVE, default: 0.01, subject: 'The rate of μ', label: 'Rate', column: 'μ rate', brief: 'μ rate',
        option: { part: 'rate' }, help: 'How far μ moves an epoch for each unit of violation beyond 1.',
      },
    },
  },
  step: {
    kind: 'number',
    section: 'Steps',
    limits: POSITIVE,
    default: 1e-4,
    subject: 'The step',
    label: 'Step',
    column: 'Step asked',
    brief: 'step',
    help: 'Of Adam (β 0.9 and 0.999), in the parameters of the network, at the beginning of a period.',
    option: { flags: '--step <s>', help: 'step of Adam in the network’s parameters' },
  },
  period: {
    kind: 'number',
    section: 'Steps',
    limits: { whole: true, atLeast: 1, atMost: MOST },
    default: 200,
    subject: 'The half period of the step',
    label: 'Half period',
    unit: 'epochs',
    brief: (value, say) => `cosine of ${say.count(value)} epochs`,
    arrows: 10,
    help: 'Epochs in which the step falls to 0 by a cosine; in as many it rises again. Published are 200, and 400 for auctions.',
    option: { flags: '--period <epochs>', help: 'epochs in which the step falls to 0, and rises again' },
  },
  batch: {
    kind: 'number',
    section: 'Steps',
    limits: { whole: true, atLeast: 1, atMost: 64 },
    default: 5,
    subject: 'The programs a step',
    label: 'Batch',
    brief: (value, say) => `${say.count(value)} programs a step`,
    arrows: 1,
    help: 'Programs whose gradients are averaged in a step.',
    option: { flags: '--batch <n>', help: 'programs a step' },
  },
  epochs: {
    kind: 'number',
    section: 'Steps',
    limits: { whole: true, atLeast: 1, atMost: MOST },
    default: 60,
    subject: 'The epochs',
    label: 'Epochs',
    column: 'Epochs asked',
    brief: (value, say) => `${say.count(value)} epochs`,
    arrows: 10,
    help: 'Rounds through all training programs, each in an order of its own. Published are 1200, 3000 and 9900.',
    option: { flags: '--epochs <n>', help: 'rounds through all training programs' },
  },
  validationSamples: {
    kind: 'number',
    section: 'Decoders',
    limits: COUNT,
    default: 500,
    subject: 'The samples of a validation',
    label: 'Validation samples',
    brief: (value, say) => `${say.count(value)} samples a validation`,
    arrows: 100,
    help: 'Vectors drawn for each validation program after every epoch; the best feasible one counts.',
    option: { flags: '--validation-samples <n>', help: 'vectors drawn for each validation program after an epoch' },
  },
  decoders: {
    ...MODEL_DECODERS,
    help: 'Applied to the marginals that the trained model gives the run’s own problem, which it is not trained on.',
    option: { flags: '--decode <name>', help: 'how to decode the model’s marginals of the problem, may be repeated' },
  },
  checkpointEvery: {
    kind: 'number',
    section: 'Steps',
    limits: { whole: true, atLeast: 1, atMost: MOST },
    default: 5,
    subject: 'The epochs between checkpoints',
    label: 'Checkpoint every',
    unit: 'epochs',
    brief: (value, say) => `checkpoint every ${say.count(value)} epochs`,
    arrows: 1,
    help: 'Epochs between checkpoints, from which a stopped training goes on.',
    option: { none: 'the command line keeps no checkpoints', value: MOST },
  },
  seed: seedSetting('Of the first parameters, the order of programs and all samples. The same spec and seed give the same bits on any number of workers.'),
} as const satisfies PlacedSettings<Section>;

export const TRAIN = { sections: TRAIN_SECTIONS, settings: TRAIN_SETTINGS } as const;
export type TrainSpec = SpecOf<typeof TRAIN_SETTINGS>;
export type TrainingPrograms = TrainSpec['programs'];

/** `50 programs of set-cover (rows 500), seeds 1 to 50`, `12 listed programs`. */
export function programsInWords(programs: unknown): string {
  const { kind, ...rest } = programs as TrainingPrograms;
  if (kind === 'listed') return `${(rest as { hashes: readonly string[] }).hashes.length} listed programs`;
  const { family, parameters, count, seed } = rest as Omit<Extract<TrainingPrograms, { kind: 'generated' }>, 'kind'>;
  const said = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  return `${count} programs of ${family}${said.length === 0 ? '' : ` (${said.join(', ')})`}, seeds ${seed} to ${seed + count - 1}`;
}
