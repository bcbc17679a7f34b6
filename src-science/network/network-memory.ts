/** Where everything of a pass over one program stands in the memory of its loops, in words; rows begin at multiples of 16 bytes. */
import type { BipartiteGraph, Neighbors } from './bipartite-graph.ts';
import { ROW_FEATURES, VARIABLE_FEATURES } from './bipartite-graph.ts';
import type { NetworkLayout } from './network-shape.ts';

/** Edges as indices of the memory. */
export interface EdgesAt {
  readonly start: number;
  readonly index: number;
  /** 0 where edges carry nothing. */
  readonly coefficient: number;
}

/** What a half-convolution keeps for its gradient, each a matrix of nodes × hidden. */
export interface HalfConvolutionMemory {
  readonly receiver: number;
  readonly sender: number;
  readonly mean: number;
  readonly message: number;
  readonly normed: number;
  readonly inner: number;
  readonly output: number;
}

export interface EmbeddingMemory {
  readonly features: number;
  readonly normed: number;
  readonly first: number;
}

export interface NetworkMemory {
  readonly words: number;
  readonly parameters: number;
  readonly gradients: number;
  /** Copy of a weight, the other way round. */
  readonly turned: number;
  /** A few vectors of hidden entries. */
  readonly small: number;
  readonly edgesOfRows: EdgesAt;
  readonly edgesOfVariables: EdgesAt;
  readonly rowEmbedding: EmbeddingMemory;
  readonly variableEmbedding: EmbeddingMemory;
  /** Vectors of all pairs beside each other: variables × (pairs + 1) hidden. */
  readonly variableVectors: number;
  /** Of each pair, rows × hidden. */
  readonly rowVectors: readonly number[];
  readonly toRows: readonly HalfConvolutionMemory[];
  readonly toVariables: readonly HalfConvolutionMemory[];
  readonly head: readonly [number, number];
  readonly logits: number;
  /** Gradients: of the variables' vectors, of the rows' before and after a pair, and of what a half-convolution keeps. */
  readonly variableGradients: number;
  readonly rowGradients: readonly [number, number];
  readonly scratch: readonly [number, number, number];
  readonly headGradients: readonly [number, number];
  readonly logitGradients: number;
}

/** Vectors of `small`: what a message's bias comes to, what a coefficient weighs, sums over edges. */
const SMALL_VECTORS = 4;

export function networkMemory(
  { shape, count }: NetworkLayout, { rows, variables, ofRows, ofVariables }: BipartiteGraph,
): NetworkMemory {
  const { hidden, pairs, head } = shape;
  const wide = (pairs + 1) * hidden;
  const most = Math.max(rows, variables);
  // Word 0 is nobody's: a place of 0 says that there is none.
  let words = 4;
  const take = (length: number): number => {
    const at = words;
    words += 4 * Math.ceil(length / 4);
    return at;
  };
  const edges = ({ start, index, coefficient }: Neighbors): EdgesAt => ({
    start: take(start.length), index: take(index.length), coefficient: coefficient === null ? 0 : take(index.length),
  });
  const embedding = (n: number, features: number): EmbeddingMemory => ({
    features: take(n * features), normed: take(n * features), first: take(n * hidden),
  });
  const halfConvolution = (n: number, senders: number): HalfConvolutionMemory => ({
    receiver: take(n * hidden), sender: take(senders * hidden), mean: take(n * hidden), message: take(n * hidden),
    normed: take(n * hidden), inner: take(n * hidden), output: take(n * hidden),
  });
  const parts = {
    parameters: take(count),
    gradients: take(count),
    turned: take(Math.max(wide * head[0], head[0] * head[1], 2 * hidden * hidden)),
    small: take(SMALL_VECTORS * hidden),
    edgesOfRows: edges(ofRows),
    edgesOfVariables: edges(ofVariables),
    rowEmbedding: embedding(rows, ROW_FEATURES),
    variableEmbedding: embedding(variables, VARIABLE_FEATURES),
    variableVectors: take(variables * wide),
    rowVectors: Array.from({ length: pairs }, () => take(rows * hidden)),
    toRows: Array.from({ length: pairs }, () => halfConvolution(rows, variables)),
    toVariables: Array.from({ length: pairs }, () => halfConvolution(variables, rows)),
    head: [take(variables * head[0]), take(variables * head[1])] as const,
    logits: take(variables),
    variableGradients: take(variables * wide),
    rowGradients: [take(rows * hidden), take(rows * hidden)] as const,
    scratch: [take(most * hidden), take(most * hidden), take(most * hidden)] as const,
    headGradients: [take(variables * head[0]), take(variables * head[1])] as const,
    logitGradients: take(variables),
  };
  return { words, ...parts };
}
