/**
 * A process of its own that runs exact descents, with the update compiled and in TypeScript, and says how many bytes
 * a step left on the heap: `node --expose-gc exact-steps.ts`. Two descents of different length share all set-up, so
 * that their difference is what steps cost.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLatticeHost } from '../../../src-kernels/lattice-host.ts';
import { createStepHost } from '../../../src-kernels/step-host.ts';
import { compileModule } from '../../../src-kernels/web-assembly.ts';
import { kernelsFolder } from '../../../src-main/engine/entry-points.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { runDescent } from '../../../src-science/descent/descent-loop.ts';
import { descentEvaluator } from '../../../src-science/descent/evaluators.ts';
import { startMarginals } from '../../../src-science/descent/start.ts';
import type { CreateStepLoops } from '../../../src-science/descent/step-loops.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm, type NormalForm } from '../../../src-science/program/normal-form.ts';
import { aDescent } from '../../a-descent.ts';

const module = (name: string) => compileModule(new Uint8Array(readFileSync(join(kernelsFolder(), `${name}.wasm`))));
const expectations = module('expectations');
const stepModule = module('steps');
const STEPS: Readonly<Record<string, CreateStepLoops | undefined>> = {
  compiled: (layout) => createStepHost(stepModule, layout),
  'in TypeScript': undefined,
};

const programs: Readonly<Record<string, NormalForm>> = {
  'set cover': normalForm(generate('set-cover', { rows: 60, columns: 1000, density: 0.05, maxCost: 20 }, 1)),
  knapsacks: normalForm(generate('knapsack', { variables: 600, rows: 2, maxWeight: 3, tightness: 0.2 }, 1)),
};

const collect = globalThis.gc;
if (collect === undefined) throw new Error('run with --expose-gc');

/** Bytes of objects and of what typed arrays hold, which does not lie on the heap. */
function memoryInUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function leftBy(form: NormalForm, spec: DescentSpec, steps: CreateStepLoops | undefined): number {
  const evaluator = descentEvaluator(form, spec, { lattice: (capacity) => createLatticeHost(expectations, capacity) });
  const start = startMarginals(form, spec.start, spec.seed);
  collect?.();
  const before = memoryInUse();
  runDescent(form, spec, { now: () => 0, cancelled: () => false, compiled: { steps } }, evaluator, start);
  return memoryInUse() - before;
}

/** Steps of the two descents. */
const SHORT = 500;
const LONG = 1500;

const found: Record<string, { readonly bytes: number; readonly vector: number }> = {};
for (const [name, form] of Object.entries(programs)) {
  for (const scheme of ['true-penalty', 'surrogate-interchange'] as const) {
    const spec = (iterations: number): DescentSpec => (aDescent({ scheme, mu: { kind: 'fixed', value: 2 }, iterations }));
    for (const [how, steps] of Object.entries(STEPS)) {
      // The first runs are for what is compiled while running; the least of the others is what a run leaves without
      // code that was compiled anew, or thrown away, during it. A vector made at each step is in all of them.
      const least = (iterations: number) => Math.min(...Array.from({ length: 3 }, () => leftBy(form, spec(iterations), steps)));
      least(SHORT);
      found[`${scheme} on ${name}, update ${how}`] = {
        bytes: (least(LONG) - least(SHORT)) / (LONG - SHORT),
        vector: 8 * form.variableCount,
      };
    }
  }
}
process.stdout.write(JSON.stringify(found));
