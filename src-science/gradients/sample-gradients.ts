/**
 * Gradients of single samples by compiled code: what such code is asked for and gives. It has no plain
 * form of its own: its numbers are those of a scheme's lane kernel, put together by `lane-sums.ts` and
 * `moments.ts`, to the bit; where there is none, these do the work.
 */
import type { NormalForm } from '../program/normal-form.ts';
import { createAveragedSlopes, loadAveragedSlopes } from './averaged-slopes.ts';
import { layOutColumns, layOutFlips } from './sampling-columns.ts';
import type { ColumnLayout } from './sampling-columns.ts';
import { layOutSamples } from './sampling-layout.ts';
import type { SamplingLayout } from './sampling-layout.ts';
import { SCHEMES, type SchemeName } from './scheme.ts';
import type { SampleForm } from './scheme-record.ts';
import type { SchemeTuning } from './scheme-settings.ts';
import type { CompiledTotals } from './sample-totals.ts';
import { loadSoftSides } from './soft-sequence.ts';

/** Numbers a variable in `SampleGradients.begin`. */
export const FACTORS = 4;

/** Gradients of the samples of a pass, and what is known of their penalty, but for `true-penalty`, which does without. */
export interface SampleGradients {
  /** Draws the passes; not to be begun by itself. */
  readonly totals: Omit<CompiledTotals, 'addSum'>;
  /**
   * Before the passes at one x̂.
   * @param thresholds of `loadThresholds`, length d
   * @param factors of `loadFactors`, length 4d
   */
  readonly begin: (stream: { readonly key: Int32Array }, thresholds: Float64Array, factors: Float64Array) => void;
  /** Adds the sum over the samples of the pass just drawn, block by block; once a pass. @param sum length d */
  readonly addSums: (sum: Float64Array) => void;
  /**
   * Writes mean and squared deviations over blocks [from, to) of the pass just drawn. Each block once, in ascending order.
   * @param mean, squares length d, overwritten
   */
  readonly moments: (from: number, to: number, mean: Float64Array, squares: Float64Array) => void;
  /** Adds to the counts of corner and of weighted rows their violated samples of the pass just drawn; not of `true-penalty`. */
  readonly countRows: (corner: Int32Array, weighted: Int32Array) => void;
  /** Sizes of layout and columns have been written anew. */
  readonly reweigh: () => void;
}

/** Compiled gradients of a scheme's form. */
/** The compiled code of this file, where there is any. */
export interface GradientKernels {
  /** null where the program is too large for it. */
  readonly gradients?: ((layout: SamplingLayout, columns: ColumnLayout, form: SampleForm) => SampleGradients | null) | undefined;
}

export interface CompiledGradients {
  readonly kind: SampleForm;
  readonly gradients: SampleGradients;
  readonly layout: SamplingLayout;
  readonly columns: ColumnLayout;
}

/**
 * @param samples that are drawn, in all
 * @param weighable whether rows are to have weights; not of `true-penalty`
 * @returns undefined where there is no such code for the scheme or the program has wide rows, null where it does not take the program.
 * Cost: O(nnz).
 */
export function compiledGradients(
  form: NormalForm, scheme: SchemeName, tuning: SchemeTuning | undefined, compiled: GradientKernels | undefined, samples?: number,
  weighable = false,
): CompiledGradients | null | undefined {
  const kind = SCHEMES[scheme].compiled(tuning);
  if (kind === null || compiled?.gradients === undefined) return undefined;
  const layout = layOutSamples(form, kind === 'true-penalty' ? samples : undefined, weighable);
  // Squares of a sample's gradient need all of its rows.
  if (layout.wide.count > 0) return undefined;
  const columns = kind === 'true-penalty' ? layOutFlips(layout) : layOutColumns(layout);
  const gradients = compiled.gradients(layout, columns, kind);
  return gradients === null ? null : { kind, gradients, layout, columns };
}

/**
 * The factors' parameters at x̂: of `averaged` the mean where x_j = 1 and where x_j = 0, of `drawn` those of
 * `loadSoftSides`.
 * @param factors length 4d, overwritten where the form has any
 */
export function loadFactors(form: SampleForm, xHat: Float64Array, factors: Float64Array): void {
  if (form === 'drawn') loadSoftSides(xHat, factors);
  if (form !== 'averaged') return;
  const slopes = createAveragedSlopes(xHat.length);
  loadAveragedSlopes(slopes, xHat);
  for (let j = 0; j < xHat.length; j++) {
    factors[FACTORS * j] = slopes.slope[2 * j]!;
    factors[FACTORS * j + 1] = slopes.slope[2 * j + 1]!;
  }
}
