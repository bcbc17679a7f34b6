/**
 * A study run in parts: dealt out evenly, each run once, and the parts merged hold byte for byte what the study run at once
 * does. The batch script of the examples is run with the variables that Slurm sets.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { Study } from '../../../src-contract/study.ts';
import type { Shard } from '../../../src-contract/study-shards.ts';
import { examplesFolder, projectFolder } from '../../../src-main/engine/entry-points.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import { startStudy } from '../../../src-main/engine/study/study.ts';
import { openWorkspace } from '../../../src-main/engine/workspace/workspace.ts';
import { leibniz } from '../cli/leibniz-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'leibniz-shards-'));
const executor = createPiscinaExecutor({ size: 2 });
afterAll(async () => {
  await executor.close();
  rmSync(folder, { recursive: true, force: true });
});
const at = (name: string): string => join(folder, name);
const COVER = '\\Problem name: cover\nMinimize\n cost: 3 a + 2 b + 4 c + d\nSubject To\n r1: a + b >= 1\n r2: b + c >= 1\n r3: c + d >= 1\nBinary\n a b c d\nEnd\n';
const descent = (step: number) => ({
  scheme: 'true-penalty' as const, evaluation: 'sampled' as const, samples: 16, iterations: 40, step, controls: 'none' as const,
  snapshotEvery: 10, checkpointEvery: 10,
});
/** Two methods of one meaning, whose runs are shared; HiGHS, of which there is one run a problem. */
const STUDY = Study.parse({
  version: 1, title: 'In parts', problems: [{ file: 'cover.lp' }, { example: 'p0033' }],
  methods: [
    { name: 'HiGHS', spec: { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: null, relativeGap: 0, start: null } } },
    { name: 'short', descent: descent(0.1) }, { name: 'long', descent: descent(0.3) }, { name: 'short again', descent: descent(0.1) },
  ],
  seeds: [1, 2, 3],
});
writeFileSync(at('cover.lp'), COVER);
writeFileSync(at('study.json'), JSON.stringify(STUDY));

async function run(name: string, shard: Shard | null): Promise<number> {
  const workspace = await openWorkspace({ kind: 'new' }, {
    dataFolder: at('data'), executor, manifest: { application: 'test', runtime: 'Node' }, onEvent: () => undefined,
  });
  try {
    const { started } = await startStudy(workspace, STUDY, at('study.json'), undefined, undefined, shard);
    await workspace.idle();
    await workspace.save(at(name));
    return started;
  } finally {
    await workspace.close({ keepWorkingCopy: false });
  }
}

/** All that the runs of a session are, by what the study calls them, less what a clock decides. */
function recordsOf(name: string): Map<string, unknown> {
  const database = openDatabase(at(name), { mustExist: true });
  const withoutSeconds = (text: string | null): string => (text ?? '').replaceAll(/"seconds":[^,}]+/g, '');
  const of = (sql: string, id: unknown): unknown[] => database.prepare(sql).all(id);
  const places = database.prepare(
    `SELECT p.name, s.method, s.seed, s.run_id AS id, r.spec, r.result, r.status, r.kind FROM study_run AS s
      JOIN problem AS p ON p.id = s.problem_id LEFT JOIN run AS r ON r.id = s.run_id`,
  ).all() as {
    name: string; method: string; seed: number | null; id: number | null; spec: string; result: string; status: string; kind: string;
  }[];
  const records = new Map(places.map(({ name: problem, method, seed, id, spec, result, status, kind }) => {
    const series = new Map<string, string>();
    for (const chunk of of("SELECT name, hex(data) AS data FROM series_chunk WHERE run_id = ? AND name <> 'seconds' ORDER BY name, first", id) as { name: string; data: string }[]) {
      series.set(chunk.name, (series.get(chunk.name) ?? '') + chunk.data);
    }
    return [`${problem} ${method} ${seed}`, {
      spec, status, result: withoutSeconds(result), series: kind === 'exact' ? [] : [...series],
      arrays: of('SELECT position, hex(data) FROM run_array WHERE run_id = ? ORDER BY position', id),
      solutions: of('SELECT position, hex(bits) FROM solution WHERE run_id = ? ORDER BY position', id),
      snapshots: of('SELECT iteration, hex(x_hat) FROM snapshot WHERE run_id = ? ORDER BY iteration', id),
      checkpoint: of('SELECT iteration, samples, mu, vectors, hex(data) FROM checkpoint WHERE run_id = ?', id),
    }];
  }));
  database.close();
  return records;
}

it('gives byte for byte what the study run at once does, each run in one part, and says which part is missing', async () => {
  // 2 problems × (1 + 3 + 3): what two methods share is one run.
  expect(await run('whole.leibniz', null)).toBe(14);
  const parts = [1, 2, 3].map((index) => ({ index, of: 3 }));
  const started = [];
  for (const shard of parts) started.push(await run(`part-${shard.index}.leibniz`, shard));
  expect(started.toSorted((a, b) => a - b)).toEqual([4, 5, 5]);

  const otherwise = await leibniz(
    'study', 'run', at('study.json'), '--session', at('part-1.leibniz'), '--resume', '--shard', '1/4',
  );
  expect([otherwise.code, otherwise.stderr]).toEqual([2, expect.stringContaining('in 3 parts')]);
  const none = await leibniz('study', 'run', at('study.json'), '--session', at('none.leibniz'), '--shard', '5/4');
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('part i of n, with 1 ≤ i ≤ n')]);
  expect(existsSync(at('none.leibniz'))).toBe(false);

  const merge = (names: readonly string[], output: string) =>
    leibniz('session', 'merge', ...names.map((name) => at(`part-${name}.leibniz`)), '-o', at(output));
  const some = await merge(['3', '1'], 'some.leibniz');
  expect([some.code, some.stderr]).toEqual([0, '']);
  expect(some.stdout).toContain('not here: part 2/3');
  const status = await leibniz('study', 'status', at('some.leibniz'), '--json');
  expect(status.code).toBe(1);
  expect(JSON.parse(status.stdout)).toMatchObject([{
    title: 'In parts', runs: 20, shards: [{ shard: 1, missing: 0 }, { shard: 2, done: 0 }, { missing: 0 }],
  }]);

  expect((await merge(['2', '3', '1'], 'all.leibniz')).code).toBe(0);
  expect(recordsOf('all.leibniz').size).toBe(20);
  expect(recordsOf('all.leibniz')).toEqual(recordsOf('whole.leibniz'));
  expect((await leibniz('study', 'status', at('all.leibniz'))).code).toBe(0);
}, 240_000);

it('is what the batch script of the examples does', async () => {
  const script = join(examplesFolder(), 'slurm-study.sbatch');
  const task = (id: number) => promisify(execFile)('bash', [script, at('study.json'), folder], {
    env: {
      ...process.env, SLURM_ARRAY_TASK_ID: String(id), SLURM_ARRAY_TASK_COUNT: '2', SLURM_CPUS_PER_TASK: '1', SHARDS: '',
      XDG_STATE_HOME: at('state'), LEIBNIZ: `${process.execPath} ${join(projectFolder(), 'src-main/cli/main.ts')}`,
    },
  });
  rmSync(at('part-1.leibniz'), { force: true });
  // Of two methods of one meaning both are listed.
  expect((await task(1)).stdout).toContain('9 runs of part 1/2, 7 of them made now');
  // Queued again, it has nothing left to do.
  expect((await task(1)).stdout).toContain('0 of them made now');
}, 240_000);
