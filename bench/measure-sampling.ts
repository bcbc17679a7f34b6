/**
 * Monte Carlo kernels: 1024 samples a call of E[penalty] (K1), of it with the interchange gradient by
 * averages (K2) and with the true penalty's gradient (K3), in TypeScript, compiled, in C and in NumPy, round
 * by round in turns. `node bench/sampling.bench.ts [--rounds N] [--seconds S]`. Not a test.
 */
import { parseArgs } from 'node:util';
import type { EvaluationOutcome } from '../src-science/gradients/evaluator.ts';
import { createEvaluator } from '../src-science/gradients/registry.ts';
import type { SchemeName } from '../src-science/gradients/scheme.ts';
import type { NormalForm } from '../src-science/program/normal-form.ts';
import { compiledKernels } from '../src-workers/compiled-kernels.ts';
import { kernelInstances } from './kernel-instances.ts';
import { instanceFile, native, numpy } from './references.ts';
import { callsOf, interleave, machineLine, ratio, section, table, target, type Contender, type Spread } from './report.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '0.3' } } });
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);
const SAMPLES = 1024;
const compiled = compiledKernels();

interface Kernel {
  readonly key: 1 | 2 | 3;
  readonly scheme: SchemeName;
}

const KERNELS: readonly Kernel[] = [
  { key: 1, scheme: 'naive-pathwise' },
  { key: 2, scheme: 'surrogate-interchange' },
  { key: 3, scheme: 'true-penalty' },
];

function evaluations(form: NormalForm, xHat: Float64Array, scheme: SchemeName, kernels: typeof compiled): Contender {
  const averaged = scheme === 'surrogate-interchange' ? { tuning: { soft: 'averaged' as const } } : {};
  const evaluator = createEvaluator(form, { scheme, evaluation: 'sampled', samples: SAMPLES, ...averaged }, undefined, kernels);
  const gradient = new Float64Array(form.variableCount);
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  let iteration = 0;
  return callsOf(() => evaluator.evaluate(xHat, { seed: 1, stream: 0, iteration: iteration++, firstSample: 0 }, gradient, outcome));
}

function measure(): string {
  const rows = kernelInstances().flatMap(({ key, form, xHat }) => {
    const file = instanceFile(form, xHat);
    return KERNELS.map((kernel) => {
      const packed = key !== 'KN';
      const found = interleave(
        {
          typescript: evaluations(form, xHat, kernel.scheme, {}),
          compiled: evaluations(form, xHat, kernel.scheme, compiled),
          bits: packed ? native.contender(`bits-${String(kernel.key)}`, file) : () => null,
          any: native.contender(`any-${String(kernel.key)}`, file),
          numpy: numpy.contender(`any-${String(kernel.key)}`, file),
        },
        ROUNDS,
        SECONDS,
      );
      verdicts(`${key} K${String(kernel.key)}`, packed, kernel.key, found);
      const rate = (spread: Spread | null, missing: string | null): string => {
        const speed = (seconds: number): string => ((SAMPLES * form.value.length) / seconds / 1e9).toPrecision(3);
        return spread === null ? (missing ?? '') : `${speed(spread.median)} (${speed(spread.greatest)}–${speed(spread.least)})`;
      };
      return [
        `${key} K${String(kernel.key)}`, rate(found.typescript, null), rate(found.compiled, null),
        rate(found.bits, packed ? native.missing : '–'), rate(found.any, native.missing), rate(found.numpy, numpy.missing),
      ];
    });
  });
  return table(
    ['10⁹ sample·nonzeros a second', 'TypeScript', 'with kernels', 'native C, packed bits', 'native C, any rows', 'NumPy'], rows,
  );
}

function verdicts(
  name: string, packed: boolean, kernel: number,
  found: Readonly<Record<'typescript' | 'compiled' | 'bits' | 'any' | 'numpy', Spread | null>>,
): void {
  const own = found.compiled;
  if (own === null) return;
  const best = packed ? found.bits : found.any;
  // A share of the reference's speed; what is missing cannot be missed.
  const reaches = (other: Spread | null, share: number): boolean => other === null || other.median / own.median >= share;
  const [share, times] = packed ? [0.45, kernel === 2 ? 120 : 15] : [0.5, 3];
  target({
    name: `kernels, ${name}`,
    goal: `≥ ${String(share)}× native, ≥ ${String(times)}× NumPy`,
    measured: `${ratio(found.typescript, own, '')} TypeScript`,
    native: ratio(best, own, native.missing ?? ''),
    numpy: ratio(found.numpy, own, numpy.missing ?? ''),
    reached: reaches(best, share) && reaches(found.numpy, times),
  });
}

const loaded = compiled.sampling === undefined ? ' The compiled kernels were missing.' : '';
section(
  'sampling',
  `${measure()}\n\nK1 is E[penalty], K2 with the interchange gradient by averages, K3 with the true penalty’s gradient. ${machineLine()} One thread; median (least–greatest) of ${String(ROUNDS)} rounds by turns.${loaded}`,
);
