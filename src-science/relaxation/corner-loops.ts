/**
 * The loops over the nonzeros of cover, packing and edge rows in closed form, with the arrays they read and
 * write: a part of `corner-rows.ts` that compiled code may stand in for, to the same bits. Hot: this is the
 * whole of an exact step on set cover and independent set.
 *
 * Sums and products along a row or literal are kept in four parts, by place mod 4, and put together as
 * (0 with 2) with (1 with 3), so that no operation waits for the one before it; those over pairs in two.
 */

/** What the loops go over; long rows are numbered among themselves, from 0. */
export interface CornerLayout {
  readonly variableCount: number;
  readonly rowCount: number;
  /** Pairs: literals 2p and 2p + 1 of `pairLiteral`, a_ij of both, the amount, b and the normal row. */
  readonly pairLiteral: Int32Array;
  readonly pairCoefficient: Float64Array;
  readonly pairAmount: Float64Array;
  readonly pairBound: Float64Array;
  readonly pairRow: Int32Array;
  /** Literals of long row n: `longLiteral[longStart[n]]` … */
  readonly longStart: Int32Array;
  readonly longLiteral: Int32Array;
  /** The same by literal: rows with `literal[n]` are `entry[start[n]]` …; literals ascending. */
  readonly literal: Int32Array;
  readonly start: Int32Array;
  readonly entry: Int32Array;
}

/** By literal where not said otherwise, length 2d; read and written by the caller too. */
export interface CornerLoops {
  readonly probability: Float64Array;
  readonly surrogate: Float64Array;
  readonly factor: Float64Array;
  readonly worth: Float64Array;
  readonly partial: Float64Array;
  readonly conditional: Float64Array;
  /** By long row. */
  readonly product: Float64Array;
  readonly sum: Float64Array;
  readonly share: Float64Array;
  readonly moment: Float64Array;
  /** By normal row. */
  readonly rowPenalty: Float64Array;
  readonly rowViolation: Float64Array;
  /** Writes Π factor of every long row to `product`. */
  readonly multiply: () => void;
  /** Writes Σ of the long rows' shares over P(literal), 0 elsewhere. */
  readonly gather: (into: 'partial' | 'conditional') => void;
  /** Writes the pairs' penalties and violations; with `partials` adds their derivatives. @returns Σ of the penalties */
  readonly pairs: (partials: boolean) => number;
  /** Adds the pairs' Σ a_ij P(v_i > 0 | literal). */
  readonly pairConditionals: () => void;
  /** Writes Π factor and Σ worth of every long row to `product` and `sum`. */
  readonly multiplyAndAdd: () => void;
  /** `gather` into `conditional`, and the same of `moment` into `partial`. */
  readonly gatherBoth: () => void;
  /**
   * Σ E[φ] of the pairs. With `partials` adds its derivatives in P(literal), E[s·literal] held fixed, to
   * `partial`, and those in E[s·literal] to `conditional`.
   */
  readonly pairSurrogates: (partials: boolean) => number;
  /** The pairs' amounts, coefficients and bounds of the layout have been written anew. */
  readonly reweigh: () => void;
}

/** null where the program is too large for it. */
export type CreateCornerLoops = (layout: CornerLayout) => CornerLoops | null;

