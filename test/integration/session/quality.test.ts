/** Gradient quality in a session: along the snapshots of a run that is stored, kept to the bit through a file. */
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { RunDetail } from '../../../src-contract/session.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { openWorkspace } from '../../../src-main/engine/workspace/workspace.ts';
import type { WorkspaceSource } from '../../../src-main/engine/workspace/workspace-api.ts';
import { arrayBytes, DESCENT, temporaryFolder } from './fixtures.ts';

const executor = createPiscinaExecutor({ size: 2 });
afterAll(() => executor.close());

const open = (source: WorkspaceSource, dataFolder: string) =>
  openWorkspace(source, { dataFolder, executor, manifest: { application: 'Leibniz test', runtime: 'Node' }, onEvent: () => undefined });

it('is measured along the snapshots of a run, saved, and read back with every bit', async () => {
  const folder = temporaryFolder();
  const workspace = await open({ kind: 'new' }, folder);
  const problem = await workspace.answer({ type: 'problem.open-example', name: 'p0033' });
  const [descent] = await workspace.answer({
    type: 'run.start',
    problemId: problem.id,
    spec: { ...DESCENT, descent: { ...DESCENT.descent, iterations: 300 } },
    seeds: 1,
  });
  await workspace.idle();
  if (descent === undefined) throw new Error('no run was started');
  const { snapshotIterations } = await workspace.answer({ type: 'run.detail', id: descent.id });
  expect(snapshotIterations.length).toBeGreaterThanOrEqual(4);
  const points = [];
  for (const iteration of snapshotIterations) {
    points.push({ iteration, mu: 10, xHat: [...(await workspace.answer({ type: 'run.snapshot', id: descent.id, iteration })).xHat] });
  }
  const common = { schemes: ['true-penalty', 'surrogate-interchange', 'concrete'], replications: 8, seed: 2 } as const;
  const along = { version: 1, kind: 'quality', quality: { shape: 'path', ...common, points, samples: 16, runId: descent.id } } as const;
  const at = {
    version: 1,
    kind: 'quality',
    quality: { shape: 'point', ...common, xHat: points[1]?.xHat ?? [], samples: [1, 16], iteration: 100 },
  } as const;
  expect(await workspace.answer({ type: 'run.check', problemId: problem.id, spec: along })).toEqual([]);
  const short = { ...at, quality: { ...at.quality, xHat: [0.5] } };
  expect(await workspace.answer({ type: 'run.check', problemId: problem.id, spec: short })).toEqual([{
    field: 'quality.xHat',
    message: 'The point x̂ has 1 values, the program has 33 variables.',
  }]);
  const [path] = await workspace.answer({ type: 'run.start', problemId: problem.id, spec: along, seeds: 1 });
  const seeds = await workspace.answer({ type: 'run.start', problemId: problem.id, spec: at, seeds: 2 });
  await workspace.idle();

  const details: RunDetail[] = [];
  for (const run of [path, ...seeds]) details.push(await workspace.answer({ type: 'run.detail', id: run?.id ?? 0 }));
  expect(details.map(({ summary }) => [summary.kind, summary.method, summary.status, summary.seed])).toEqual([
    ['quality', `gradient quality along run ${descent.id}`, 'done', 2],
    ['quality', 'gradient quality', 'done', 2],
    ['quality', 'gradient quality', 'done', 3],
  ]);
  // The largest z against its own expectation, of any scheme that has one.
  expect(details[1]?.summary.z).toBeLessThan(5);
  const [measured] = details;
  if (measured?.result?.kind !== 'quality' || measured.result.quality.shape !== 'path') throw new Error('no path was measured');
  expect(measured.result.quality.points).toBe(points.length);
  expect(measured.result.quality.schemes[0]?.penaltyCosine[0]).toBeCloseTo(1, 12);

  const file = join(folder, 'measured.leibniz');
  await workspace.save(file);
  await workspace.close({ keepWorkingCopy: false });
  const again = await open({ kind: 'file', path: file }, folder);
  for (const detail of details) {
    const back = await again.answer({ type: 'run.detail', id: detail.summary.id });
    expect(back).toEqual(detail);
    expect(arrayBytes(back)).toEqual(arrayBytes(detail));
  }
  await again.close({ keepWorkingCopy: false });
});
