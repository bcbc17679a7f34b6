/**
 * Makes a session of many short runs that have ended: methods × problems × seeds, each with twenty recorded points and a solution, as
 * a large study leaves them. Made through the session thread as the application does; the same call gives the same runs.
 */
import type { DescentResultValue, SeriesChunk } from '../src-contract/job-event.ts';
import type { JobSpec } from '../src-contract/job-spec.ts';
import { startSessionThread } from '../src-main/engine/session/client.ts';
import { TRAJECTORY_COLUMNS } from '../src-science/descent/descent-control.ts';
import { aDescent } from '../test/a-descent.ts';

export interface LargeSession {
  readonly methods: number;
  readonly problems: number;
  readonly seeds: number;
}

/** Recorded points of a run. */
const POINTS = 20;
const VARIABLES = 12;
const OPTIMUM = 100;
/** Runs made at once. */
const AT_ONCE = 1000;

/** A fixed scrambling of a number, in [0, 1). */
const drawn = (k: number): number => (Math.imul(k + 1, 0x9e3779b1) >>> 0) / 2 ** 32;

/** What a run came to, by its place among all. One in nine has no solution. */
function cameTo(place: number, method: number): { readonly seconds: number; readonly gap: number | null } {
  const gap = drawn(3 * place) < 1 / 9 ? null : Math.max(0, 0.002 * 2 ** method * (0.2 + drawn(5 * place)) - 0.001);
  return { seconds: 0.01 * 1.5 ** method * (1 + 9 * drawn(7 * place)), gap };
}

const specOf = (method: number, seed: number): JobSpec => ({
  version: 1,
  kind: 'descent',
  descent: aDescent({
    scheme: method % 2 === 0 ? 'true-penalty' : 'surrogate-interchange', evaluation: 'sampled', samples: 32, step: 0.1 * (1 + method),
    iterations: POINTS, seed, decoders: ['threshold'],
  }),
});

function chunkOf(seconds: number, gap: number | null): SeriesChunk {
  const columns = Object.fromEntries(TRAJECTORY_COLUMNS.map((name) => [name, new Float64Array(POINTS).map((_, k) => {
    const share = (k + 1) / POINTS;
    switch (name) {
      case 'iteration':
        return k;
      case 'seconds':
        return share * seconds;
      case 'incumbent':
        return gap === null || k < 3 ? Number.NaN : OPTIMUM * (1 + gap + (1 - share));
      default:
        return 10 / (k + 1);
    }
  })]));
  return { length: POINTS, columns };
}

function resultOf(scheme: string, seconds: number, gap: number | null): DescentResultValue {
  const objective = OPTIMUM * (1 + (gap ?? 1));
  return {
    kind: 'descent', scheme: scheme as DescentResultValue['scheme'], stopped: 'iterations', evaluation: 'sampled',
    evaluationReason: 'made for a measurement', iterations: POINTS, seconds, samples: 32 * POINTS,
    final: { loss: 1, objective, penalty: 0.1, mu: 3, gradientNorm: 0.01, lossStandardError: 0, penaltyStandardError: 0 },
    xHat: new Float64Array(VARIABLES).fill(0.5),
    solutions: [{
      source: 'threshold', x: new Uint8Array(VARIABLES).fill(gap === null ? 0 : 1), objective, violation: gap === null ? 1 : 0,
      feasible: gap !== null, seconds: 0,
    }],
    best: 0,
    checkpoint: {
      version: 1, iteration: POINTS, seconds, samples: 32 * POINTS, mu: 3, parameters: new Float64Array(VARIABLES), moments: [],
    },
  };
}

/** Writes the session to `path`; working files go to `dataFolder`. */
export async function makeLargeSession(path: string, dataFolder: string, { methods, problems, seeds }: LargeSession): Promise<void> {
  const thread = startSessionThread();
  const manifest = { application: 'bench', runtime: 'Node', solver: null, numerics: 1, programHash: '', createdAt: '' };
  try {
    await thread.call<'open'>({ type: 'open', source: { kind: 'new' }, dataFolder, application: 'bench' });
    const places: { readonly problemId: number; readonly method: number; readonly seed: number }[] = [];
    for (let problem = 0; problem < problems; problem++) {
      const { id } = await thread.call<'problem.generate'>({
        type: 'problem.generate', family: 'set-cover', parameters: { rows: 6, columns: VARIABLES, density: 0.4 }, seed: problem + 1,
        name: `cover ${problem + 1}`,
      });
      await thread.call<'problem.type-optimum'>({ type: 'problem.type-optimum', id, optimum: OPTIMUM });
      for (let k = 0; k < seeds * methods; k++) places.push({ problemId: id, method: k % methods, seed: 1 + Math.floor(k / methods) });
    }
    for (let from = 0; from < places.length; from += AT_ONCE) {
      const batch = places.slice(from, from + AT_ONCE);
      const made = await thread.call<'run.create'>({
        type: 'run.create', manifest,
        runs: batch.map(({ problemId, method, seed }) =>
          ({ problemId, spec: specOf(method, seed), label: `method ${method + 1}`, replaces: null })),
      });
      await Promise.all(made.map(({ id, scheme }, k) => {
        const method = batch[k]?.method ?? 0;
        const { seconds, gap } = cameTo(from + k, method);
        thread.tell({ type: 'run.event', id, event: { type: 'series', chunk: chunkOf(seconds, gap) } });
        return thread.call<'run.finish'>({
          type: 'run.finish', id, interrupted: false, outcome: { status: 'done', result: resultOf(scheme ?? '', seconds, gap) },
        });
      }));
    }
    await thread.call<'save'>({ type: 'save', path, overwriteChanged: true });
  } finally {
    await thread.close(false);
  }
}
