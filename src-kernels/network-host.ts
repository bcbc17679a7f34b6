/** The compiled loops of a network's pass, behind the interface that src-science declares for them (`NetworkLoops`). */
import type { NetworkLoops } from '../src-science/network/network-loops.ts';
import { createArena } from './arena.ts';
import { instantiate, type WasmModule } from './web-assembly.ts';

type Numbers<F> = F extends (...given: infer A) => void ? (...given: { [K in keyof A]: number }) => void : never;
type NetworkExports = { readonly [K in Exclude<keyof NetworkLoops, 'floats' | 'ints'>]: Numbers<NetworkLoops[K]> } & {
  heapBase(): number;
};

/** Bytes that a pass of so many words would take, before anything is allocated. */
export function networkBytes(words: number): number {
  return 2 ** 16 + 4 * words;
}

/** @throws RangeError where the words do not fit the 4 GiB a kernel can address */
export function createNetworkHost(module: WasmModule, words: number): NetworkLoops {
  const { exports, memory } = instantiate(module);
  const run = exports as unknown as NetworkExports;
  const arena = createArena(memory, run.heapBase());
  const place = arena.reserve(words, 4);
  arena.seal();
  // Places are words from the beginning of the vectors; the kernels count from the beginning of the memory.
  const base = place.at / 4;
  const at = (word: number): number => base + word;
  return {
    floats: arena.f32(place),
    ints: arena.i32(place),
    linear: (n, x, xStride, inputs, weight, outputs, bias, y, yStride, begin, relu) =>
      run.linear(n, at(x), xStride, inputs, at(weight), outputs, at(bias), at(y), yStride, begin, relu ? 1 : 0),
    addOuter: (n, x, xStride, inputs, d, dStride, outputs, weight) =>
      run.addOuter(n, at(x), xStride, inputs, at(d), dStride, outputs, at(weight)),
    addRows: (n, d, dStride, width, bias) => run.addRows(n, at(d), dStride, width, at(bias)),
    transpose: (weight, inputs, outputs, into) => run.transpose(at(weight), inputs, outputs, at(into)),
    maskRelu: (length, y, d) => run.maskRelu(length, at(y), at(d)),
    gather: (n, start, index, coefficient, u, p, q, h, width) =>
      run.gather(n, at(start), at(index), coefficient === 0 ? 0 : at(coefficient), at(u), at(p), at(q), at(h), width),
    scatter: (n, start, index, coefficient, u, p, q, d, dp, dq, s, width) =>
      run.scatter(
        n, at(start), at(index), coefficient === 0 ? 0 : at(coefficient), at(u), at(p), at(q), at(d), at(dp), at(dq), at(s), width,
      ),
  };
}
