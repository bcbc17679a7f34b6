/**
 * What one sample's estimate costs, counted instead of timed: nonzeros of the rows that the printed form
 * of a scheme reads (docs/science.md, section 4), as a mean over the first leaf of 256 samples. Every scheme
 * that needs v_i reads each row once to find it; a row is read again only where the sample takes something
 * from it, as the scheme's record says.
 */
import { concreteValue, temperatureAt } from '../gradients/concrete.ts';
import { createSampleBlock, drawBlock, loadThresholds } from '../gradients/sample-block.ts';
import { SCHEMES, type SchemeName } from '../gradients/scheme.ts';
import type { RowState } from '../gradients/scheme-record.ts';
import { DEFAULT_TEMPERATURE, type SchemeTuning } from '../gradients/scheme-settings.ts';
import { uniformOfWord } from '../gradients/soft-sample.ts';
import { LEAF_SAMPLES } from '../estimation/moments.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createRandomStream, LANES, positionStream, uniformWords } from '../random/bit-planes.ts';
import { STREAMS } from '../random/streams.ts';

/** Share of a row's largest coefficient below which a violation is rounding. */
const ROUNDING = 1e-12;

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
  const costs = schemes.map((scheme) => SCHEMES[scheme].cost);
  const read = schemes.map(() => 0);
  const stream = createRandomStream();
  positionStream(stream, at.seed, STREAMS.quality, at.iteration);
  const block = createSampleBlock(form);
  const d = form.variableCount;
  const thresholds = new Float64Array(d);
  loadThresholds(xHat, thresholds);
  const hard = new Float64Array(d);
  const soft = new Float64Array(d);
  const softened = costs.some(({ relaxed }) => relaxed);
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
        const row = { ...flipsOf(form, i, hard), relaxedViolated: softened && rowValue(form, i, soft) > 0 };
        costs.forEach(({ reads }, n) => (read[n]! += length * reads(row)));
      }
    }
  }
  return read.map((nonzeros) => nonzeros / LEAF_SAMPLES);
}

/** a_iᵀx − b_i. */
function rowValue(form: NormalForm, i: number, x: Float64Array): number {
  let value = -form.rhs[i]!;
  for (let k = form.start[i]!; k < form.start[i + 1]!; k++) value += form.value[k]! * x[form.column[k]!]!;
  return value;
}

function flipsOf(form: NormalForm, i: number, x: Float64Array): Omit<RowState, 'relaxedViolated'> {
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
