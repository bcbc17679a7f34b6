/**
 * Exact expectations and exact descent: TypeScript, compiled, the same in C and in NumPy, round by round in
 * turns. `node bench/expectations.bench.ts [--rounds N] [--seconds S]`. Not a test: what it finds depends on
 * the machine; the references are only checked to measure the same thing.
 */
import { parseArgs } from 'node:util';
import type { CompiledKernels } from '../src-science/compiled.ts';
import { runDescent } from '../src-science/descent/descent-loop.ts';
import type { DescentSpec } from '../src-science/descent/descent-spec.ts';
import { descentEvaluator } from '../src-science/descent/evaluators.ts';
import { startMarginals } from '../src-science/descent/start.ts';
import { generate } from '../src-science/program/generate.ts';
import { normalForm, type NormalForm } from '../src-science/program/normal-form.ts';
import { createExactPlan, type ExactPlan } from '../src-science/relaxation/exact-plan.ts';
import { compiledKernels } from '../src-workers/compiled-kernels.ts';
import { exactInstances, kernelInstances } from './kernel-instances.ts';
import { instanceFile, native, numpy } from './references.ts';
import { callsOf, inUnit, interleave, machineLine, ratio, section, table, target, type Contender, type Spread } from './report.ts';
import { aDescent } from '../test/a-descent.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '0.3' } } });
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);
const compiled = compiledKernels();
const MS = 1e-3;

function planOf(form: NormalForm, kernels = compiled): ExactPlan {
  const { plan, refusal } = createExactPlan(form, undefined, kernels);
  if (plan === null) throw new Error(refusal);
  return plan;
}

interface Evaluated {
  readonly key: string;
  readonly name: string;
  readonly task: 'closed' | 'lattice';
  /** Milliseconds that the true gradient may take; null without a goal. */
  readonly goal: number | null;
}

const EVALUATED: readonly Evaluated[] = [
  { key: 'SC', name: 'SC: 500 covers of 50 of 1000', task: 'closed', goal: 0.15 },
  { key: 'IS', name: 'IS: 8000 pairs of 2000', task: 'closed', goal: 0.15 },
  { key: 'K100', name: 'one knapsack row of 100, weights to 1000', task: 'lattice', goal: 2.5 },
  { key: 'K250', name: '50 knapsack rows of 250, weights to 100', task: 'lattice', goal: null },
];

function evaluations(): string {
  const instances = [...kernelInstances(), ...exactInstances()];
  const rows = EVALUATED.map(({ key, name, task, goal }) => {
    const { form, xHat } = instances.find((instance) => instance.key === key) ?? raise(`no instance ${key}`);
    const gradient = new Float64Array(form.variableCount);
    const twin = planOf(form, {});
    const plan = planOf(form);
    const file = instanceFile(form, xHat);
    const check = { value: plan.penaltyGradient(xHat, gradient), within: 1e-9 };
    const found = interleave(
      {
        typescript: callsOf(() => twin.penaltyGradient(xHat, gradient)),
        compiled: callsOf(() => plan.penaltyGradient(xHat, gradient)),
        field: callsOf(() => plan.interchangeField(xHat, gradient)),
        corrected: callsOf(() => plan.surrogateGradient(xHat, gradient)),
        native: native.contender(task, file, check),
        numpy: numpy.contender(task, file, check),
      },
      ROUNDS,
      SECONDS,
    );
    if (goal !== null) goalMet(`exact loss and gradient, ${key}`, goal, found.compiled, found.native, found.numpy);
    const ms = (spread: Spread | null, missing: string | null = null): string => inUnit(spread, MS, 3, missing ?? '');
    return [
      name, ms(found.typescript), ms(found.compiled), ms(found.field), ms(found.corrected), ms(found.native, native.missing),
      ms(found.numpy, numpy.missing),
    ];
  });
  return table(
    ['milliseconds', 'true gradient, TypeScript', 'with kernels', 'interchange field', 'corrected gradient', 'native C', 'NumPy'], rows,
  );
}

function goalMet(name: string, goal: number, own: Spread | null, inC: Spread | null, inPython: Spread | null): void {
  target({
    name,
    goal: `≤ ${String(goal)} ms`,
    measured: `${inUnit(own, MS, 3, '')} ms`,
    native: ratio(inC, own, native.missing ?? ''),
    numpy: ratio(inPython, own, numpy.missing ?? ''),
    reached: own !== null && own.median <= goal * MS,
  });
}

function specOf(iterations: number): DescentSpec {
  return aDescent({ step: 0.01, mu: { kind: 'fixed', value: 2 }, iterations });
}

/** Seconds a step of a descent that records every step, without what comes before the first. */
function stepsOf(form: NormalForm, iterations: number, kernels: CompiledKernels): Contender {
  const spec = specOf(iterations);
  const evaluator = descentEvaluator(form, spec, kernels);
  const start = startMarginals(form, spec.start, spec.seed);
  const now = (): number => performance.now() / 1000;
  const run = callsOf(() => runDescent(
    form, spec, { now, onTrajectory: () => undefined, onProgress: () => undefined, cancelled: () => false, compiled: kernels }, evaluator,
    start,
  ));
  return (seconds) => (run(seconds) ?? Number.NaN) / iterations;
}

function steps(): string {
  const pairs = kernelInstances().find(({ key }) => key === 'IS')?.form ?? raise('no instance IS');
  const cover = normalForm(generate('set-cover', { rows: 3000, columns: 2000, density: 0.1, maxCost: 100 }, 1));
  const cases = [
    { name: 'IS: d = 2000, 8000 pairs', form: pairs, iterations: 1000, goal: 5000 },
    { name: 'SC: 3000 × 2000, 600 000 nonzeros', form: cover, iterations: 100, goal: 300 },
  ];
  const rows = cases.map(({ name, form, iterations, goal }) => {
    const file = instanceFile(form, new Float64Array(form.variableCount).fill(0.5));
    const found = interleave({
      own: stepsOf(form, iterations, compiled), apart: stepsOf(form, iterations, { ...compiled, steps: undefined }),
      native: native.contender('step', file), numpy: numpy.contender('step', file),
    }, ROUNDS, SECONDS);
    const rate = (spread: Spread | null, missing: string | null): string =>
      spread === null
        ? (missing ?? '')
        : `${(1 / spread.median).toFixed(0)} (${(1 / spread.greatest).toFixed(0)}–${(1 / spread.least).toFixed(0)})`;
    target({
      name: `exact steps a second, ${name}`,
      goal: `≥ ${String(goal)}`,
      measured: rate(found.own, null),
      native: ratio(found.native, found.own, native.missing ?? ''),
      numpy: ratio(found.numpy, found.own, numpy.missing ?? ''),
      reached: found.own !== null && 1 / found.own.median >= goal,
    });
    return [name, rate(found.own, null), rate(found.apart, null), rate(found.native, native.missing), rate(found.numpy, numpy.missing)];
  });
  return table(['steps a second', 'ours, every step recorded', 'ours, update in TypeScript', 'native C', 'NumPy'], rows);
}

function raise(message: string): never {
  throw new Error(message);
}

const loaded = compiled.lattice === undefined ? ' The compiled kernels were missing.' : '';
section(
  'expectations',
  `${evaluations()}\n\n${steps()}\n\n${machineLine()} One thread; median (least–greatest) of ${String(ROUNDS)} rounds by turns.${loaded}`,
);
