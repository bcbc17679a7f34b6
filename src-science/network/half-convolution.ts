/**
 * A half-convolution of DiffILO's network: every node gets the mean over its edges of a small network's messages, normalized, and
 * beside its own vector put through another. Written as published, the message network takes 65 → 32 → 32 products an edge.
 * Here its first map is a part of the receiver and a part of the sender, computed once a node, and its last map, which commutes
 * with the mean, is applied to the mean: the same function up to rounding, at a sum and a cut an edge and entry.
 */
import type { HalfConvolutionMemory, EdgesAt, NetworkMemory } from './network-memory.ts';
import { FROM_BIAS, FROM_RESULT, FROM_ZERO } from './network-loops.ts';
import type { Begin, NetworkLoops } from './network-loops.ts';
import type { HalfConvolutionAt, LinearAt, NetworkLayout } from './network-shape.ts';
import { normalize, normalizeBack } from './normalization.ts';
import type { NormState } from './normalization.ts';

/** Vectors of one side's nodes, or their gradients. */
export interface NodesAt {
  readonly n: number;
  readonly at: number;
  readonly stride: number;
}

export interface Surroundings {
  readonly loops: NetworkLoops;
  readonly layout: NetworkLayout;
  readonly memory: NetworkMemory;
}

/** Writes `kept.output` of the receivers. */
export function convolve(
  { loops, layout, memory }: Surroundings, at: HalfConvolutionAt, kept: HalfConvolutionMemory, edges: EdgesAt, senders: NodesAt,
  receivers: NodesAt, norm: NormState,
): void {
  const { floats } = loops;
  const { hidden } = layout.shape;
  const { parameters, small } = memory;
  const { n } = receivers;
  const weights = parameters + at.message.weight;
  const edgeScale = floats[parameters + layout.edges.scale]!;
  const edgeShift = floats[parameters + layout.edges.shift]!;
  const bias = small;
  const u = small + hidden;
  for (let o = 0; o < hidden; o++) {
    const w = floats[weights + hidden * hidden + o]!;
    floats[bias + o] = floats[parameters + at.message.bias + o]! + edgeShift * w;
    floats[u + o] = edgeScale * w;
  }
  loops.linear(n, receivers.at, receivers.stride, hidden, weights, hidden, bias, kept.receiver, hidden, FROM_BIAS, false);
  loops.linear(
    senders.n, senders.at, senders.stride, hidden, weights + (hidden + 1) * hidden, hidden, 0, kept.sender, hidden, FROM_ZERO, false,
  );
  loops.gather(n, edges.start, edges.index, edges.coefficient, u, kept.receiver, kept.sender, kept.mean, hidden);
  apply(loops, parameters, at.messageOut, n, kept.mean, hidden, kept.message);
  clearLonely(loops, n, edges, kept.message, hidden);
  normalize(floats, n, kept.message, at.norm, parameters, kept.normed, hidden, norm);
  const output = parameters + at.output.weight;
  loops.linear(n, kept.normed, hidden, hidden, output, hidden, parameters + at.output.bias, kept.inner, hidden, FROM_BIAS, false);
  loops.linear(n, receivers.at, receivers.stride, hidden, output + hidden * hidden, hidden, 0, kept.inner, hidden, FROM_RESULT, true);
  apply(loops, parameters, at.outputOut, n, kept.inner, hidden, kept.output);
}

/**
 * The gradients of `convolve`: adds to those of the parameters, the senders and the receivers.
 * @param d the gradient in `kept.output`, n × hidden; overwritten
 */
