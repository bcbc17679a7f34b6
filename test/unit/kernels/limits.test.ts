/**
 * Programs at the kernels' limit: what does not fit is sampled in TypeScript and said once; what fits takes
 * no more memory than was foreseen, a million nonzeros too.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createKernelGradients, gradientBytes } from '../../../src-kernels/gradients.ts';
import { createLatticeHost } from '../../../src-kernels/lattice-host.ts';
import { createKernelTotals, samplingBytes } from '../../../src-kernels/sampling.ts';
import { stepBytes } from '../../../src-kernels/step-host.ts';
import { compileModule, type WasmModule } from '../../../src-kernels/web-assembly.ts';
import type { CompiledKernels } from '../../../src-science/compiled.ts';
import { descend } from '../../../src-science/descent/descend.ts';
import { parameterRange } from '../../../src-science/descent/parametrization.ts';
import type { StepLayout } from '../../../src-science/descent/step-loops.ts';
import { divideEstimate } from '../../../src-science/estimation/estimate.ts';
import type { EvaluationOutcome, EvaluatorSpec } from '../../../src-science/gradients/evaluator.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import { layOutColumns, layOutFlips } from '../../../src-science/gradients/sampling-columns.ts';
import { layOutSamples } from '../../../src-science/gradients/sampling-layout.ts';
import { TOO_LARGE_NOTE } from '../../../src-science/gradients/totals-evaluator.ts';
import { createLatticeRecursion } from '../../../src-science/relaxation/lattice-recursion.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { kernelsOf } from '../../../src-workers/compiled-kernels.ts';
import { formOf, randomForm, randomMarginals, testRandom } from '../relaxation/enumeration.ts';
import { kernelFile } from './load-kernel.ts';
import { aDescent } from '../../a-descent.ts';

const module = (name: string): WasmModule => compileModule(new Uint8Array(readFileSync(kernelFile(name))));
const modules = {
  sampling: module('sampling'),
  gradients: module('gradients'),
  expectations: module('expectations'),
  corners: module('corners'),
  steps: module('steps'),
  search: module('search'),
  network: module('network'),
};
const compiled = kernelsOf(modules);

const DESCENT = aDescent({
  evaluation: 'sampled', samples: 16, optimizer: { name: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
  mu: { kind: 'fixed', value: 2 }, iterations: 10, decoders: ['threshold'],
});

const SUMS = ['nothing', 'true-penalty', 'averaged'] as const;

const SPECS: readonly EvaluatorSpec[] = [
  { scheme: 'true-penalty', evaluation: 'sampled', samples: 40 },
  { scheme: 'surrogate-interchange', evaluation: 'sampled', samples: 40, tuning: { soft: 'averaged' } },
  { scheme: 'naive-pathwise', evaluation: 'sampled', samples: 40 },
  { scheme: 'surrogate-interchange', evaluation: 'sampled', samples: 40 },
  { scheme: 'straight-through', evaluation: 'sampled', samples: 40 },
];

function step(
  form: NormalForm,
  spec: EvaluatorSpec,
  xHat: Float64Array,
  kernels: CompiledKernels | undefined,
): { readonly numbers: Float64Array; readonly reason: string } {
  const evaluator = createEvaluator(form, spec, undefined, kernels);
  const gradient = new Float64Array(xHat.length);
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  evaluator.evaluate(xHat, { seed: 9, stream: 0, iteration: 2, firstSample: 0 }, gradient, outcome);
  return {
    numbers: Float64Array.of(...gradient, outcome.penalty, outcome.penaltyStandardError, outcome.feasibleShare, outcome.meanViolation),
    reason: evaluator.reason,
  };
}

/** Half covers, half knapsack rows of real or integer weights that share variables in part: a million nonzeros. */
function million(): NormalForm {
  const random = testRandom(1);
  const d = 20_000;
  const rows = 10_000;
  const each = 100;
  const start = Int32Array.from({ length: rows + 1 }, (_, i) => i * each);
  const column = new Int32Array(rows * each);
  const value = new Float64Array(rows * each);
  const rhs = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    // Rows 8n … 8n + 3 are dense over the same hundred variables, the others scattered.
    const first = Math.floor((i >> 3) * 15);
    const step = i % 8 < 4 ? 1 : 1 + (i % 97);
    let sum = 0;
    for (let n = 0; n < each; n++) {
      column[i * each + n] = (first + n * step) % d;
      const w = i % 8 === 7 ? -1 : i % 2 === 0 ? 1 + Math.floor(60 * random()) : random() - 0.1;
      value[i * each + n] = w;
      sum += w;
    }
    rhs[i] = i % 8 === 7 ? -1 : 0.3 * sum;
  }
  return {
    ...formOf(d, []),
    rowCount: rows,
    start,
    column,
    value,
    rhs,
    sourceRow: Int32Array.from({ length: rows }, (_, i) => i),
    sourceSign: new Int8Array(rows).fill(1),
  };
}

