/**
 * Makes a session of finished descents with long trajectories, through the session thread as the
 * application does: what opening, drawing and memory are measured on. The points are a noisy decay with
 * a spike now and then, so that thinning has extremes to lose; the same call gives the same points.
 */
import { join } from 'node:path';
import type { DescentResultValue, SeriesChunk } from '../src-contract/job-event.ts';
import type { JobSpec } from '../src-contract/job-spec.ts';
import { examplesFolder } from '../src-main/engine/entry-points.ts';
import { startSessionThread } from '../src-main/engine/session/client.ts';
import { TRAJECTORY_COLUMNS } from '../src-science/descent/descent-control.ts';
import { aDescent } from '../test/a-descent.ts';

const CHUNK = 8192;
/** One point in so many is a spike. */
const SPIKE_EVERY = 99_991;

export interface LongSession {
  readonly runs: number;
  /** Recorded points a run. */
  readonly points: number;
}

/** The value of a column of a run at an iteration: what the file holds, to the bit. */
export function longValue(column: (typeof TRAJECTORY_COLUMNS)[number], run: number, iteration: number): number {
  switch (column) {
    case 'iteration':
      return iteration;
    case 'seconds':
      return iteration * 1e-5;
    case 'samples':
      return iteration * 32;
    case 'mu':
      return 1 + iteration * 1e-6;
    case 'feasibleShare':
      return ((iteration * 7 + run) % 33) / 32;
    default: {
      // A fixed scrambling of the place, in [0, 1): noise without a generator's state.
      const noise = ((Math.imul(iteration + 1, 0x9e3779b1) ^ Math.imul(run + 1, 0x85ebca6b)) >>> 0) / 2 ** 32;
      const decay = 1 / (1 + iteration * 1e-4);
      const spike = (iteration + 1) % SPIKE_EVERY === 0 ? 40 : 0;
      return (column === 'objective' ? 3000 : 0.5) + run * 5 + 100 * decay + 10 * noise * decay + spike;
    }
  }
}

function chunk(run: number, from: number, length: number): SeriesChunk {
  return { length, columns:
    Object.fromEntries(TRAJECTORY_COLUMNS.map((name) => [name, new Float64Array(length).map((_, k) => longValue(name, run, from + k))])) };
}

function longDescent(points: number, seed: number): JobSpec {
  return {
    version: 1,
    kind: 'descent',
    descent: aDescent({
      evaluation: 'auto', samples: 32, optimizer: { name: 'sgd' }, mu: { kind: 'fixed', value: 1 }, iterations: points, seed,
      decoders: ['threshold'],
    }),
  };
}

function resultOf(run: number, points: number, variables: number): DescentResultValue {
  const last = (column: (typeof TRAJECTORY_COLUMNS)[number]): number => longValue(column, run, points - 1);
  return {
    kind: 'descent', scheme: 'true-penalty', stopped: 'iterations', evaluation: 'sampled', evaluationReason: 'made for a measurement',
    iterations: points, seconds: last('seconds'), samples: last('samples'),
    final: {
      loss: last('loss'), objective: last('objective'), penalty: last('penalty'), mu: last('mu'), gradientNorm: last('gradientNorm'),
      lossStandardError: 0, penaltyStandardError: 0,
    },
    xHat: new Float64Array(variables).fill(0.5), solutions: [], best: null,
    checkpoint: {
      version: 1, iteration: points, seconds: last('seconds'), samples: last('samples'), mu: last('mu'),
      parameters: new Float64Array(variables), moments: [],
    },
  };
}

/** Writes the session to `path`; working files go to `dataFolder`. */
export async function makeLongSession(path: string, dataFolder: string, { runs, points }: LongSession): Promise<void> {
  const thread = startSessionThread();
  try {
    await thread.call<'open'>({ type: 'open', source: { kind: 'new' }, dataFolder, application: 'bench' });
    const problem = await thread.call<'problem.add-file'>({
      type: 'problem.add-file', path: join(examplesFolder(), 'problems', 'p0033.mps.gz'), origin: null, publishedOptimum: 3089,
    });
    const manifest = { application: 'bench', runtime: 'Node', solver: null, numerics: 1, programHash: '', createdAt: '' };
    for (let run = 0; run < runs; run++) {
      const [made] = await thread.call<'run.create'>({
        type: 'run.create', runs: [{ problemId: problem.id, spec: longDescent(points, run), label: '', replaces: null }], manifest,
      });
      if (made === undefined) throw new Error('the session made no run');
      for (let from = 0; from < points; from += CHUNK) thread.tell({
        type: 'run.event', id: made.id, event: { type: 'series', chunk: chunk(run, from, Math.min(CHUNK, points - from)) },
      });
      await thread.call<'run.finish'>({
        type: 'run.finish', id: made.id, outcome: { status: 'done', result: resultOf(run, points, problem.variables) }, interrupted: false,
      });
    }
    await thread.call<'save'>({ type: 'save', path, overwriteChanged: true });
  } finally {
    await thread.close(false);
  }
}
