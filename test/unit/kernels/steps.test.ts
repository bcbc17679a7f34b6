/** The compiled step of a descent gives the bits of its TypeScript, in few instructions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DescentCheckpoint, TrajectoryChunk } from '../../../src-science/descent/descent-control.ts';
import type { DescentResult } from '../../../src-science/descent/descent-result.ts';
import type { OptimizerSpec, Parametrization } from '../../../src-science/descent/descent-spec.ts';
import { descend } from '../../../src-science/descent/descend.ts';
import { writeFactors } from '../../../src-science/descent/optimizer.ts';
import { parameterRange } from '../../../src-science/descent/parametrization.ts';
import { createStepLoops } from '../../../src-science/descent/step-loops.ts';
import type { StepLayout, StepLoops } from '../../../src-science/descent/step-loops.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { randomForm } from '../relaxation/enumeration.ts';
import { stepKernels } from './load-kernel.ts';
import { innermostLoops } from './wat-loops.ts';
import { aDescent } from '../../a-descent.ts';

const compiled = stepKernels();

const RULES: readonly OptimizerSpec[] = [
  { name: 'sgd' },
  { name: 'momentum', momentum: 0.9 },
  { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  { name: 'mean-field', temperature: 5, finalTemperature: 0.1 },
];
const rule = fc.constantFrom(...RULES);
const kind = fc.constantFrom<Parametrization>('logit', 'projected');

/** Zeros of both signs, values of all sizes and those that end a descent. */
const entry = fc.oneof({ weight: 20, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) }, {
  weight: 3,
  arbitrary: fc.constantFrom(0, -0, 1e-300, -1e-300),
}, { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) });

const bitsOf = (vector: Float64Array): BigUint64Array => new BigUint64Array(vector.slice().buffer);

/** What a step leaves behind; of a NaN only that it is one, since its bits are the machine's. */
function everything(loops: StepLoops, ...numbers: number[]): BigUint64Array[] {
  return [loops.parameters, loops.xHat, ...loops.moments, Float64Array.from(numbers)].map((vector) =>
    bitsOf(vector.map((x) => (Number.isNaN(x) ? Number.NaN : x)))
  );
}

