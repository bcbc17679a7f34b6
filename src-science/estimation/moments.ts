/**
 * Means and standard errors that do not depend on who computed them (docs/science.md, section 11). Samples
 * are taken in leaves of 256, numbered from 0; leaves merge in a fixed binary tree over their numbers
 * (node n of level l joins nodes 2n and 2n+1 of level l − 1) by the pairwise formula of Chan, Golub &
 * LeVeque (1979). A range of leaves is held as its few maximal complete nodes, so any split of the
 * samples at leaf borders, over any number of workers, gives the same bits.
 */
import { shiftedSums, someShiftedSums } from '../gradients/lane-sums.ts';

/** Samples in a leaf. */
export const LEAF_SAMPLES = 256;

/** Count, mean and sum of squared deviations of vectors of one length. */
export interface Moments {
  readonly count: number;
  readonly mean: Float64Array;
  readonly squares: Float64Array;
}

/** A complete node of the merge tree: leaves [index · 2^level, (index + 1) · 2^level). */
export interface MomentNode {
  readonly level: number;
  readonly index: number;
  readonly moments: Moments;
}

/** Joins two disjoint sets of samples; a comes first. Cost: O(length). */
export function mergeMoments(a: Moments, b: Moments): Moments {
  const count = a.count + b.count;
  const mean = new Float64Array(a.mean.length);
  const squares = new Float64Array(a.mean.length);
  const share = b.count / count;
  const cross = a.count * share;
  for (let j = 0; j < mean.length; j++) {
    const gap = b.mean[j]! - a.mean[j]!;
    mean[j] = a.mean[j]! + gap * share;
    squares[j] = a.squares[j]! + b.squares[j]! + gap * gap * cross;
  }
  return { count, mean, squares };
}

/** Appends a node that follows the last one and merges complete pairs; `nodes` is changed. */
export function appendNode(nodes: MomentNode[], node: MomentNode): void {
  let last = node;
  for (;;) {
    const before = nodes[nodes.length - 1];
    if (before === undefined || before.level !== last.level || before.index % 2 !== 0) break;
    if (before.index + 1 !== last.index) break;
    nodes.pop();
    last = {
      level: last.level + 1,
      index: before.index / 2,
      moments: mergeMoments(before.moments, last.moments),
    };
  }
  nodes.push(last);
}

/** First leaf of a node. */
function firstLeaf(node: MomentNode): number {
  return node.index * 2 ** node.level;
}

/**
 * Puts ranges together and folds the right edge of the tree, smallest node first.
 * @param nodes of all ranges, in any order, without gaps or overlaps
 * @throws RangeError where ranges overlap or leave a gap
 */
export function foldNodes(nodes: readonly MomentNode[]): Moments {
  const ordered = [...nodes].sort((a, b) => firstLeaf(a) - firstLeaf(b));
  const joined: MomentNode[] = [];
  let next: number | null = null;
  for (const node of ordered) {
    if (next !== null && firstLeaf(node) !== next) {
      throw new RangeError(`Partial estimates leave a gap or overlap at leaf ${String(next)}`);
    }
    next = firstLeaf(node) + 2 ** node.level;
    appendNode(joined, node);
  }
  let total = joined.pop()?.moments;
  if (total === undefined) throw new RangeError('There is no partial estimate to merge');
  for (let node = joined.pop(); node !== undefined; node = joined.pop()) total = mergeMoments(node.moments, total);
  return total;
}

/** Standard error of each mean; NaN for a single sample. */
export function standardErrors(moments: Moments): Float64Array {
  const { count, squares } = moments;
  return squares.map((s) => Math.sqrt(s / (count - 1) / count));
}

/** Collects one leaf from blocks of up to 32 lanes. */
export interface LeafAccumulator {
  readonly begin: () => void;
  /** @param lanes length 32·n; entry 32j + l is component j of lane l; only lanes of `valid` are read */
  readonly add: (lanes: Float64Array, valid: number) => void;
  readonly finish: () => Moments;
}

/**
 * Sums of values and of their squares, both less a shift, from which mean and deviations come out without
 * cancellation (Chan, Golub & LeVeque 1983): the shift is a component's value in the leaf's first sample, so
 * that equal values have no deviation at all.
 * @param length number of components
 */
export function createLeafAccumulator(length: number): LeafAccumulator {
  let count = 0;
  const shift = new Float64Array(length);
  const total = new Float64Array(length);
  const squared = new Float64Array(length);
  const lane = new Int32Array(32);
  return {
    begin() {
      count = 0;
      total.fill(0);
      squared.fill(0);
    },
    add(lanes, valid) {
      let n = 0;
      for (let l = 0; l < 32; l++) if (((valid >>> l) & 1) === 1) lane[n++] = l;
      if (n === 0) return;
      if (count === 0) for (let j = 0; j < length; j++) shift[j] = lanes[32 * j + lane[0]!]!;
      count += n;
      const sums = n === 32 ? shiftedSums : someShiftedSums;
      for (let j = 0; j < length; j++) sums(lanes, 32 * j, shift[j]!, j, total, squared, lane, n);
    },
    finish() {
      const mean = new Float64Array(length);
      const squares = new Float64Array(length);
      for (let j = 0; j < length; j++) {
        mean[j] = shift[j]! + total[j]! / count;
        squares[j] = Math.max(0, squared[j]! - (total[j]! * total[j]!) / count);
      }
      return { count, mean, squares };
    },
  };
}
