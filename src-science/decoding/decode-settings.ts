/** The settings of a decoding, in the order in which they are shown. */
import { pointSetting, seedSetting } from '../settings/common-settings.ts';
import { COUNT, NON_NEGATIVE } from '../settings/number-limits.ts';
import type { PlacedSettings, SpecOf } from '../settings/setting.ts';
import { DECODERS, decodersThat, SEARCH_WORK } from './decoders.ts';

const DECODE_SECTIONS = ['Decode', 'Point'] as const;
type Section = (typeof DECODE_SECTIONS)[number];

const DECODE_SETTINGS = {
  decoder: {
    kind: 'choice',
    section: 'Decode',
    look: 'list',
    choices: DECODERS,
    default: 'conditional-expectation',
    subject: 'The decoder',
    label: 'Decoder',
    help: 'How the marginals become a 0/1 vector.',
    option: { flags: '--decoder <name>', help: 'how the marginals become a 0/1 vector' },
  },
  samples: {
    kind: 'number',
    section: 'Decode',
    limits: COUNT,
    default: 1000,
    where: { decoder: { is: ['best-of-samples'] } },
    subject: 'Samples',
    label: 'Samples',
    column: 'Samples asked',
    brief: (value, say) => `${say.count(value)} samples`,
    arrows: 100,
    help: 'Vectors drawn by “best of N samples”; not used otherwise.',
    option: { flags: '--samples <n>', help: 'samples of best-of-samples' },
  },
  searchWork: { ...SEARCH_WORK, section: 'Decode', where: { decoder: { is: decodersThat('searches') } } },
  /** null takes the safe default of the program. */
  mu: {
    kind: 'number',
    section: 'Decode',
    limits: NON_NEGATIVE,
    default: null,
    none: { word: 'safe default', brief: 'usual μ' },
    where: { decoder: { is: decodersThat('weighs') } },
    subject: 'μ',
    label: 'μ',
    column: 'μ asked',
    brief: 'μ',
    help: 'Weight of the penalty where the decoder uses the loss; empty takes the safe default of the problem.',
    option: { flags: '--mu <m>', help: 'weight of the penalty where the decoder uses the loss' },
  },
  seed: { ...seedSetting('Seed of what the decoder draws.'), where: { decoder: { is: decodersThat('draws') } } },
  xHat: pointSetting('Point', 'From x̂', 'The marginals that are decoded.'),
} as const satisfies PlacedSettings<Section>;

export const DECODE = { sections: DECODE_SECTIONS, settings: DECODE_SETTINGS } as const;
export type DecodeSpec = SpecOf<typeof DECODE_SETTINGS>;
