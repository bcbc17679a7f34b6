/**
 * Where descents in a row ended, and which of the ends is kept: the one that decodes best. Every end is
 * decoded by the run's own decoders and judged by the vectors that come out, recomputed from the vectors:
 * a feasible one before an infeasible one, then by objective or violation. No number that a decoder kept
 * on its way takes part.
 */
import { decode, DEFAULT_DECODING_SAMPLES, bestDecoded } from '../decoding/decode.ts';
import type { DecoderName } from '../decoding/decoders.ts';
import { decoderOf } from '../decoding/decoders.ts';
import type { NormalForm } from '../program/normal-form.ts';
import type { DecodedSolution } from '../decoding/decoded-solution.ts';
import { packRows, rowVectors, unpackRows } from '../multipliers/packed-rows.ts';
import type { DescentSpec } from './descent-spec.ts';

export interface End {
  /** Which of the descents it is of, from 0. */
  readonly descent: number;
  /** Length d. */
  readonly xHat: Float64Array;
  /** Where rows have weights of their own: those it ended at, length m; else null. */
  readonly multipliers: Float64Array | null;
  readonly decoded: DecodedSolution;
}

/**
 * The decoders an end is judged by: those of the run, greedy repair in place of those that search, whose result
 * says more of the search than of the end; conditional expectation where the run decodes nothing.
 */
function judges({ decoders }: Pick<DescentSpec, 'decoders'>): readonly DecoderName[] {
  if (decoders.length === 0) return ['conditional-expectation'];
  return [...new Set(decoders.map((name) => (decoderOf(name)?.searches === true ? 'greedy-repair' : name)))];
}

/**
 * @param xHat marginals, length d; copied
 * Cost: the run's decoders but for those that search.
 */
export function endAt(
  form: NormalForm, spec: Pick<DescentSpec, 'decoders' | 'seed'>, xHat: Float64Array, descent: number,
  multipliers: Float64Array | null = null,
): End {
  const solutions =
    judges(spec).map((name) => decode(form, name, xHat, { mu: null, samples: DEFAULT_DECODING_SAMPLES, seed: spec.seed, now: () => 0 }));
  const decoded = solutions[bestDecoded(solutions, form.objectiveSign) ?? 0]!;
  return { descent, xHat: xHat.slice(), multipliers: multipliers?.slice() ?? null, decoded };
}

/** The end that decodes better; the earlier one among equals. */
export function betterEnd(form: NormalForm, best: End | null, end: End): End {
  return best === null || bestDecoded([best.decoded, end.decoded], form.objectiveSign) === 1 ? end : best;
}

/** State vectors that a checkpoint holds of the best end: its x̂, its descent's number in every entry, and multipliers it has. */
export function endVectors(form: NormalForm, { mu }: Pick<DescentSpec, 'mu'>): number {
  return 2 + (mu.kind === 'parallel' ? rowVectors(form) : 0);
}

export function vectorsOfEnd({ xHat, descent, multipliers }: End): readonly Float64Array[] {
  const d = xHat.length;
  return [xHat.slice(), new Float64Array(d).fill(descent), ...(multipliers === null ? [] : packRows(multipliers, d))];
}

/** @param vectors as `vectorsOfEnd` gave them */
export function endOfVectors(
  form: NormalForm, spec: Pick<DescentSpec, 'decoders' | 'seed' | 'mu'>, vectors: readonly Float64Array[],
): End | null {
  const [xHat, descent, ...packed] = vectors;
  if (xHat === undefined) return null;
  const multipliers = spec.mu.kind === 'parallel' ? new Float64Array(form.rowCount) : null;
  if (multipliers !== null) unpackRows(packed, form.variableCount, multipliers);
  return endAt(form, spec, xHat, descent?.[0] ?? 0, multipliers);
}
