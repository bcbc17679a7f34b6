/** `straight-through`: the penalty's slope at the hard sample, with ∂x_j/∂x̂_j set to 1 (docs/science.md, section 4). */
import type { SchemeRecord } from '../scheme-record.ts';

export const straightThrough = {
  name: 'straight-through',
  label: 'Straight-through',
  help: 'Rounds forwards and passes the gradient through as if it had not: the penalty’s slope at the 0/1 sample. Biased.',
  formula: String.raw`\mathbf 1[v_i>0]\,a_{ij}`,
  target: 'own',
  targetFormula: String.raw`\textstyle\sum_i a_{ij}\,\mathbb{P}(v_i>0)`,
  unbiased: false,
  leastSamples: 1,
  settings: [],
  samples: 'apart',
  totals: () => null,
  compiled: () => 'straight-through',
  expectation: {
    write(plan, xHat, field) {
      const penalty = plan.penalty(xHat);
      const { form, rowViolation } = plan;
      field.fill(0);
      for (let i = 0; i < form.rowCount; i++) {
        for (let k = form.start[i]!; k < form.start[i + 1]!; k++) field[form.column[k]!]! += form.value[k]! * rowViolation[i]!;
      }
      return penalty;
    },
    silentAtBorders: false,
    // The scheme is a way to use samples; runs under `auto` have always sampled it.
    inPlaceOfSamples: false,
    own: 'linear',
    other: 'linear',
    toy: (a) => [[0, 0], [0, a]],
    subject: 'The expected straight-through direction',
  },
  projectionMargin: 0,
  cost: {
    // Once to find v_i, and again where v_i > 0.
    reads: ({ violated }) => (violated ? 2 : 1),
    relaxed: false,
  },
} as const satisfies SchemeRecord;
