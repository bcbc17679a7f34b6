/** A study in a workspace of this process, where it can be stopped at a known moment. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppEvent } from '../../../src-contract/ipc.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { readStudy } from '../../../src-main/engine/study/read-study.ts';
import { cancelStudy, startStudy, studyRuns } from '../../../src-main/engine/study/study.ts';
import { openWorkspace } from '../../../src-main/engine/workspace/workspace.ts';
import type { Workspace, WorkspaceSource } from '../../../src-main/engine/workspace/workspace-api.ts';

let folder = '';
const executor = createPiscinaExecutor({ size: 1 });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leibniz-engine-study-'));
});
afterAll(async () => {
  await executor.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (source: WorkspaceSource, onEvent: (event: AppEvent) => void = () => undefined): Promise<Workspace> =>
  openWorkspace(source, { dataFolder: join(folder, 'data'), executor, manifest: { application: 'test', runtime: 'test' }, onEvent });

describe('a study', () => {
  it('makes one run for all seeds of a method that draws nothing, and says so before it starts', async () => {
    const path = join(folder, 'drawn.study.json');
    const method = (name: string, evaluation: string) => ({
      name,
      descent: { scheme: 'true-penalty', evaluation, samples: 4, iterations: 5 },
    });
    await writeFile(
      path,
      JSON.stringify({
        version: 1,
        title: 'seeds',
        problems: [{ example: 'p0033' }],
        methods: [method('plain', 'exact'), method('drawn', 'sampled')],
        seeds: [5, 6, 7],
      }),
    );
    const workspace = await open({ kind: 'new' });
    const said: string[] = [];
    const started = await startStudy(workspace, await readStudy(path), path, () => false, (text) => said.push(text));
    expect(started.runs.map(({ method: name, seed }) => [name, seed])).toEqual([['plain', 5], ['drawn', 5], ['drawn', 6], ['drawn', 7]]);
    expect(said).toEqual([expect.stringMatching(/^“plain” on “.*”: Nothing in it is drawn at random: every seed gives the same run, so one is made\.$/)]);
    await workspace.idle();
    // Gone on with, it makes nothing anew.
    expect((await startStudy(workspace, await readStudy(path), path)).started).toBe(0);
  });

  it('that is stopped while a problem is read ends with what it has, and its file is not read to the end', async () => {
    const path = join(folder, 'long.study.json');
    const method = { name: 'plain', descent: { scheme: 'true-penalty', evaluation: 'exact', iterations: 1 } };
    await writeFile(join(folder, 'long.lp'), `\\ ${'x'.repeat(60_000)}\n`.repeat(100));
    await writeFile(path, JSON.stringify({ version: 1, title: 'long', problems: [{ file: 'long.lp' }], methods: [method], seeds: [1] }));
    const workspace = await open({ kind: 'new' });
    let stopped = false;
    const starting = startStudy(workspace, await readStudy(path), path, () => stopped);
    await workspace.answer({ type: 'problem.list' });
    stopped = true;
    await workspace.stopReading();
    // Read to its end it would be refused: it holds no problem.
    expect(await starting).toMatchObject({ id: null, runs: [], wanted: null });
    await workspace.close({ keepWorkingCopy: false });
  });

  it('takes presets as methods, the proposed one of each problem among them, and what a method changes of them', async () => {
    const path = join(folder, 'presets.study.json');
    const change = { decoders: ['threshold'], iterations: 4 };
    const methods = [{ name: 'mine', preset: 'annealed', descent: { ...change, restarts: 2 } }, {
      name: 'theirs',
      preset: 'proposed',
      descent: change,
    }];
    await writeFile(
      path,
      JSON.stringify({ version: 1, title: 'presets', problems: [{ example: 'p0033' }, { example: 'scp41' }], methods, seeds: [1] }),
    );
    const workspace = await open({ kind: 'new' });
    const { runs } = await startStudy(workspace, await readStudy(path), path);
    await workspace.idle();
    for (const { problemId, method, runId } of runs) {
      const { presets, proposals } = await workspace.answer({ type: 'run.defaults', problemId });
      const name = method === 'mine' ? 'annealed' : proposals[0]?.preset;
      const preset = presets.find((each) => each.name === name)?.spec;
      if (preset?.kind !== 'descent') throw new Error('no such preset');
      const { spec } = await workspace.answer({ type: 'run.detail', id: runId });
      expect(spec).toEqual({ ...preset, descent: { ...preset.descent, ...(method === 'mine' ? methods[0] : methods[1])?.descent } });
    }
    expect(runs).toHaveLength(4);
  });

  it.each([
    [{ name: 'a', descent: { step: 1 } },
      /methods\.0\.descent\.scheme: a descent needs a scheme \(true-penalty, .*\), or its method a preset\.$/],
    [{ name: 'a' }, /methods\.0: a method is a name with a full job spec/],
    [{ name: 'a', preset: 'bets-start' }, /methods\.0: a method’s preset is one of proposed, recommended, .*best-start/],
    [{ name: 'a', preset: 'best-start', descent: { steps: 1 } }, /methods\.0\.descent: Unrecognized key: "steps"/],
    [{ name: 'a', spec: { version: 1, kind: 'exact', exact: { solver: 'h' } } }, /methods\.0\.spec\.exact\.solver: /],
  ])('refuses the method %j in a sentence that says where and what', async (method, words) => {
    const path = join(folder, 'wrong.study.json');
    await writeFile(path, JSON.stringify({ version: 1, title: 'wrong', problems: [{ example: 'p0033' }], methods: [method], seeds: [1] }));
    await expect(readStudy(path)).rejects.toThrow(words);
  });

  it('that was stopped goes on from its checkpoints to the results of one that was not', async () => {
    const path = join(folder, 'long.study.json');
    await writeFile(
      path,
      JSON.stringify({
        version: 1,
        title: 'stopped and gone on with',
        problems: [{ example: 'p0033' }, { example: 'p0033' }],
        methods: [
          {
            name: 'a',
            descent: {
              scheme: 'surrogate-interchange',
              evaluation: 'sampled',
              samples: 2048,
              iterations: 1500,
              checkpointEvery: 10,
              recordEvery: 7,
            },
          },
          {
            name: 'b',
            descent: { scheme: 'true-penalty', evaluation: 'exact', iterations: 60, start: { kind: 'random', center: 0.5, spread: 0.1 } },
          },
        ],
        seeds: [5, 6],
      }),
    );
    const study = await readStudy(path);
    const outcome = async (workspace: Workspace, started: Awaited<ReturnType<typeof startStudy>>) => {
      const runs = await studyRuns(workspace, started);
      return Promise.all(runs.map(async ({ method, seed, run }) => {
        const { columns, stored } = await workspace.answer({
          type: 'run.series',
          id: run.id,
          columns: ['iteration', 'loss', 'penalty'],
          maxPoints: 100_000,
          from: null,
          to: null,
        });
        return {
          method,
          seed,
          status: run.status,
          iterations: run.iterations,
          loss: run.loss,
          objective: run.objective,
          stored,
          series: columns,
        };
      }));
    };

    const whole = await open({ kind: 'new' });
    const uninterrupted = await startStudy(whole, study, path);
    // Named twice, the problem is there once.
    expect(uninterrupted.runs).toHaveLength(4);
    await whole.idle();
    const expected = await outcome(whole, uninterrupted);
    expect(expected.map(({ status, stored }) => [status, stored])).toEqual([['done', 216], ['done', 216], ['done', 61], ['done', 61]]);
    await whole.close({ keepWorkingCopy: false });

    let reachedCheckpoint: () => void = () => undefined;
    const checkpoint = new Promise<void>((resolve) => (reachedCheckpoint = resolve));
    const first = await open({ kind: 'new' }, (event) => {
      if (event.type === 'run.event' && event.event.type === 'checkpoint' && event.event.checkpoint.iteration >= 50) reachedCheckpoint();
    });
    const begun = await startStudy(first, study, path);
    await checkpoint;
    await cancelStudy(first, begun);
    await first.idle();
    const stopped = await outcome(first, begun);
    expect(stopped[0]).toMatchObject({ status: 'cancelled' });
    expect(stopped[0]?.iterations).toBeLessThan(1500);
    const session = join(folder, 'stopped.leibniz');
    await first.save(session);
    await first.close({ keepWorkingCopy: false });

    const second = await open({ kind: 'file', path: session });
    const resumed = await startStudy(second, study, path);
    expect(resumed.started).toBe(4);
    await second.idle();
    expect(await outcome(second, resumed)).toEqual(expected);
    // Nothing of the stopped runs is left beside them.
    expect(await second.answer({ type: 'run.list' })).toHaveLength(4);
    expect((await startStudy(second, study, path)).started).toBe(0);
    await second.close({ keepWorkingCopy: false });
  });
});
