/**
 * DiffILO's network as published, message by message and in double precision: an independent second form of the function, for
 * tests only. Batch normalization takes its means over the program's own nodes, which is where this project differs.
 */
import type { BipartiteGraph } from '../../../src-science/network/bipartite-graph.ts';
import type { NetworkLayout, Tensor } from '../../../src-science/network/network-shape.ts';

type Rows = number[][];

/** @param parameters by the layout, as they are. @returns logits */
export function publishedLogits({ tensors, shape }: NetworkLayout, graph: BipartiteGraph, parameters: ArrayLike<number>): number[] {
  const byName = new Map<string, Tensor>(tensors.map((tensor) => [tensor.name, tensor]));
  const vector = (name: string): number[] => {
    const { at, shape: [length] } = byName.get(name)!;
    return Array.from({ length }, (_, k) => parameters[at + k]!);
  };
  const linear = (name: string, x: Rows): Rows => {
    const { at, shape: [inputs, outputs] } = byName.get(`${name}.weight`)! as Tensor & { readonly shape: readonly [number, number] };
    const bias = vector(`${name}.bias`);
    return x.map((row) => {
      if (row.length !== inputs) throw new Error(`${name} takes ${inputs}`);
      return bias.map((begin, o) => row.reduce((sum, value, k) => sum + value * parameters[at + k * outputs + o]!, begin));
    });
  };
  const relu = (x: Rows): Rows => x.map((row) => row.map((value) => Math.max(0, value)));
  const norm = (name: string, x: Rows, meanScale: number[] | null): Rows => {
    const scale = vector(`${name}.weight`);
    const shift = vector(`${name}.bias`);
    const off = x.map((row) => row.slice());
    scale.forEach((_, o) => {
      const mean = x.reduce((sum, row) => sum + row[o]!, 0) / x.length;
      for (const row of off) row[o]! -= (meanScale?.[o] ?? 1) * mean;
      const variance = off.reduce((sum, row) => sum + row[o]! * row[o]!, 0) / x.length;
      for (const row of off) row[o] = (row[o]! / Math.sqrt(variance + 1e-5)) * scale[o]! + shift[o]!;
    });
    return off;
  };
  const matrix = (values: Float32Array, width: number): Rows =>
    Array.from({ length: values.length / width }, (_, n) => Array.from(values.subarray(n * width, (n + 1) * width)));
  const embedding = (name: string, x: Rows): Rows => relu(linear(`${name}.3`, relu(linear(`${name}.1`, norm(`${name}.0`, x, null)))));

  const [edgeScale] = vector('edge_embedding.0.weight');
  const [edgeShift] = vector('edge_embedding.0.bias');
  const convolve = (name: string, senders: Rows, receivers: Rows, { start, index, coefficient }: BipartiteGraph['ofRows']): Rows => {
    const messages = receivers.map((own, i) => {
      const sum = Array.from({ length: shape.hidden }, () => 0);
      for (let k = start[i]!; k < start[i + 1]!; k++) {
        const feature = edgeScale! * (coefficient?.[k] ?? 0) + edgeShift!;
        const [hidden] = relu(linear(`${name}.feature_module_final.0`, [[...own, feature, ...senders[index[k]!]!]]));
        const [message] = linear(`${name}.feature_module_final.2`, [hidden!]);
        message!.forEach((value, o) => {
          sum[o]! += value / (start[i + 1]! - start[i]!);
        });
      }
      return sum;
    });
    const normed = norm(`${name}.post_conv_module.0`, messages, null);
    const joined = normed.map((row, i) => [...row, ...receivers[i]!]);
    return linear(`${name}.output_module.2`, relu(linear(`${name}.output_module.0`, joined)));
  };

  let rows = embedding('cons_embedding', matrix(graph.rowFeatures, 3));
  let variables = embedding('var_embedding', matrix(graph.variableFeatures, 5));
  const all = variables.map((row) => row.slice());
  for (let k = 0; k < shape.pairs; k++) {
    rows = convolve(`conv_v_to_c_layers.${k}`, variables, rows, graph.ofRows);
    variables = convolve(`conv_c_to_v_layers.${k}`, rows, variables, graph.ofVariables);
    const graphNorm = (direction: string, x: Rows): Rows => norm(
      `graph_norm_${direction}_layers.${k}`, x, vector(`graph_norm_${direction}_layers.${k}.mean_scale`),
    );
    rows = graphNorm('v_to_c', rows);
    variables = graphNorm('c_to_v', variables);
    variables.forEach((row, j) => all[j]!.push(...row));
  }
  const [one, two, three] = [0, 2, 4].map((n) => `vars_output_layer.${n}`) as [string, string, string];
  return linear(three, relu(linear(two, relu(linear(one, all))))).map(([logit]) => logit!);
}
