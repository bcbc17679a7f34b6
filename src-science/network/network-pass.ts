/**
 * The network on one program: from the graph to the logits, and from a gradient in the logits to that in the parameters. All it
 * needs stands in one memory (`network-memory.ts`), which is kept from program to program and grows where one needs more.
 */
import type { BipartiteGraph, Neighbors } from './bipartite-graph.ts';
import { addLinear, convolve, convolveBack } from './half-convolution.ts';
import type { NodesAt, Surroundings } from './half-convolution.ts';
import { createNetworkLoops, FROM_BIAS, FROM_ZERO } from './network-loops.ts';
import type { CreateNetworkLoops, NetworkLoops } from './network-loops.ts';
import { networkMemory } from './network-memory.ts';
import type { EdgesAt, EmbeddingMemory, NetworkMemory } from './network-memory.ts';
import type { EmbeddingAt, NetworkLayout } from './network-shape.ts';
import { createNormState, normalize, normalizeBack } from './normalization.ts';
import type { NormState } from './normalization.ts';

export interface NetworkPass {
  /**
   * @param parameters length `layout.count`, single precision
   * @returns logits, length d; overwritten by the next pass
   */
  readonly forward: (graph: BipartiteGraph, parameters: Float32Array) => Float32Array;
  /**
   * Of the pass before, on the same graph.
   * @param logitGradients length d
   * @returns length `layout.count`; overwritten by the next pass
   */
  readonly backward: (logitGradients: ArrayLike<number>) => Float32Array;
}

