/** What draws samples for an evaluator whose rows have weights (`relaxation/row-weights.ts`). */
import type { Reweigh } from '../relaxation/row-weights.ts';

export interface RowWeighing {
  /** From now on every row times its weight. */
  readonly reweigh: Reweigh;
  /** Every block that is drawn adds to these, length m, in how many of its samples a normal row is violated; null: no more. */
  readonly countInto: (counts: Int32Array | null) => void;
}
