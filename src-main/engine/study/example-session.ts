/**
 * The finished session that a first start shows. It is a database, so it is not kept with the sources:
 * the build makes it by running the bundled study and settling every claim (`build-example-session.ts`), so
 * that what is shown is what this version computes.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EngineError } from '../error-value.ts';
import { examplesFolder } from '../entry-points.ts';
import type { WorkspaceOptions } from '../workspace/workspace-api.ts';
import { readStudy } from './read-study.ts';
import { startStudy, studyRuns } from './study.ts';
import { openWorkspace } from '../workspace/workspace.ts';

/**
 * Runs the bundled study and settles all claims into a session file.
 * @throws EngineError naming the first run or claim that failed
 */
export async function buildExampleSession(path: string, options: Pick<WorkspaceOptions, 'executor' | 'manifest'>): Promise<void> {
  const studyPath = join(examplesFolder(), 'first-light.study.json');
  const study = await readStudy(studyPath);
  const dataFolder = mkdtempSync(join(tmpdir(), 'leibniz-example-'));
  try {
    const workspace = await openWorkspace({ kind: 'new' }, { ...options, dataFolder, onEvent: () => undefined });
    try {
      const started = await startStudy(workspace, study, studyPath);
      const claims = await workspace.answer({ type: 'claim.list' });
      await workspace.answer({ type: 'claim.run', claims: claims.map(({ statement }) => ({ id: statement.id, parameters: {} })) });
      await workspace.idle();
      for (const { run, problem, method } of await studyRuns(workspace, started)) {
        if (run.status !== 'done') throw new EngineError(
          'example-failed', `The run of “${method}” on “${problem.name}” ended as ${run.status}.`,
          'The example session cannot be made without it.',
        );
      }
      for (const { statement, error } of await workspace.answer({ type: 'claim.list' })) {
        if (error !== null) throw new EngineError(
          'example-failed', `The claim “${statement.id}” could not be settled: ${error.message}`,
          'The example session cannot be made without it.',
        );
      }
      mkdirSync(dirname(path), { recursive: true });
      await workspace.save(path);
    } finally {
      await workspace.close({ keepWorkingCopy: false });
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
