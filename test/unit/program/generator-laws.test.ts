/**
 * Generated problems follow the laws they are named after, checked from outside: prices of an auction
 * against the market they came from, weights and profits against their distributions.
 *
 * False alarms: seeds are fixed. Had they been drawn anew, a |z| beyond 6 would come up once in 5·10⁸, and
 * there are fewer than 100 of them here.
 */
import { describe, expect, it } from 'vitest';
import { generate } from '../../../src-science/program/generate.ts';
import { Draws } from '../../../src-science/program/generators/draws.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { threefryBlock, threefryKey } from '../../../src-science/random/threefry.ts';

/** z of a mean of values that have the given expectation and standard deviation. */
function zOf(values: readonly number[], expected: number, deviation: number): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return (mean - expected) / (deviation / Math.sqrt(values.length));
}

/** Columns of each row. */
function rowsOf(program: Program): number[][] {
  return Array.from(program.rowLower, (_, i) => [...program.rows.column.subarray(program.rows.start[i], program.rows.start[i + 1])]);
}

/** Items of each bid and bids of each bidder that has a dummy item; places, not names. */
function auctionOf(program: Program, items: number): { readonly bundle: number[][]; readonly bidders: number[][] } {
  const bundle: number[][] = Array.from(program.objective, () => []);
  const bidders: number[][] = [];
  rowsOf(program).forEach((bids, i) => {
    const name = program.rowNames[i] ?? '';
    const item = Number(name.slice('item'.length)) - 1;
    if (name.startsWith('item')) for (const bid of bids) bundle[bid]?.push(item);
    else bidders.push(bids);
    expect(name.startsWith('bidder') || (item >= 0 && item < items)).toBe(true);
  });
  return { bundle, bidders };
}

describe('draws', () => {
  it('take 27 and 26 bits of each pair of Threefry words, keyed by the seed’s halves and the stream “gen”', () => {
    for (const seed of [0, 5, 2 ** 32 + 17, 2 ** 52 + 3]) {
      const stream = 'gen'.split('').reduce((code, letter) => code * 256 + letter.charCodeAt(0), 0);
      const key = threefryKey(seed % 2 ** 32 | 0, Math.floor(seed / 2 ** 32), stream, 0);
      const words = new Int32Array(4);
      const draws = new Draws(seed);
      for (let block = 0; block < 3; block++) {
        threefryBlock(key, block, 0, 0, 0, words);
        for (const [high, low] of [[words[0]!, words[1]!], [words[2]!, words[3]!]] as const) {
          const bits = (BigInt(high >>> 5) << 26n) | BigInt(low >>> 6);
          expect(draws.uniform()).toBe(Number(bits) / 2 ** 53);
        }
      }
    }
  });

  it('of integers reach both ends alike often', () => {
    const draws = new Draws(3);
    const counts = new Array<number>(5).fill(0);
    for (let n = 0; n < 20_000; n++) counts[draws.integer(-2, 2) + 2]!++;
    for (const count of counts) expect(Math.abs(zOf([count], 4000, Math.sqrt(20_000 * 0.2 * 0.8)))).toBeLessThan(6);
  });

  it('by weight come in proportion to it', () => {
    const draws = new Draws(4);
    const weight = Float64Array.of(1, 0, 5, 2);
    const counts = new Array<number>(4).fill(0);
    for (let n = 0; n < 20_000; n++) counts[draws.weighted(weight)]!++;
    weight.forEach((w, k) => {
      const p = w / 8;
      if (p === 0) expect(counts[k]).toBe(0);
      else expect(Math.abs(zOf([counts[k]!], 20_000 * p, Math.sqrt(20_000 * p * (1 - p))))).toBeLessThan(6);
    });
  });

  it('without repetition have every place first, second and third alike often', () => {
    const draws = new Draws(6);
    const counts = Array.from({ length: 3 }, () => new Array<number>(5).fill(0));
    for (let n = 0; n < 10_000; n++) draws.distinct(3, 5).forEach((place, k) => counts[k]![place]!++);
    for (const count of counts.flat()) expect(Math.abs(zOf([count], 2000, Math.sqrt(10_000 * 0.2 * 0.8)))).toBeLessThan(6);
  });
});