/** @throws RangeError where there is no memory. Cost of a pass: about 100 operations an edge, 6000 a node and pair. */
export function createNetworkPass(layout: NetworkLayout, createLoops?: CreateNetworkLoops): NetworkPass {
  const { shape } = layout;
  const { hidden, pairs } = shape;
  const wide = (pairs + 1) * hidden;
  let loops: NetworkLoops | null = null;
  let memory: NetworkMemory | null = null;
  let graph: BipartiteGraph | null = null;
  const norms = {
    rows: createNormState(layout.rows.norm.width),
    variables: createNormState(layout.variables.norm.width),
    convolutions: Array.from({ length: 4 * pairs }, () => createNormState(hidden)),
  };
  const normOf = (pair: number, which: 0 | 1 | 2 | 3): NormState => norms.convolutions[4 * pair + which]!;

  const load = (next: BipartiteGraph): Surroundings => {
    if (graph === next && loops !== null && memory !== null) return { loops, layout, memory };
    memory = networkMemory(layout, next);
    if (loops === null || loops.floats.length < memory.words) {
      loops = null;
      loops = createLoops?.(memory.words) ?? createNetworkLoops(memory.words);
    }
    putEdges(loops, memory.edgesOfRows, next.ofRows);
    putEdges(loops, memory.edgesOfVariables, next.ofVariables);
    loops.floats.set(next.rowFeatures, memory.rowEmbedding.features);
    loops.floats.set(next.variableFeatures, memory.variableEmbedding.features);
    graph = next;
    return { loops, layout, memory };
  };
  const variablesAt = ({ variableVectors }: NetworkMemory, k: number): NodesAt => ({
    n: graph!.variables, at: variableVectors + k * hidden, stride: wide,
  });
  const rowsAt = (at: number): NodesAt => ({ n: graph!.rows, at, stride: hidden });

  return {
    forward(next, parameters) {
      const here = load(next);
      const { floats } = here.loops;
      const at = here.memory;
      floats.set(parameters, at.parameters);
      embed(here, layout.rows, at.rowEmbedding, norms.rows, rowsAt(at.rowVectors[0]!));
      embed(here, layout.variables, at.variableEmbedding, norms.variables, variablesAt(at, 0));
      for (let k = 0; k < pairs; k++) {
        const [toRows, toVariables] = [at.toRows[k]!, at.toVariables[k]!];
        const variables = variablesAt(at, k);
        convolve(here, layout.toRows[k]!, toRows, at.edgesOfRows, variables, rowsAt(at.rowVectors[k]!), normOf(k, 0));
        convolve(
          here, layout.toVariables[k]!, toVariables, at.edgesOfVariables, rowsAt(toRows.output), variables, normOf(k, 1),
        );
        // Rows are normalized after the variables have read them, and for the last time nobody reads them.
        if (k + 1 < pairs) {
          const norm = layout.toRows[k]!.graphNorm;
          normalize(floats, next.rows, toRows.output, norm, at.parameters, at.rowVectors[k + 1]!, hidden, normOf(k, 2));
        }
        const norm = layout.toVariables[k]!.graphNorm;
        normalize(
          floats, next.variables, toVariables.output, norm, at.parameters, at.variableVectors + (k + 1) * hidden, wide, normOf(k, 3),
        );
      }
      head(here, next.variables, wide);
      return floats.subarray(at.logits, at.logits + next.variables);
    },
    backward(logitGradients) {
      if (loops === null || memory === null || graph === null) throw new Error('a gradient is of a pass before');
      const here: Surroundings = { loops, layout, memory };
      const { floats } = loops;
      const at = memory;
      const { variables, rows } = graph;
      floats.fill(0, at.gradients, at.gradients + layout.count);
      floats.set(Float32Array.from(logitGradients), at.logitGradients);
      headBack(here, variables, wide);
      const gradientsAt = (k: number): NodesAt => ({ n: variables, at: at.variableGradients + k * hidden, stride: wide });
      let [rowGradient, nextRowGradient] = at.rowGradients;
      floats.fill(0, rowGradient, rowGradient + rows * hidden);
      for (let k = pairs - 1; k >= 0; k--) {
        const [toRows, toVariables] = [at.toRows[k]!, at.toVariables[k]!];
        const variablesHere = variablesAt(at, k);
        if (k + 1 < pairs) {
          const norm = layout.toRows[k]!.graphNorm;
          normalizeBack(
            floats, rows, toRows.output, norm, at.parameters, rowGradient, hidden, rowGradient, at.gradients, normOf(k, 2),
          );
        }
        const ofVariables = gradientsAt(k + 1);
        // Its place is free: what a pair gave the next one is not read any more.
        normalizeBack(
          floats, variables, toVariables.output, layout.toVariables[k]!.graphNorm, at.parameters, ofVariables.at, wide,
          toVariables.output, at.gradients, normOf(k, 3),
        );
        const before = gradientsAt(k);
        convolveBack(
          here, layout.toVariables[k]!, toVariables, at.edgesOfVariables, rowsAt(toRows.output), variablesHere, normOf(k, 1),
          toVariables.output, rowsAt(rowGradient), before,
        );
        floats.fill(0, nextRowGradient, nextRowGradient + rows * hidden);
        convolveBack(
          here, layout.toRows[k]!, toRows, at.edgesOfRows, variablesHere, rowsAt(at.rowVectors[k]!), normOf(k, 0), rowGradient, before,
          rowsAt(nextRowGradient),
        );
        [rowGradient, nextRowGradient] = [nextRowGradient, rowGradient];
      }
      embedBack(here, layout.rows, at.rowEmbedding, norms.rows, rowsAt(at.rowVectors[0]!), rowsAt(rowGradient));
      embedBack(here, layout.variables, at.variableEmbedding, norms.variables, variablesAt(at, 0), gradientsAt(0));
      return floats.subarray(at.gradients, at.gradients + layout.count);
    },
  };
}

function putEdges({ floats, ints }: NetworkLoops, at: EdgesAt, { start, index, coefficient }: Neighbors): void {
  ints.set(start, at.start);
  ints.set(index, at.index);
  if (coefficient !== null) floats.set(coefficient, at.coefficient);
}

