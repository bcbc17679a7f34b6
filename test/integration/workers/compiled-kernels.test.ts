/** Workers with the compiled kernels and without them: the same bits in every result. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { JobOutcome } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { kernelsFolder } from '../../../src-main/engine/entry-points.ts';
import type { Executor } from '../../../src-main/engine/execution/executor.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { encodeForJobs } from '../../../src-main/engine/problems/program-encoding.ts';
import { defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';

const executors: Executor[] = [];
const nowhere = mkdtempSync(join(tmpdir(), 'no-kernels-'));
afterAll(async () => {
  await Promise.all(executors.map((made) => made.close()));
  rmSync(nowhere, { recursive: true });
});

function executor(kernels: string | null): Executor {
  const made = createPiscinaExecutor({ size: 1, kernels });
  executors.push(made);
  return made;
}

const program = generate('set-cover', { rows: 60, columns: 120, density: 0.1 }, 3);
const cover = encodeForJobs(program);
const xHat = Array.from({ length: 120 }, (_, j) => ((j * 37) % 101) / 101);
const descent: DescentSpec = {
  ...defaultDescentSpec(normalForm(program)),
  scheme: 'true-penalty',
  evaluation: 'sampled',
  samples: 40,
  iterations: 60,
  seed: 3,
  recordEvery: 1,
  snapshotEvery: 0,
  checkpointEvery: 0,
  decoders: ['threshold'],
};

const JOBS: readonly (readonly [string, JobSpec])[] = [
  ['a sampled descent', { version: 1, kind: 'descent', descent }],
  ['a descent of the averaged interchange', {
    version: 1,
    kind: 'descent',
    descent: { ...descent, scheme: 'surrogate-interchange', tuning: { soft: 'averaged' } },
  }],
  ['a descent of DiffILO’s loss', { version: 1, kind: 'descent', descent: { ...descent, loss: 'diffilo' } }],
  ['a descent of the published interchange', {
    version: 1,
    kind: 'descent',
    descent: { ...descent, scheme: 'surrogate-interchange', samples: 15 },
  }],
  ['a descent by straight-through', { version: 1, kind: 'descent', descent: { ...descent, scheme: 'straight-through' } }],
  ['an estimate of the interchange gradient', {
    version: 1,
    kind: 'estimate',
    estimate: { quantity: 'gradient', scheme: 'surrogate-interchange', evaluation: 'sampled', xHat, mu: 2, samples: 5000, seed: 4 },
  }],
  ['the quality of gradients', {
    version: 1,
    kind: 'quality',
    quality: {
      shape: 'point',
      schemes: ['surrogate-interchange', 'straight-through', 'true-penalty'],
      samples: [8, 64],
      replications: 16,
      seed: 2,
      xHat,
    },
  }],
  ['an estimate of the loss', { version: 1, kind: 'estimate', estimate: { quantity: 'loss', xHat, mu: 2, samples: 5000, seed: 4 } }],
];

/**
 * A result and its trajectory without the clock, as text that tells every bit. When points are sent is the clock's
 * doing: the chunks of a column are joined.
 */
async function bits(pool: Executor, spec: JobSpec): Promise<string> {
  const snapshots: unknown[] = [];
  const columns: Record<string, number[]> = {};
  const outcome: JobOutcome = await pool.start({ id: 'job', spec, program: cover, resumeFrom: null }, (event) => {
    if (event.type === 'snapshot') snapshots.push(event);
    if (event.type === 'series') for (const [name, values] of Object.entries(event.chunk.columns)) (columns[name] ??= []).push(...values);
  }).outcome;
  if (outcome.status !== 'done') throw new Error(`the job ended ${JSON.stringify(outcome)}`);
  if (spec.kind === 'descent') expect(columns['iteration']).toEqual(Array.from({ length: spec.descent.iterations + 1 }, (_, k) => k));
  return JSON.stringify(
    [snapshots, columns, outcome.result],
    (key, value: unknown) => (key === 'seconds' || key === 'secondsPerEstimate' ? undefined : value),
  );
}

describe('compiled kernels in workers', () => {
  const compiled = executor(kernelsFolder());
  it.each([
    ['that were given none', executor(null)],
    ['whose folder of them is empty', executor(nowhere)],
  ] as const)('change no bit against workers %s', async (_name, plain) => {
    for (const [name, spec] of JOBS) expect(await bits(compiled, spec), name).toBe(await bits(plain, spec));
  });
});
