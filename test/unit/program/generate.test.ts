/** Generated problems: what each family promises of its structure, whatever the seed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeProgram } from '../../../src-science/program/encoding.ts';
import { programFacts } from '../../../src-science/program/facts.ts';
import { PROBLEM_FAMILIES, generate } from '../../../src-science/program/generate.ts';
import { Draws } from '../../../src-science/program/generators/draws.ts';
import { barabasiAlbert, greedyCliques } from '../../../src-science/program/generators/independent-set.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { validateProgram } from '../../../src-science/program/validate-program.ts';

function rowLengths(program: Program): number[] {
  return Array.from(program.rowLower, (_, i) => program.rows.start[i + 1]! - program.rows.start[i]!);
}

function columnLengths(program: Program): number[] {
  const lengths = Array.from(program.objective, () => 0);
  for (const j of program.rows.column) lengths[j]!++;
  return lengths;
}

function refusal(run: () => unknown): ProblemError {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('every family', () => {
  for (const family of PROBLEM_FAMILIES) {
    it(`${family.name} makes a valid program of its defaults, the same for the same seed and another for another`, () => {
      const one = generate(family.name, {}, 7);
      validateProgram(one);
      expect(generate(family.name, {}, 7)).toStrictEqual(one);
      const bytes = (seed: number): string => Buffer.from(encodeProgram({ ...generate(family.name, {}, seed), name: '' })).toString('hex');
      if (family.name.startsWith('toy-')) expect(bytes(8)).toBe(bytes(7));
      else expect(bytes(8)).not.toBe(bytes(7));
      expect(bytes(2 ** 40 + 7) === bytes(7)).toBe(family.name.startsWith('toy-'));
    });

    it(`${family.name} says of each parameter what it is, with a default in its range`, () => {
      for (const parameter of family.parameters) {
        expect(parameter.default).toBeGreaterThanOrEqual(parameter.min);
        expect(parameter.default).toBeLessThanOrEqual(parameter.max);
        expect(parameter.help).toMatch(/\.$/);
        expect(parameter.label).not.toBe('');
        expect(Number.isInteger(parameter.default) || !parameter.integer).toBe(true);
      }
    });
  }
});

describe('set cover', () => {
  it('has the sizes asked for, at least two rows a column, one column a row and costs in range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 40 }),
        fc.integer({ min: 2, max: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        (rows, columns, share, seed) => {
          const least = Math.max(2 * columns, rows) / (rows * columns);
          const density = Math.min(1, least + share * (1 - least) + 1e-9);
          const program = generate('set-cover', { rows, columns, density, maxCost: 5 }, seed);
          validateProgram(program);
          expect(program.rows.value.length).toBe(Math.floor(rows * columns * density));
          expect(Math.min(...columnLengths(program))).toBeGreaterThanOrEqual(2);
          expect(Math.min(...rowLengths(program))).toBeGreaterThanOrEqual(1);
          expect(program.rows.value.every((a) => a === 1) && program.rowLower.every((b) => b === 1)).toBe(true);
          expect(program.objective.every((c) => Number.isInteger(c) && c >= 1 && c <= 5)).toBe(true);
          expect(solutionReport(program, new Uint8Array(columns).fill(1)).feasible).toBe(true);
        },
      ),
      { numRuns: 200, seed: 20260230 },
    );
  });

  it('says which density would do', () => {
    const error = refusal(() => generate('set-cover', { rows: 100, columns: 100, density: 0.01 }, 1));
    expect(error).toMatchObject({ code: 'problem-parameter', field: 'density', hint: 'Choose a density of at least 0.02.' });
    expect(generate('set-cover', { rows: 100, columns: 100, density: 0.02 }, 1).rows.value.length).toBe(200);
  });
});

describe('independent set', () => {
  it('joins exactly the nodes of a Barabási–Albert graph', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 25 }), fc.nat(), (affinity, more, seed) => {
        const nodes = affinity + more;
        const graph = barabasiAlbert(nodes, affinity, new Draws(seed));
        expect(graph.reduce((sum, neighbors) => sum + neighbors.size, 0)).toBe(2 * affinity * more);
        const program = generate('independent-set', { nodes, affinity }, seed);
        const joined = new Set<string>();
        for (let i = 0; i < program.rowLower.length; i++) {
          const members = [...program.rows.column.subarray(program.rows.start[i], program.rows.start[i + 1])];
          for (const a of members) for (const b of members) if (a < b) joined.add(`${a}-${b}`);
        }
        const edges = new Set(graph.flatMap((neighbors, a) => [...neighbors].filter((b) => a < b).map((b) => `${a}-${b}`)));
        expect(joined).toEqual(edges);
        const cliques = greedyCliques(graph);
        expect(cliques.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: nodes }, (_, k) => k));
      }),
      { numRuns: 200, seed: 20260231 },
    );
  });

  it('has about the published number of rows at the published size', () => {
    // 4·(1500 − 4) = 5984 edges, less what cliques merge: about 5 940 rows (Gasse et al. 2019).
    expect(programFacts(generate('independent-set', { nodes: 1500, affinity: 4 }, 3)).rows).toBeGreaterThan(5880);
    expect(programFacts(generate('independent-set', { nodes: 1500, affinity: 4 }, 3)).rows).toBeLessThan(5984);
  });

  it('needs more nodes than its affinity', () => {
    expect(refusal(() => generate('independent-set', { nodes: 4, affinity: 4 }, 1)).field).toBe('affinity');
  });
});

describe('combinatorial auction', () => {
  it('sells each item once, in bundles at positive prices, with about the published number of rows', () => {
    const program = generate('combinatorial-auction', { items: 300, bids: 1500 }, 5);
    expect(program.objective.length).toBe(1500);
    expect(program.objective.every((price) => price > 0)).toBe(true);
    expect(program.rowUpper.every((b) => b === 1) && program.rows.value.every((a) => a === 1)).toBe(true);
    expect(Math.min(...columnLengths(program))).toBeGreaterThanOrEqual(1);
    // 300 items and a dummy for each bidder of more than two bids: about 580 rows.
    expect(program.rowLower.length).toBeGreaterThan(540);
    expect(program.rowLower.length).toBeLessThan(620);
  });

  it('lets a bidder win at most one bid where the dummy item says so', () => {
    const program = generate('combinatorial-auction', { items: 20, bids: 60 }, 2);
    const dummies = program.rowNames.flatMap((name, i) => (name.startsWith('bidder') ? [i] : []));
    expect(dummies.length).toBeGreaterThan(3);
    const seen = new Set<number>();
    for (const i of dummies) {
      for (let k = program.rows.start[i]!; k < program.rows.start[i + 1]!; k++) {
        expect(seen.has(program.rows.column[k]!)).toBe(false);
        seen.add(program.rows.column[k]!);
      }
    }
  });

  it('ends even where almost no bidder bids', () => {
    expect(generate('combinatorial-auction', { items: 2, bids: 3, valueDeviation: 1, addItem: 0, substitutes: 0, additivity: -1 }, 1)
      .objective.length).toBe(3);
  });
});

describe('knapsack and random programs', () => {
  it('give each capacity its share of the weights', () => {
    const program = generate('knapsack', { variables: 30, rows: 4, tightness: 0.3, maxWeight: 50 }, 11);
    for (let i = 0; i < 4; i++) {
      const total = program.rows.value.subarray(program.rows.start[i], program.rows.start[i + 1]).reduce((a, b) => a + b, 0);
      expect(program.rowUpper[i]).toBe(Math.floor(0.3 * total));
    }
    expect(program.rows.value.length).toBe(120);
  });

  it('are feasible when random', () => {
    for (let seed = 0; seed < 40; seed++) {
      const program = generate('random', { variables: 8, rows: 6, density: 0.5, equalities: 0.4 }, seed);
      const feasible = Array.from(
        { length: 256 },
        (_, mask) => solutionReport(program, Uint8Array.from({ length: 8 }, (_x, j) => (mask >> j) & 1)),
      ).some((report) => report.feasible);
      expect(feasible).toBe(true);
    }
  });
});

describe('the toys', () => {
  it('are those of the paper', () => {
    const one = generate('toy-1d', { a: 2, b: 1.5 }, 0);
    expect([...one.rows.value, ...one.rowUpper, ...one.objective]).toEqual([2, 1.5, 0]);
    const two = generate('toy-2d', { a1: 3, a2: 2, b: 4, c: -1 }, 0);
    expect([...two.rows.value, ...two.rowUpper, ...two.objective]).toEqual([3, 2, 4, -1, -1]);
  });

  it('keep to a₁ + a₂ > b ≥ a₁ ≥ a₂', () => {
    expect(refusal(() => generate('toy-2d', { a1: 1, a2: 2, b: 2 }, 0)).field).toBe('a2');
    expect(refusal(() => generate('toy-2d', { a1: 2, a2: 1, b: 1 }, 0)).field).toBe('b');
    expect(refusal(() => generate('toy-2d', { a1: 2, a2: 1, b: 3 }, 0)).field).toBe('b');
  });

  it('include a program without a solution', () => {
    const program = generate('toy-infeasible', { variables: 4, k: 2 }, 0);
    for (let mask = 0; mask < 16; mask++) {
      const report = solutionReport(program, Uint8Array.from({ length: 4 }, (_, j) => (mask >> j) & 1));
      expect(report.feasible).toBe(false);
      expect(report.violation).toBeGreaterThanOrEqual(1);
    }
    expect(refusal(() => generate('toy-infeasible', { variables: 2, k: 3 }, 0)).field).toBe('k');
  });
});

describe('what cannot be generated', () => {
  for (const [what, run, field] of [
    ['an unknown family', () => generate('nix', {}, 0), 'family'],
    ['an unknown parameter', () => generate('knapsack', { nix: 1 }, 0), 'nix'],
    ['a parameter out of its range', () => generate('knapsack', { rows: 0 }, 0), 'rows'],
    ['a fraction of a row', () => generate('knapsack', { rows: 1.5 }, 0), 'rows'],
    ['a parameter that is no number', () => generate('knapsack', { tightness: Number.NaN }, 0), 'tightness'],
    ['a negative seed', () => generate('knapsack', {}, -1), 'seed'],
    ['a fractional seed', () => generate('knapsack', {}, 0.5), 'seed'],
    ['a set cover that does not fit in memory', () => generate('set-cover', { rows: 20_000, columns: 50_000, density: 1 }, 0), 'rows'],
  ] as const) {
    it(`is refused: ${what}`, () => {
      expect(refusal(run).field).toBe(field);
    });
  }
});

describe('draws', () => {
  it('are uniform: 16 cells of 64 000 draws are within 4.5 standard deviations of their mean', () => {
    // Sixteen two-sided tests at z = 4.5: a false alarm in 10⁴ choices of the seed.
    const draws = new Draws(99);
    const cells = new Float64Array(16);
    for (let k = 0; k < 64_000; k++) cells[Math.floor(draws.uniform() * 16)]!++;
    const deviation = Math.sqrt(64_000 * (1 / 16) * (15 / 16));
    for (const cell of cells) expect(Math.abs(cell - 4000) / deviation).toBeLessThan(4.5);
  });

  it('by weight never pick what weighs nothing', () => {
    const draws = new Draws(1);
    for (let k = 0; k < 1000; k++) expect([1, 3]).toContain(draws.weighted(Float64Array.of(0, 2, 0, 1, 0)));
  });

  it('without repetition are distinct and reach every place', () => {
    const draws = new Draws(5);
    const seen = new Set<number>();
    for (let k = 0; k < 200; k++) {
      const drawn = [...draws.distinct(3, 7)];
      expect(new Set(drawn).size).toBe(3);
      for (const place of drawn) seen.add(place);
    }
    expect(seen.size).toBe(7);
  });
});
