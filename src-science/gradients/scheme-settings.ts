/**
 * Settings that single schemes read (docs/science.md, section 4); the record of a scheme says which are its own. Below
 * the schemes: what a setting is does not depend on who reads it.
 */
import { POSITIVE } from '../settings/number-limits.ts';
import type { Settings, SpecOf } from '../settings/setting.ts';

const TEMPERATURE = {
  kind: 'group',
  label: 'Temperature τ',
  help: 'The temperature of the relaxed samples and how it falls: τ(t) = final + (start − final) · 2^(−t / half-life).',
  optional: true,
  option: { flags: '--temperature', help: 'of the scheme concrete, at iteration 0, at the end, and how fast between' },
  separator: ',',
  row: ({ start, final, halfLife }, say) => `${say.amount(start)} → ${say.amount(final)}, half-life ${say.amount(halfLife)} iterations`,
  settings: {
    start: {
      kind: 'number', limits: POSITIVE, default: 1,
      subject: 'The first temperature', label: 'Temperature τ',
      column: 'τ from', brief: 'τ from', option: { part: 'start' },
      help: 'τ at the first iteration: σ((σ⁻¹(x̂) + σ⁻¹(ε))/τ) stands for the 0/1 sample. Nearer 0 it is nearer to a sample: less bias, more variance.',
    },
    final: {
      kind: 'number', limits: POSITIVE, default: 0.1,
      subject: 'The final temperature', label: 'Final τ',
      column: 'τ to', brief: 'τ to', option: { part: 'final' },
      help: 'What the temperature tends to: τ(t) = final + (start − final) · 2^(−t / half-life).',
    },
    halfLife: {
      kind: 'number', limits: POSITIVE, default: 200,
      subject: 'The temperature’s half-life', label: 'Half-life of τ', unit: 'iterations',
      column: 'τ half-life', brief: 'τ half-life', option: { part: 'halflife' },
      help: 'Iterations in which the temperature comes half of the way to its final value.',
    },
  },
} as const satisfies Settings[string];

const DIFFERENCE_STEP = {
  kind: 'number',
  limits: { above: 0, atMost: 0.5 },
  default: 0.05,
  optional: true,
  subject: 'The difference step',
  label: 'Difference step h',
  column: 'h',
  brief: 'h',
  help: 'How far x̂ is shifted, in (0, ½]: the bias grows like h², the variance like 1/h.',
  option: { flags: '--difference-step <h>', help: 'of the scheme finite-difference, up to 0.5' },
} as const satisfies Settings[string];

/**
 * `drawn`: ∂s_j of the sample's own ε, as published (GWL25). `averaged`: its mean given x_j, h1/x̂ or
 * h0/(1 − x̂) (docs/science.md, section 5): the same expectation, less variance, and no ε to draw.
 */
const SOFT = {
  kind: 'choice',
  look: 'buttons',
  default: 'drawn',
  optional: true,
  where: { evaluation: { isNot: ['exact'] } },
  subject: 'The slope ∂s',
  label: 'Slope ∂s',
  column: '∂s',
  brief: '∂s',
  help: 'Drawn with the sample’s ε as DiffILO does, or its mean given the 0/1 sample: the same expectation with less variance.',
  option: { flags: '--soft <form>', help: 'of the scheme surrogate-interchange: its soft slope drawn, as published, or averaged given the sample' },
  choices: {
    drawn: { label: 'Drawn', help: '∂s of the sample’s own ε, as published.' },
    averaged: { label: 'Averaged', help: 'The mean of ∂s given the sample: the same expectation, 1.2 to 3.7 times less variance, and faster.' },
  },
} as const satisfies Settings[string];

export const SCHEME_SETTINGS = { temperature: TEMPERATURE, differenceStep: DIFFERENCE_STEP, soft: SOFT } as const;

/** Each left out takes its default. */
export type SchemeTuning = SpecOf<typeof SCHEME_SETTINGS>;
/** τ(t) = final + (start − final) · 2^(−t/halfLife) at iteration t; all above 0. */
export type TemperatureSchedule = NonNullable<SchemeTuning['temperature']>;
export type SoftForm = NonNullable<SchemeTuning['soft']>;

export const DEFAULT_TEMPERATURE: TemperatureSchedule = {
  start: TEMPERATURE.settings.start.default,
  final: TEMPERATURE.settings.final.default,
  halfLife: TEMPERATURE.settings.halfLife.default,
};
export const DEFAULT_DIFFERENCE_STEP: number = DIFFERENCE_STEP.default;
