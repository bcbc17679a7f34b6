/**
 * The leading planes as random words, along a sequence and across sequences: blocks, iterations, seeds and
 * the four sequences of a block, where a weak seeding would show. Ranks of binary matrices find linear
 * relations (Marsaglia 1985); weights of words find bits that lean one way or hang together.
 */
import { describe, expect, it } from 'vitest';
import { bernoulliBits, bernoulliThreshold, createRandomStream, positionStream } from '../../../src-science/random/bit-planes.ts';
import { LEADING_PLANES, leadingPlanes } from '../../../src-science/random/leading-planes.ts';

const stream = createRandomStream();

/** Plane p of (block, variable) at a position. */
function word(seed: number, iteration: number, block: number, variable: number, p: number): number {
  positionStream(stream, seed, 0, iteration);
  return stream.leading.planes[leadingPlanes(stream.leading, stream.key, block, variable) + p]!;
}

/** Word `row` of matrix n. */
const SOURCES: readonly (readonly [string, (n: number, row: number) => number])[] = [
  ['successive words of a sequence', (n, row) => word(1, 0, n, 4 * Math.floor(row / LEADING_PLANES), row % LEADING_PLANES)],
  ['the same word of successive blocks', (n, row) => word(2, n, row, 0, 0)],
  ['the same word of the sequences of successive blocks', (n, row) => word(3, n, row >> 2, row & 3, 1)],
  ['the same word of successive iterations', (n, row) => word(4, 32 * n + row, 0, 1, 2)],
  ['the same word of successive seeds', (n, row) => word(32 * n + row, 0, 0, 2, 3)],
];

const MATRICES = 2000;
/** P(rank 32), P(rank 31), P(rank ≤ 30) of a random 32 × 32 matrix over GF(2). */
const RANKS = [0.2887880951538411, 0.5775761901732092, 0.1336357146729497];

function rank(rows: Int32Array): number {
  let found = 0;
  for (let bit = 0; bit < 32; bit++) {
    let at = found;
    while (at < 32 && ((rows[at]! >>> bit) & 1) === 0) at++;
    if (at === 32) continue;
    const pivot = rows[at]!;
    rows[at] = rows[found]!;
    rows[found] = pivot;
    for (let r = found + 1; r < 32; r++) if (((rows[r]! >>> bit) & 1) === 1) rows[r]! ^= pivot;
    found++;
  }
  return found;
}

function ones(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

// False alarms: 5 · 10⁻⁷ for the ranks (χ² of two degrees beyond 32.2), 10 · 4 · 10⁻⁸ for the weights and 12 · 4 · 10⁻⁸
// for the pairs (|z| beyond 5.5): 1.4 in a million for the file.
describe('leading planes are random words', () => {
  it.each(SOURCES)('%s: ranks and weights', (_name, at) => {
    const counts = [0, 0, 0];
    let weight = 0;
    let agreement = 0;
    const rows = new Int32Array(32);
    for (let n = 0; n < MATRICES; n++) {
      for (let row = 0; row < 32; row++) rows[row] = at(n, row);
      for (let row = 0; row < 32; row++) {
        weight += ones(rows[row]!) - 16;
        if (row > 0) agreement += ones(rows[row]! ^ rows[row - 1]!) - 16;
      }
      counts[Math.min(2, 32 - rank(rows))]!++;
    }
    let chi = 0;
    RANKS.forEach((p, k) => {
      chi += (counts[k]! - MATRICES * p) ** 2 / (MATRICES * p);
    });
    expect(chi).toBeLessThan(32.2);
    expect(Math.abs(weight) / Math.sqrt(8 * 32 * MATRICES)).toBeLessThan(5.5);
    expect(Math.abs(agreement) / Math.sqrt(8 * 31 * MATRICES)).toBeLessThan(5.5);
  });

  it('draw variables, blocks and iterations that are uncorrelated, at marginals of all sizes', () => {
    const d = 40;
    const blocks = 500;
    for (const x of [0.03, 0.5, 0.9]) {
      const threshold = bernoulliThreshold(x);
      const sums = { neighbor: 0, sequence: 0, block: 0, iteration: 0 };
      const drawn: Int32Array[] = [];
      for (let n = 0; n < 2 * blocks; n++) {
        positionStream(stream, 77, 0, n & 1);
        const bits = new Int32Array(d);
        for (let j = 0; j < d; j++) bits[j] = bernoulliBits(stream, n >> 1, j, threshold, -1);
        drawn.push(bits);
      }
      // Σ over lanes of (x − p)(x′ − p), from counts of both and of either.
      const covariance = (a: number, b: number): number => ones(a & b) - x * (ones(a) + ones(b)) + 32 * x * x;
      for (let n = 2; n < drawn.length; n += 2) {
        for (let j = 4; j < d; j++) {
          const here = drawn[n]![j]!;
          sums.neighbor += covariance(here, drawn[n]![j - 1]!);
          sums.sequence += covariance(here, drawn[n]![j - 4]!);
          sums.block += covariance(here, drawn[n - 2]![j]!);
          sums.iteration += covariance(here, drawn[n + 1]![j]!);
        }
      }
      const scale = x * (1 - x) * Math.sqrt(32 * (blocks - 1) * (d - 4));
      for (const [name, sum] of Object.entries(sums)) expect(Math.abs(sum / scale), `${name} at ${String(x)}`).toBeLessThan(5.5);
    }
  });
});