describe('a program that does not fit a kernel', () => {
  const form = randomForm(20, 30, 5);
  const xHat = randomMarginals(20, 5, false);
  const least = Math.min(...SUMS.map((sums) => samplingBytes(layOutSamples(form), { sums })));

  it('is sampled in TypeScript to the same bits, and the reason says so in one sentence', () => {
    const tight = kernelsOf(modules, least - 1);
    for (const spec of SPECS) {
      const plain = step(form, spec, xHat, undefined);
      const refused = step(form, spec, xHat, tight);
      expect(refused.numbers).toStrictEqual(plain.numbers);
      expect(refused.reason).toBe(`${plain.reason} ${TOO_LARGE_NOTE}`);
    }
    expect(divideEstimate(form, { quantity: 'loss', xHat: [...xHat], mu: 2, samples: 700, seed: 3 }, undefined, tight)?.draw(0, 3))
      .toStrictEqual(divideEstimate(form, { quantity: 'loss', xHat: [...xHat], mu: 2, samples: 700, seed: 3 })?.draw(0, 3));
  });

  it('is taken at the byte at which it fits, and then nothing is said', () => {
    const layout = layOutSamples(form);
    const request = { sums: 'nothing', rows: false, objective: false } as const;
    const bytes = samplingBytes(layout, request);
    expect(kernelsOf(modules, bytes - 1).sampling?.(layout, request)).toBeNull();
    expect(kernelsOf(modules, bytes).sampling?.(layout, request)).not.toBeNull();
    for (const spec of SPECS) expect(step(form, spec, xHat, compiled).reason).toBe(step(form, spec, xHat, undefined).reason);
  });

  it('is descended in TypeScript where a step’s vectors do not fit', () => {
    const range = parameterRange('logit', 0);
    for (const d of [0, 1, 5, 9000]) {
      const layout: StepLayout = {
        ...formOf(d, []),
        parametrization: 'logit',
        optimizer: { name: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
        ...range,
      };
      const bytes = stepBytes(d);
      expect(kernelsOf(modules, bytes - 1).steps?.(layout)).toBeNull();
      const taken = kernelsOf(modules, bytes).steps?.(layout)?.parameters.buffer.byteLength;
      expect(taken).toBeGreaterThan(0);
      expect(taken).toBeLessThanOrEqual(65_536 * Math.ceil(bytes / 65_536));
    }
    const tight = kernelsOf(modules, 1000);
    const fallback = descend(form, DESCENT, { now: () => 0, compiled: tight });
    expect(fallback).toStrictEqual(descend(form, DESCENT, { now: () => 0, compiled: { ...tight, steps: compiled.steps } }));
  });

  it('is left to TypeScript too where the engine has no memory to give', () => {
    const layout = layOutSamples(form);
    // What the engine does when a memory cannot grow: a program of more than 4 GiB, past a check that lets it.
    const huge = { ...layout, variableCount: 2 ** 25 };
    expect(kernelsOf(modules, Infinity).sampling?.(huge, { sums: 'nothing', rows: false, objective: false })).toBeNull();
  });

  it('has its exact recursions in TypeScript where their tables find no memory', () => {
    const capacity = { variables: 2, size: 8, table: 2 ** 40 };
    expect(() => createLatticeHost(modules.expectations, capacity)).toThrow(RangeError);
    const sums = [kernelsOf(modules).lattice, createLatticeRecursion].map((create) => {
      const engine = create?.(capacity);
      engine?.frame.weight.set([3, 5]);
      engine?.frame.hit.set([0.25, 0.7]);
      engine?.frame.miss.set([0.75, 0.3]);
      engine?.penalty(2, 8, 8, false);
      return engine?.frame.sums;
    });
    expect(sums[0]).toStrictEqual(sums[1]);
  });

  it('fits with all it was foreseen to take, whatever its rows', () => {
    for (let seed = 0; seed < 60; seed++) {
      const some = randomForm(1 + seed, 2 * seed, seed);
      const layout = layOutSamples(some);
      for (const sums of SUMS) {
        const taken = createKernelTotals(modules.sampling, layout, { sums, rows: true, objective: true }).penalty.buffer.byteLength;
        // A memory is whole pages of 64 KiB.
        expect(taken).toBeLessThanOrEqual(65_536 * Math.ceil(samplingBytes(layout, { sums }) / 65_536));
      }
      for (const [kind, columns] of [['drawn', layOutColumns(layout)], ['true-penalty', layOutFlips(layout)]] as const) {
        const taken = createKernelGradients(modules.gradients, layout, columns, kind).totals.penalty.buffer.byteLength;
        expect(taken).toBeLessThanOrEqual(65_536 * Math.ceil(gradientBytes(layout, columns, kind) / 65_536));
      }
    }
  });
});

describe('a program of a million nonzeros', () => {
  const form = million();
  const xHat = Float64Array.from({ length: form.variableCount }, (_, j) => 0.05 + ((j * 37) % 101) / 150);

  it('has descent steps and a loss estimate to the same bits', () => {
    expect(form.value.length).toBe(1e6);
    for (const spec of [...SPECS.slice(0, 2), ...SPECS.slice(3)]) {
      expect(step(form, { ...spec, samples: 32 }, xHat, compiled).numbers)
        .toStrictEqual(step(form, { ...spec, samples: 32 }, xHat, undefined).numbers);
    }
    const spec = { quantity: 'loss', xHat: [...xHat], mu: 2, samples: 40, seed: 3 } as const;
    expect(divideEstimate(form, spec, undefined, compiled)?.draw(0, 1)).toStrictEqual(divideEstimate(form, spec)?.draw(0, 1));
  });

  it('takes at most 40 bytes a nonzero and 400 a variable of a kernel’s memory', () => {
    const layout = layOutSamples(form);
    for (const sums of SUMS) {
      const bytes = createKernelTotals(modules.sampling, layout, { sums, rows: false, objective: true }).penalty.buffer.byteLength;
      expect(bytes).toBeLessThanOrEqual(40 * form.value.length + 400 * form.variableCount);
    }
    // By columns and by rows.
    const bytes = createKernelGradients(modules.gradients, layout, layOutColumns(layout), 'drawn').totals.penalty.buffer.byteLength;
    expect(bytes).toBeLessThanOrEqual(56 * form.value.length + 600 * form.variableCount);
  });
});
