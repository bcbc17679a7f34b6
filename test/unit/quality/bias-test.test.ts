/**
 * The two tests of a mean: how often they refuse a true one, and that they see a false one. Vectors are
 * made of independent near-normal numbers (sums of 12 uniforms) of the tests' own generator, mixed so that
 * coordinates depend on each other and differ in size.
 *
 * Tolerances: with 2000 trials at a level of 5 % the count of refusals is binomial, 100 ± 9.7; the bands
 * below are five of those wide on either side and leave room for the approximation of the null (a third of
 * the level), so that a right test fails less than once in a million choices of seeds.
 */
import { describe, expect, it } from 'vitest';
import { replicationMoments, testBias } from '../../../src-science/quality/bias-test.ts';
import { testRandom } from '../relaxation/enumeration.ts';

const TRIALS = 2000;

function normals(random: () => number): () => number {
  return () => {
    let sum = -6;
    for (let k = 0; k < 12; k++) sum += random();
    return sum;
  };
}

/** R vectors of m dependent coordinates with mean `shift`, the first coordinate the largest. */
function vectors(R: number, m: number, random: () => number, shift: number): Float64Array[] {
  const normal = normals(random);
  return Array.from({ length: R }, () => {
    const common = normal();
    return Float64Array.from({ length: m }, (_, j) => shift + (normal() + 0.7 * common) / (1 + j / 3));
  });
}

function refusals(R: number, m: number, level: number, seed: number): { omnibus: number; coordinates: number } {
  const random = testRandom(seed);
  const expected = new Float64Array(m);
  const count = { omnibus: 0, coordinates: 0 };
  for (let trial = 0; trial < TRIALS; trial++) {
    const test = testBias(replicationMoments(vectors(R, m, random, 0)), expected);
    if (test === null) throw new Error('no spread');
    if (test.p < level) count.omnibus++;
    if (test.coordinateP < level) count.coordinates++;
  }
  return count;
}

describe('the tests of a mean', () => {
  for (const [R, m] of [[16, 1], [32, 6], [16, 40]] as const) {
    it(`refuse a true mean about once in twenty at a level of 5 %, ${String(R)} vectors of ${String(m)} coordinates`, () => {
      const { omnibus, coordinates } = refusals(R, m, 0.05, 11 * R + m);
      expect(omnibus).toBeGreaterThan(100 - 33 - 49);
      expect(omnibus).toBeLessThan(100 + 33 + 49);
      // Šidák errs on the safe side where coordinates depend on each other, so there is no lower bound but 0.
      expect(coordinates).toBeLessThan(100 + 33 + 49);
      expect(coordinates).toBeGreaterThan(0);
    });
  }

  it('refuse a false mean, small against the spread of one vector, with certainty', () => {
    const test = testBias(replicationMoments(vectors(256, 8, testRandom(5), 0.6)), new Float64Array(8));
    expect(test?.z).toBeGreaterThan(6);
    expect(test?.coordinateP).toBeLessThan(1e-8);
    expect(test?.tested).toBe(8);
  });

  it('say nothing of coordinates without spread', () => {
    const rows = Array.from({ length: 10 }, () => Float64Array.of(0.1 + 0.2, 5));
    expect(testBias(replicationMoments(rows), Float64Array.of(0.3, 5))).toBeNull();
    const mixed = rows.map((row, r) => Float64Array.of(row[0] ?? 0, r));
    expect(testBias(replicationMoments(mixed), Float64Array.of(7, 4.5))?.tested).toBe(1);
  });

  it('is the square of Student’s t in one dimension', () => {
    const test = testBias(replicationMoments([1, 2, 4, 5, 9].map((value) => Float64Array.of(value))), Float64Array.of(1));
    // mean 4.2, variance 9.7: t = 3.2/√(9.7/5)
    expect(test?.largestT).toBeCloseTo(3.2 / Math.sqrt(9.7 / 5), 12);
    expect(test?.p).toBeCloseTo(test?.coordinateP ?? 0, 12);
  });

  it('finds the same traces from the covariance of few coordinates and from the Gram matrix of many', () => {
    const rows = vectors(12, 8, testRandom(8), 0);
    const few = replicationMoments(rows);
    // Coordinates that are always 0 change nothing but which of the two is the cheaper.
    const many = replicationMoments(rows.map((row) => Float64Array.of(...row, 0, 0, 0, 0, 0)));
    expect(many.traceOfSquare).toBeCloseTo(few.traceOfSquare, 10);
    expect(many.freedom).toBeCloseTo(few.freedom, 10);
  });
});