export function createCornerLoops(layout: CornerLayout): CornerLoops {
  const { variableCount, rowCount, pairLiteral, pairCoefficient, pairAmount, pairBound, pairRow, longStart } = layout;
  const byLiteral = (): Float64Array => new Float64Array(2 * variableCount);
  const longCount = longStart.length - 1;
  const pairCount = pairAmount.length;
  const loops = {
    probability: byLiteral(),
    surrogate: byLiteral(),
    factor: byLiteral(),
    worth: byLiteral(),
    partial: byLiteral(),
    conditional: byLiteral(),
    product: new Float64Array(longCount),
    sum: new Float64Array(longCount),
    share: new Float64Array(longCount),
    moment: new Float64Array(longCount),
    rowPenalty: new Float64Array(rowCount),
    rowViolation: new Float64Array(rowCount),
  };
  const { probability, surrogate, partial, conditional, rowPenalty, rowViolation } = loops;

  function pairPenalties(): number {
    let even = 0;
    let odd = 0;
    for (let p = 0; p < pairCount; p++) {
      const both = probability[pairLiteral[2 * p]!]! * probability[pairLiteral[2 * p + 1]!]!;
      const penalty = pairAmount[p]! * both;
      rowPenalty[pairRow[p]!] = penalty;
      rowViolation[pairRow[p]!] = both;
      if ((p & 1) === 0) even += penalty;
      else odd += penalty;
    }
    return even + odd;
  }

  /** Two literals are soonest done by writing at random. */
  function pairPartials(): number {
    let even = 0;
    let odd = 0;
    for (let p = 0; p < pairCount; p++) {
      const u = pairLiteral[2 * p]!;
      const v = pairLiteral[2 * p + 1]!;
      const i = pairRow[p]!;
      const c = pairAmount[p]!;
      const qu = probability[u]!;
      const qv = probability[v]!;
      partial[u]! += c * qv;
      partial[v]! += c * qu;
      const both = qu * qv;
      const penalty = c * both;
      rowPenalty[i] = penalty;
      rowViolation[i] = both;
      if ((p & 1) === 0) even += penalty;
      else odd += penalty;
    }
    return even + odd;
  }

  function pairSurrogates(partials: boolean): number {
    let even = 0;
    let odd = 0;
    for (let p = 0; p < pairCount; p++) {
      const u = pairLiteral[2 * p]!;
      const v = pairLiteral[2 * p + 1]!;
      const cu = pairCoefficient[2 * p]!;
      const cv = pairCoefficient[2 * p + 1]!;
      const b = pairBound[p]!;
      const qu = probability[u]!;
      const qv = probability[v]!;
      const mu = cu * surrogate[u]!;
      const mv = cv * surrogate[v]!;
      if (partials) {
        partial[u]! += mv - b * qv;
        partial[v]! += mu - b * qu;
        conditional[u]! += cu * qv;
        conditional[v]! += cv * qu;
      }
      const value = mu * qv + qu * (mv - b * qv);
      if ((p & 1) === 0) even += value;
      else odd += value;
    }
    return even + odd;
  }

  return {
    ...loops,
    multiplyAndAdd: () => {
      multiply(layout, loops.factor, loops.product);
      addUp(layout, loops.worth, loops.sum);
    },
    gatherBoth: () => {
      gather(layout, loops.share, probability, conditional);
      gather(layout, loops.moment, probability, partial);
    },
    pairSurrogates,
    multiply: () => {
      multiply(layout, loops.factor, loops.product);
    },
    gather: (into) => {
      gather(layout, loops.share, probability, into === 'partial' ? partial : conditional);
    },
    pairs: (partials) => (partials ? pairPartials() : pairPenalties()),
    pairConditionals() {
      for (let p = 0; p < 2 * pairCount; p += 2) {
        const u = pairLiteral[p]!;
        const v = pairLiteral[p + 1]!;
        conditional[u]! += pairCoefficient[p]! * probability[v]!;
        conditional[v]! += pairCoefficient[p + 1]! * probability[u]!;
      }
    },
    reweigh: () => undefined,
  };
}

/** What a call returns is boxed, so results go into arrays. */
function multiply({ longStart, longLiteral }: CornerLayout, factor: Float64Array, product: Float64Array): void {
  for (let n = 0; n < product.length; n++) {
    const to = longStart[n + 1]!;
    let k = longStart[n]!;
    let s0 = 1;
    let s1 = 1;
    let s2 = 1;
    let s3 = 1;
    for (; k + 3 < to; k += 4) {
      s0 *= factor[longLiteral[k]!]!;
      s1 *= factor[longLiteral[k + 1]!]!;
      s2 *= factor[longLiteral[k + 2]!]!;
      s3 *= factor[longLiteral[k + 3]!]!;
    }
    if (k < to) s0 *= factor[longLiteral[k]!]!;
    if (k + 1 < to) s1 *= factor[longLiteral[k + 1]!]!;
    if (k + 2 < to) s2 *= factor[longLiteral[k + 2]!]!;
    product[n] = s0 * s2 * (s1 * s3);
  }
}

function addUp({ longStart, longLiteral }: CornerLayout, worth: Float64Array, sum: Float64Array): void {
  for (let n = 0; n < sum.length; n++) {
    const to = longStart[n + 1]!;
    let k = longStart[n]!;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (; k + 3 < to; k += 4) {
      s0 += worth[longLiteral[k]!]!;
      s1 += worth[longLiteral[k + 1]!]!;
      s2 += worth[longLiteral[k + 2]!]!;
      s3 += worth[longLiteral[k + 3]!]!;
    }
    if (k < to) s0 += worth[longLiteral[k]!]!;
    if (k + 1 < to) s1 += worth[longLiteral[k + 1]!]!;
    if (k + 2 < to) s2 += worth[longLiteral[k + 2]!]!;
    sum[n] = s0 + s2 + (s1 + s3);
  }
}

function gather({ literal, start, entry }: CornerLayout, share: Float64Array, probability: Float64Array, into: Float64Array): void {
  into.fill(0);
  for (let n = 0; n < literal.length; n++) {
    const to = start[n + 1]!;
    let k = start[n]!;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (; k + 3 < to; k += 4) {
      s0 += share[entry[k]!]!;
      s1 += share[entry[k + 1]!]!;
      s2 += share[entry[k + 2]!]!;
      s3 += share[entry[k + 3]!]!;
    }
    if (k < to) s0 += share[entry[k]!]!;
    if (k + 1 < to) s1 += share[entry[k + 1]!]!;
    if (k + 2 < to) s2 += share[entry[k + 2]!]!;
    const sum = s0 + s2 + (s1 + s3);
    // A literal whose rows all go by prefix and suffix has no share, nor perhaps a probability to divide by.
    if (sum !== 0) into[literal[n]!] = sum / probability[literal[n]!]!;
  }
}