export function convolveBack(
  surroundings: Surroundings, at: HalfConvolutionAt, kept: HalfConvolutionMemory, edges: EdgesAt, senders: NodesAt, receivers: NodesAt,
  norm: NormState, d: number, sendersBack: NodesAt, receiversBack: NodesAt,
): void {
  const { loops, layout, memory } = surroundings;
  const { floats } = loops;
  const { hidden } = layout.shape;
  const { parameters, gradients, small, scratch } = memory;
  const [first, second, third] = scratch;
  const { n } = receivers;
  const square = hidden * hidden;
  const back = (weight: number, outputs: number, from: number, rows: number, to: NodesAt, begin: Begin): void => {
    loops.transpose(parameters + weight, hidden, outputs, memory.turned);
    loops.linear(rows, from, outputs, outputs, memory.turned, hidden, 0, to.at, to.stride, begin, false);
  };
  const whole = (place: number): NodesAt => ({ n, at: place, stride: hidden });

  addLinear(loops, gradients, at.outputOut, n, kept.inner, hidden, d);
  back(at.outputOut.weight, hidden, d, n, whole(first), FROM_ZERO);
  loops.maskRelu(n * hidden, kept.inner, first);
  const output = at.output.weight;
  loops.addOuter(n, kept.normed, hidden, hidden, first, hidden, hidden, gradients + output);
  loops.addOuter(n, receivers.at, receivers.stride, hidden, first, hidden, hidden, gradients + output + square);
  loops.addRows(n, first, hidden, hidden, gradients + at.output.bias);
  back(output + square, hidden, first, n, receiversBack, FROM_RESULT);
  back(output, hidden, first, n, whole(second), FROM_ZERO);
  normalizeBack(floats, n, kept.message, at.norm, parameters, second, hidden, second, gradients, norm);
  clearLonely(loops, n, edges, second, hidden);
  addLinear(loops, gradients, at.messageOut, n, kept.mean, hidden, second);
  back(at.messageOut.weight, hidden, second, n, whole(first), FROM_ZERO);

  const u = small + hidden;
  const along = small + 2 * hidden;
  const sum = small + 3 * hidden;
  const weights = at.message.weight;
  const edgeScale = floats[parameters + layout.edges.scale]!;
  const edgeShift = floats[parameters + layout.edges.shift]!;
  for (let o = 0; o < hidden; o++) floats[u + o] = edgeScale * floats[parameters + weights + square + o]!;
  floats.fill(0, along, along + 2 * hidden);
  floats.fill(0, third, third + senders.n * hidden);
  loops.scatter(
    n, edges.start, edges.index, edges.coefficient, u, kept.receiver, kept.sender, first, second, third, along, hidden,
  );
  loops.addRows(n, second, hidden, hidden, sum);
  let scaleBack = 0;
  let shiftBack = 0;
  for (let o = 0; o < hidden; o++) {
    const w = floats[parameters + weights + square + o]!;
    floats[gradients + at.message.bias + o]! += floats[sum + o]!;
    floats[gradients + weights + square + o]! += edgeScale * floats[along + o]! + edgeShift * floats[sum + o]!;
    scaleBack += w * floats[along + o]!;
    shiftBack += w * floats[sum + o]!;
  }
  floats[gradients + layout.edges.scale]! += scaleBack;
  floats[gradients + layout.edges.shift]! += shiftBack;
  loops.addOuter(n, receivers.at, receivers.stride, hidden, second, hidden, hidden, gradients + weights);
  back(weights, hidden, second, n, receiversBack, FROM_RESULT);
  const fromSender = weights + square + hidden;
  loops.addOuter(senders.n, senders.at, senders.stride, hidden, third, hidden, hidden, gradients + fromSender);
  back(fromSender, hidden, third, senders.n, sendersBack, FROM_RESULT);
}

/** y = x W + b, without gaps. */
function apply(
  loops: NetworkLoops, parameters: number, { weight, bias, inputs, outputs }: LinearAt, n: number, x: number, xStride: number, y: number,
): void {
  loops.linear(n, x, xStride, inputs, parameters + weight, outputs, parameters + bias, y, outputs, FROM_BIAS, false);
}

/** The gradients of a linear map's parameters. */
export function addLinear(
  loops: NetworkLoops, gradients: number, { weight, bias, inputs, outputs }: LinearAt, n: number, x: number, xStride: number, d: number,
): void {
  loops.addOuter(n, x, xStride, inputs, d, outputs, outputs, gradients + weight);
  loops.addRows(n, d, outputs, outputs, gradients + bias);
}

/** Whoever has no edge gets the message 0, not the last map's bias. */
function clearLonely({ floats, ints }: NetworkLoops, n: number, { start }: EdgesAt, at: number, hidden: number): void {
  for (let i = 0; i < n; i++) if (ints[start + i] === ints[start + i + 1]) floats.fill(0, at + i * hidden, at + (i + 1) * hidden);
}
