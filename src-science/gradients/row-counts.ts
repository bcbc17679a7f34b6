/** How many samples violate each normal row, from the counts of a layout's rows. */
import type { NormalForm } from '../program/normal-form.ts';
import type { Reweigh } from '../relaxation/row-weights.ts';
import type { EvaluatorWeights } from './evaluator.ts';
import type { SampleTotals } from './sample-totals.ts';
import type { SamplingLayout } from './sampling-layout.ts';

/** The counts of `SampleTotals` that this reads. */
export interface LayoutCounts extends Pick<SampleTotals, 'cornerViolated' | 'weightedViolated'> {
  /** Left out where the layout has no wide rows. */
  readonly wide?: { readonly violated: Int32Array };
}

/**
 * @param samples that were drawn: rows that are violated at every vertex are violated in all of them
 * @param counts length m, added to
 */
export function addRowCounts(
  { corner, weighted, wide, alwaysRows }: SamplingLayout, found: LayoutCounts, samples: number, counts: Int32Array,
): void {
  for (const i of alwaysRows) counts[i]! += samples;
  for (let r = 0; r < corner.count; r++) counts[corner.row[r]!]! += found.cornerViolated[r]!;
  for (let r = 0; r < weighted.count; r++) counts[weighted.row[r]!]! += found.weightedViolated[r]!;
  for (let r = 0; r < wide.count; r++) counts[wide.row[r]!]! += found.wide?.violated[r] ?? 0;
}

/** Weights of an evaluator that samples, and its shares of violated samples. */
export interface SampledWeights extends EvaluatorWeights {
  /** Length m, of the evaluation that is going on. */
  readonly counts: Int32Array;
  readonly begin: () => void;
  readonly settle: (samples: number) => void;
}

/** null where rows have no weights. @param set writes weights into what samples are drawn of */
export function sampledWeights(form: NormalForm, weighable: boolean | undefined, set: Reweigh | null | undefined): SampledWeights | null {
  if (weighable !== true || set === null || set === undefined) return null;
  const counts = new Int32Array(form.rowCount);
  const rowShare = new Float64Array(form.rowCount);
  return {
    set,
    counts,
    rowShare,
    begin: () => void counts.fill(0),
    settle(samples) {
      for (let i = 0; i < counts.length; i++) rowShare[i] = counts[i]! / samples;
    },
  };
}
