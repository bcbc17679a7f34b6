/**
 * The part of the WebAssembly interface that the kernels' hosts use, typed here because this room knows
 * neither Node's nor the DOM's types. Every engine that runs the program has it; SIMD is asked for.
 */

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KiB; every earlier view is detached. */
  grow(pages: number): number;
}

/** A compiled module; shared by all instances made of it. */
export type WasmModule = object;

interface WasmApi {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => WasmModule;
  readonly Instance: new (module: WasmModule, imports?: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

const api = (globalThis as unknown as { readonly WebAssembly?: WasmApi }).WebAssembly;

/** A module of one function that splats and reads a lane: valid only where 128-bit SIMD is. */
const SIMD_PROBE =
  new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

/** Whether this engine runs 128-bit SIMD. Cost: microseconds. */
export function hasSimd(): boolean {
  return api?.validate(SIMD_PROBE) === true;
}

/** Compiles a module; synchronous, milliseconds. @throws where the bytes are no valid module */
export function compileModule(bytes: Uint8Array<ArrayBuffer>): WasmModule {
  if (api === undefined) throw new Error('this engine has no WebAssembly');
  return new api.Module(bytes);
}

/** Makes an instance with a memory of its own. Exports are named by the AssemblyScript source. */
export function instantiate(module: WasmModule): { readonly exports: Readonly<Record<string, unknown>>; readonly memory: WasmMemory } {
  if (api === undefined) throw new Error('this engine has no WebAssembly');
  const { exports } = new api.Instance(module, {
    env: {
      abort: (_message: number, _file: number, line: number, column: number): never => {
        throw new Error(`a kernel stopped at line ${String(line)}, column ${String(column)}`);
      },
    },
  });
  return { exports, memory: exports['memory'] as WasmMemory };
}
