/** The settings of an estimate at a point, in the order in which they are shown. */
import { evaluationSetting, schemeSetting, tuningSetting } from '../gradients/scheme-tuning.ts';
import { pointSetting, seedSetting } from '../settings/common-settings.ts';
import { NON_NEGATIVE } from '../settings/number-limits.ts';
import type { PlacedSettings, SpecOfKind } from '../settings/setting.ts';

const ESTIMATE_SECTIONS = ['Estimate', 'Point'] as const;
type Section = (typeof ESTIMATE_SECTIONS)[number];

const QUANTITY = {
  kind: 'choice',
  section: 'Estimate',
  look: 'buttons',
  choices: {
    loss: { label: 'Loss', help: 'L(x̂) = E[cᵀx] + μ Σᵢ E[max(aᵢᵀx − bᵢ, 0)].' },
    penalty: { label: 'Penalty', help: 'Σᵢ E[max(aᵢᵀx − bᵢ, 0)], without μ.' },
    feasibility: { label: 'Feasibility', help: 'The probability that a sample satisfies every row.' },
    gradient: { label: 'Gradient', help: 'The penalty part of a scheme’s gradient, coordinate by coordinate.' },
  },
  default: 'loss',
  subject: 'The quantity',
  label: 'Quantity',
  help: 'What is estimated at x̂ by Monte Carlo, with its standard error, and its z against the exact value where that is known.',
  option: { flags: '--quantity <name>', help: 'loss, penalty or feasibility' },
} as const satisfies PlacedSettings<Section>[string];

/** Of every estimate. */
const EVERY = {
  samples: {
    kind: 'number',
    section: 'Estimate',
    limits: { whole: true, atLeast: 1, atMost: 1_000_000_000 },
    default: 10_000,
    subject: 'Samples',
    label: 'Samples',
    column: 'Samples asked',
    brief: (value, say) => `${say.count(value)} samples`,
    arrows: 1000,
    help: 'Random 0/1 vectors drawn; the standard error falls with their square root.',
    option: { flags: '--samples <n>', help: 'samples' },
  },
  mu: {
    kind: 'number',
    section: 'Estimate',
    limits: NON_NEGATIVE,
    default: 10,
    where: { quantity: { is: ['loss'] } },
    subject: 'μ',
    label: 'μ',
    column: 'μ asked',
    brief: 'μ',
    help: 'Weight of the penalty in the loss; not used otherwise.',
    option: { flags: '--mu <m>', help: 'weight of the penalty in the loss' },
  },
  seed: seedSetting('The same seed gives the same estimate.'),
  xHat: pointSetting('Point', 'At x̂', 'The marginals at which the estimate is made.'),
} as const satisfies PlacedSettings<Section>;

/** Of estimates of a gradient besides. */
const OF_GRADIENT = {
  scheme: schemeSetting('Estimate', 'Which gradient scheme is estimated.'),
  evaluation: evaluationSetting('Estimate', 'sampled', 'Sampled or exact.'),
  /** An estimate stands at iteration 0, so that of a temperature only its start is read. */
  tuning: tuningSetting('scheme', 'Estimate', true),
} as const satisfies PlacedSettings<Section>;

export const ESTIMATE = {
  sections: ESTIMATE_SECTIONS,
  tag: 'quantity',
  choice: QUANTITY,
  cases: { loss: EVERY, penalty: EVERY, feasibility: EVERY, gradient: { ...OF_GRADIENT, ...EVERY } },
} as const;

export type EstimateSpec = SpecOfKind<typeof ESTIMATE>;
export type ScalarEstimateSpec = Exclude<EstimateSpec, { readonly quantity: 'gradient' }>;
export type GradientEstimateSpec = Extract<EstimateSpec, { readonly quantity: 'gradient' }>;