/** From features to vectors: a norm and two linear maps, each cut off below 0. */
function embed(
  { loops, layout, memory }: Surroundings, { norm, first, second }: EmbeddingAt, kept: EmbeddingMemory, state: NormState, to: NodesAt,
): void {
  const { parameters } = memory;
  const { hidden } = layout.shape;
  normalize(loops.floats, to.n, kept.features, norm, parameters, kept.normed, norm.width, state);
  loops.linear(
    to.n, kept.normed, norm.width, norm.width, parameters + first.weight, hidden, parameters + first.bias, kept.first, hidden, FROM_BIAS,
    true,
  );
  loops.linear(
    to.n, kept.first, hidden, hidden, parameters + second.weight, hidden, parameters + second.bias, to.at, to.stride, FROM_BIAS, true,
  );
}

function embedBack(
  { loops, layout, memory }: Surroundings, { norm, first, second }: EmbeddingAt, kept: EmbeddingMemory, state: NormState, of: NodesAt,
  d: NodesAt,
): void {
  const { floats } = loops;
  const { parameters, gradients, turned, scratch } = memory;
  const { hidden } = layout.shape;
  const [one, other] = scratch;
  const { n } = of;
  for (let r = 0; r < n; r++) {
    const [from, by, to] = [of.at + r * of.stride, d.at + r * d.stride, one + r * hidden];
    for (let o = 0; o < hidden; o++) floats[to + o] = floats[from + o]! > 0 ? floats[by + o]! : 0;
  }
  addLinear(loops, gradients, second, n, kept.first, hidden, one);
  loops.transpose(parameters + second.weight, hidden, hidden, turned);
  loops.linear(n, one, hidden, hidden, turned, hidden, 0, other, hidden, FROM_ZERO, false);
  loops.maskRelu(n * hidden, kept.first, other);
  addLinear(loops, gradients, first, n, kept.normed, norm.width, other);
  loops.transpose(parameters + first.weight, norm.width, hidden, turned);
  loops.linear(n, other, hidden, hidden, turned, norm.width, 0, one, norm.width, FROM_ZERO, false);
  normalizeBack(floats, n, kept.features, norm, parameters, one, norm.width, one, gradients, state);
}

function head({ loops, layout, memory }: Surroundings, n: number, wide: number): void {
  const { parameters } = memory;
  const [first, second, third] = layout.head;
  const apply = (
    { weight, bias, inputs, outputs }: typeof first, x: number, stride: number, y: number, relu: boolean,
  ): void => loops.linear(n, x, stride, inputs, parameters + weight, outputs, parameters + bias, y, outputs, FROM_BIAS, relu);
  apply(first, memory.variableVectors, wide, memory.head[0], true);
  apply(second, memory.head[0], first.outputs, memory.head[1], true);
  apply(third, memory.head[1], second.outputs, memory.logits, false);
}

function headBack({ loops, layout, memory }: Surroundings, n: number, wide: number): void {
  const { parameters, gradients, turned } = memory;
  const [first, second, third] = layout.head;
  const back = ({ weight, inputs, outputs }: typeof first, d: number, to: number): void => {
    loops.transpose(parameters + weight, inputs, outputs, turned);
    loops.linear(n, d, outputs, outputs, turned, inputs, 0, to, inputs, FROM_ZERO, false);
  };
  const [ofFirst, ofSecond] = memory.headGradients;
  addLinear(loops, gradients, third, n, memory.head[1], second.outputs, memory.logitGradients);
  back(third, memory.logitGradients, ofSecond);
  loops.maskRelu(n * second.outputs, memory.head[1], ofSecond);
  addLinear(loops, gradients, second, n, memory.head[0], first.outputs, ofSecond);
  back(second, ofSecond, ofFirst);
  loops.maskRelu(n * first.outputs, memory.head[0], ofFirst);
  addLinear(loops, gradients, first, n, memory.variableVectors, wide, ofFirst);
  back(first, ofFirst, memory.variableGradients);
}