describe('an auction without private values', () => {
  const items = 12;
  const common = { items, bids: 600, valueDeviation: 0 };
  /** The market is drawn first, so bundles of one item show its values: price = value + 1. */
  function values(seed: number): number[] {
    const program = generate('combinatorial-auction', { ...common, addItem: 0, substitutes: 0, additivity: -1 }, seed);
    const value = new Array<number>(items).fill(Number.NaN);
    auctionOf(program, items).bundle.forEach(([item = 0, ...rest], bid) => {
      expect(rest).toEqual([]);
      const shown = program.objective[bid]! - 1;
      if (!Number.isNaN(value[item]!)) expect(value[item]).toBeCloseTo(shown, 9);
      value[item] = shown;
    });
    return value;
  }

  it('has values from 1 to 100 that look uniform', () => {
    const all = Array.from({ length: 30 }, (_, seed) => values(seed)).flat();
    for (const value of all) expect(value >= 1 && value <= 100).toBe(true);
    expect(Math.abs(zOf(all, 50.5, 99 / Math.sqrt(12)))).toBeLessThan(6);
    expect(Math.max(...all)).toBeGreaterThan(95);
    expect(Math.min(...all)).toBeLessThan(6);
  });

  it('prices a bundle of n items at their values and n to the power 1 + additivity', () => {
    for (const [seed, additivity] of [[1, 0.2], [2, -0.5], [3, 1]] as const) {
      const value = values(seed);
      const program = generate('combinatorial-auction', { ...common, additivity }, seed);
      const sizes = new Set<number>();
      auctionOf(program, items).bundle.forEach((bundle, bid) => {
        sizes.add(bundle.length);
        const worth = bundle.reduce((sum, item) => sum + value[item]!, 0);
        expect(program.objective[bid]).toBeCloseTo(worth + bundle.length ** (1 + additivity), 8);
      });
      expect(sizes.size).toBeGreaterThan(4);
    }
  });

  it('grows bundles by one more item with the chance asked for, up to all items', () => {
    for (const addItem of [0.3, 0.7, 0.95]) {
      const program = generate('combinatorial-auction', { ...common, bids: 4000, addItem, substitutes: 0 }, 4);
      const sizes = auctionOf(program, items).bundle.map(({ length }) => length);
      // 1 + a geometric number, cut at 12: E = Σ_{n<12} pⁿ
      const mean = Array.from({ length: items }, (_, n) => addItem ** n).reduce((sum, p) => sum + p, 0);
      const second = Array.from({ length: items }, (_, n) => (2 * n + 1) * addItem ** n).reduce((sum, p) => sum + p, 0);
      expect(Math.abs(zOf(sizes, mean, Math.sqrt(second - mean * mean)))).toBeLessThan(6);
    }
  });

  it('adds items by interest times compatibility', () => {
    const three = { items: 3, bids: 20_000, valueDeviation: 0, addItem: 0.5, substitutes: 0 };
    const draws = new Draws(9);
    for (let k = 0; k < 3; k++) draws.uniform();
    const [ab, ac, bc] = [draws.uniform(), draws.uniform(), draws.uniform()];
    const bundles = auctionOf(generate('combinatorial-auction', three, 9), 3).bundle.filter(({ length }) => length === 2);
    /** E[u c₁/(u c₁ + v c₂)] over uniform u, v, by the midpoint rule. */
    const share = (first: number, one: number, other: number): number => {
      let sum = 0;
      let mass = 0;
      const n = 60;
      for (let p = 0; p < n; p++) {
        for (let q = 0; q < n; q++) {
          for (let r = 0; r < n; r++) {
            const [u, v, w] = [(p + 0.5) / n, (q + 0.5) / n, (r + 0.5) / n];
            // The first item is drawn by interest, so it is `first` with chance w/(u + v + w).
            const chance = w / (u + v + w);
            mass += chance;
            sum += (chance * u * one) / (u * one + v * other);
          }
        }
      }
      return (first * sum) / mass;
    };
    // A pair comes about from either of its items; each is first in a third of the cases.
    const expected = new Map([
      ['0,1', share(1 / 3, ab, ac) + share(1 / 3, ab, bc)],
      ['0,2', share(1 / 3, ac, ab) + share(1 / 3, ac, bc)],
      ['1,2', share(1 / 3, bc, ab) + share(1 / 3, bc, ac)],
    ]);
    for (const [pair, p] of expected) {
      const count = bundles.filter((bundle) => bundle.join() === pair).length;
      expect(Math.abs(zOf([count], bundles.length * p, Math.sqrt(bundles.length * p * (1 - p)))), pair).toBeLessThan(6);
    }
  });

  it('lets a bidder make substitutes of the first bundle’s size, within budget and resale value, each once', () => {
    const value = values(5);
    for (const [substitutes, budgetFactor, resaleFactor] of [[5, 1.5, 0.5], [3, 1.05, 0.9], [2, 10, 0]] as const) {
      const program = generate('combinatorial-auction', { ...common, bids: 1500, substitutes, budgetFactor, resaleFactor }, 5);
      const { bundle, bidders } = auctionOf(program, items);
      expect(bidders.length).toBeGreaterThan(20);
      const worth = (bid: number): number => bundle[bid]!.reduce((sum, item) => sum + value[item]!, 0);
      let most = 0;
      bidders.forEach((bids, which) => {
        const [first = 0, ...others] = bids.toSorted((a, b) => a - b);
        // The last bidder’s bids may have been cut off by the number asked for.
        if (which < bidders.length - 1) expect(bids.length).toBeGreaterThan(2);
        most = Math.max(most, others.length);
        expect(new Set(bids.map((bid) => bundle[bid]!.join())).size).toBe(bids.length);
        others.forEach((bid, k) => {
          expect(bundle[bid]!.length).toBe(bundle[first]!.length);
          expect(program.objective[bid]!).toBeLessThanOrEqual(budgetFactor * program.objective[first]! + 1e-9);
          expect(worth(bid)).toBeGreaterThanOrEqual(resaleFactor * worth(first) - 1e-9);
          // Dearest first.
          if (k > 0) expect(program.objective[bid]!).toBeLessThanOrEqual(program.objective[others[k - 1]!]! + 1e-9);
        });
      });
      expect(most).toBe(substitutes);
    }
  });
});

