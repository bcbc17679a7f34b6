/**
 * The architectures, and where each of a network's parameters stands in its one vector. Names are those of the published
 * PyTorch module (src/model.py of MIRALab-USTC/L2O-DiffILO), so that a model's file can be read there; a weight is kept input by
 * input here, [in][out], and output by output in files.
 */
import { createNumberSequence } from '../random/number-sequence.ts';
import { STREAMS } from '../random/streams.ts';
import { ROW_FEATURES, VARIABLE_FEATURES } from './bipartite-graph.ts';
import type { TrainSpec } from './training-settings.ts';

export interface NetworkShape {
  /** Width of nodes' vectors, a multiple of 16. */
  readonly hidden: number;
  /** Pairs of half-convolutions, from variables to rows and back. */
  readonly pairs: number;
  /** Widths of the two layers between all pairs' vectors and the logit. */
  readonly head: readonly [number, number];
  /** Whether edges carry their coefficients. */
  readonly coefficients: boolean;
}

/** One parameter of the network. */
export interface Tensor {
  readonly name: string;
  /** Of a weight: inputs, outputs; of a vector its length. */
  readonly shape: readonly [number, number] | readonly [number];
  /** Where it begins in the vector of all. */
  readonly at: number;
}

/** A linear map: y = x W + b. */
export interface LinearAt {
  readonly weight: number;
  readonly bias: number;
  readonly inputs: number;
  readonly outputs: number;
}

export interface NormAt {
  readonly scale: number;
  readonly shift: number;
  /** Of graph normalization: how much of the mean is taken away. */
  readonly meanScale: number | null;
  readonly width: number;
}

export interface HalfConvolutionAt {
  /** Rows of its weight: the receiving node's vector, the edge's feature, the sending node's vector. */
  readonly message: LinearAt;
  readonly messageOut: LinearAt;
  readonly norm: NormAt;
  readonly output: LinearAt;
  readonly outputOut: LinearAt;
  readonly graphNorm: NormAt;
}

export interface EmbeddingAt {
  readonly norm: NormAt;
  readonly first: LinearAt;
  readonly second: LinearAt;
}

export interface NetworkLayout {
  readonly shape: NetworkShape;
  readonly tensors: readonly Tensor[];
  /** Parameters in all. */
  readonly count: number;
  readonly rows: EmbeddingAt;
  readonly edges: NormAt;
  readonly variables: EmbeddingAt;
  readonly toRows: readonly HalfConvolutionAt[];
  readonly toVariables: readonly HalfConvolutionAt[];
  readonly head: readonly [LinearAt, LinearAt, LinearAt];
}

/** Cost: O(pairs). */
export function networkLayout(shape: NetworkShape): NetworkLayout {
  const { hidden, pairs } = shape;
  const tensors: Tensor[] = [];
  let count = 0;
  const tensor = (name: string, ...of: [number] | [number, number]): number => {
    const at = count;
    tensors.push({ name, shape: of, at });
    count += of[0] * (of[1] ?? 1);
    return at;
  };
  const linear = (name: string, inputs: number, outputs: number): LinearAt => ({
    weight: tensor(`${name}.weight`, inputs, outputs), bias: tensor(`${name}.bias`, outputs), inputs, outputs,
  });
  const norm = (name: string, width: number, hasMeanScale: boolean): NormAt => ({
    scale: tensor(`${name}.weight`, width), shift: tensor(`${name}.bias`, width),
    meanScale: hasMeanScale ? tensor(`${name}.mean_scale`, width) : null, width,
  });
  const embedding = (name: string, features: number): EmbeddingAt => ({
    norm: norm(`${name}.0`, features, false), first: linear(`${name}.1`, features, hidden), second: linear(`${name}.3`, hidden, hidden),
  });
  const halfConvolution = (direction: 'v_to_c' | 'c_to_v', k: number): HalfConvolutionAt => {
    const name = `conv_${direction}_layers.${k}`;
    return {
      message: linear(`${name}.feature_module_final.0`, 2 * hidden + 1, hidden),
      messageOut: linear(`${name}.feature_module_final.2`, hidden, hidden),
      norm: norm(`${name}.post_conv_module.0`, hidden, false),
      output: linear(`${name}.output_module.0`, 2 * hidden, hidden),
      outputOut: linear(`${name}.output_module.2`, hidden, hidden),
      graphNorm: norm(`graph_norm_${direction}_layers.${k}`, hidden, true),
    };
  };
  const rows = embedding('cons_embedding', ROW_FEATURES);
  const edges = norm('edge_embedding.0', 1, false);
  const variables = embedding('var_embedding', VARIABLE_FEATURES);
  const toRows: HalfConvolutionAt[] = [];
  const toVariables: HalfConvolutionAt[] = [];
  for (let k = 0; k < pairs; k++) {
    toRows.push(halfConvolution('v_to_c', k));
    toVariables.push(halfConvolution('c_to_v', k));
  }
  const [first, second] = shape.head;
  const head = [
    linear('vars_output_layer.0', (pairs + 1) * hidden, first), linear('vars_output_layer.2', first, second),
    linear('vars_output_layer.4', second, 1),
  ] as const;
  return { shape, tensors, count, rows, edges, variables, toRows, toVariables, head };
}

/** The network of a training's spec. */
export function layoutOf({ architecture, pairs, edges }: Pick<TrainSpec, 'architecture' | 'pairs' | 'edges'>): NetworkLayout {
  const small = architecture === 'small';
  return networkLayout({ hidden: small ? 16 : 32, pairs, head: small ? [64, 32] : [512, 128], coefficients: edges === 'coefficients' });
}

/**
 * Parameters to begin with, as PyTorch draws them: weights and biases of a linear map uniform within 1/√inputs, scales 1, shifts 0.
 * In double precision, so that a training's small steps add up; a pass works on their single-precision values.
 * @returns length `layout.count`
 */
export function initialParameters({ tensors, count }: NetworkLayout, seed: number): Float64Array {
  const parameters = new Float64Array(count);
  const draws = createNumberSequence(seed, STREAMS.network);
  let within = 0;
  for (const { name, shape, at } of tensors) {
    const [first, second] = shape;
    if (second !== undefined) within = 1 / Math.sqrt(first);
    const isNorm = second === undefined && (name.endsWith('mean_scale') || name.endsWith('weight'));
    if (isNorm) {
      parameters.fill(1, at, at + first);
      within = 0;
      continue;
    }
    const length = first * (second ?? 1);
    // A shift follows its scale, a bias its weight.
    if (within === 0) continue;
    for (let k = at; k < at + length; k++) parameters[k] = within * (2 * draws.unit() - 1);
  }
  return parameters;
}
