/** What is added to a gradient, to learn what it does. */
import { SCHEMES_WITH_ERROR } from '../../gradients/scheme.ts';
import { NON_NEGATIVE } from '../../settings/number-limits.ts';
import type { PlacedSettings } from '../../settings/setting.ts';

export const EXPERIMENT_SETTINGS = {
  /** Definitions: `interchange-error.ts`. */
  interchangeError: {
    kind: 'choice',
    section: 'Experiments',
    look: 'names',
    choices: {
      none: { label: 'None', help: 'The gradient as it is.', brief: 'no error added' },
      kept: { label: 'As it is', help: 'Gradient + share · (interchange − gradient): from the gradient (0) to the interchange direction (1).', brief: 'interchange error' },
      'shared-sign': { label: 'One random sign', help: 'The same with a fair sign drawn each iteration: noise of mean 0 with the error’s covariance.', brief: 'interchange error, one random sign' },
      'own-signs': { label: 'Random signs', help: 'The same with a fair sign drawn each iteration and variable: noise of its variances.', brief: 'interchange error, random signs' },
    },
    default: 'none',
    optional: true,
    where: { scheme: { is: SCHEMES_WITH_ERROR } },
    subject: 'The interchange’s error',
    label: 'Interchange’s error',
    column: 'Interchange error',
    help: 'The error that interchanging derivative and expectation makes, added to the gradient as it is or as noise. docs/question.md says what it was used for.',
    option: { flags: '--interchange-error <kind>', help: 'of the schemes true-penalty and surrogate-corrected: what the interchange does wrong, added' },
  },
  errorShare: {
    kind: 'number',
    section: 'Experiments',
    limits: NON_NEGATIVE,
    default: 1,
    optional: true,
    where: { scheme: { is: SCHEMES_WITH_ERROR }, interchangeError: { isNot: ['none'] } },
    subject: 'The share of the interchange’s error',
    label: 'Share of the error',
    column: 'Error share',
    brief: 'error ×',
    help: 'What the error is multiplied with. Of an error kept as it is, 1 less this is the share of the boundary term that is there.',
    option: { flags: '--error-share <factor>', help: 'how much of that error' },
  },
} as const satisfies PlacedSettings<'Experiments'>;
