/** What the sessions of docs/question.md hold, read through the engine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPiscinaExecutor } from '../src-main/engine/execution/piscina-executor.ts';
import { applicationManifest } from '../src-main/engine/manifest.ts';
import { openWorkspace } from '../src-main/engine/workspace/workspace.ts';
import type { Workspace } from '../src-main/engine/workspace/workspace-api.ts';

/** The end of one run. */
export interface RunOutcome {
  readonly problem: string;
  readonly method: string;
  readonly seed: number | null;
  /** By decoder, in the user's sense; null where it is not feasible. */
  readonly decoded: Readonly<Record<string, number | null>>;
  /** The threshold decoder's vector, as text: whether two ends are one. */
  readonly rounded: string;
}

/** x̂ on the way of one run. */
export interface RunPath {
  readonly problem: string;
  readonly method: string;
  /** Shares of the run, from 0 to 1, and the mean entropy of a variable there, in bits. */
  readonly share: readonly number[];
  readonly entropy: readonly number[];
}

async function within<T>(session: string, read: (workspace: Workspace) => Promise<T>): Promise<T> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'leibniz-question-read-'));
  const executor = createPiscinaExecutor({ size: 1 });
  try {
    const workspace = await openWorkspace({ kind: 'file', path: session }, {
      dataFolder, executor, manifest: applicationManifest(), onEvent: () => undefined,
    });
    try {
      return await read(workspace);
    } finally {
      await workspace.close({ keepWorkingCopy: false });
    }
  } finally {
    await executor.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Decoded ends of all finished descents. */
export function readOutcomes(session: string): Promise<RunOutcome[]> {
  return within(session, async (workspace) => {
    const outcomes: RunOutcome[] = [];
    for (const { id, problemName, label, seed, status } of await workspace.answer({ type: 'run.list' })) {
      if (status !== 'done') continue;
      const solutions = await workspace.answer({ type: 'run.solutions', id });
      outcomes.push({
        problem: problemName, method: label, seed,
        decoded: Object.fromEntries(solutions.map(({ source, objective, feasible }) => [source, feasible ? objective : null])),
        rounded: Buffer.from(solutions.find(({ source }) => source === 'threshold')?.x ?? []).toString('hex'),
      });
    }
    return outcomes;
  });
}

/** Mean entropy of the marginals, in bits. */
function entropyOf(xHat: Float64Array): number {
  let sum = 0;
  for (const x of xHat) if (x > 0 && x < 1) sum -= x * Math.log2(x) + (1 - x) * Math.log2(1 - x);
  return sum / xHat.length;
}

export function readPaths(session: string): Promise<RunPath[]> {
  return within(session, async (workspace) => {
    const paths: RunPath[] = [];
    for (const { id, problemName, label, status, iterations } of await workspace.answer({ type: 'run.list' })) {
      if (status !== 'done') continue;
      const { snapshotIterations } = await workspace.answer({ type: 'run.detail', id });
      const entropy: number[] = [];
      for (const iteration of snapshotIterations) {
        entropy.push(entropyOf((await workspace.answer({ type: 'run.snapshot', id, iteration })).xHat));
      }
      paths.push({ problem: problemName, method: label, share: snapshotIterations.map((at) => at / (iterations ?? 1)), entropy });
    }
    return paths;
  });
}
