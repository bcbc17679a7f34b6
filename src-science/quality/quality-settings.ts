/** The settings of a measurement of gradient quality, in the order in which they are shown. */
import { SCHEME_NAMES, SCHEMES } from '../gradients/scheme.ts';
import { schemesWith, tuningSetting } from '../gradients/scheme-tuning.ts';
import { pointSetting, seedSetting } from '../settings/common-settings.ts';
import { WHOLE } from '../settings/number-limits.ts';
import type { PlacedSettings, SpecOfKind } from '../settings/setting.ts';

const QUALITY_SECTIONS = ['Where', 'Schemes', 'Sampling'] as const;
type Section = (typeof QUALITY_SECTIONS)[number];

const SHAPE = {
  kind: 'choice',
  section: 'Where',
  look: 'buttons',
  choices: {
    point: { label: 'At one x̂', help: 'Bias, variance, cosine and cost against the number of samples.', brief: 'at one x̂' },
    path: { label: 'Along a run', help: 'Cosine to the true gradient at the stored points of a descent.', brief: 'along a run' },
  },
  default: 'point',
  subject: 'The place of a measurement',
  label: 'Measure',
  column: 'Where',
  help: 'At one x̂ against the number of samples, or at the stored points x̂ of a run, along its trajectory.',
  option: { none: 'leibniz quality measures at one x̂' },
} as const satisfies PlacedSettings<Section>[string];

/** Samples of one estimate. */
const SAMPLES = { whole: true, atLeast: 1, atMost: 1 << 24 } as const;

/** At one x̂ and along a run. */
const EVERYWHERE = {
  schemes: {
    kind: 'names',
    section: 'Schemes',
    look: 'names',
    written: 'with commas',
    one: 'scheme',
    choices: SCHEMES,
    default: SCHEME_NAMES,
    least: 1,
    none: { word: 'none', brief: 'no scheme' },
    label: 'Schemes',
    brief: (names) => names,
    help: 'The gradient schemes that are measured; all of them see the same random 0/1 vectors.',
    option: { flags: '--schemes <names>', help: 'schemes separated by commas; all, where left out' },
  },
  tuning: tuningSetting('schemes', 'Schemes'),
  /** Independent estimates behind every figure. */
  replications: {
    kind: 'number',
    section: 'Sampling',
    limits: { whole: true, atLeast: 8, atMost: 512 },
    default: 32,
    subject: 'Replications',
    label: 'Replications',
    brief: 'R',
    arrows: 1,
    help: 'Independent estimates behind every figure; standard errors fall with their square root.',
    option: { flags: '--replications <r>', help: 'independent estimates behind every figure' },
  },
  seed: seedSetting('The same spec and seed give the same figures, but for the seconds.'),
} as const satisfies PlacedSettings<Section>;

/** At one x̂ besides. */
const AT_A_POINT = {
  xHat: pointSetting('Where', 'At x̂', 'The marginals at which the schemes are measured.'),
  iteration: {
    kind: 'number',
    section: 'Where',
    limits: WHOLE,
    default: 0,
    optional: true,
    where: { schemes: { is: schemesWith('temperature') } },
    subject: 'The iteration',
    label: 'Iteration',
    column: 'At iteration',
    brief: 'at iteration',
    arrows: 1,
    help: 'Where on its schedule a scheme with a temperature stands; 0 is the start.',
    option: { flags: '--iteration <n>', help: 'where on its schedule a scheme with a temperature stands; its start where left out' },
  },
  samples: {
    kind: 'counts',
    section: 'Sampling',
    limits: SAMPLES,
    most: 64,
    default: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    subject: 'Sample counts',
    one: 'sample count',
    label: 'Sample counts',
    column: 'Samples asked',
    brief: (counts, say) => `${say.vector(counts)} samples`,
    help: 'Numbers K of samples an estimate is made of, ascending. Every figure is measured at each of them.',
    option: { flags: '--samples <counts>', help: 'sample counts separated by commas, ascending; powers of two where left out' },
  },
} as const satisfies PlacedSettings<Section>;

/** Along a run besides. */
const ALONG_A_RUN = {
  points: {
    kind: 'data',
    data: 'points',
    section: 'Where',
    label: 'Points',
    brief: (points, say) => say.vector(points),
    row: (points, say, { runId }) => (
      `${say.count(Array.isArray(points) ? points.length : 0)} of ${typeof runId === 'number' ? `run ${runId}` : 'given points'}`
    ),
    help: 'The points x̂ of the trajectory, with the iteration and the weight μ of each.',
    option: { none: 'only the window measures along a run' },
  },
  /** It changes no number. */
  runId: {
    kind: 'data',
    data: 'run',
    section: null,
    label: 'Run',
    brief: (run) => `run ${String(run)}`,
    help: 'The run whose trajectory it is.',
    option: { none: 'only the window measures along a run' },
  },
  samples: {
    kind: 'number',
    section: 'Sampling',
    limits: SAMPLES,
    default: 64,
    subject: 'Samples',
    label: 'Samples K',
    column: 'Samples asked',
    brief: (value, say) => `${say.count(value)} samples`,
    arrows: 1,
    help: 'Samples of each estimate whose cosine is measured. Schemes with an exact expectation are also shown without sampling.',
    option: { none: 'only the window measures along a run' },
  },
} as const satisfies PlacedSettings<Section>;

export const QUALITY = {
  sections: QUALITY_SECTIONS,
  tag: 'shape',
  choice: SHAPE,
  cases: { point: { ...AT_A_POINT, ...EVERYWHERE }, path: { ...ALONG_A_RUN, ...EVERYWHERE } },
} as const;

export type QualitySpec = SpecOfKind<typeof QUALITY>;
export type PointQualitySpec = Extract<QualitySpec, { readonly shape: 'point' }>;
export type PathQualitySpec = Extract<QualitySpec, { readonly shape: 'path' }>;
