/** The settings of a prediction, in the order in which they are shown. */
import { DECODERS } from '../decoding/decoders.ts';
import { seedSetting } from '../settings/common-settings.ts';
import { COUNT } from '../settings/number-limits.ts';
import type { PlacedSettings, SpecOf } from '../settings/setting.ts';

/** In the place of a model's hash where none is chosen yet. */
export const NO_MODEL = '0'.repeat(64);

/** How marginals of a model are decoded, by predictions and at the end of a training. */
export const MODEL_DECODERS = {
  kind: 'names',
  section: 'Decoders',
  look: 'labels',
  written: 'repeated',
  one: 'decoder',
  choices: DECODERS,
  default: ['best-of-samples', 'conditional-expectation'],
  least: 0,
  none: { word: 'none', brief: 'not decoded' },
  label: 'Decoders',
  brief: (names: string) => `decoded by ${names}`,
} as const;

const PREDICT_SECTIONS = ['Model', 'Decoders'] as const;
type Section = (typeof PREDICT_SECTIONS)[number];

const PREDICT_SETTINGS = {
  model: {
    kind: 'data',
    section: 'Model',
    data: 'model',
    label: 'Model',
    brief: (model) => `model ${String(model).slice(0, 8)}`,
    row: (model) => String(model).slice(0, 16),
    help: 'What a training of this session came to: the parameters of its best epoch.',
    option: { none: '--model takes a file' },
  },
  otherClass: {
    kind: 'choice',
    section: 'Model',
    look: 'buttons',
    choices: {
      refuse: { label: 'Refuse', help: 'A model of covers is not asked about auctions.', brief: 'own kind only' },
      allow: { label: 'Allow', help: 'It is asked whatever the program is.', brief: 'any kind of program' },
    },
    default: 'refuse',
    optional: true,
    subject: 'The answer to programs of another kind',
    label: 'Other kinds',
    help: 'What happens where the model was trained on programs whose rows are of another kind.',
    option: { flags: '--other-kinds <answer>', help: 'refuse or allow programs whose rows are of another kind than the model knows' },
  },
  decoders: {
    ...MODEL_DECODERS,
    help: 'Applied to the predicted marginals, in this order; the best feasible result is the run’s solution.',
    option: { flags: '--decode <name>', help: 'how to decode the predicted marginals, may be repeated' },
  },
  samples: {
    kind: 'number',
    section: 'Decoders',
    limits: COUNT,
    default: 1000,
    where: { decoders: { is: ['best-of-samples'] } },
    subject: 'Samples',
    label: 'Samples',
    column: 'Samples asked',
    brief: (value, say) => `${say.count(value)} samples`,
    arrows: 100,
    help: 'Vectors drawn by “best of N samples”; published are 1000.',
    option: { flags: '--samples <n>', help: 'samples of best-of-samples' },
  },
  seed: seedSetting('Seed of what the decoders draw.'),
} as const satisfies PlacedSettings<Section>;

export const PREDICT = { sections: PREDICT_SECTIONS, settings: PREDICT_SETTINGS } as const;
export type PredictSpec = SpecOf<typeof PREDICT_SETTINGS>;
