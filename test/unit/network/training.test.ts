/** A training learns, gives the same bits however its units are divided and wherever it stops, and says when it runs away. */
import { describe, expect, it } from 'vitest';
import type { CompiledKernels } from '../../../src-science/compiled.ts';
import type { DescentCheckpoint } from '../../../src-science/descent/descent-control.ts';
import { bipartiteGraph } from '../../../src-science/network/bipartite-graph.ts';
import { marginalsOf } from '../../../src-science/network/network-loss.ts';
import { createTraining, stepOfEpoch } from '../../../src-science/network/training.ts';
import type { EpochFigures } from '../../../src-science/network/training.ts';
import { trainingMemory, trainingMemoryBytes } from '../../../src-science/network/training-memory.ts';
import type { TrainSpec } from '../../../src-science/network/training-settings.ts';
import { layoutOf } from '../../../src-science/network/network-shape.ts';
import { createTrainingWork } from '../../../src-science/network/training-work.ts';
import { createEvaluator } from '../../../src-science/gradients/registry.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { networkKernels } from '../kernels/load-kernel.ts';
import { publishedLogits } from './published-form.ts';

const COVERS = { rows: 12, columns: 18, density: 0.25 };
const programAt = (k: number): Program => generate('set-cover', COVERS, 1 + k);

function aTraining(change: Partial<TrainSpec> = {}): TrainSpec {
  return {
    programs: { kind: 'generated', family: 'set-cover', parameters: COVERS, count: 5, seed: 1 }, validationShare: 0.2,
    architecture: 'small',
    pairs: 1, edges: 'constant', scheme: 'true-penalty', evaluation: 'exact', samples: 15, loss: 'plain',
    mu: { start: 60, min: 1, max: 100, step: 0.1 }, step: 3e-3, period: 200, batch: 2, epochs: 4, validationSamples: 64, decoders: [],
    checkpointEvery: 1, seed: 3, ...change,
  };
}

interface Trained {
  readonly epochs: readonly EpochFigures[];
  readonly parameters: Float32Array;
  readonly checkpoint: DescentCheckpoint;
}

/**
 * @param threads so many, which take units in turn, each round's from its end
 * @param stopAfter units
 */
function train(
  spec: TrainSpec, { threads = 1, stopAfter = Infinity, resumeFrom = null, compiled }: {
    readonly threads?: number; readonly stopAfter?: number; readonly resumeFrom?: DescentCheckpoint | null;
    readonly compiled?: CompiledKernels;
  } = {},
): Trained {
  const layout = layoutOf(spec);
  const buffer = new SharedArrayBuffer(trainingMemoryBytes(layout, spec.batch));
  const training = createTraining(spec, layout, buffer, 0, resumeFrom);
  const { plan } = training;
  const workers = Array.from({ length: threads }, () => createTrainingWork(
    spec, layout, plan, trainingMemory(buffer, 0, layout, spec.batch), programAt, compiled,
  ));
  const epochs: EpochFigures[] = [];
  let unit = 0;
  while (unit < Math.min(plan.units, stopAfter)) {
    const place = unit % plan.programs;
    const size = place >= plan.train ? plan.programs - plan.train : Math.min(plan.batch, plan.train - place);
    const order = Array.from({ length: size }, (_, k) => unit + k);
    if (threads > 1) order.reverse();
    const found = order.map((each, k) => [each, workers[k % threads]!(each)] as const);
    for (const [each, figures] of found) {
      const ended = training.take(each, figures);
      if (ended !== null) epochs.push(ended);
    }
    unit += size;
  }
  return { epochs, parameters: training.state().parameters, checkpoint: training.checkpoint(0) };
}

