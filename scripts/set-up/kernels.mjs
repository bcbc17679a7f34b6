/**
 * The hot loops of src-kernels/assembly, compiled from AssemblyScript to WebAssembly with SIMD into
 * build-cache/kernels/NAME.wasm: one module for each file there whose name does not begin with an
 * underscore. Command line, tests and benchmarks load them from there; the build copies them to
 * out/kernels. Beside each lies NAME.wat, its text, which tests read. Where they are missing or SIMD is, the TypeScript
 * of src-science does the same work.
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ending, environmentWith, run } from './command.mjs';
import { SetUpFailure } from './failure.mjs';
import { fingerprint, isFresh, stampFresh } from './freshness.mjs';
import { packages, projectRoot } from './places.mjs';
import { toolchainNode } from './toolchain.mjs';

const SOURCES = ['src-kernels/assembly', 'scripts/set-up/kernels.mjs', 'node_modules/assemblyscript/package.json'];
const sources = join(projectRoot, 'src-kernels', 'assembly');
export const kernelsFolder = join(projectRoot, 'build-cache', 'kernels');
const stamp = join(kernelsFolder, '.built-from');

/**
 * No runtime: kernels work on addresses their host gives them. No relaxed SIMD and no fused operations:
 * the bits must be those of the TypeScript twin.
 */
export const kernelFlags = [
  '-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory', '--initialMemory', '1',
];

/** Names of the modules. */
function kernelNames() {
  return readdirSync(sources)
    .filter((name) => name.endsWith('.ts') && !name.startsWith('_'))
    .map((name) => name.slice(0, -'.ts'.length));
}

export const kernels = {
  name: 'kernels',
  needed() {
    return isFresh(stamp, fingerprint(projectRoot, SOURCES)) ? null : 'compiling the kernels to WebAssembly';
  },
  async act() {
    const from = fingerprint(projectRoot, SOURCES);
    rmSync(kernelsFolder, { recursive: true, force: true });
    mkdirSync(kernelsFolder, { recursive: true });
    const node = toolchainNode();
    for (const name of kernelNames()) {
      const target = join(kernelsFolder, `${name}.wasm`);
      const outcome = await run(node, [
        join(packages, 'assemblyscript/bin/asc.js'), join(sources, `${name}.ts`), ...kernelFlags, '-o', `${target}.part`, '-t',
        join(kernelsFolder, `${name}.wat`),
      ], {
        cwd: projectRoot,
        env: environmentWith(dirname(node)),
        limitSeconds: 300,
      });
      if (outcome.code !== 0) throw new SetUpFailure(
        `the kernel ${name} could not be compiled: ${ending(outcome, 40)}`, 'correct the error above, then run the command again.',
      );
      renameSync(`${target}.part`, target);
    }
    stampFresh(stamp, from);
  },
};
