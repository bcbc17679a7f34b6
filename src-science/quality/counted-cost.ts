/**
 * What one sample's estimate costs, counted instead of timed: nonzeros of the rows that the printed form
 * of a scheme reads (docs/science.md, section 4), as a mean over the first leaf of 256 samples. Every scheme
 * that needs v_i reads each row once to find it; a row is read again only where the sample takes something
 * from it:
 *
 * - `true-penalty`: where v_i > 0 or some flip makes it so;
 * - `surrogate-interchange`, `straight-through`: where v_i > 0;
 * - `surrogate-corrected`: where v_i > 0 or a flip changes that (S_i and ∂s), and once more for the jumps
 *   where a flip changes it;
 * - `concrete`: where a_iᵀx_τ > b_i; v_i itself is not needed;
 * - `score-function`: never, `finite-difference`: all rows at two points, `naive-pathwise`: none at all.
 */
import { concreteValue, temperatureAt } from '../gradients/concrete.ts';
import { createSampleBlock, drawBlock, loadThresholds } from '../gradients/sample-block.ts';
import type { SchemeName } from '../gradients/scheme.ts';
import { DEFAULT_TEMPERATURE, type SchemeTuning } from '../gradients/scheme-tuning.ts';
import { uniformOfWord } from '../gradients/soft-sample.ts';
import { LEAF_SAMPLES } from '../estimation/moments.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createRandomStream, LANES, positionStream, uniformWords } from '../random/bit-planes.ts';
import { QUALITY_STREAM } from './replications.ts';

/** Share of a row's largest coefficient below which a violation is rounding. */
const ROUNDING = 1e-12;

/** What a sample does with a row. */
interface RowState {
  readonly violated: boolean;
  /** Some flip to or from violation. */
  readonly pivotal: boolean;
}

export interface CostPosition {
  readonly seed: number;
  readonly iteration: number;
  readonly tuning?: SchemeTuning | undefined;
}

/**
 * Nonzeros read for one sample's estimate, mean over 256 samples.
 * @param xHat length d
 * Cost: 256 passes over the rows.
 */
export function countedCosts(form: NormalForm, xHat: Float64Array, schemes: readonly SchemeName[], at: CostPosition): number[] {
  const nonzeros = form.value.length;
  const extra = { truePenalty: 0, violated: 0, corrected: 0, concrete: 0 };
  const stream = createRandomStream();
  positionStream(stream, at.seed, QUALITY_STREAM, at.iteration);
  const block = createSampleBlock(form);
  const d = form.variableCount;
  const thresholds = new Float64Array(d);
  loadThresholds(xHat, thresholds);
  const hard = new Float64Array(d);
  const soft = new Float64Array(d);
  const softened = schemes.includes('concrete');
  const words = new Int32Array(softened ? d * LANES : 0);
  const tau = temperatureAt(at.tuning?.temperature ?? DEFAULT_TEMPERATURE, at.iteration);
  for (let number = 0; number < LEAF_SAMPLES / LANES; number++) {
    drawBlock(block, stream, thresholds, number, -1);
    if (softened) for (let j = 0; j < d; j++) uniformWords(stream, number, j, words.subarray(LANES * j, LANES * (j + 1)));
    for (let l = 0; l < LANES; l++) {
      for (let j = 0; j < d; j++) {
        hard[j] = (block.literalBits[2 * j]! >>> l) & 1;
        if (softened) soft[j] = concreteValue(xHat[j]!, uniformOfWord(words[LANES * j + l]!), tau);
      }
      for (let i = 0; i < form.rowCount; i++) {
        const length = form.start[i + 1]! - form.start[i]!;
        const { violated, pivotal } = rowState(form, i, hard);
        // A flip of a satisfied row that changes anything violates it.
        if (violated || pivotal) extra.truePenalty += length;
        if (violated) extra.violated += length;
        if (violated || pivotal) extra.corrected += pivotal ? 2 * length : length;
        if (softened && rowValue(form, i, soft) > 0) extra.concrete += length;
      }
    }
  }
  const costs: Readonly<Record<SchemeName, number>> = {
    'true-penalty': nonzeros + extra.truePenalty / LEAF_SAMPLES,
    'surrogate-interchange': nonzeros + extra.violated / LEAF_SAMPLES,
    'surrogate-corrected': nonzeros + extra.corrected / LEAF_SAMPLES,
    'score-function': nonzeros,
    'straight-through': nonzeros + extra.violated / LEAF_SAMPLES,
    concrete: nonzeros + extra.concrete / LEAF_SAMPLES,
    'finite-difference': 2 * nonzeros,
    'naive-pathwise': 0,
  };
  return schemes.map((scheme) => costs[scheme]);
}

/** a_iᵀx − b_i. */
function rowValue(form: NormalForm, i: number, x: Float64Array): number {
  let value = -form.rhs[i]!;
  for (let k = form.start[i]!; k < form.start[i + 1]!; k++) value += form.value[k]! * x[form.column[k]!]!;
  return value;
}

function rowState(form: NormalForm, i: number, x: Float64Array): RowState {
  const value = rowValue(form, i, x);
  let reach = Math.abs(form.rhs[i]!);
  let up = 0;
  let down = 0;
  for (let k = form.start[i]!; k < form.start[i + 1]!; k++) {
    const a = form.value[k]!;
    const change = x[form.column[k]!] === 1 ? -a : a;
    up = Math.max(up, change);
    down = Math.min(down, change);
    reach = Math.max(reach, Math.abs(a));
  }
  const zero = ROUNDING * reach;
  const violated = value > zero;
  return { violated, pivotal: violated ? value + down <= zero : value + up > zero };
}
