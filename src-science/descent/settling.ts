/**
 * Whether a descent has come to rest where it ended: a pure judgement of four figures of its end.
 *
 * The stationarity gap Σ_j max over z of g_j (x̂_j − z), z in the range of x̂_j (Frank & Wolfe 1956), is 0 exactly
 * where no direction leads down to first order, at a vertex as well as inside, where the norm of the gradient
 * says nothing: at a vertex it may be as large as it likes. It is in units of the loss. Two further steps tell
 * a cycle of two, which a parallel iteration can fall into, from a descent that was only stopped too soon.
 */
import type { NormalForm } from '../program/normal-form.ts';
import type { DecodedSolution } from '../decoding/decoded-solution.ts';
import type { ParameterRange } from './parametrization.ts';

export const SETTLING_KINDS = ['settled', 'moving', 'two-cycle'] as const;
export type SettlingKind = (typeof SETTLING_KINDS)[number];

export interface Settling {
  readonly kind: SettlingKind;
  /**
   * Stationarity gap along the scheme's direction, in units of the loss; ≥ 0. By an average of many steps' samples
   * where the evaluation is sampled.
   */
  readonly gap: number;
  /** The gap over the size of the loss, Σ_j |c_j| x̂_j + μ · penalty, or over the largest |c_j| where that is more. */
  readonly gapShare: number;
  /** Largest change of a marginal by one more step, in [0, 1]. */
  readonly moved: number;
  /** The same by two more steps. */
  readonly returned: number;
}

/** Above this share of the loss a descent is far from settled. */
const LARGEST_SHARE = 0.05;
/** A marginal that moves by less at a step takes part in no cycle worth a word. */
const LEAST_JUMP = 0.05;
/** Back where it was, up to this share of the step. */
const BACK = 0.2;

/** Judges the end. */
export function settlingOf(
  { gap, size, moved, returned }: { readonly gap: number; readonly size: number; readonly moved: number; readonly returned: number },
): Settling {
  const gapShare = size > 0 ? gap / size : gap > 0 ? 1 : 0;
  const kind = moved >= LEAST_JUMP && returned <= BACK * moved ? 'two-cycle' : gapShare > LARGEST_SHARE ? 'moving' : 'settled';
  return { kind, gap, gapShare, moved, returned };
}

/**
 * @param range of the marginals, `marginalRange`
 * @param gradient length d, of the loss in the marginals
 * Cost: O(d).
 */
export function stationarityGap(form: NormalForm, { least, most }: ParameterRange, gradient: Float64Array, xHat: Float64Array): number {
  let gap = 0;
  for (let j = 0; j < xHat.length; j++) {
    if (form.fixed[j]! >= 0) continue;
    const g = gradient[j]!;
    gap += Math.max(g > 0 ? g * (xHat[j]! - least) : g * (xHat[j]! - most), 0);
  }
  return gap;
}

/** Size of the loss at x̂, in the sense of `Settling.gapShare`. Cost: O(d). */
export function lossSize(objective: Float64Array, xHat: Float64Array, weightedPenalty: number): number {
  let sum = 0;
  let largest = 0;
  for (let j = 0; j < xHat.length; j++) {
    sum += Math.abs(objective[j]!) * xHat[j]!;
    largest = Math.max(largest, Math.abs(objective[j]!));
  }
  return Math.max(sum + weightedPenalty, largest);
}

/** Largest distance of two points in one coordinate. */
export function largestMove(from: Float64Array, to: Float64Array): number {
  let most = 0;
  for (let j = 0; j < from.length; j++) most = Math.max(most, Math.abs(from[j]! - to[j]!));
  return most;
}

/**
 * How a descent ended, for its reader: one sentence each on whether it came to rest and on what was decoded.
 * @param cancelled whether it was ended before its time
 * @param best the decoded solution the run goes by; null where nothing was decoded
 */
export function endingText(cancelled: boolean, settling: Settling, best: Pick<DecodedSolution, 'feasible' | 'violation'> | null): string {
  const said = [cancelled ? `Cancelled. ${settlingText(settling)}` : settlingText(settling)];
  if (best === null) said.push('Nothing was decoded.');
  else if (!best.feasible) {
    said.push(`No decoded vector is feasible: the least violated one misses its rows by ${short(best.violation)} in all.`);
  }
  return said.join(' ');
}

function settlingText({ kind, gap, gapShare, moved }: Settling): string {
  switch (kind) {
    case 'settled':
      return `It came to rest: the stationarity gap is ${short(100 * gapShare)} % of the loss.`;
    case 'moving':
      return `It did not come to rest: the stationarity gap is ${short(gap)}, ${short(100 * gapShare)} % of the loss. More iterations or another step may help.`;
    case 'two-cycle':
      return `It did not come to rest: it jumps between two points, by up to ${short(moved)} in a marginal, and is back after two steps. A smaller step may help.`;
  }
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
