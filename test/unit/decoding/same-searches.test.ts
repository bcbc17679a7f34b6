/**
 * What searches, dives, bounds and multipliers come to, to the last bit and with the work they counted, on drawn programs: they
 * are rules of thumb, of which a changed step still ends at a vector that keeps every law, and the same seed must give the same
 * run in every version. Whoever changes what they do raises NUMERICS and writes the values anew (`-u`).
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src-science/decoding/decode.ts';
import { descend } from '../../../src-science/descent/descend.ts';
import { DESCENT_PRESETS } from '../../../src-science/descent/presets.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { formOf, testRandom } from '../relaxation/enumeration.ts';
import type { DenseRow } from '../relaxation/enumeration.ts';

/** Equalities with weights, and knapsacks of real numbers: rows that the families lack. */
function weighted(seed: number): NormalForm {
  const random = testRandom(seed);
  const d = 24;
  const hidden = Array.from({ length: d }, () => (random() < 0.5 ? 1 : 0));
  const draw = (size: number): number[] => Array.from({ length: d }, () => (random() < 0.5 ? Math.floor(size * random()) : 0));
  const at = (a: readonly number[]): number => a.reduce((sum, v, j) => sum + v * hidden[j]!, 0);
  const equality = (a: readonly number[]): DenseRow[] => [{ a: [...a], b: at(a) }, { a: a.map((v) => -v), b: -at(a) }];
  const real = (a: readonly number[]): DenseRow => ({ a: a.map((v) => v / 7), b: at(a) / 7 + 0.3 });
  return formOf(
    d, [...equality(draw(20)), ...equality(draw(9)), real(draw(30)), real(draw(30)), real(draw(60))],
    Array.from({ length: d }, () => Math.floor(50 * random()) - 10),
  );
}

const family = (name: string, parameters: Readonly<Record<string, number>>): NormalForm => normalForm(generate(name, parameters, 3));
const FORMS: readonly (readonly [string, NormalForm])[] = [
  ['covers', family('set-cover', { rows: 40, columns: 80, density: 0.08 })],
  ['pairs', family('independent-set', { nodes: 60, affinity: 3 })],
  ['auctions', family('combinatorial-auction', { items: 25, bids: 70 })],
  ['knapsacks', family('knapsack', { variables: 40, rows: 5 })],
  ['weights', weighted(5)],
  ['other weights', weighted(8)],
];

const bitsOf = (values: Float64Array | Uint8Array): string =>
  createHash('sha256').update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)).digest('hex').slice(0, 8);

/** Marginals that are undecided here and decided there, the same in every version. */
function marginals({ variableCount }: NormalForm): Float64Array {
  const random = testRandom(77);
  return Float64Array.from({ length: variableCount }, () => Math.round(16 * random()) / 16);
}

describe.each(FORMS)('on %s', (_name, form) => {
  it.each(['local-search', 'two-flip-search', 'dive', 'greedy-repair', 'conditional-expectation', 'wedelin'] as const)('%s', (decoder) => {
    const xHat = marginals(form);
    const half = xHat.map(() => 0.5);
    const price = form.objective.map((c, j) => c - 0.5 + xHat[j]!);
    const guides = [{ xHat, price, bound: 0 }, { xHat: half, price: null, bound: 0 }];
    const said = [1, 2].map((seed) => {
      const options = { mu: 20, samples: 16, seed, searchWork: 300_000, now: () => 0, pool: { guides, solutions: [] } };
      const { x, objective, violation, work } = decode(form, decoder, xHat, options);
      return `${bitsOf(x)} ${objective} ${violation} ${work}`;
    });
    expect(said.join('\n')).toMatchSnapshot();
  });

  it.each(['annealed-rows', 'row-multipliers', 'recommended'] as const)('%s: its bound, multipliers and work', (name) => {
    const spec = DESCENT_PRESETS.find((preset) => preset.name === name)!.specFor(form);
    const short = {
      ...spec, iterations: Math.min(spec.iterations, 120), restarts: name === 'row-multipliers' ? 1 : 2,
      decoders: ['greedy-repair'] as const, searchWork: 100_000,
    };
    const result = descend(form, { ...short, start: { kind: 'uniform', value: 0.5 } }, { now: () => 0 });
    const { bound, provenGap, multipliers, incumbent, findingWork, work, xHat, feasibleAtLeast } = result;
    expect([
      bitsOf(xHat), bound, provenGap, multipliers === null ? null : bitsOf(multipliers), incumbent?.objective, JSON.stringify(findingWork),
      work, feasibleAtLeast,
    ].join(' ')).toMatchSnapshot();
  });
});