describe('an auction with private values', () => {
  it('has prices that stray from the common values by up to the deviation, upward on what a bidder wants', () => {
    const [items, valueDeviation] = [60, 0.01];
    const of = (deviation: number): Map<number, number[]> => {
      const program = generate('combinatorial-auction', {
        items,
        bids: 12_000,
        valueDeviation: deviation,
        addItem: 0,
        substitutes: 0,
        additivity: -1,
      }, 8);
      const prices = new Map<number, number[]>();
      auctionOf(program, items).bundle.forEach(([item = 0], bid) =>
        prices.set(item, [...(prices.get(item) ?? []), program.objective[bid]!])
      );
      return prices;
    };
    const common = of(0);
    const strays = [...of(valueDeviation)].flatMap(([item, prices]) =>
      prices.map((price) => price - (common.get(item)?.[0] ?? Number.NaN))
    );
    for (const stray of strays) expect(Math.abs(stray)).toBeLessThanOrEqual(100 * valueDeviation + 1e-9);
    // Drawn by interest u, the item’s u has density 2u up to O(1/items): E[2u − 1] = 1/3.
    const mean = strays.reduce((sum, s) => sum + s, 0) / strays.length;
    expect(mean).toBeCloseTo((100 * valueDeviation) / 3, 1);
  });
});

describe('a knapsack', () => {
  it('has uniform weights and profits that are the mean weight and a uniform share of half the largest', () => {
    const [variables, rows, maxWeight] = [2000, 4, 1000];
    const program = generate('knapsack', { variables, rows, maxWeight }, 13);
    const weights = [...program.rows.value];
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...weights)).toBeLessThanOrEqual(maxWeight);
    expect(Math.abs(zOf(weights, (maxWeight + 1) / 2, maxWeight / Math.sqrt(12)))).toBeLessThan(6);
    const extra = Array.from(program.objective, (profit, j) => {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += program.rows.value[i * variables + j]!;
      return profit - sum / rows;
    });
    expect(Math.min(...extra)).toBeGreaterThanOrEqual(-0.5);
    expect(Math.max(...extra)).toBeLessThanOrEqual(maxWeight / 2 + 0.5);
    expect(Math.abs(zOf(extra, maxWeight / 4, maxWeight / 2 / Math.sqrt(12)))).toBeLessThan(6);
  });

  it('has no item that is worth nothing', () => {
    expect(Math.min(...generate('knapsack', { variables: 500, rows: 1, maxWeight: 1 }, 1).objective)).toBe(1);
  });
});

