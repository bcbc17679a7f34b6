/**
 * The hot loops of a network's pass, on one memory of 32-bit words that holds vectors (single precision) and indices. They
 * define the bits: every product and every sum is rounded to single precision, a sum goes over inputs, nodes or edges in
 * ascending order, and nothing is added across the entries of a vector, so that compiled code puts entries into lanes.
 * Single precision because the published network has it and a vector register holds twice as many.
 *
 * Places are counted in words. Matrices are row by row; `stride` is from one row to the next where rows are part of wider ones.
 */

/** What a sum begins with. */
export const FROM_ZERO = 0;
export const FROM_BIAS = 1;
/** With what stands there. */
export const FROM_RESULT = 2;
export type Begin = typeof FROM_ZERO | typeof FROM_BIAS | typeof FROM_RESULT;

export interface NetworkLoops {
  readonly floats: Float32Array;
  /** The same memory. */
  readonly ints: Int32Array;
  /**
   * Y = X W (+ b or + Y), cut off below 0 where `relu`.
   * @param n rows of X and Y
   * @param weight inputs × outputs
   */
  readonly linear: (
    n: number, x: number, xStride: number, inputs: number, weight: number, outputs: number, bias: number, y: number, yStride: number,
    begin: Begin, relu: boolean,
  ) => void;
  /** W += Xᵀ D, inputs × outputs: the gradient of a weight. */
  readonly addOuter: (
    n: number, x: number, xStride: number, inputs: number, d: number, dStride: number, outputs: number, weight: number,
  ) => void;
  /** b += Σ over rows of D. */
  readonly addRows: (n: number, d: number, dStride: number, width: number, bias: number) => void;
  /** Wᵀ of an inputs × outputs matrix. */
  readonly transpose: (weight: number, inputs: number, outputs: number, into: number) => void;
  /** D becomes 0 where Y is not above 0. */
  readonly maskRelu: (length: number, y: number, d: number) => void;
  /**
   * H_i = 1/deg i · Σ over edges (i, j) of max(P_i + Q_j + a_ij u, 0); 0 without edges.
   * @param start indices of n + 1, @param index of the edges' j, @param coefficient of the edges' a, 0 for none
   * @param width a multiple of 16
   */
  readonly gather: (
    n: number, start: number, index: number, coefficient: number, u: number, p: number, q: number, h: number, width: number,
  ) => void;
  /**
   * The gradients of `gather`: dP is written; dQ and the sum of a_ij times an edge's gradient, s, are added to.
   * @param d the gradient in H
   */
  readonly scatter: (
    n: number, start: number, index: number, coefficient: number, u: number, p: number, q: number, d: number, dp: number, dq: number,
    s: number, width: number,
  ) => void;
}

/** @returns null where there is no memory for it */
export type CreateNetworkLoops = (words: number) => NetworkLoops | null;

const f = Math.fround;

/** @param words of memory, all 0. @throws RangeError where the engine has not got them */
export function createNetworkLoops(words: number): NetworkLoops {
  const memory = new ArrayBuffer(4 * words);
  const floats = new Float32Array(memory);
  const ints = new Int32Array(memory);
  return {
    floats,
    ints,
    linear(n, x, xStride, inputs, weight, outputs, bias, y, yStride, begin, relu) {
      for (let r = 0; r < n; r++) {
        const from = x + r * xStride;
        const to = y + r * yStride;
        if (begin === FROM_ZERO) floats.fill(0, to, to + outputs);
        else if (begin === FROM_BIAS) floats.copyWithin(to, bias, bias + outputs);
        for (let k = 0; k < inputs; k++) {
          const value = floats[from + k]!;
          const w = weight + k * outputs;
          for (let o = 0; o < outputs; o++) floats[to + o] = f(floats[to + o]! + f(value * floats[w + o]!));
        }
        if (relu) for (let o = to; o < to + outputs; o++) if (floats[o]! < 0) floats[o] = 0;
      }
    },
    addOuter(n, x, xStride, inputs, d, dStride, outputs, weight) {
      for (let r = 0; r < n; r++) {
        const from = x + r * xStride;
        const by = d + r * dStride;
        for (let k = 0; k < inputs; k++) {
          const value = floats[from + k]!;
          const w = weight + k * outputs;
          for (let o = 0; o < outputs; o++) floats[w + o] = f(floats[w + o]! + f(value * floats[by + o]!));
        }
      }
    },
    addRows(n, d, dStride, width, bias) {
      for (let r = 0; r < n; r++) for (let o = 0; o < width; o++) floats[bias + o] = f(floats[bias + o]! + floats[d + r * dStride + o]!);
    },
    transpose(weight, inputs, outputs, into) {
      for (let k = 0; k < inputs; k++) for (let o = 0; o < outputs; o++) floats[into + o * inputs + k] = floats[weight + k * outputs + o]!;
    },
    maskRelu(length, y, d) {
      for (let k = 0; k < length; k++) if (!(floats[y + k]! > 0)) floats[d + k] = 0;
    },
    gather(n, start, index, coefficient, u, p, q, h, width) {
      for (let i = 0; i < n; i++) {
        const first = ints[start + i]!;
        const end = ints[start + i + 1]!;
        const here = p + i * width;
        const to = h + i * width;
        floats.fill(0, to, to + width);
        for (let k = first; k < end; k++) {
          const there = q + ints[index + k]! * width;
          for (let o = 0; o < width; o++) {
            let t = f(floats[here + o]! + floats[there + o]!);
            if (coefficient !== 0) t = f(t + f(floats[coefficient + k]! * floats[u + o]!));
            floats[to + o] = f(floats[to + o]! + (t < 0 ? 0 : t));
          }
        }
        const share = end > first ? f(1 / (end - first)) : 0;
        for (let o = to; o < to + width; o++) floats[o] = f(floats[o]! * share);
      }
    },
    scatter(n, start, index, coefficient, u, p, q, d, dp, dq, s, width) {
      for (let i = 0; i < n; i++) {
        const first = ints[start + i]!;
        const end = ints[start + i + 1]!;
        const share = end > first ? f(1 / (end - first)) : 0;
        const here = i * width;
        floats.fill(0, dp + here, dp + here + width);
        for (let k = first; k < end; k++) {
          const there = ints[index + k]! * width;
          for (let o = 0; o < width; o++) {
            let t = f(floats[p + here + o]! + floats[q + there + o]!);
            if (coefficient !== 0) t = f(t + f(floats[coefficient + k]! * floats[u + o]!));
            const g = t > 0 ? f(floats[d + here + o]! * share) : 0;
            floats[dp + here + o] = f(floats[dp + here + o]! + g);
            floats[dq + there + o] = f(floats[dq + there + o]! + g);
            if (coefficient !== 0) floats[s + o] = f(floats[s + o]! + f(floats[coefficient + k]! * g));
          }
        }
      }
    },
  };
}
