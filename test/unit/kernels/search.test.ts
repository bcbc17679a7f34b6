/** The compiled loops of the local search make the search of their TypeScript, flip by flip, in few instructions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { decode } from '../../../src-science/decoding/decode.ts';
import { searchLocally } from '../../../src-science/decoding/local-search.ts';
import { beginAnew, createSearchLoops } from '../../../src-science/decoding/search-loops.ts';
import type { SearchLoops } from '../../../src-science/decoding/search-loops.ts';
import { createSearchState } from '../../../src-science/decoding/search-state.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { createSearchHost, searchBytes } from '../../../src-kernels/search-host.ts';
import { dense, formOf, planted } from '../decoding/plain-program.ts';
import { formOf as formOfRows, randomForm, ROW_STYLES, testRandom } from '../relaxation/enumeration.ts';
import { kernelModule, searchKernels } from './load-kernel.ts';
import { innermostLoops } from './wat-loops.ts';

const compiled = searchKernels();

/** Costs and fixed variables for a form of rows only. */
function dressed(bare: NormalForm, seed: number): NormalForm {
  const random = testRandom(seed);
  return {
    ...bare,
    objective: bare.objective.map(() => [0, 1, 2.5, -3, 7, 1][Math.floor(random() * 6)]!),
    fixed: bare.fixed.map(() => (random() < 0.1 ? Math.floor(2 * random()) : -1)),
  };
}

const startOf = (form: NormalForm, bits: readonly number[]): Uint8Array =>
  Uint8Array.from(form.fixed, (at, j) => (at >= 0 ? at : bits[j % bits.length]!));

const stateOf = (loops: SearchLoops): unknown => ({
  x: [...loops.x],
  excess: [...loops.excess],
  weight: [...loops.weight],
  // The sign of a zero may differ.
  score: Array.from(loops.score.subarray(0, loops.x.length), (score) => score + 0),
  violated: [...loops.violated.subarray(0, loops.violatedCount())],
  objective: loops.objective(),
  work: loops.work(),
  flips: loops.flips(),
});

/** Rows of one large coefficient and many small ones, as where one choice forbids many. */
function bigM(): NormalForm {
  const random = testRandom(8);
  const rows = Array.from(
    { length: 30 },
    (_, i) => ({ a: Array.from({ length: 60 }, (_unused, j) => (j === i ? 12 : random() < 0.3 ? 1 : 0)), b: 12 }),
  );
  return formOfRows(60, rows, Array.from({ length: 60 }, (_, j) => -1 - (j % 3)));
}

const bits = fc.array(fc.constantFrom(0, 1), { minLength: 7, maxLength: 13 });
const anyForm = fc.oneof(
  fc.oneof(dense, planted).map(formOf),
  fc.record({
    d: fc.integer({ min: 1, max: 40 }),
    m: fc.integer({ min: 1, max: 30 }),
    seed: fc.nat(9999),
    style: fc.constantFrom(...ROW_STYLES),
  }).map(({ d, m, seed, style }) => dressed(randomForm(d, m, seed, [style, 'cover', 'packing']), seed)),
);

describe('a compiled local search', () => {
  it('stands where the TypeScript stands after every flip, choice and rise of weights', () => {
    fc.assert(
      fc.property(anyForm, bits, fc.array(fc.nat(99), { minLength: 1, maxLength: 25 }), (form, start, moves) => {
        const columns = indexColumns(form);
        const both = [undefined, compiled.search].map((kernels) => createSearchLoops(form, columns, startOf(form, start), kernels)) as [
          SearchLoops,
          SearchLoops,
        ];
        const [plain, fast] = both;
        expect(stateOf(fast)).toEqual(stateOf(plain));
        for (const move of moves) {
          const count = plain.violatedCount();
          const chosen = both.map((loops) =>
            [loops.leastHarm(), count === 0 ? -1 : loops.bestRelief(loops.violated[move % count]!)] as const
          );
          expect(chosen[1]).toEqual(chosen[0]);
          const [harm, relief] = chosen[0]!;
          const j = relief >= 0 && move % 3 !== 0 ? relief : harm >= 0 ? harm : move % form.variableCount;
          for (const loops of both) {
            if (move % 7 === 0) loops.weigh();
            else if (move % 11 === 0) beginAnew(form, loops);
            else loops.flip(j);
            loops.addWork(move);
          }
          expect(stateOf(fast)).toEqual(stateOf(plain));
        }
      }),
      { numRuns: 1500, seed: 71 },
    );
  });

  it('ends at the same vector after as many flips and nonzeros', () => {
    const forms = [
      normalForm(generate('set-cover', { rows: 60, columns: 90, density: 0.1 }, 1)),
      normalForm(generate('independent-set', { nodes: 80, affinity: 3 }, 2)),
      normalForm(generate('combinatorial-auction', { items: 30, bids: 120 }, 3)),
      dressed(randomForm(80, 60, 4, ['integer', 'decimal', 'real', 'cover', 'packing']), 4),
      bigM(),
    ];
    for (const form of forms) {
      const columns = indexColumns(form);
      for (const seed of [1, 2]) {
        const start = startOf(form, [1, 0, 0]);
        const plain = searchLocally(form, columns, start, seed, 400_000);
        expect(plain.flips).toBeGreaterThan(100);
        expect(searchLocally(form, columns, start, seed, 400_000, undefined, compiled.search)).toEqual(plain);
      }
      const options = { mu: null, samples: 1, seed: 1, searchWork: 50_000, now: () => 0 };
      const xHat = new Float64Array(form.variableCount).fill(0.5);
      expect(decode(form, 'local-search', xHat, { ...options, compiled })).toEqual(decode(form, 'local-search', xHat, options));
    }
  });

  it('takes no more memory than was foreseen, and the TypeScript stands in where there is none', () => {
    const form = randomForm(3000, 2000, 5, ['cover', 'integer']);
    const columns = indexColumns(form);
    const { tolerance, scale, reach } = createSearchState(form, columns, new Uint8Array(3000));
    const layout = { form, columns, tolerance, scale, reach };
    const host = createSearchHost(kernelModule('search'), layout);
    expect(host.x.buffer.byteLength).toBeLessThanOrEqual(searchBytes(layout) + 2 ** 16);
    const loops = createSearchLoops(form, columns, new Uint8Array(3000), () => null);
    expect(loops.x.buffer.byteLength).toBe(3000);
  });

  it('costs few instructions for a nonzero, and looks at a row of one size without dividing', () => {
    // Loops over the nonzeros of a row, both in a flip and in a rise of weights.
    const loops = innermostLoops('search').filter(({ inside }) =>
      inside === 'flip' || inside === 'addRowScores' || inside === 'addBoth' || inside === 'addSide'
    );
    expect(loops.length).toBeGreaterThanOrEqual(2);
    for (const { inside, instructions, count } of loops) {
      expect(instructions, inside).toBeLessThanOrEqual(26);
      expect(count.has('call') || count.has('f64.div'), inside).toBe(false);
    }
  });
});
