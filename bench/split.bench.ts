/**
 * One estimate on one worker and on two, side by side: the loss of a set cover and a gradient on an
 * independent set, each drawn by one warm worker and by two in turn, several rounds; the ratio of the
 * medians, and that of each round, which other work on the machine moves less. Results are compared to
 * the bit. `node bench/split.bench.ts [--rounds N] [--seconds S]`.
 */
import { parseArgs } from 'node:util';
import type { JobOutcome } from '../src-contract/job-event.ts';
import type { JobSpec } from '../src-contract/job-spec.ts';
import type { EncodedProgram, Executor } from '../src-main/engine/execution/executor.ts';
import { createPiscinaExecutor } from '../src-main/engine/execution/piscina-executor.ts';
import { encodeForJobs } from '../src-main/engine/problems/program-encoding.ts';
import { createSharingExecutor } from '../src-main/engine/execution/sharing-executor.ts';
import type { EstimateSpec } from '../src-science/estimation/estimate-settings.ts';
import { generate } from '../src-science/program/generate.ts';
import { machineLine, section, table, target } from './report.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '2' } } });
const ROUNDS = Number(values.rounds);
/** What a round should take on one worker. */
const SECONDS = Number(values.seconds);

interface Case {
  readonly name: string;
  readonly program: EncodedProgram;
  readonly spec: (samples: number) => EstimateSpec;
}

const cover = generate('set-cover', { rows: 500, columns: 1000, density: 0.05 }, 1);
const pairs = generate('independent-set', { nodes: 2000, affinity: 4 }, 1);
const common = (
  d: number, marginal: number,
): Pick<EstimateSpec, 'xHat' | 'mu' | 'seed'> => ({ xHat: new Array<number>(d).fill(marginal), mu: 1, seed: 1 });
const CASES: readonly Case[] = [
  {
    name: 'loss, set cover 500 × 1000', program: encodeForJobs(cover),
    spec: (samples) => ({ quantity: 'loss', ...common(1000, 0.05), samples }),
  },
  {
    name: 'interchange gradient, independent set of 2000', program: encodeForJobs(pairs),
    spec: (samples) => ({ quantity: 'gradient', scheme: 'surrogate-interchange', evaluation: 'sampled', ...common(2000, 0.3), samples }),
  },
];

const one = createSharingExecutor(createPiscinaExecutor({ size: 1 }));
const two = createSharingExecutor(createPiscinaExecutor({ size: 2 }));

async function seconds(executor: Executor, { program, spec }: Case, samples: number): Promise<{ seconds: number; bits: string }> {
  const job: JobSpec = { version: 1, kind: 'estimate', estimate: spec(samples) };
  const began = performance.now();
  const outcome = await executor.start({ id: 'bench', spec: job, program, resumeFrom: null }, () => undefined).outcome;
  return { seconds: (performance.now() - began) / 1000, bits: bitsOf(outcome) };
}

function bitsOf(outcome: JobOutcome): string {
  if (outcome.status !== 'done' || outcome.result.kind !== 'estimate') throw new Error(`the estimate ended ${JSON.stringify(outcome)}`);
  const { estimate } = outcome.result;
  return estimate.quantity === 'gradient' ? Buffer.from(estimate.penaltyGradient.buffer).toString('base64') : String(estimate.mean);
}

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN;

try {
  const rows: string[][] = [];
  const gains: number[] = [];
  for (const each of CASES) {
    // Warms both pools, and finds how many samples take the time that is asked for.
    let samples = 1 << 14;
    for (let spent = 0; spent < SECONDS / 4; samples *= 2) ({ seconds: spent } = await seconds(one, each, samples));
    const rate = samples / 2 / (await seconds(one, each, samples / 2)).seconds;
    samples = 256 * Math.ceil((rate * SECONDS) / 256);
    for (let k = 0; k < 2; k++) await seconds(two, each, samples);
    const alone: number[] = [];
    const together: number[] = [];
    for (let k = 0; k < ROUNDS; k++) {
      const a = await seconds(one, each, samples);
      const b = await seconds(two, each, samples);
      if (a.bits !== b.bits) throw new Error(`${each.name}: two workers found something else than one`);
      alone.push(a.seconds);
      together.push(b.seconds);
    }
    const ratios = alone.map((time, k) => time / (together[k] ?? Number.NaN)).toSorted((a, b) => a - b);
    const range = `${median(ratios).toFixed(2)} (${(ratios[0] ?? 0).toFixed(2)} – ${(ratios.at(-1) ?? 0).toFixed(2)})`;
    const gain = median(alone) / median(together);
    gains.push(gain);
    rows.push([each.name, String(samples), `${median(alone).toFixed(3)} s`, `${median(together).toFixed(3)} s`, gain.toFixed(2), range]);
  }
  section(
    'split',
    `${table(['estimate', 'samples', 'one worker', 'two workers', 'ratio', 'ratio of each round'], rows)}\n\n${machineLine()} Medians of ${ROUNDS} rounds by turns.`,
  );
  const least = Math.min(...gains);
  target({
    name: 'two workers', goal: '≥ 1.9×', measured: gains.map((gain) => `${gain.toFixed(2)}×`).join(' and '), reached: least >= 1.9,
  });
} finally {
  await Promise.all([one.close(), two.close()]);
}
