/**
 * Weighted rows by tables against the same rows walked nonzero by nonzero: how much programs of dense rows
 * gain, and that those of short or scattered rows lose nothing. Both give the same bits. Passes of
 * estimates (1024 samples) and of descents (32). `node bench/rows.bench.ts [--rounds N] [--seconds S]`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { planRows, walkRows } from '../src-kernels/row-plan.ts';
import { createKernelTotals } from '../src-kernels/sampling.ts';
import { compileModule } from '../src-kernels/web-assembly.ts';
import { kernelsFolder } from '../src-main/engine/entry-points.ts';
import type { EvaluationOutcome } from '../src-science/gradients/evaluator.ts';
import { createEvaluator } from '../src-science/gradients/registry.ts';
import type { SchemeName } from '../src-science/gradients/scheme.ts';
import { layOutSamples } from '../src-science/gradients/sampling-layout.ts';
import { weightedInstances, type KernelInstance } from './kernel-instances.ts';
import { callsOf, interleave, machineLine, section, table, type Contender, type Spread } from './report.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '0.05' } } });
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);
const module = compileModule(new Uint8Array(readFileSync(join(kernelsFolder(), 'sampling.wasm'))));

const KERNELS: readonly (readonly [string, SchemeName])[] = [
  ['K1', 'naive-pathwise'], ['K2', 'surrogate-interchange'], ['K3', 'true-penalty'],
];

function evaluations({ form, xHat }: KernelInstance, scheme: SchemeName, samples: number, plan: typeof planRows): Contender {
  const averaged = scheme === 'surrogate-interchange' ? { tuning: { soft: 'averaged' as const } } : {};
  const evaluator = createEvaluator(
    form, { scheme, evaluation: 'sampled', samples, ...averaged }, undefined,
    { sampling: (layout, request) => createKernelTotals(module, layout, request, plan) },
  );
  const gradient = new Float64Array(form.variableCount);
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  let iteration = 0;
  return callsOf(() => evaluator.evaluate(xHat, { seed: 1, stream: 0, iteration: iteration++, firstSample: 0 }, gradient, outcome));
}

/** Share of the weighted nonzeros that stand in tables, where a gradient is asked for and where not. */
function tabled({ form }: KernelInstance): string {
  const { weighted } = layOutSamples(form);
  const shares = [false, true].map((changes) => {
    const nonzeros = weighted.column.length;
    return planRows(weighted, form.variableCount, changes).entryPlace.filter((k) => k < nonzeros).length / nonzeros;
  });
  return [...new Set(shares.map((share) => `${(100 * share).toFixed(0)} %`))].join(', K3 ');
}

const rows = weightedInstances().map((instance) => {
  const cells = [1024, 32].flatMap((samples) =>
    KERNELS.map(([, scheme]) => {
      const found = interleave(
        { planned: evaluations(instance, scheme, samples, planRows), walked: evaluations(instance, scheme, samples, walkRows) }, ROUNDS,
        SECONDS,
      );
      const speed = (spread: Spread | null): number => (samples * instance.form.value.length) / (spread?.median ?? Number.NaN) / 1e9;
      return `${speed(found.walked).toPrecision(3)} → ${speed(found.planned).toPrecision(3)}`;
    }),
  );
  return [instance.name, tabled(instance), ...cells];
});
const head = [1024, 32].flatMap((samples) => KERNELS.map(([name]) => `${name}, ${String(samples)} samples`));
section(
  'rows',
  `${table(['10⁹ sample·nonzeros a second, walked → as planned', 'in tables', ...head], rows)}\n\n${machineLine()} One thread; medians of ${String(ROUNDS)} rounds by turns, random bits included.`,
);
