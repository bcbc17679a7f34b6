/** The compiled kernels as the tests load them: from where set-up puts them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createKernelTotals } from '../../../src-kernels/sampling.ts';
import { compileModule, type WasmModule } from '../../../src-kernels/web-assembly.ts';
import type { CompiledKernels } from '../../../src-science/compiled.ts';

/** File of a module of src-kernels/assembly. */
export function kernelFile(name: string): string {
  return fileURLToPath(new URL(`../../../build-cache/kernels/${name}.wasm`, import.meta.url));
}

function kernelModule(name: string): WasmModule {
  return compileModule(new Uint8Array(readFileSync(kernelFile(name))));
}

/** The sampling kernels, one module for the whole file that asks. */
export function samplingKernels(): CompiledKernels {
  const module = kernelModule('sampling');
  return { sampling: (layout, request) => createKernelTotals(module, layout, request) };
}
