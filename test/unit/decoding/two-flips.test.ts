/** Moves of two flips: they lower what they say, leave everything else as it was, and reach vectors that single flips do not. */
import { describe, expect, it } from 'vitest';
import { assess } from '../../../src-science/decoding/assessment.ts';
import { indexColumns } from '../../../src-science/decoding/column-index.ts';
import { decode } from '../../../src-science/decoding/decode.ts';
import { searchLocally } from '../../../src-science/decoding/local-search.ts';
import { createSearchLoops } from '../../../src-science/decoding/search-loops.ts';
import type { SearchLoops } from '../../../src-science/decoding/search-loops.ts';
import { createTwoFlips } from '../../../src-science/decoding/two-flips.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { searchKernels } from '../kernels/load-kernel.ts';
import { formOf, randomForm, testRandom, type DenseRow } from '../relaxation/enumeration.ts';

const compiled = searchKernels();
const WORK = 2_000_000;

const equality = (a: readonly number[], b: number): DenseRow[] => [{ a: [...a], b }, { a: a.map((v) => -v), b: -b }];

/** Two equalities with weights up to 99 that a drawn vector keeps: market splits. */
function marketSplit(seed: number, d = 20): NormalForm {
  const random = testRandom(seed);
  const hidden = Array.from({ length: d }, () => (random() < 0.5 ? 1 : 0));
  const rows = [0, 1].flatMap(() => {
    const a = Array.from({ length: d }, () => Math.floor(100 * random()));
    return equality(a, a.reduce((sum, v, j) => sum + v * hidden[j]!, 0));
  });
  return formOf(d, rows, Array.from({ length: d }, () => Math.floor(100 * random())));
}

const weighted = (loops: SearchLoops, form: NormalForm): number => {
  // What single flips say adds up: the sum of the violated rows' weighted violations, as search-state.ts defines them.
  let sum = 0;
  for (let i = 0; i < form.rowCount; i++) {
    const e = loops.excess[i]!;
    let largest = 0;
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) largest = Math.max(largest, Math.abs(form.value[k]!));
    if (e > 1e-6) sum += loops.weight[i]! * (0.5 + (0.5 * e) / largest);
  }
  return sum;
};

describe('a move of two flips', () => {
  it('lowers the weighted violation and keeps the objective below the target, or leaves the vector as it was', () => {
    let made = 0;
    let refused = 0;
    for (let seed = 0; seed < 300; seed++) {
      const random = testRandom(seed);
      const form = seed % 2 === 0 ? marketSplit(seed, 12) : randomForm(12, 10, seed);
      const x = Uint8Array.from(form.fixed, (at) => (at >= 0 ? at : Math.floor(2 * random())));
      for (const kernels of [undefined, compiled.search]) {
        const loops = createSearchLoops(form, indexColumns(form), x, kernels);
        if (loops.violatedCount() === 0) continue;
        const target = seed % 3 === 0 ? loops.objective() : Infinity;
        const before = { violation: weighted(loops, form), x: [...loops.x], work: loops.work() };
        const did = createTwoFlips(form, loops, (n) => Math.floor(n * random()))(loops.violated[0]!, target);
        expect(loops.work()).toBeGreaterThan(before.work);
        const changed = before.x.filter((v, j) => v !== loops.x[j]).length;
        expect(changed).toBe(did ? 2 : 0);
        if (did) {
          made++;
          expect(weighted(loops, form)).toBeLessThan(before.violation);
          expect(loops.objective()).toBeLessThan(target);
        } else {
          refused++;
          expect(weighted(loops, form)).toBeCloseTo(before.violation, 9);
        }
      }
    }
    expect(made).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(20);
  });
});

describe('the search with moves of two flips', () => {
  it('keeps equalities with weights that the search by single flips does not keep, with the same counted work', () => {
    let one = 0;
    let two = 0;
    for (let seed = 0; seed < 20; seed++) {
      const form = marketSplit(seed);
      const columns = indexColumns(form);
      const [plain, pairs] = (['one', 'two'] as const).map((moves) =>
        searchLocally(form, columns, new Uint8Array(20), seed, WORK, undefined, compiled.search, moves)
      );
      one += Number(plain?.feasible);
      two += Number(pairs?.feasible);
      if (pairs?.feasible === true) expect(assess(form, pairs.x).feasible).toBe(true);
      expect(pairs?.work).toBeLessThan(WORK + 10_000);
    }
    expect(two).toBeGreaterThan(2 * one);
    expect(two).toBeGreaterThan(5);
  });

  it('is the same with compiled loops and without, flip by flip', () => {
    for (let seed = 0; seed < 12; seed++) {
      const form = seed % 2 === 0 ? marketSplit(seed) : randomForm(25, 30, seed);
      const start = Uint8Array.from(form.fixed, (at) => Math.max(at, 0));
      const [plain, fast] = [undefined, compiled.search].map((kernels) =>
        searchLocally(form, indexColumns(form), start, seed, 300_000, undefined, kernels, 'two')
      );
      expect(fast).toEqual(plain);
    }
  });

  it('is the decoder two-flip-search, which draws by its seed', () => {
    const form = marketSplit(3);
    const options = { mu: 1, samples: 1, seed: 1, searchWork: WORK, now: () => 0, compiled };
    const vector = (decoder: 'two-flip-search' | 'local-search', seed: number): string =>
      decode(form, decoder, new Float64Array(20).fill(0.5), { ...options, seed }).x.join('');
    expect(vector('two-flip-search', 1)).toBe(vector('two-flip-search', 1));
    expect(new Set([1, 2, 3, 4].map((seed) => vector('two-flip-search', seed))).size).toBeGreaterThan(1);
  });
});
