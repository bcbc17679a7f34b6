/**
 * Places typed arrays in a kernel's memory. A program's arrays are of known size, so all of them are
 * asked for first, the memory grows once, and only then are the views made: growing detaches earlier
 * ones. Every array starts at a multiple of 16 bytes, as SIMD loads like it.
 */
import type { WasmMemory } from './web-assembly.ts';

const PAGE = 65_536;
const ALIGN = 16;

/** A place for `length` elements; `at` is its address, which the kernels take. */
export interface Place {
  readonly at: number;
  readonly length: number;
}

export interface Arena {
  /** Reserves `length` elements of `bytes` each. Only before `seal`. */
  readonly reserve: (length: number, bytes: number) => Place;
  /** Grows the memory to hold all that was reserved. @throws RangeError where it would pass 4 GiB */
  readonly seal: () => void;
  readonly f64: (place: Place) => Float64Array;
  readonly f32: (place: Place) => Float32Array;
  readonly i32: (place: Place) => Int32Array;
  readonly u8: (place: Place) => Uint8Array;
}

/**
 * @param memory of an instance
 * @param base first free address, after the module's own data (`__heap_base` of AssemblyScript)
 */
export function createArena(memory: WasmMemory, base: number): Arena {
  let top = Math.ceil(base / ALIGN) * ALIGN;
  let sealed = false;
  const check = (): void => {
    if (!sealed) throw new Error('views of an arena are made after it is sealed');
  };
  return {
    reserve(length, bytes) {
      if (sealed) throw new Error('an arena is sealed once');
      const place = { at: top, length };
      top += Math.ceil((length * bytes) / ALIGN) * ALIGN;
      return place;
    },
    seal() {
      const missing = Math.ceil(top / PAGE) - memory.buffer.byteLength / PAGE;
      if (top >= 2 ** 32 - PAGE) throw new RangeError('the program is too large for a compiled kernel’s memory of 4 GiB');
      if (missing > 0) memory.grow(missing);
      sealed = true;
    },
    f64(place) {
      check();
      return new Float64Array(memory.buffer, place.at, place.length);
    },
    f32(place) {
      check();
      return new Float32Array(memory.buffer, place.at, place.length);
    },
    i32(place) {
      check();
      return new Int32Array(memory.buffer, place.at, place.length);
    },
    u8(place) {
      check();
      return new Uint8Array(memory.buffer, place.at, place.length);
    },
  };
}
