/**
 * The compiled kernels of this worker: read, compiled and kept when first asked for. Where they are
 * missing, or this engine has no SIMD, the answer is null and the TypeScript of src-science does the
 * same work to the same bits.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import type { WorkerSettings } from '../src-contract/worker-task.ts';
import { cornerBytes, createCornerHost } from '../src-kernels/corner-host.ts';
import { createKernelGradients, gradientBytes } from '../src-kernels/gradients.ts';
import { createLatticeHost } from '../src-kernels/lattice-host.ts';
import { createNetworkHost, networkBytes } from '../src-kernels/network-host.ts';
import { createKernelTotals, samplingBytes } from '../src-kernels/sampling.ts';
import { createSearchHost, searchBytes } from '../src-kernels/search-host.ts';
import { createStepHost, stepBytes } from '../src-kernels/step-host.ts';
import { compileModule, hasSimd } from '../src-kernels/web-assembly.ts';
import type { WasmModule } from '../src-kernels/web-assembly.ts';
import type { CompiledKernels } from '../src-science/compiled.ts';
import { createLatticeRecursion } from '../src-science/relaxation/lattice-recursion.ts';

/** What a kernel's memory may take; larger programs are sampled in TypeScript. */
const MOST_BYTES = 2 ** 32 - 2 ** 24;

const modules = new Map<string, WasmModule | null>();

/** What the science may use of them. */
export function compiledKernels(): CompiledKernels {
  return kernelsOf({
    sampling: kernelModule('sampling'), gradients: kernelModule('gradients'), expectations: kernelModule('expectations'),
    corners: kernelModule('corners'), steps: kernelModule('steps'), search: kernelModule('search'),
    network: kernelModule('network'),
  });
}

export interface KernelModules {
  readonly sampling: WasmModule | null;
  readonly gradients: WasmModule | null;
  readonly expectations: WasmModule | null;
  readonly corners: WasmModule | null;
  readonly steps: WasmModule | null;
  readonly search: WasmModule | null;
  readonly network: WasmModule | null;
}

/**
 * Kernels of these modules. What does not fit, or finds no memory, is left to TypeScript, which takes less.
 * @param mostBytes that a program may take of a kernel's memory
 */
export function kernelsOf(
  { sampling, gradients, expectations, corners, steps, search, network }: KernelModules, mostBytes = MOST_BYTES,
): CompiledKernels {
  return {
    ...(sampling === null ? {} : { sampling: (
      layout, request,
    ) => (samplingBytes(layout, request) > mostBytes ? null : whereMemory(() => createKernelTotals(sampling, layout, request))) }),
    ...(gradients === null
      ? {}
      : { gradients: (layout, columns, form) => (gradientBytes(layout, columns, form) > mostBytes
        ? null
        : whereMemory(() => createKernelGradients(gradients, layout, columns, form))) }),
    ...(corners === null
      ? {}
      : { corners: (layout) => (cornerBytes(layout) > mostBytes ? null : whereMemory(() => createCornerHost(corners, layout))) }),
    ...(steps === null
      ? {}
      : { steps: (layout) => (stepBytes(layout.variableCount) > mostBytes ? null : whereMemory(() => createStepHost(steps, layout))) }),
    ...(search === null
      ? {}
      : { search: (layout) => (searchBytes(layout) > mostBytes ? null : whereMemory(() => createSearchHost(search, layout))) }),
    ...(network === null
      ? {}
      : { network: (words) => (networkBytes(words) > mostBytes ? null : whereMemory(() => createNetworkHost(network, words))) }),
    ...(expectations === null
      ? {}
      : { lattice: (capacity) => whereMemory(() => createLatticeHost(expectations, capacity)) ?? createLatticeRecursion(capacity) }),
  };
}

/** Null where the engine has no more memory for an instance, which it says by a RangeError. */
function whereMemory<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** @param name of a file of src-kernels/assembly, without its ending */
function kernelModule(name: string): WasmModule | null {
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
