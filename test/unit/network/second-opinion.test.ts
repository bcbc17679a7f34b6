/** The network's gradient against automatic differentiation by another program, of the published form with a message an edge. */
import { grad, numpy as np } from '@jax-js/jax';
import { expect, it } from 'vitest';
import { bipartiteGraph } from '../../../src-science/network/bipartite-graph.ts';
import type { BipartiteGraph } from '../../../src-science/network/bipartite-graph.ts';
import { createNetworkPass } from '../../../src-science/network/network-pass.ts';
import { initialParameters, networkLayout } from '../../../src-science/network/network-shape.ts';
import { generate } from '../../../src-science/program/generate.ts';

/** One and the same array may be used any number of times: nothing is ever freed here. */
const keep = (x: np.Array): np.Array => x.ref;
const times = (a: np.Array, b: np.Array): np.Array => np.matmul(keep(a), keep(b));
const relu = (x: np.Array): np.Array => np.maximum(keep(x), 0);

type Parameters = Record<string, np.Array>;

function logitsOf(given: Parameters, graph: BipartiteGraph, pairs: number): np.Array {
  const p = (name: string): np.Array => keep(given[name]!);
  const linear = (name: string, x: np.Array): np.Array => np.add(times(x, p(`${name}.weight`)), p(`${name}.bias`));
  const norm = (name: string, x: np.Array, meanScale: np.Array | null): np.Array => {
    const mean = np.mean(keep(x), 0, { keepdims: true });
    const off = np.subtract(keep(x), meanScale === null ? mean : np.multiply(meanScale, mean));
    const deviation = np.sqrt(np.add(np.mean(np.square(keep(off)), 0, { keepdims: true }), 1e-5));
    return np.add(np.multiply(np.divide(off, deviation), p(`${name}.weight`)), p(`${name}.bias`));
  };
  const embedding = (name: string, x: np.Array): np.Array => (
    relu(linear(`${name}.3`, relu(linear(`${name}.1`, norm(`${name}.0`, x, null)))))
  );
  const matrix = (n: number, m: number, entry: (i: number, j: number) => number): np.Array => (
    np.array(Array.from({ length: n }, (_, i) => Array.from({ length: m }, (__, j) => entry(i, j))))
  );
  const convolve = (
    name: string, senders: np.Array, receivers: np.Array, { start, index, coefficient }: BipartiteGraph['ofRows'], sending: number,
  ): np.Array => {
    const edges = index.length;
    const n = start.length - 1;
    const receiver = Array.from({ length: n }, (_, i) => Array.from({ length: start[i + 1]! - start[i]! }, () => i)).flat();
    const fromSender = matrix(edges, sending, (k, j) => (index[k] === j ? 1 : 0));
    const fromReceiver = matrix(edges, n, (k, i) => (receiver[k] === i ? 1 : 0));
    const mean = matrix(n, edges, (i, k) => (receiver[k] === i ? 1 / (start[i + 1]! - start[i]!) : 0));
    const feature = np.add(
      np.multiply(matrix(edges, 1, (k) => coefficient?.[k] ?? 0), p('edge_embedding.0.weight')), p('edge_embedding.0.bias'),
    );
    const joined = np.concatenate([times(fromReceiver, receivers), feature, times(fromSender, senders)], 1);
    const messages = linear(`${name}.feature_module_final.2`, relu(linear(`${name}.feature_module_final.0`, joined)));
    const normed = norm(`${name}.post_conv_module.0`, times(mean, messages), null);
    return linear(`${name}.output_module.2`, relu(linear(`${name}.output_module.0`, np.concatenate([normed, keep(receivers)], 1))));
  };
  let rows = embedding('cons_embedding', matrix(graph.rows, 3, (i, f) => graph.rowFeatures[3 * i + f]!));
  let variables = embedding('var_embedding', matrix(graph.variables, 5, (j, f) => graph.variableFeatures[5 * j + f]!));
  const all = [keep(variables)];
  for (let k = 0; k < pairs; k++) {
    rows = convolve(`conv_v_to_c_layers.${k}`, variables, rows, graph.ofRows, graph.variables);
    variables = convolve(`conv_c_to_v_layers.${k}`, rows, variables, graph.ofVariables, graph.rows);
    rows = norm(`graph_norm_v_to_c_layers.${k}`, rows, p(`graph_norm_v_to_c_layers.${k}.mean_scale`));
    variables = norm(`graph_norm_c_to_v_layers.${k}`, variables, p(`graph_norm_c_to_v_layers.${k}.mean_scale`));
    all.push(keep(variables));
  }
  return linear('vars_output_layer.4', relu(linear('vars_output_layer.2', relu(linear('vars_output_layer.0', np.concatenate(all, 1))))));
}

it.each([false, true])('is what jax-js differentiates the published form to, coefficients: %s', async (coefficients) => {
  const layout = networkLayout({ hidden: 16, pairs: 2, head: [16, 8], coefficients });
  const graph = bipartiteGraph(generate('combinatorial-auction', { items: 6, bids: 14 }, 4), coefficients);
  const parameters = Float32Array.from(initialParameters(layout, 9), (value, k) => value + 0.1 * Math.cos(5 * k));
  const pass = createNetworkPass(layout);
  pass.forward(graph, parameters);
  const weights = Array.from({ length: graph.variables }, (_, j) => Math.sin(2 * j + 1));
  const gradient = pass.backward(weights).slice();
  const whole = Math.hypot(...gradient);
  const tree: Parameters = {};
  for (const { name, at, shape } of layout.tensors) {
    tree[name] = np.array(parameters.slice(at, at + shape[0] * (shape[1] ?? 1)), { shape: [...shape] });
  }
  const loss = (given: Parameters): np.Array => np.sum(np.multiply(
    logitsOf(given, graph, layout.shape.pairs), np.array(weights.map((weight) => [weight])),
  ));
  const theirs: Parameters = grad(loss)(tree);
  for (const { name, at, shape } of layout.tensors) {
    const length = shape[0] * (shape[1] ?? 1);
    const other = await theirs[name]!.data();
    const off = Math.hypot(...gradient.subarray(at, at + length).map((g, k) => g - Number(other[k])));
    const size = Math.max(0.01 * whole, Math.hypot(...gradient.subarray(at, at + length)));
    expect(off / size, name).toBeLessThan(2e-4);
  }
});
