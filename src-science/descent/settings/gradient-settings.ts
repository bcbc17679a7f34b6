/** How a descent estimates its gradients. */
import { evaluationSetting, schemeSetting, tuningSetting } from '../../gradients/scheme-tuning.ts';
import type { PlacedSettings } from '../../settings/setting.ts';

export const GRADIENT_SETTINGS = {
  scheme: schemeSetting('Gradient', 'How the gradient of the penalty is estimated: the subject of the comparison.'),
  evaluation: evaluationSetting('Gradient', 'auto', 'Sampled or exact gradients.'),
  samples: {
    kind: 'number',
    section: 'Gradient',
    limits: { whole: true, atLeast: 1, atMost: 1_000_000 },
    default: 64,
    where: { evaluation: { isNot: ['exact'] } },
    subject: 'Samples a step',
    label: 'Samples K',
    column: 'Samples asked',
    brief: 'K',
    arrows: 1,
    help: 'Random 0/1 vectors a step; not used where the evaluation is exact.',
    option: { flags: '--samples <k>', help: 'samples a step' },
  },
  tuning: tuningSetting('scheme', 'Gradient'),
} as const satisfies PlacedSettings<'Gradient'>;
