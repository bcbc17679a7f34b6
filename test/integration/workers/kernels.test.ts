/** Compiled kernels in real workers: they are there, they change no bit, and nothing needs them. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import type { JobOutcome } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { kernelsFolder } from '../../../src-main/engine/entry-points.ts';
import type { Executor } from '../../../src-main/engine/execution/executor.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { encodeForJobs } from '../../../src-main/engine/problems/program-encoding.ts';
import { generate } from '../../../src-science/program/generate.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { programOf } from '../../unit/exact/small-programs.ts';
import { aDescent } from '../../a-descent.ts';

const pools: Executor[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leibniz-kernels-'));
  folders.push(folder);
  return folder;
}

async function kernelsOf(kernels: string | null): Promise<unknown> {
  const worker = new Worker(new URL('kernels-worker.ts', import.meta.url), { workerData: { kernels } });
  const [names] = (await once(worker, 'message')) as [unknown];
  await worker.terminate();
  return names;
}

async function outcomeWith(kernels: string | null, program: Program, spec: JobSpec): Promise<JobOutcome> {
  const pool = createPiscinaExecutor({ size: 1, kernels });
  pools.push(pool);
  return pool.start({ id: 'job', spec, program: encodeForJobs(program), resumeFrom: null }, () => undefined).outcome;
}

function descent(scheme: 'true-penalty' | 'surrogate-interchange' | 'surrogate-corrected'): JobSpec {
  return {
    version: 1,
    kind: 'descent',
    descent: aDescent({ scheme, seed: 5, start: { kind: 'random', center: 0.5, spread: 0.3 }, decoders: ['threshold'] }),
  };
}

/** All numbers of a finished descent but its seconds. */
function bits(outcome: JobOutcome): unknown {
  if (outcome.status !== 'done' || outcome.result.kind !== 'descent') throw new Error(`the descent ended ${JSON.stringify(outcome)}`);
  const { final, xHat, checkpoint } = outcome.result;
  return { final, xHat: new BigUint64Array(xHat.buffer), moments: checkpoint.moments, parameters: checkpoint.parameters };
}

const weights = Array.from({ length: 45 }, (_, j) => 3 + ((j * j * 7) % 41));
/** Two knapsack rows of 45 weights, too long to be met in the middle. */
const knapsack = programOf({
  objective: weights.map((w, j) => -w - (j % 5)),
  rows: [weights, weights.toReversed()].map((coefficients) => ({ coefficients, upper: 300 })),
});
const cover = generate('set-cover', { rows: 40, columns: 30, density: 0.2, maxCost: 20 }, 3);

describe('compiled kernels in workers', () => {
  it('are found where set-up put them, and are none where the folder is empty or there is none', async () => {
    expect(await kernelsOf(kernelsFolder())).toContain('lattice');
    expect(await kernelsOf(emptyFolder())).toEqual([]);
    expect(await kernelsOf(null)).toEqual([]);
  });

  it.each(['true-penalty', 'surrogate-interchange', 'surrogate-corrected'] as const)(
    'give the bits of a worker without them: exact %s',
    async (scheme) => {
      for (const program of [knapsack, cover]) {
        const [compiled, plain] = await Promise
          .all([kernelsFolder(), null].map((kernels) => outcomeWith(kernels, program, descent(scheme))));
        expect(bits(compiled!)).toEqual(bits(plain!));
      }
    },
  );
});