describe('a compiled step of a descent', () => {
  it('gives the bits of the TypeScript, whatever rule, parametrization, fixed variables and values', () => {
    fc.assert(
      fc.property(
        rule,
        kind,
        fc.constantFrom(0, 1e-9),
        fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 23 }) }, {
          weight: 1,
          arbitrary: fc.constantFrom(127, 128, 129, 131, 257),
        }),
        fc.infiniteStream(entry),
        fc.infiniteStream(fc.constantFrom(-1, -1, -1, 0, 1)),
        (optimizer, parametrization, margin, d, values, fixings) => {
          const vector = (): Float64Array => Float64Array.from({ length: d }, () => values.next().value as number);
          const layout: StepLayout = {
            variableCount: d,
            objective: vector().map((x) => (Number.isFinite(x) ? x : 1)),
            objectiveConstant: -0,
            fixed: Int8Array.from({ length: d }, () => fixings.next().value as number),
            parametrization,
            optimizer,
            ...parameterRange(parametrization, margin),
          };
          const pair = [createStepLoops(layout), compiled.steps(layout)] as [StepLoops, StepLoops];
          // A zero of either sign stays as it is.
          const start = vector().map((x) => (x === 0 ? x : Math.min(Math.max(x / 100, layout.least), layout.most)));
          const [plain, fast] = pair.map((loops) => {
            loops.parameters.set(start);
            return everything(loops, loops.marginals());
          });
          expect(fast).toStrictEqual(plain);
          const factors = { length: 0, scale: 0 };
          for (let t = 0; t < 4; t++) {
            writeFactors(optimizer, 4, 0.3, t, 1, factors);
            const gradient = vector();
            const [slow, quick] = pair.map((loops) => {
              loops.gradient.set(gradient);
              const squared = loops.lossGradient(1.5);
              return everything(loops, squared, loops.aim(factors.scale), loops.advance(factors));
            });
            expect(quick).toStrictEqual(slow);
          }
        },
      ),
      { numRuns: 1500, seed: 7 },
    );
  });

  it('gives those of every marginal that a logit has, in steps of 2⁻¹² and near 0', () => {
    const logits = Float64Array.from({ length: 24 * 4096 + 1 }, (_, n) => n / 4096 - 12);
    for (let n = 0; n < 1000; n++) logits[n * 90] = (n % 2 === 0 ? 1 : -1) * 2 ** -n;
    const layout: StepLayout = {
      variableCount: logits.length,
      objective: new Float64Array(logits.length),
      objectiveConstant: 0,
      fixed: new Int8Array(logits.length).fill(-1),
      parametrization: 'logit',
      optimizer: { name: 'sgd' },
      ...parameterRange('logit', 0),
    };
    const [plain, fast] = [createStepLoops(layout), compiled.steps(layout)].map((loops) => {
      loops?.parameters.set(logits);
      loops?.marginals();
      return bitsOf(loops?.xHat ?? new Float64Array(0));
    });
    expect(plain).toHaveLength(logits.length);
    expect(fast?.findIndex((bits, n) => bits !== plain?.[n])).toBe(-1);
  });

  it('makes the descent of the TypeScript: points, snapshots, checkpoints, restarts, a resumed run and the result', () => {
    const bare = randomForm(137, 60, 5, ['cover', 'packing']);
    const form: NormalForm = {
      ...bare,
      objective: bare.objective.map((_, j) => Math.sin(j)),
      objectiveConstant: 0.1,
      fixed: bare.fixed.map((_, j) => (j % 10 === 7 ? j % 2 : -1)),
    };
    for (const optimizer of RULES) {
      for (const parametrization of optimizer.name === 'mean-field' ? (['logit'] as const) : (['logit', 'projected'] as const)) {
        const spec = aDescent({
          parametrization,
          optimizer,
          step: 0.05,
          stepSchedule: { kind: 'cosine', final: 0.1 },
          mu: { kind: 'ramp', from: 0.1, to: 10, shape: 'geometric', until: 0.8 },
          restarts: 2,
          seed: 3,
          start: { kind: 'random', center: 0.5, spread: 0.3 },
          recordEvery: 3,
          snapshotEvery: 7,
          checkpointEvery: 10,
          decoders: ['threshold'],
        });
        const run = (compiledSteps: typeof compiled | undefined, resumeFrom: DescentCheckpoint | undefined): readonly unknown[] => {
          const said: unknown[] = [];
          const onTrajectory = (chunk: TrajectoryChunk): unknown => said.push(chunk);
          const result: DescentResult = descend(form, spec, {
            ...(compiledSteps === undefined ? {} : { compiled: compiledSteps }),
            ...(resumeFrom === undefined ? {} : { resumeFrom }),
            now: () => 0,
            onTrajectory,
            onSnapshot: (snapshot) => said.push(snapshot),
            onCheckpoint: (checkpoint) => said.push(checkpoint),
          });
          return [...said, result];
        };
        const whole = run(undefined, undefined);
        expect(run(compiled, undefined)).toStrictEqual(whole);
        const checkpoint = whole.find((said): said is DescentCheckpoint =>
          typeof said === 'object' && said !== null && 'parameters' in said && (said as DescentCheckpoint).iteration === 50
        );
        if (checkpoint === undefined) throw new Error('no checkpoint in the second descent');
        expect(run(compiled, checkpoint)).toStrictEqual(run(undefined, checkpoint));
      }
    }
  });

  it('hands out no memory of the kernel: what it returns is sent whole', () => {
    const form = randomForm(37, 20, 5);
    const spec = aDescent({
      optimizer: RULES[2]!,
      step: 0.05,
      mu: { kind: 'fixed', value: 1 },
      iterations: 5,
      seed: 3,
      snapshotEvery: 1,
      checkpointEvery: 2,
      decoders: ['threshold'],
    });
    const handed: Float64Array[] = [];
    const result = descend(form, spec, {
      now: () => 0,
      compiled,
      onSnapshot: ({ xHat }) => handed.push(xHat),
      onCheckpoint: ({ parameters, moments }) => handed.push(parameters, ...moments),
    });
    handed.push(result.xHat, result.checkpoint.parameters, ...result.checkpoint.moments);
    expect(handed.length).toBeGreaterThan(10);
    for (const vector of handed) expect(vector.buffer.byteLength).toBe(8 * 37);
  });

  it('costs few instructions for four variables, in one loop that moves them and one that writes their marginals', () => {
    const loops = innermostLoops('steps');
    const MARGINALS = 132;
    const most: readonly (readonly [string, readonly number[]])[] = [
      ['marginals', [MARGINALS]],
      ['lossGradient', [38]],
      ['plain', [54, MARGINALS]],
      ['momentum', [68, MARGINALS]],
      ['adam', [98, MARGINALS]],
      ['meanField', [30, MARGINALS]],
      ['aim', [80]],
    ];
    for (const [inside, bounds] of most) {
      const found = loops.filter((loop) => loop.inside === inside);
      expect(found, inside).toHaveLength(bounds.length);
      found.forEach((loop, n) => {
        expect(loop.instructions, `${inside} ${n}`).toBeLessThanOrEqual(bounds[n] ?? 0);
        expect(loop.count.has('call')).toBe(false);
      });
    }
  });
});
