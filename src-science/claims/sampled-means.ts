/**
 * Means of quantities of ε ~ U(0,1)^d straight from their definitions, for claims that must not lean on
 * the gradient kernels: one plain function a sample, mean and standard error by the estimator's own
 * merging of moments. Random numbers are those of the program's generator, on a stream of their own.
 */
import { createLeafAccumulator, foldNodes, appendNode, LEAF_SAMPLES, standardErrors, type MomentNode } from '../estimation/moments.ts';
import { uniformOfWord } from '../gradients/soft-sample.ts';
import { createRandomStream, LANES, positionStream, uniformWords } from '../random/bit-planes.ts';
import { STREAMS } from '../random/streams.ts';


export interface SampledMeans {
  readonly samples: number;
  readonly mean: Float64Array;
  readonly standardError: Float64Array;
}

export interface MeansSpec {
  readonly seed: number;
  /** Keeps the parts of one claim apart. */
  readonly part: number;
  readonly samples: number;
  /** Length of ε. */
  readonly variables: number;
  /** Number of quantities. */
  readonly quantities: number;
  /** Writes the quantities of one sample. */
  readonly visit: (epsilon: Float64Array, out: Float64Array) => void;
}

/**
 * Means over `samples` draws of ε, rounded up to whole blocks of 32.
 * Cost: about 20 ns a random number and the visit.
 */
export function sampledMeans({ seed, part, samples, variables, quantities, visit }: MeansSpec): SampledMeans {
  const stream = createRandomStream();
  positionStream(stream, seed, STREAMS.claims, part);
  const words = Array.from({ length: variables }, () => new Int32Array(LANES));
  const epsilon = new Float64Array(variables);
  const out = new Float64Array(quantities);
  const lanes = new Float64Array(LANES * quantities);
  const leaf = createLeafAccumulator(quantities);
  const nodes: MomentNode[] = [];
  const blocks = Math.ceil(samples / LANES);
  const perLeaf = LEAF_SAMPLES / LANES;
  for (let block = 0; block < blocks; block++) {
    if (block % perLeaf === 0) leaf.begin();
    for (let j = 0; j < variables; j++) uniformWords(stream, block, j, words[j]!);
    for (let l = 0; l < LANES; l++) {
      for (let j = 0; j < variables; j++) epsilon[j] = uniformOfWord(words[j]![l]!);
      visit(epsilon, out);
      for (let q = 0; q < quantities; q++) lanes[LANES * q + l] = out[q]!;
    }
    leaf.add(lanes, -1);
    if (block % perLeaf === perLeaf - 1 || block === blocks - 1) {
      appendNode(nodes, { level: 0, index: Math.floor(block / perLeaf), moments: leaf.finish() });
    }
  }
  const moments = foldNodes(nodes);
  return { samples: moments.count, mean: moments.mean, standardError: standardErrors(moments) };
}
