/** Rows of real weights without a table, on a grid and as a normal sum, against all outcomes, Goldstein's bound and a quadrature. */
import { expect, test } from 'vitest';
import { approximateRow } from '../../../src-science/decoding/approximate-row.ts';
import { draws } from '../bounds/random-programs.ts';

interface Drawn {
  readonly weight: Float64Array;
  readonly chance: Float64Array;
  readonly rest: number;
}

function drawn(random: () => number, k: number): Drawn {
  const weight = Float64Array.from({ length: k }, () => 0.01 + random() ** 2);
  const chance = Float64Array.from({ length: k }, () => (random() < 0.1 ? Math.round(random()) : random()));
  return { weight, chance, rest: weight.reduce((sum, w) => sum + w, 0) * (0.1 + 0.8 * random()) };
}

/** Sums of the first p weights under one drawing of their variables. */
const begun = ({ weight, chance }: Drawn, p: number, random: () => number): number =>
  weight.subarray(0, p).reduce((sum, w, q) => sum + (chance[q] === 1 || (chance[q] !== 0 && random() < 0.5) ? w : 0), 0);

/** E[max(s + Σ_{q ≥ p} w_q y_q − κ, 0)] over all outcomes. */
function truth({ weight, chance, rest }: Drawn, p: number, s: number): number {
  if (p === weight.length) return Math.max(s - rest, 0);
  const y = chance[p] ?? 0;
  const row = { weight, chance, rest };
  return (y < 1 ? (1 - y) * truth(row, p + 1, s) : 0) + (y > 0 ? y * truth(row, p + 1, s + (weight[p] ?? 0)) : 0);
}

/** Largest of min(Σ E|w (y − ŷ)|³/σ², σ/2) over what is left after each decision. */
function goldstein({ weight, chance }: Drawn): number {
  let most = 0;
  for (let p = 0; p < weight.length; p++) {
    let variance = 0;
    let third = 0;
    for (let q = p; q < weight.length; q++) {
      const [w, y] = [weight[q] ?? 0, chance[q] ?? 0];
      variance += y * (1 - y) * w ** 2;
      third += y * ((1 - y) * w) ** 3 + (1 - y) * (y * w) ** 3;
    }
    if (variance > 0) most = Math.max(most, Math.min(third / variance, Math.sqrt(variance) / 2));
  }
  return most;
}

/** E[max(Z + excess, 0)] of a centered normal Z, by Simpson's rule over ± 9 σ. */
function normalExcess(excess: number, sigma: number): number {
  if (sigma === 0) return Math.max(excess, 0);
  // In two parts, so that the edge is at an end.
  const edge = Math.min(Math.max(-excess / sigma, -9), 9);
  const h = (9 - edge) / 2000;
  let sum = 0;
  for (let n = 0; n <= 2000; n++) {
    const z = edge + n * h;
    sum += (n === 0 || n === 2000 ? 1 : n % 2 === 1 ? 4 : 2) * Math.max(excess + sigma * z, 0) * Math.exp((-z * z) / 2);
  }
  return ((sum * h) / 3) / Math.sqrt(2 * Math.PI);
}

test('on a grid no expectation is below the truth, and above it by no more than is said, after any decisions', () => {
  const random = draws(401);
  let sharp = 0;
  for (let n = 0; n < 60; n++) {
    const row = drawn(random, 2 + (n % 9));
    const { cells, error, value } = approximateRow(row.weight, row.chance, row.rest, 3000);
    expect(cells).toBeLessThanOrEqual(3000 + 2 * row.weight.length);
    for (let p = 0; p <= row.weight.length; p++) {
      for (let each = 0; each < 3; each++) {
        const s = begun(row, p, random);
        const off = value(p, s) - truth(row, p, s);
        expect(off, `row ${n}, ${p} decided`).toBeGreaterThan(-1e-12);
        expect(off, `row ${n}, ${p} decided`).toBeLessThan(error + 1e-12);
        if (off > 1e-9) sharp++;
      }
    }
    expect(error).toBeLessThan(0.02 * row.rest);
  }
  expect(sharp).toBeGreaterThan(20);
});

test('as a normal sum it is the normal’s expectation, off by no more than Goldstein’s bound, and says which rows it takes', () => {
  const random = draws(411);
  let normals = 0;
  for (let n = 0; n < 80; n++) {
    const row = drawn(random, 3 + (n % 9));
    const k = row.weight.length;
    const limit = k * (1 + Math.floor(6 * random()));
    const { cells, error, value } = approximateRow(row.weight, row.chance, row.rest, limit);
    // The smear of the grid that there is room for, against the sum's own variance.
    const total = row.weight.reduce((sum, w) => sum + w, 0);
    const step = Math.min(row.rest, total - row.rest) / Math.floor(limit / k);
    const part = row.weight.map((w) => (w / step) % 1);
    const smear = row.chance.reduce((sum, y, q) => sum + y * (part[q] ?? 0) * (1 - (part[q] ?? 0)) * step ** 2, 0);
    const variance = row.chance.reduce((sum, y, q) => sum + y * (1 - y) * (row.weight[q] ?? 0) ** 2, 0);
    if (smear <= variance / 16) continue;
    normals++;
    expect(cells).toBe(k + 1);
    expect(error).toBeCloseTo(goldstein(row), 12);
    for (let p = 0; p <= k; p++) {
      const s = begun(row, p, random);
      const left = row.chance.subarray(p);
      const mean = left.reduce((sum, y, q) => sum + y * (row.weight[p + q] ?? 0), 0);
      const sigma = Math.sqrt(left.reduce((sum, y, q) => sum + y * (1 - y) * (row.weight[p + q] ?? 0) ** 2, 0));
      expect(value(p, s)).toBeCloseTo(normalExcess(s + mean - row.rest, sigma), 8);
      expect(Math.abs(value(p, s) - truth(row, p, s))).toBeLessThan(error + 1e-12);
    }
  }
  expect(normals).toBeGreaterThan(40);
});
