/** The compiled kernels as the tests load them: from where set-up puts them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createCornerHost } from '../../../src-kernels/corner-host.ts';
import { createKernelGradients } from '../../../src-kernels/gradients.ts';
import { createLatticeHost } from '../../../src-kernels/lattice-host.ts';
import { createNetworkHost } from '../../../src-kernels/network-host.ts';
import { createKernelTotals } from '../../../src-kernels/sampling.ts';
import { createSearchHost } from '../../../src-kernels/search-host.ts';
import { createStepHost } from '../../../src-kernels/step-host.ts';
import { compileModule, type WasmModule } from '../../../src-kernels/web-assembly.ts';
import type { CompiledKernels } from '../../../src-science/compiled.ts';
import type { CreateSearchLoops } from '../../../src-science/decoding/search-loops.ts';
import type { CreateStepLoops } from '../../../src-science/descent/step-loops.ts';
import type { CreateNetworkLoops } from '../../../src-science/network/network-loops.ts';
import type { CreateCornerLoops } from '../../../src-science/relaxation/corner-loops.ts';
import type { CreateLatticeEngine } from '../../../src-science/relaxation/lattice-engine.ts';

/** File of a module of src-kernels/assembly. */
export function kernelFile(name: string, ending: 'wasm' | 'wat' = 'wasm'): string {
  return fileURLToPath(new URL(`../../../build-cache/kernels/${name}.${ending}`, import.meta.url));
}

/** A compiled module of src-kernels/assembly. */
export function kernelModule(name: string): WasmModule {
  return compileModule(new Uint8Array(readFileSync(kernelFile(name, 'wasm'))));
}

/** The sampling kernels, one module for the whole file that asks. */
export function samplingKernels(): CompiledKernels {
  const module = kernelModule('sampling');
  return { sampling: (layout, request) => createKernelTotals(module, layout, request) };
}

/** The kernels for gradients of single samples. */
export function gradientKernels(): CompiledKernels {
  const module = kernelModule('gradients');
  return { gradients: (layout, columns, form) => createKernelGradients(module, layout, columns, form) };
}

/** The recursions over the sums of integer rows. */
export function latticeKernels(): { readonly lattice: CreateLatticeEngine } {
  const module = kernelModule('expectations');
  return { lattice: (capacity) => createLatticeHost(module, capacity) };
}

/** The loops over rows with closed forms. */
export function cornerKernels(): { readonly corners: CreateCornerLoops } {
  const module = kernelModule('corners');
  return { corners: (layout) => createCornerHost(module, layout) };
}

/** The update of a descent. */
export function stepKernels(): { readonly steps: CreateStepLoops } {
  const module = kernelModule('steps');
  return { steps: (layout) => createStepHost(module, layout) };
}

/** The loops of the local search. */
export function searchKernels(): { readonly search: CreateSearchLoops } {
  const module = kernelModule('search');
  return { search: (layout) => createSearchHost(module, layout) };
}

/** The loops of a network's pass. */
export function networkKernels(): { readonly network: CreateNetworkLoops } {
  const module = kernelModule('network');
  return { network: (words) => createNetworkHost(module, words) };
}

/** The text of a module, function by function. */
export function kernelText(name: string): ReadonlyMap<string, string> {
  const functions = new Map<string, string>();
  for (const part of readFileSync(kernelFile(name, 'wat'), 'utf8').split(/^ \(func \$/m).slice(1)) {
    functions.set(/^\S+/.exec(part)?.[0] ?? '', part);
  }
  return functions;
}

/** How often an instruction stands in a function's text. */
export function countOf(instruction: string, text: string): number {
  return text.split('\n').filter((line) => line.trimStart().split(' ', 1)[0] === instruction).length;
}
