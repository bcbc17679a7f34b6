/**
 * A process of its own, so that sources run as they do in a worker: takes steps of 48 samples until a
 * step leaves less than the given bytes behind, and says how little it came to for each scheme and way.
 */
import type { EvaluationOutcome } from '../../../src-science/gradients/evaluator.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import { randomForm, randomMarginals } from '../../unit/relaxation/enumeration.ts';
import { gradientKernels, samplingKernels } from '../../unit/kernels/load-kernel.ts';

const enough = Number(process.argv[2]);
const STEPS = 20;
const d = 2000;
const form = randomForm(d, 6, 3);
const xHat = randomMarginals(d, 2, false);
const gradient = new Float64Array(d);
const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
/** Bytes of objects and of what typed arrays hold, which does not lie on the heap. */
function memoryInUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const found: Record<string, number> = {};
for (const compiled of [{ ...samplingKernels(), ...gradientKernels() }, undefined]) {
  for (
    const spec of [{ scheme: 'true-penalty' }, { scheme: 'surrogate-interchange', tuning: { soft: 'averaged' } }, {
      scheme: 'surrogate-interchange',
    }] as const
  ) {
    const evaluator = createEvaluator(form, { ...spec, evaluation: 'sampled', samples: 48 }, undefined, compiled);
    const at = { seed: 1, stream: 0, iteration: 0, firstSample: 0 };
    let least = Infinity;
    // Code that is not compiled for good yet boxes numbers: rounds until it is.
    for (let round = 0; round < 200 && least >= enough; round++) {
      globalThis.gc?.();
      const before = memoryInUse();
      for (let step = 0; step < STEPS; step++) {
        at.iteration++;
        evaluator.evaluate(xHat, at, gradient, outcome);
      }
      least = Math.min(least, (memoryInUse() - before) / STEPS);
    }
    found[`${spec.scheme} ${'tuning' in spec ? 'by averages ' : ''}${compiled === undefined ? 'in TypeScript' : 'in compiled code'}`] = least;
  }
}
process.stdout.write(JSON.stringify(found));