describe('a random program', () => {
  const [variables, rows, maxCoefficient] = [40, 2000, 5];
  const program = generate('random', { variables, rows, density: 0.25, maxCoefficient, equalities: 0.3 }, 21);

  it('has every coefficient but 0 alike often', () => {
    const values = [...program.rows.value];
    for (let a = -maxCoefficient; a <= maxCoefficient; a++) {
      const count = values.filter((v) => v === a).length;
      if (a === 0) expect(count).toBe(0);
      else expect(Math.abs(zOf([count], values.length / 10, Math.sqrt(values.length * 0.1 * 0.9)))).toBeLessThan(6);
    }
    expect(program.objective.every((c) => Number.isInteger(c) && c !== 0 && Math.abs(c) <= maxCoefficient)).toBe(true);
  });

  it('has the density, the share of equalities and as many rows from above as from below', () => {
    const lengths = rowsOf(program).map(({ length }) => length);
    expect(Math.abs(zOf(lengths, 0.25 * variables, Math.sqrt(variables * 0.25 * 0.75)))).toBeLessThan(6);
    const kinds = Array.from(program.rowLower, (low, i) => (low === program.rowUpper[i] ? 0 : low === -Infinity ? 1 : 2));
    for (const [kind, p] of [[0, 0.3], [1, 0.35], [2, 0.35]] as const) {
      const count = kinds.filter((k) => k === kind).length;
      expect(Math.abs(zOf([count], rows * p, Math.sqrt(rows * p * (1 - p))))).toBeLessThan(6);
    }
  });

  it('has at least one entry a row however thin it is, on any variable', () => {
    const thin = rowsOf(generate('random', { variables: 6, rows: 300, density: 0.0001 }, 2));
    for (const columns of thin) expect(columns.length).toBe(1);
    expect(new Set(thin.flat()).size).toBe(6);
  });

  it('leaves the hidden solution a slack of 0 to the largest coefficient', () => {
    // One variable: the hidden x is seen from the equalities, a·x = b.
    for (let seed = 0; seed < 30; seed++) {
      const one = generate('random', { variables: 1, rows: 60, density: 1, maxCoefficient: 4, equalities: 0.3 }, seed);
      const equality = one.rowLower.findIndex((low, i) => low === one.rowUpper[i]);
      const x = one.rowLower[equality]! / one.rows.value[equality]!;
      expect(x === 0 || x === 1).toBe(true);
      const slacks = Array.from(one.rowLower, (low, i) => {
        const activity = one.rows.value[i]! * x;
        return low === -Infinity ? one.rowUpper[i]! - activity : activity - low;
      });
      expect(Math.min(...slacks)).toBeCloseTo(0, 12);
      expect(Math.max(...slacks)).toBe(4);
    }
  });
});

describe('random graphs', () => {
  it('join each pair with the chance asked for', () => {
    const joined = generate('vertex-cover', { nodes: 200, edgeChance: 0.3 }, 5).rowNames.length;
    const pairs = (200 * 199) / 2;
    expect(Math.abs(joined - 0.3 * pairs) / Math.sqrt(pairs * 0.3 * 0.7)).toBeLessThan(6);
  });

  it('are one graph for cliques and covers of the same seed: what a clique may not hold is what a cover must', () => {
    const pairsOf = (program: Program): string[] => program.rowNames.map((name) => name.slice(1));
    const missing = pairsOf(generate('clique', { nodes: 40, edgeChance: 0.4 }, 9));
    const edges = pairsOf(generate('vertex-cover', { nodes: 40, edgeChance: 0.4 }, 9));
    expect(missing.length + edges.length).toBe((40 * 39) / 2);
    expect(edges.filter((pair) => missing.includes(pair))).toEqual([]);
    // A partition has two rows for each edge, in their order, and the one that keeps the halves alike.
    const partition = generate('graph-partition', { nodes: 40, edgeChance: 0.4 }, 9);
    expect(partition.rowNames.filter((name) => name.endsWith('.1')).map((name) => name.slice(1, -2))).toEqual(edges);
    expect([partition.rowLower.at(-1), partition.rowUpper.at(-1), partition.rowNames.at(-1)]).toEqual([20, 20, 'balance']);
  });
});
