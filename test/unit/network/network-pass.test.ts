/** The network's pass against the published form, and its gradients against finite differences of that. */
import { describe, expect, it } from 'vitest';
import { bipartiteGraph } from '../../../src-science/network/bipartite-graph.ts';
import { initialParameters, networkLayout } from '../../../src-science/network/network-shape.ts';
import { createNetworkPass } from '../../../src-science/network/network-pass.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { GeneratedRows } from '../../../src-science/program/generators/assemble.ts';
import { publishedLogits } from './published-form.ts';

const SMALL = { hidden: 16, pairs: 2, head: [24, 12] } as const;

/** Parameters of a trained look: no scale is exactly 1, no shift exactly 0. */
function parametersOf(layout: ReturnType<typeof networkLayout>, seed: number): Float32Array {
  const drawn = initialParameters(layout, seed);
  return Float32Array.from(drawn, (value, k) => value + 0.15 * Math.sin(7 * k + seed));
}

function mixed(): Program {
  const rows = new GeneratedRows();
  rows.begin('a', -Infinity, 2);
  [[0, 2], [1, -1], [3, 3]].forEach(([j, value]) => rows.entry(j!, value!));
  rows.begin('empty', -Infinity, 1);
  rows.begin('b', 1, 4);
  [[1, 4], [2, -2.5], [3, 1]].forEach(([j, value]) => rows.entry(j!, value!));
  return rows.program({ name: 'mixed', sense: 'max', objectiveName: 'z', objective: Float64Array.of(3, -2, 0, 1.5, 0, 4), prefix: 'x' });
}

const PROGRAMS = [
  ['a cover', generate('set-cover', { rows: 4, columns: 5, density: 0.6 }, 3)],
  ['an independent set', generate('independent-set', { nodes: 6 }, 2)],
  ['unlike coefficients, a lonely variable, an empty row and a variable without cost', mixed()],
] as const;

describe.each(PROGRAMS)('the network on %s', (_name, program) => {
  it.each([false, true])('is the published function up to rounding, coefficients: %s', (coefficients) => {
    const layout = networkLayout({ ...SMALL, coefficients });
    const graph = bipartiteGraph(program, coefficients);
    const parameters = parametersOf(layout, 1);
    const logits = createNetworkPass(layout).forward(graph, parameters);
    const published = publishedLogits(layout, graph, parameters);
    const size = Math.max(...published.map(Math.abs));
    expect(logits).toHaveLength(published.length);
    logits.forEach((logit, j) => expect(Math.abs(logit - published[j]!) / size).toBeLessThan(2e-5));
  });

  it.each([false, true])('has the gradient of the published form, in every parameter, coefficients: %s', (coefficients) => {
    const layout = networkLayout({ ...SMALL, coefficients });
    const graph = bipartiteGraph(program, coefficients);
    const parameters = parametersOf(layout, 2);
    const pass = createNetworkPass(layout);
    pass.forward(graph, parameters);
    const weights = Array.from({ length: graph.variables }, (_, j) => Math.cos(3 * j + 1));
    const gradient = pass.backward(weights).slice();
    const lossOf = (at: Float64Array): number => (
      publishedLogits(layout, graph, at).reduce((sum, logit, j) => sum + weights[j]! * logit, 0)
    );
    const point = Float64Array.from(parameters);
    const whole = Math.hypot(...gradient);
    const worst: string[] = [];
    for (const { name, at, shape: [first, second] } of layout.tensors) {
      const length = first * (second ?? 1);
      // Each tensor along a direction of its own entries and at one of them.
      for (const lone of [false, true]) {
        const direction = Float64Array.from({ length }, (_, k) => (lone ? (k === length >> 1 ? 1 : 0) : Math.sin(3 * k + 0.3)));
        const step = 1e-6;
        const moved = (sign: number): Float64Array => {
          const there = point.slice();
          direction.forEach((value, k) => {
            there[at + k]! += sign * step * value;
          });
          return there;
        };
        const difference = (lossOf(moved(1)) - lossOf(moved(-1))) / (2 * step);
        const analytic = direction.reduce((sum, value, k) => sum + value * gradient[at + k]!, 0);
        // What a norm takes away again has a gradient of 0, of which rounding is left.
        const size = Math.max(0.01 * whole, Math.hypot(...gradient.subarray(at, at + length))) * Math.hypot(...direction);
        const off = Math.abs(difference - analytic) / size;
        if (!(off < 2e-4)) worst.push(`${name}: ${difference} against ${analytic}`);
      }
    }
    expect(worst).toStrictEqual([]);
  });
});
