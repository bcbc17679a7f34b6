/**
 * The one import of zod in the project. Zod otherwise compiles its parsers with `new Function`, which
 * the window's content security policy forbids; `jitless` must be set before any schema is made.
 */
import { config, z } from 'zod';

// Not `z.config`: the build takes calls of `z` for pure, so that schemas nobody uses are left out.
config({ jitless: true });

export { z };

const TypedArray = {
  float64: z.custom<Float64Array<ArrayBuffer>>((value) => value instanceof Float64Array, 'expected a Float64Array'),
  uint8: z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, 'expected a Uint8Array'),
};

/** A Float64Array, as it arrives by structured clone. */
export const Float64 = TypedArray.float64;
/** A Uint8Array (bytes, or a 0/1 vector), as it arrives by structured clone. */
export const Bytes = TypedArray.uint8;
