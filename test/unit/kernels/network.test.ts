/** The compiled loops of a network's pass give the bits of their TypeScript. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bipartiteGraph } from '../../../src-science/network/bipartite-graph.ts';
import { createNetworkLoops, FROM_BIAS, FROM_RESULT, FROM_ZERO } from '../../../src-science/network/network-loops.ts';
import type { NetworkLoops } from '../../../src-science/network/network-loops.ts';
import { createNetworkPass } from '../../../src-science/network/network-pass.ts';
import { initialParameters, networkLayout } from '../../../src-science/network/network-shape.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { networkKernels } from './load-kernel.ts';

const compiled = networkKernels();

/** Of a NaN only that it is one: its bits are the machine's. */
const bitsOf = (floats: Float32Array): Int32Array => new Int32Array(floats.map((x) => (Number.isNaN(x) ? Number.NaN : x)).buffer);

const WORDS = 40_000;
const entry = fc.oneof(
  { weight: 20, arbitrary: fc.float({ min: -8, max: 8, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(0, -0, Math.fround(1e-42), Math.fround(1e30)) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
);

/** Both after the same work on the same memory. */
function both(values: readonly number[], work: (loops: NetworkLoops) => void): readonly [Int32Array, Int32Array] {
  const [plain, fast] = [createNetworkLoops(WORDS), compiled.network(WORDS)!].map((loops) => {
    for (let k = 0; k < WORDS; k++) loops.floats[k] = values[(k * 7 + (k >> 5)) % values.length]!;
    work(loops);
    return bitsOf(loops.floats);
  });
  return [plain!, fast!];
}

const values = fc.array(entry, { minLength: 97, maxLength: 97 });

describe('the compiled loops of a network', () => {
  it('multiply and add as the TypeScript does, whatever the sizes, strides and what a sum begins with', () => {
    const size = fc.integer({ min: 1, max: 21 });
    fc.assert(
      fc.property(
        values, fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(131)), size, size, fc.nat(5), fc.nat(5),
        fc.constantFrom(FROM_ZERO, FROM_BIAS, FROM_RESULT), fc.boolean(),
        (given, n, inputs, outputs, xGap, yGap, begin, relu) => {
          const [plain, fast] = both(given, (loops) => {
            loops.linear(n, 4, inputs + xGap, inputs, 8000, outputs, 9000, 12_000, outputs + yGap, begin, relu);
            loops.addOuter(n, 4, inputs + xGap, inputs, 12_000, outputs + yGap, outputs, 20_000);
            loops.addRows(n, 12_000, outputs + yGap, outputs, 22_000);
            loops.transpose(20_000, inputs, outputs, 24_000);
            loops.maskRelu(n * inputs, 4, 28_000);
          });
          expect(fast).toStrictEqual(plain);
        },
      ),
      { numRuns: 120, seed: 11 },
    );
  });

  it('gather and scatter as the TypeScript does, with coefficients and without, and nodes without edges', () => {
    fc.assert(
      fc.property(
        values, fc.array(fc.array(fc.nat(6), { maxLength: 9 }), { maxLength: 8 }), fc.constantFrom(16, 32), fc.boolean(),
        (given, neighbors, width, weighed) => {
          const [plain, fast] = both(given, (loops) => {
            let edge = 0;
            loops.ints[4] = 0;
            neighbors.forEach((of, i) => {
              for (const j of of) loops.ints[100 + edge++] = j;
              loops.ints[5 + i] = edge;
            });
            const n = neighbors.length;
            const coefficient = weighed ? 300 : 0;
            loops.gather(n, 4, 100, coefficient, 500, 1000, 2000, 3000, width);
            loops.scatter(n, 4, 100, coefficient, 500, 1000, 2000, 4000, 5000, 6000, 7000, width);
          });
          expect(fast).toStrictEqual(plain);
        },
      ),
      { numRuns: 150, seed: 12 },
    );
  });

  it.each([false, true])('make a whole pass and its gradient the same, program after program, coefficients: %s', (coefficients) => {
    const layout = networkLayout({ hidden: 32, pairs: 2, head: [40, 12], coefficients });
    const parameters = Float32Array.from(initialParameters(layout, 5));
    const [plain, fast] = [createNetworkPass(layout), createNetworkPass(layout, compiled.network)];
    const programs = [
      generate('set-cover', { rows: 13, columns: 22, density: 0.3 }, 1), generate('combinatorial-auction', { items: 8, bids: 31 }, 2),
      generate('set-cover', { rows: 5, columns: 9, density: 0.5 }, 1),
    ];
    for (const program of programs) {
      const graph = bipartiteGraph(program, coefficients);
      const logits = plain.forward(graph, parameters);
      expect(bitsOf(fast.forward(graph, parameters))).toStrictEqual(bitsOf(logits));
      const weights = logits.map((_, j) => Math.sin(j));
      expect(bitsOf(fast.backward(weights))).toStrictEqual(bitsOf(plain.backward(weights)));
    }
  });
});