describe('a training', () => {
  it('lowers the loss of the programs it is trained on and of those it is not', () => {
    const programs = { kind: 'generated', family: 'set-cover', parameters: COVERS, count: 6, seed: 1 } as const;
    const { epochs } = train(aTraining({ epochs: 40, programs, mu: { start: 20, min: 20, max: 20, step: 0 } }));
    expect(epochs).toHaveLength(40);
    expect(epochs.at(-1)!.loss).toBeLessThan(0.6 * epochs[0]!.loss);
    expect(epochs.at(-1)!.validationLoss).toBeLessThan(0.7 * epochs[0]!.validationLoss);
  });

  it.each(['surrogate-interchange', 'surrogate-corrected', 'true-penalty', 'score-function'] as const)(
    'gives the same bits on three threads, stopped and resumed at any unit, and compiled: %s', (scheme) => {
      const spec = aTraining({ scheme, evaluation: scheme === 'score-function' ? 'sampled' : 'auto', loss: 'diffilo', epochs: 3 });
      const whole = train(spec);
      expect(train(spec, { threads: 3 })).toStrictEqual(whole);
      expect(train(spec, { compiled: networkKernels() })).toStrictEqual(whole);
      for (const stopAfter of [5, 7]) {
        const { checkpoint, epochs } = train(spec, { stopAfter });
        expect(checkpoint.iteration).toBe(1);
        const rest = train(spec, { resumeFrom: checkpoint, threads: 2 });
        expect([...epochs, ...rest.epochs]).toStrictEqual(whole.epochs);
        expect(rest.parameters).toStrictEqual(whole.parameters);
        expect(rest.checkpoint).toStrictEqual(whole.checkpoint);
      }
    },
  );

  it('makes its first step along the derivative of the exact loss, chained through the published form of the network', () => {
    const spec = aTraining({ batch: 1, mu: { start: 7, min: 7, max: 7, step: 0 } });
    const layout = layoutOf(spec);
    const buffer = new SharedArrayBuffer(trainingMemoryBytes(layout, 1));
    const { plan, memory } = createTraining(spec, layout, buffer, 0, null);
    createTrainingWork(spec, layout, plan, memory, () => programAt(0), undefined)(0);
    const form = normalForm(programAt(0));
    const graph = bipartiteGraph(programAt(0), false);
    const exact = createEvaluator(form, { scheme: 'true-penalty', evaluation: 'exact', samples: 1 });
    const norm = Math.hypot(...form.objective);
    const lossOf = (parameters: Float64Array): number => {
      const xHat = marginalsOf(publishedLogits(layout, graph, parameters), form.fixed);
      const outcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
      exact.evaluate(xHat, { seed: 0, stream: 0, iteration: 0, firstSample: 0 }, new Float64Array(xHat.length), outcome);
      return (form.objective.reduce((sum, c, j) => sum + c * xHat[j]!, 0) + 7 * outcome.penalty) / norm;
    };
    const gradient = memory.gradients[0]!;
    const size = Math.hypot(...gradient);
    for (let n = 1; n <= 6; n++) {
      const direction = Float64Array.from(gradient, (g, k) => g / size + Math.sin(n * k) / Math.sqrt(gradient.length));
      const moved = (by: number): Float64Array => Float64Array.from(memory.parameters, (value, k) => value + by * direction[k]!);
      const difference = (lossOf(moved(1e-5)) - lossOf(moved(-1e-5))) / 2e-5;
      const analytic = direction.reduce((sum, value, k) => sum + value * gradient[k]!, 0);
      expect(Math.abs(difference - analytic) / size).toBeLessThan(2e-4);
    }
  });

  it('keeps the parameters of the epoch that was best on validation, the later of two equal ones', () => {
    const spec = aTraining({ epochs: 6, validationShare: 0.5 });
    const { epochs, parameters } = train(spec);
    const best = epochs.reduce((a, b) => (
      b.validation.feasible > a.validation.feasible ||
      (b.validation.feasible === a.validation.feasible && b.validation.objective <= a.validation.objective) ? b : a
    ));
    expect(parameters).toStrictEqual(train({ ...spec, epochs: best.epoch }).parameters);
  });

  it('moves μ once an epoch by the mean violation of the training programs, within its limits', () => {
    const { epochs } = train(aTraining({ epochs: 5, mu: { start: 60, min: 59.9, max: 60.05, step: 0.05 } }));
    const expected = [60];
    for (const { violation } of epochs.slice(0, -1)) {
      expected.push(Math.min(Math.max(expected.at(-1)! + 0.05 * (violation - 1), 59.9), 60.05));
    }
    expect(epochs.map(({ mu }) => mu)).toStrictEqual(expected);
  });

  it('lets its step fall to 0 in a half period and rise again in the next', () => {
    const steps = [0, 100, 200, 300, 400].map((epoch) => stepOfEpoch({ step: 1, period: 200 }, epoch));
    [1, 0.5, 0, 0.5, 1].forEach((value, k) => expect(steps[k]).toBeCloseTo(value, 12));
  });

  it('stops in a sentence where a number runs away', () => {
    expect(() => train(aTraining({ step: 1e36, epochs: 3 }))).toThrow(
      /^The training stopped in epoch [01]: (a logit is|the loss is|the gradient is) not a finite number\.$/,
    );
  });

  it('takes no checkpoint of another training', () => {
    const { checkpoint } = train(aTraining({ epochs: 1 }));
    expect(() => train(aTraining({ pairs: 2 }), { resumeFrom: checkpoint })).toThrow(
      'The checkpoint is not of a training with these settings.',
    );
  });
});
