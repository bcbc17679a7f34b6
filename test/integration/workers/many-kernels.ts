/**
 * A process of its own that makes kernels one after another, as a worker does that is given one job after
 * another, and says what memory it held, in MiB: `node --expose-gc many-kernels.ts ROUNDS`. Nobody
 * collects garbage but the engine, until the end.
 */
import { readFileSync } from 'node:fs';
import { compileModule } from '../../../src-kernels/web-assembly.ts';
import { divideEstimate } from '../../../src-science/estimation/estimate.ts';
import type { EvaluationOutcome } from '../../../src-science/gradients/evaluator.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import { kernelsOf } from '../../../src-workers/compiled-kernels.ts';
import { kernelFile } from '../../unit/kernels/load-kernel.ts';

const rounds = Number(process.argv[2]);
const module = (name: string) => compileModule(new Uint8Array(readFileSync(kernelFile(name))));
const kernels = kernelsOf({
  sampling: module('sampling'),
  gradients: module('gradients'),
  expectations: module('expectations'),
  corners: module('corners'),
  steps: module('steps'),
  search: module('search'),
  network: module('network'),
});
const mebibytes = (bytes: number): number => bytes / 2 ** 20;

/** About five MiB of kernel memory each, most of it for variables. */
const cover = normalForm(generate('set-cover', { rows: 3000, columns: 20_000, density: 0.0008 }, 1));
const knapsack = normalForm(generate('knapsack', { variables: 200, rows: 1, maxWeight: 60, tightness: 0.5 }, 1));
const gradient = new Float64Array(20_000);
const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
const xHat = new Float64Array(20_000).fill(0.02);
const asked = [...xHat];

let made = 0;
let kernelBytes = 0;
const counted: typeof kernels = {
  lattice: (capacity) => {
    const engine = kernels.lattice?.(capacity);
    if (engine === undefined) throw new Error('the kernels are missing');
    made++;
    kernelBytes += engine.frame.hit.buffer.byteLength;
    return engine;
  },
  sampling: (layout, request) => {
    const totals = kernels.sampling?.(layout, request);
    if (totals === undefined || totals === null) throw new Error('the kernels are missing');
    made++;
    kernelBytes += totals.penalty.buffer.byteLength;
    return totals;
  },
};

let peak = 0;
globalThis.gc?.();
const before = process.memoryUsage().rss;
for (let round = 0; round < rounds; round++) {
  divideEstimate(cover, { quantity: 'loss', xHat: asked, mu: 1, samples: 300, seed: round }, undefined, counted)?.draw(0, 1);
  createEvaluator(cover, { scheme: 'true-penalty', evaluation: 'sampled', samples: 32 }, undefined, counted).evaluate(
    xHat,
    { seed: round, stream: 0, iteration: 0, firstSample: 0 },
    gradient,
    outcome,
  );
  createEvaluator(knapsack, { scheme: 'true-penalty', evaluation: 'exact', samples: 1 }, undefined, counted).evaluate(
    xHat.subarray(0, 200),
    { seed: round, stream: 0, iteration: 0, firstSample: 0 },
    gradient.subarray(0, 200),
    outcome,
  );
  peak = Math.max(peak, process.memoryUsage().rss);
}
// What only a finalizer lets go needs a turn of the loop.
for (let n = 0; n < 4; n++) {
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 10));
}
const { rss, external, arrayBuffers } = process.memoryUsage();
process.stdout
  .write(JSON.stringify({
    made,
    given: mebibytes(kernelBytes),
    peak: mebibytes(peak - before),
    left: mebibytes(rss - before),
    external: mebibytes(external),
    arrayBuffers: mebibytes(arrayBuffers),
  }));
