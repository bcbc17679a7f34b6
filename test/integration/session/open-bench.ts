/** Workspaces with a real pool behind them, for the tests of a file; they and the pool are closed with it. */
import { afterAll, afterEach, expect } from 'vitest';
import { Answers } from '../../../src-contract/ipc.ts';
import type { Answer, AppEvent, Request, RequestType } from '../../../src-contract/ipc.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { openWorkspace } from '../../../src-main/engine/workspace/workspace.ts';
import type { Workspace, WorkspaceRequestType, WorkspaceSource } from '../../../src-main/engine/workspace/workspace-api.ts';
import { DESCENT, temporaryFolder } from './fixtures.ts';

/** The pool of a test file. */
export const executor = createPiscinaExecutor({ size: 2 });
afterAll(() => executor.close());
/** Closed after each test. */
export const opened: Workspace[] = [];
afterEach(async () => {
  for (const workspace of opened.splice(0)) await workspace.close({ keepWorkingCopy: false });
});

/** A workspace with what it told. */
export interface Bench {
  readonly workspace: Workspace;
  readonly events: AppEvent[];
  readonly dataFolder: string;
  /** Asks, and holds the answer against the contract's schema, as the window's border does. */
  readonly ask: <T extends WorkspaceRequestType>(request: Extract<Request, { type: T }>) => Promise<Answer<T>>;
}

export async function bench(source: WorkspaceSource = { kind: 'new' }, dataFolder = temporaryFolder()): Promise<Bench> {
  const events: AppEvent[] = [];
  const manifest = { application: 'Leibniz test', runtime: 'Node' };
  const workspace = await openWorkspace(source, { dataFolder, executor, manifest, onEvent: (event) => events.push(event) });
  opened.push(workspace);
  const ask = async <T extends WorkspaceRequestType>(request: Extract<Request, { type: T }>): Promise<Answer<T>> => {
    const answer = await workspace.answer(request);
    const checked = Answers[(request as { type: RequestType }).type].safeParse(answer);
    expect(checked.error?.message).toBeUndefined();
    return answer;
  };
  return { workspace, events, dataFolder, ask };
}

/** A descent that does not end while a test runs. */
export const LONG: JobSpec = {
  ...DESCENT,
  descent: { ...DESCENT.descent, evaluation: 'sampled', iterations: 100_000_000, recordEvery: 100, snapshotEvery: 0, checkpointEvery: 100 },
};

export const estimate = (d: number, seed: number): JobSpec => ({
  version: 1, kind: 'estimate', estimate: { quantity: 'penalty', xHat: new Array<number>(d).fill(0.5), mu: 1, samples: 4096, seed },
});

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
