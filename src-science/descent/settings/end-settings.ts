/** What becomes of the end of a descent: how it is decoded, and what it is compared with. */
import { DECODERS, decodersThat, SEARCH_WORK } from '../../decoding/decoders.ts';
import type { PlacedSettings } from '../../settings/setting.ts';

export const END_SETTINGS = {
  /** Run on the final x̂, in order; the best feasible becomes the run's solution. */
  decoders: {
    kind: 'names',
    section: 'Decoders of the final x̂',
    look: 'labels',
    written: 'repeated',
    one: 'decoder',
    choices: DECODERS,
    default: ['threshold', 'conditional-expectation'],
    least: 0,
    none: { word: 'none', brief: 'not decoded' },
    label: 'Decoders',
    brief: (names) => `decoded by ${names}`,
    help: 'Applied to the final x̂, in this order; the best feasible result is the run’s solution.',
    option: { flags: '--decode <name>', help: 'how to decode the end, may be repeated' },
  },
  searchWork: { ...SEARCH_WORK, section: 'Decoders of the final x̂', where: { decoders: { is: decodersThat('searches') } } },
  diveWork: {
    ...SEARCH_WORK,
    section: 'Decoders of the final x̂',
    where: { decoders: { is: ['dive'] } },
    none: { word: 'as the other searches', brief: 'usual dive work' },
    subject: 'The work of the dives',
    label: 'Dive work',
    brief: 'dive work',
    help: 'What the dives may touch, where that is not what every search may; empty takes the search work, or the default for the problem.',
    option: { flags: '--dive-work <n>', help: 'nonzeros that the decoder dive may touch, in place of --search-work' },
  },
  /** Before each decoder that searches, against the best vector known by then (`bounds/`). */
  fixing: {
    kind: 'choice',
    section: 'Decoders of the final x̂',
    look: 'buttons',
    choices: {
      none: { label: 'None', help: 'Every free variable is searched.', brief: 'nothing fixed' },
      'by-bound': {
        label: 'By the bound', help: 'What no vector as good as the best known one can have, by the reduced costs of the certified bound, is fixed.',
        brief: 'fixed by the bound',
      },
    },
    default: 'none',
    optional: true,
    where: { decoders: { is: decodersThat('searches') } },
    subject: 'The fixing before searches',
    label: 'Fixing',
    help: 'Lagrangian fixing: whether variables that the certified bound decides are left out of the searches. Nothing as good as the best known vector is lost.',
    option: { flags: '--fixing <name>', help: 'none, or by-bound: what the certified bound decides is left out of the searches' },
  },
  /** Made after the decoders, by whoever has a linear solver (`controls.ts`); they change nothing of the run. */
  controls: {
    kind: 'choice',
    section: 'Decoders of the final x̂',
    look: 'buttons',
    choices: {
      none: { label: 'None', help: 'Nothing is compared.', brief: 'no controls' },
      'same-work': {
        label: 'At the same work',
        help: 'The search from ½, and greedy repair from the linear relaxation and from ½, with at most as many nonzeros as the run counted.',
        brief: 'with controls',
      },
    },
    default: 'none',
    optional: true,
    where: { decoders: { is: decodersThat('searches') } },
    subject: 'The controls',
    label: 'Controls',
    help: 'What the same counted work gives without a descent, beside the result: without it nobody can say what the descent was good for. Takes about as long again.',
    option: { flags: '--controls <name>', help: 'none, or same-work: what the same counted work gives without a descent' },
  },
} as const satisfies PlacedSettings<'Decoders of the final x̂'>;
