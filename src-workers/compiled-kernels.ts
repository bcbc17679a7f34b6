/**
 * The compiled kernels of this worker: read, compiled and kept when first asked for. Where they are
 * missing, or this engine has no SIMD, the answer is null and the TypeScript of src-science does the
 * same work to the same bits.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import type { WorkerSettings } from '../src-contract/worker-task.ts';
import { compileModule, hasSimd } from '../src-kernels/web-assembly.ts';
import type { WasmModule } from '../src-kernels/web-assembly.ts';

const modules = new Map<string, WasmModule | null>();

/** @param name of a file of src-kernels/assembly, without its ending */
export function kernelModule(name: string): WasmModule | null {
  const known = modules.get(name);
  if (known !== undefined) return known;
  const module = load(name);
  modules.set(name, module);
  return module;
}

function load(name: string): WasmModule | null {
  const folder = kernelsFolder();
  if (folder === null || !hasSimd()) return null;
  let bytes: Buffer<ArrayBuffer>;
  try {
    bytes = readFileSync(join(folder, `${name}.wasm`));
  } catch {
    return null;
  }
  return compileModule(bytes);
}

/** What the pool was given; a worker started by something else has no kernels. */
function kernelsFolder(): string | null {
  const given: unknown = workerData;
  return typeof given === 'object' && given !== null && 'kernels' in given ? (given as WorkerSettings).kernels : null;
}
