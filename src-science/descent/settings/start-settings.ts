/** Where a descent starts. */
import { SHARE } from '../../settings/number-limits.ts';
import type { PlacedSettings } from '../../settings/setting.ts';

export const START_SETTINGS = {
  start: {
    kind: 'variant',
    section: 'Start',
    tag: 'kind',
    default: 'uniform',
    subject: 'The start',
    label: 'Start from',
    column: 'Start',
    help: 'The marginals x̂ of the first iteration.',
    option: { flags: '--start <kind>', help: 'where it starts; lp is the linear relaxation' },
    written: 'name and parts',
    variants: {
      uniform: {
        label: 'The same value for all',
        help: 'One marginal for every variable.',
        brief: ({ value }, say) => `start ${say.amount(value)}`,
        row: ({ value }, say) => `${say.amount(value)} for all`,
        settings: {
          value: {
            kind: 'number',
            limits: SHARE,
            default: 0.5,
            subject: 'The starting marginal',
            label: 'Value',
            column: 'Start',
            brief: 'start',
            option: { part: 'value' },
            help: 'The same marginal for every variable, in [0, 1].',
          },
        },
      },
      /** Each free marginal uniform in [center − spread, center + spread] ∩ (0, 1), from the seed. */
      random: {
        label: 'Random around a center',
        help: 'Each free marginal drawn from an interval, by the seed.',
        brief: ({ center, spread }, say) => `start ${say.amount(center)} ± ${say.amount(spread)}`,
        row: ({ center, spread }, say) => `random in ${say.amount(center)} ± ${say.amount(spread)}`,
        settings: {
          center: {
            kind: 'number',
            limits: SHARE,
            default: 0.5,
            subject: 'The center of the random start',
            label: 'Center',
            column: 'Start around',
            brief: 'start around',
            option: { part: 'center' },
            help: 'Middle of the interval the marginals are drawn from.',
          },
          spread: {
            kind: 'number',
            limits: { atLeast: 0, atMost: 0.5 },
            default: 0.25,
            subject: 'The spread of the random start',
            label: 'Spread',
            column: 'Start ±',
            brief: 'start ±',
            option: { part: 'spread' },
            help: 'Half the width of that interval, at most 0.5; drawn from the seed.',
          },
        },
      },
      /**
       * The solution of the linear relaxation, drawn in to [margin, 1 − margin]: a marginal of 0 or 1 could not
       * move. Whoever has a linear solver puts a `given` start in its place before `descend` is called. With `otherwise`
       * the solver has a budget of iterations; where it does not suffice, that marginal is the start of all.
       */
      'lp-relaxation': {
        label: 'Linear relaxation',
        help: 'The solution of the linear relaxation, drawn in from 0 and 1.',
        brief: () => 'start at the linear relaxation',
        row: ({ margin, otherwise }, say) =>
          `linear relaxation, drawn in by ${say.amount(margin)}${typeof otherwise === 'number' ? `; ${say.amount(otherwise)} for all where it is not solved in time` : ''}`,
        word: 'lp',
        settings: {
          margin: {
            kind: 'number',
            limits: { atLeast: 0, below: 0.5 },
            default: 0.1,
            subject: 'The margin of a start at the linear relaxation',
            label: 'Margin',
            brief: 'margin',
            option: { part: 'margin' },
            help: 'How far the linear relaxation’s solution is drawn in from 0 and 1, below 0.5: a marginal of 0 or 1 could not move.',
          },
          otherwise: {
            kind: 'number',
            limits: SHARE,
            default: null,
            optional: true,
            none: { word: 'wait for it', brief: 'however long the relaxation takes' },
            subject: 'The marginal to start at where the relaxation is not solved',
            label: 'Else start at',
            column: 'Else start',
            brief: (value, say) => `else start ${say.amount(value)}`,
            option: { part: 'otherwise' },
            help: 'The marginal of all variables where the relaxation is not solved within its budget of iterations. Empty: it is waited for, and without it there is no descent.',
          },
        },
      },
      /** Whoever has the model puts a `given` start in its place before `descend` is called. */
      model: {
        label: 'Trained model',
        help: 'The marginals that a trained network gives the program.',
        brief: ({ model }) => `start at model ${String(model).slice(0, 8)}`,
        row: ({ model }) => `marginals of model ${String(model).slice(0, 16)}`,
        settings: {
          model: {
            kind: 'data',
            data: 'model',
            label: 'Model',
            brief: (model) => `model ${String(model).slice(0, 8)}`,
            option: { none: '--start-model takes a file' },
            help: 'What a training of this session came to: the parameters of its best epoch.',
          },
        },
      },
      given: {
        label: 'Given values',
        help: 'A marginal for every variable.',
        brief: ({ xHat }, say) => `start ${say.vector(xHat)}`,
        row: ({ xHat }, say) => say.vector(xHat),
        settings: {
          xHat: {
            kind: 'vector',
            entries: 'marginals',
            subject: 'the starting point',
            label: 'Start',
            brief: 'start',
            option: { none: '--start-at takes it' },
            help: 'The marginals x̂ of the first iteration.',
          },
        },
      },
    },
  },
} as const satisfies PlacedSettings<'Start'>;
