/** Studies of a session as files: what stands beside them is not replaced, and what cannot be a study is said in words. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SessionStudy } from '../../../src-contract/session-study.ts';
import { addStudyFile, writeStudyFile } from '../../../src-main/engine/study/study-file.ts';
import type { Workspace } from '../../../src-main/engine/workspace/workspace-api.ts';
import { bench } from '../session/open-bench.ts';
import { temporaryFolder } from '../session/fixtures.ts';

const LP = 'Maximize\n obj: x + y\nSubject To\n c: x + y <= 1\nBinary\n x y\nEnd\n';
const METHOD = { name: 'm', descent: { scheme: 'score-function', evaluation: 'sampled', samples: 4, iterations: 5 } } as const;

/** A session with a study of a problem that is neither an example nor generated. */
async function ownStudy(): Promise<{ workspace: Workspace; id: number; problem: number; folder: string }> {
  const { workspace } = await bench();
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'own.lp'), LP);
  const problem = await workspace.addProblemFile(join(folder, 'own.lp'));
  const { id } = await workspace.putStudy(null, 'own', { version: 1, problems: [problem.id], methods: [METHOD], seeds: [1] }, 'stopped');
  return { workspace, id, problem: problem.id, folder };
}

it('leaves the files that stand where its problems would go, and writes each problem once', async () => {
  const { workspace, id, problem, folder } = await ownStudy();
  const beside = join(folder, 'a.problems');
  mkdirSync(beside);
  writeFileSync(join(beside, `${problem} own.json`), 'somebody’s');
  for (let times = 0; times < 3; times++) await writeStudyFile(workspace, id, join(folder, 'a.study.json'));
  expect(readFileSync(join(beside, `${problem} own.json`), 'utf8')).toBe('somebody’s');
  expect(readdirSync(beside).sort()).toEqual([`${problem} own (2).json`, `${problem} own.json`]);
  const again = await addStudyFile(workspace, join(folder, 'a.study.json'));
  expect((await workspace.answer({ type: 'study.detail', id: again.id })).spec.problems).toEqual([problem]);
});

it('takes a problem whose file is called like an example for what it is', async () => {
  const { workspace, folder } = await ownStudy();
  writeFileSync(join(folder, 'example p0033'), LP.replace('x + y\n', 'x + 2 y\n'));
  const { id: fake } = await workspace.addProblemFile(join(folder, 'example p0033'));
  const { id: real } = await workspace.answer({ type: 'problem.open-example', name: 'p0033' });
  const { id } = await workspace.putStudy(null, 'two', { version: 1, problems: [fake, real], methods: [METHOD], seeds: [1] }, 'stopped');
  await writeStudyFile(workspace, id, join(folder, 'two.study.json'));
  const again = await addStudyFile(workspace, join(folder, 'two.study.json'));
  expect((await workspace.answer({ type: 'study.detail', id: again.id })).spec.problems).toEqual([fake, real]);
  expect(readFileSync(join(folder, 'two.study.json'), 'utf8')).toContain('"example": "p0033"');
});

it('says of a study whose problems are gone that they are', async () => {
  const { workspace, id, problem, folder } = await ownStudy();
  await workspace.answer({ type: 'problem.remove', id: problem });
  await expect(writeStudyFile(workspace, id, join(folder, 'a.study.json'))).rejects.toMatchObject({
    code: 'study-empty', message: 'All problems of the study “own” were removed from this session.',
  });
  expect(readdirSync(folder)).toEqual(['own.lp']);
});

it('refuses more runs than a session takes before it makes one', async () => {
  const { workspace, problem } = await ownStudy();
  const methods = Array.from({ length: 11 }, (_, k) => ({ ...METHOD, name: `m${k}` }));
  const spec = { version: 1, problems: [problem], methods, seeds: Array.from({ length: 10_000 }, (_, k) => k) } as const;
  const mutable = SessionStudy.parse(spec);
  await expect(workspace.putStudy(null, 'large', mutable)).rejects.toMatchObject({ code: 'study-too-large' });
  await expect(workspace.answer({ type: 'study.plan', id: null, spec: mutable })).rejects.toMatchObject({ code: 'study-too-large' });
  expect(await workspace.answer({ type: 'study.list' })).toHaveLength(1);
});

it('takes no two methods of one name and no seed twice, by the window as by a file', () => {
  const spec = { version: 1, problems: [1], methods: [METHOD], seeds: [1] };
  expect(SessionStudy.safeParse(spec).success).toBe(true);
  expect(SessionStudy.safeParse({ ...spec, methods: [METHOD, METHOD] }).error?.issues[0]?.message).toBe('two methods have the same name');
  expect(SessionStudy.safeParse({ ...spec, seeds: [1, 1] }).error?.issues[0]?.message).toBe('a seed is named twice');
});
