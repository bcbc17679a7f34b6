/**
 * Merging sessions, asked of the thread's functions: nothing is lost, nothing comes twice, what contradicts is told, undo takes
 * all of it back, and what is saved is whole. The laws are tried on random sessions.
 */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { MergeReport } from '../../../src-contract/session-merge.ts';
import { isClean } from '../../../src-contract/session-merge.ts';
import { NUMERICS } from '../../../src-main/engine/numerics.ts';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import { migrate } from '../../../src-main/engine/session/migrations.ts';
import { openForWork } from '../../../src-main/engine/session/open-file.ts';
import { reportOnFile } from '../../../src-main/engine/session/open-session.ts';
import { writeWholeSession } from '../../stress/whole-session.ts';
import {
  arrayBytes, contentOf, DESCENT, descentPoints, EXACT, filledSession, migrations, openHere, P0033, SETTLED, temporaryFolder, workingCopies,
} from './fixtures.ts';
import type { TestSession } from './fixtures.ts';

const manifest = (numerics: number) => ({
  application: 'test', runtime: 'Node', solver: null, numerics, programHash: '', createdAt: '',
});
const SAMPLED: Extract<JobSpec, { kind: 'descent' }> = { ...DESCENT, descent: { ...DESCENT.descent, evaluation: 'sampled' } };
const METHODS = [{ name: 'HiGHS', spec: EXACT }, { name: 'sampled', spec: SAMPLED }];

let folder = '';
let data = '';
let count = 0;
beforeAll(() => {
  folder = temporaryFolder();
  data = join(folder, 'data');
});
const newPath = (): string => join(folder, `${++count}.leibniz`);
const complaintsOf = (path: string) => reportOnFile({ type: 'report', path, verify: true }, migrations).complaints;
const merge = (session: TestSession, path: string): Promise<MergeReport> => session.ask<'merge'>({ type: 'merge', path });
const kindsOf = ({ findings }: MergeReport): string[] => findings.map(({ kind }) => kind);

async function saved(session: TestSession, path = newPath()): Promise<string> {
  await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
  await session.close();
  return path;
}
async function withProblem(): Promise<{ readonly session: TestSession; readonly problemId: number }> {
  const session = openHere({ kind: 'new' }, data);
  const { id } = await session.ask<'problem.add-file'>({ type: 'problem.add-file', path: P0033, origin: null, publishedOptimum: 3089 });
  return { session, problemId: id };
}
/** A run of a seed that failed with these words, which stand for its bits; going on where there are none. */
async function addRun(session: TestSession, problemId: number, seed: number, words: string | null, numerics = NUMERICS): Promise<number> {
  const spec: JobSpec = { ...SAMPLED, descent: { ...SAMPLED.descent, seed } };
  const [run] = await session.ask<'run.create'>({
    type: 'run.create', runs: [{ problemId, spec, label: '', replaces: null }], manifest: manifest(numerics),
  });
  const id = run?.id ?? 0;
  if (words !== null) await session.ask<'run.finish'>({
    type: 'run.finish', id, outcome: { status: 'failed', error: { code: 'x', message: words, hint: '' } }, interrupted: false,
  });
  return id;
}
/** A study of seeds 1 to n, of which runs with words are made. */
async function addStudy(session: TestSession, problemId: number, seeds: number, words: ReadonlyMap<number, string>): Promise<void> {
  const put = await session.ask<'study.put'>({
    type: 'study.put', id: null, title: 'T', state: 'going',
    spec: { version: 1, problems: [problemId], methods: METHODS, seeds: Array.from({ length: seeds }, (_, k) => k + 1) },
  });
  for (const { place, method, seed, spec } of put.runs) {
    const said = method === 'sampled' ? words.get(seed ?? 0) : undefined;
    if (said === undefined || spec === null) continue;
    const [run] = await session.ask<'run.create'>({
      type: 'run.create', runs: [{ problemId, spec, label: method, replaces: null, places: [place] }], manifest: manifest(NUMERICS),
    });
    await session.ask<'run.finish'>({
      type: 'run.finish', id: run?.id ?? 0, interrupted: false,
      outcome: { status: 'failed', error: { code: 'x', message: said, hint: '' } },
    });
  }
}
const empty = (): TestSession => openHere({ kind: 'new' }, data);

describe('merging into an empty session', () => {
  it('takes over every bit of every row, changes no bit of the file, and verifies', async () => {
    const source = await filledSession(data, 4000);
    const path = await saved(source);
    const before = readFileSync(path);
    const there = openHere({ kind: 'file', path }, data);
    const session = empty();
    const report = await merge(session, path);
    expect(report).toEqual({
      name: path.replace(/^.*\//, ''), problems: { added: 1, same: 0 }, runs: { added: 4, same: 0, leftOut: 0 },
      studies: { added: 0, same: 0 }, claims: 1, findings: [],
    });
    const [ours, theirs] = [await contentOf(session), await contentOf(there)];
    expect(ours).toEqual(theirs);
    expect(arrayBytes(ours)).toEqual(arrayBytes(theirs));
    expect(await session.ask<'claim.list'>({ type: 'claim.list' })).toEqual([SETTLED]);
    await there.close();
    await session.close();
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(workingCopies(data)).toEqual([]);
  });

  it('of a whole session gives a whole session, and the same again gives nothing', async () => {
    const path = newPath();
    await writeWholeSession(path, data, 300);
    const session = empty();
    expect(isClean(await merge(session, path))).toBe(true);
    const again = await merge(session, path);
    expect([again.runs.added, again.problems.added, again.studies.added, again.claims, again.findings]).toEqual([0, 0, 0, 0, []]);
    expect(complaintsOf(await saved(session))).toEqual([]);
  });
});

describe('what is merged', () => {
  it('is undone as one edit and redone, and is not saved while it is undone', async () => {
    const { session: other, problemId } = await withProblem();
    await addStudy(other, problemId, 2, new Map([[1, 'a']]));
    await other.ask<'session.write-note'>({ type: 'session.write-note', note: 'theirs' });
    const path = await saved(other);
    const session = empty();
    await merge(session, path);
    const counts = async (): Promise<number[]> => [
      (await session.ask<'problem.list'>({ type: 'problem.list' })).length, (await session.ask<'run.list'>({ type: 'run.list' })).length,
      (await session.ask<'study.list'>({ type: 'study.list' })).length,
    ];
    expect(await counts()).toEqual([1, 1, 1]);
    expect((await session.ask<'session.undo'>({ type: 'session.undo' })).words).toBe(`merge “${path.replace(/^.*\//, '')}”`);
    expect(await counts()).toEqual([0, 0, 0]);
    expect(await session.ask<'session.note'>({ type: 'session.note' })).toBe('');
    await session.ask<'session.redo'>({ type: 'session.redo' });
    expect(await counts()).toEqual([1, 1, 1]);
    const [study] = await session.ask<'study.list'>({ type: 'study.list' });
    expect(study?.counts).toMatchObject({ missing: 2, failed: 1 });
    await session.ask<'session.undo'>({ type: 'session.undo' });
    const target = await saved(session);
    expect(reportOnFile({ type: 'report', path: target, verify: true }, migrations)).toMatchObject({
      runs: [], problems: [], complaints: [],
    });
  });

  it('joins shards of one study: each place takes the run that there is, and undo empties it again', async () => {
    const parts: string[] = [];
    for (const words of [new Map([[1, 'a'], [2, 'b']]), new Map([[2, 'b'], [3, 'c']])]) {
      const { session, problemId } = await withProblem();
      await addStudy(session, problemId, 3, words);
      parts.push(await saved(session));
    }
    const session = openHere({ kind: 'file', path: parts[0] ?? '' }, data);
    const report = await merge(session, parts[1] ?? '');
    expect(report).toMatchObject({ runs: { added: 1, same: 1 }, studies: { added: 0, same: 1 }, findings: [] });
    const [study] = await session.ask<'study.list'>({ type: 'study.list' });
    expect(study?.counts).toMatchObject({ missing: 1, failed: 3 });
    const methods = (await session.ask<'run.list'>({ type: 'run.list' })).map(({ studyMethod }) => studyMethod);
    expect(methods).toEqual(['sampled', 'sampled', 'sampled']);
    await session.ask<'session.undo'>({ type: 'session.undo' });
    expect((await session.ask<'study.list'>({ type: 'study.list' }))[0]?.counts).toMatchObject({ missing: 2, failed: 2 });
    await session.ask<'session.redo'>({ type: 'session.redo' });
    expect((await session.ask<'study.list'>({ type: 'study.list' }))[0]?.counts).toMatchObject({ missing: 1, failed: 3 });
    expect(complaintsOf(await saved(session))).toEqual([]);
  });

  it('keeps what users gave runs on both sides, with links that lead to the same runs', async () => {
    const { session: other, problemId } = await withProblem();
    await addRun(other, problemId, 9, 'first');
    const shared = await addRun(other, problemId, 1, 'a');
    await other.ask<'run.update'>({
      type: 'run.update', ids: [shared], change: { note: 'as #1 and #77, not `#1`', addTags: ['x', 'y'], pinned: true, label: 'L' },
    });
    const path = await saved(other);
    const { session, problemId: here } = await withProblem();
    const ours = await addRun(session, here, 1, 'a');
    await session.ask<'run.update'>({ type: 'run.update', ids: [ours], change: { note: 'mine', addTags: ['z'] } });
    const report = await merge(session, path);
    expect(kindsOf(report)).toEqual(['note']);
    const name = path.replace(/^.*\//, '');
    expect((await session.ask<'run.list'>({ type: 'run.list' }))[0]).toMatchObject({
      note: `mine\n\nas #2 and run 77 of ${name}, not \`#1\``, tags: ['x', 'y', 'z'], pinned: true, label: 'L',
    });
    expect((await merge(session, path)).findings).toEqual([]);
    await session.close();
  });

  it('tells of the same settings with another result, of other numerics, another optimum and another study, and keeps both', async () => {
    const { session: other, problemId } = await withProblem();
    const run = await addRun(other, problemId, 1, null);
    await other.ask<'run.finish'>({ type: 'run.finish', id: run, outcome: estimateOutcome(0.5), interrupted: false });
    await addRun(other, problemId, 2, 'b', NUMERICS - 1);
    await addStudy(other, problemId, 2, new Map());
    await other.ask<'problem.type-optimum'>({ type: 'problem.type-optimum', id: problemId, optimum: 1 });
    const path = await saved(other);
    const { session, problemId: here } = await withProblem();
    const ours = await addRun(session, here, 1, null);
    await session.ask<'run.finish'>({ type: 'run.finish', id: ours, outcome: estimateOutcome(0.25), interrupted: false });
    await addRun(session, here, 2, 'b');
    await addStudy(session, here, 3, new Map());
    await session.ask<'problem.type-optimum'>({ type: 'problem.type-optimum', id: here, optimum: 2 });
    const report = await merge(session, path);
    expect(kindsOf(report).toSorted()).toEqual(['numerics', 'optimum', 'result', 'study']);
    expect(report.runs).toEqual({ added: 2, same: 0, leftOut: 0 });
    expect(isClean(report)).toBe(false);
    expect((await session.ask<'study.list'>({ type: 'study.list' })).map(({ runs }) => runs)).toEqual([4, 3]);
    // What is there on both sides now contradicts nothing any more.
    expect(kindsOf(await merge(session, path))).toEqual(['optimum']);
    await session.close();
  });

  it('is not the same where one bit of a trajectory is another, and is where only seconds are', async () => {
    const at = async (change: (values: Float64Array) => void, column: 'loss' | 'seconds'): Promise<string> => {
      const { session, problemId } = await withProblem();
      const id = await addRun(session, problemId, 1, null);
      await session.ask<'run.started'>({ type: 'run.started', id });
      const event = descentPoints(0, 50);
      change(event.chunk.columns[column] ?? new Float64Array());
      await session.ask<'run.event'>({ type: 'run.event', id, event });
      await session.ask<'run.finish'>({ type: 'run.finish', id, outcome: estimateOutcome(0.5), interrupted: false });
      return saved(session);
    };
    const session = openHere({ kind: 'file', path: await at(() => undefined, 'loss') }, data);
    expect((await merge(session, await at((seconds) => seconds.fill(7), 'seconds'))).runs).toMatchObject({ added: 0, same: 1 });
    expect(await merge(session, await at((loss) => void (loss[3] = (loss[3] ?? 0) + 2 ** -54), 'loss')))
      .toMatchObject({ runs: { added: 1, same: 0 }, findings: [{ kind: 'result' }] });
    await session.close();
  });

  it('is not what is damaged: that run, claim or study is left out and named, and the rest comes', async () => {
    const source = await filledSession(data, 300);
    const path = await saved(source);
    const database = openDatabase(path);
    database.exec("UPDATE series_chunk SET data = zeroblob(8 * length) WHERE run_id = 1 AND name = 'loss'");
    database.exec("UPDATE run SET objective = 1 WHERE id = 2; UPDATE claim SET verdict = 'holds'; DELETE FROM run_array WHERE run_id = 3 AND position = 1");
    database.close();
    const session = empty();
    const report = await merge(session, path);
    expect(report.runs).toEqual({ added: 1, same: 0, leftOut: 3 });
    const told = report.findings.filter(({ kind }) => kind === 'damaged').map(({ text }) => text).join('\n');
    expect(told).toContain('run 1: its recorded loss');
    expect(told).toContain('run 2: its row in the run table');
    expect(told).toContain('run 3: a vector of its result is missing');
    expect(told).toContain('claim');
    expect(complaintsOf(await saved(session))).toEqual([]);
  });

  it('may be of an older version, which is brought to this one', async () => {
    const path = newPath();
    const old = openForWork(path, []);
    migrate(old, migrations, 5);
    old.exec("INSERT INTO session (id, created_at, application) VALUES (1, 0, 'old')");
    const whole = newPath();
    await writeWholeSession(whole, data, 200);
    old.exec(`ATTACH '${whole}' AS whole`);
    for (const table of ['problem', 'run', 'run_array', 'solution', 'series_chunk', 'snapshot', 'checkpoint']) {
      const columns = old.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table).join(', ');
      old.exec(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM whole.${table}`);
    }
    old.exec('DETACH whole');
    old.pragma('journal_mode = DELETE');
    old.close();
    const session = empty();
    const report = await merge(session, path);
    expect(report.runs.added).toBeGreaterThan(1);
    expect((await merge(session, whole)).runs.same).toBe(report.runs.added);
    await session.close();
  });

  it('comes as often as the session that has it most often, each with its own problem', async () => {
    const { session: other, problemId } = await withProblem();
    await other.ask<'problem.generate'>({ type: 'problem.generate', family: 'knapsack', parameters: {}, seed: 1, name: 'K' });
    for (const words of ['a', 'a', 'b']) await addRun(other, problemId, 1, words);
    const path = await saved(other);
    const session = empty();
    await session.ask<'problem.generate'>({ type: 'problem.generate', family: 'knapsack', parameters: {}, seed: 1, name: 'K' });
    const p0033 = await session.ask<'problem.add-file'>({ type: 'problem.add-file', path: P0033, origin: null, publishedOptimum: null });
    await addRun(session, p0033.id, 1, 'a');
    expect((await merge(session, path)).runs).toMatchObject({ added: 2, same: 1 });
    expect((await merge(session, path)).runs).toMatchObject({ added: 0, same: 3 });
    const runs = await session.ask<'run.list'>({ type: 'run.list' });
    expect(runs.map((run) => [run.problemId, run.reason])).toEqual(['a', 'a', 'b'].map((words) => [p0033.id, words]));
    expect((await session.ask<'problem.list'>({ type: 'problem.list' }))[1]?.stated).toEqual({ typed: null, file: 3089 });
    await session.close();
  });

  it('is nothing where the file cannot be opened, the merge is stopped, or the session is closed meanwhile', async () => {
    const { session, problemId } = await withProblem();
    const other = newPath();
    copyFileSync(P0033, other);
    await expect(merge(session, other)).rejects.toMatchObject({ code: 'session-not-sqlite' });
    const { session: many, problemId: there } = await withProblem();
    await many.ask<'run.create'>({
      type: 'run.create', manifest: manifest(NUMERICS),
      runs: Array.from({ length: 900 }, (_, seed) => ({
        problemId: there, spec: { ...SAMPLED, descent: { ...SAMPLED.descent, seed } }, label: '', replaces: null,
      })),
    });
    const path = await saved(many);
    const stopped = merge(session, path);
    // Some transactions in.
    for (let k = 0; k < 3; k++) await new Promise((resolve) => void setImmediate(resolve));
    await session.ask<'merge.stop'>({ type: 'merge.stop' });
    await expect(stopped).rejects.toMatchObject({ code: 'reading-cancelled' });
    const aboutOf = (id: string): string => readFileSync(join(data, 'working-copies', id, 'about.json'), 'utf8');
    const [own] = workingCopies(data).filter((id) => aboutOf(id).includes('"unsavedChanges":true'));
    await addRun(session, problemId, 1000, 'a');
    await session.close(true);
    const kept = openHere({ kind: 'recover', id: own ?? '' }, data);
    expect(await kept.ask<'session.bin'>({ type: 'session.bin' })).toEqual([]);
    // What was written was taken back, not only hidden: numbers go on where some were given.
    const [last] = (await kept.ask<'run.list'>({ type: 'run.list' })).map(({ id }) => id);
    expect(last).toBeGreaterThan(200);
    expect((await merge(kept, path)).runs).toMatchObject({ added: 900 });
    const cut = merge(kept, path);
    const closing = kept.close();
    await expect(cut).rejects.toMatchObject({ code: 'session-closed' });
    await closing;
  });
});

const estimateOutcome = (mean: number) => ({
  status: 'done' as const,
  result: {
    kind: 'estimate' as const,
    estimate: { quantity: 'loss' as const, samples: 1, mean, standardError: 0, exact: null, z: null, seconds: Math.random() },
  },
});

interface Drawn {
  /** Seed and words of each run, with a tag and a note. */
  readonly runs: readonly (readonly [seed: number, words: string, tag: string, note: string])[];
  readonly study: readonly number[];
  readonly note: string;
}
const drawn: fc.Arbitrary<Drawn> = fc.record({
  runs: fc.array(fc.tuple(
    fc.integer({ min: 1, max: 3 }), fc.constantFrom('a', 'b'), fc.constantFrom('s', 't', 'u'), fc.constantFrom('', 'n', 'm\n\nn'),
  ), { maxLength: 4 }),
  study: fc.subarray([1, 2, 3]),
  note: fc.constantFrom('', 'p', 'q\n\np', 'r'),
});

/** What a session says, whatever its rows are numbered. */
async function saidBy(session: TestSession): Promise<unknown> {
  const runs = await session.ask<'run.list'>({ type: 'run.list' });
  const wordsOf = new Map(runs.map(({ id, seed, reason }) => [id, `${seed} ${reason}`]));
  const pieces = (note: string): string[] => note.split('\n\n').toSorted();
  const studies = [];
  for (const { id } of await session.ask<'study.list'>({ type: 'study.list' })) {
    const { spec, runs: places } = await session.ask<'study.detail'>({ type: 'study.detail', id });
    // Which of several failed runs a place has depends on the order.
    studies.push([spec.seeds, places.map(({ runId }) => (runId === null ? null : wordsOf.get(runId)?.split(' ')[0]))]);
  }
  return {
    runs: runs.map(({ seed, reason, tags, note }) => JSON.stringify([seed, reason, tags, pieces(note)])).toSorted(),
    studies: studies.map((study) => JSON.stringify(study)).toSorted(),
    note: pieces(await session.ask<'session.note'>({ type: 'session.note' })),
  };
}

async function write({ runs, study, note }: Drawn): Promise<string> {
  const { session, problemId } = await withProblem();
  const made = new Set<string>();
  for (const [seed, words, tag, text] of runs) {
    // Equal runs with other tags have no order that could be kept.
    if (made.has(`${seed} ${words}`)) continue;
    made.add(`${seed} ${words}`);
    const id = await addRun(session, problemId, seed, words);
    await session.ask<'run.update'>({ type: 'run.update', ids: [id], change: { addTags: [tag], note: text } });
  }
  if (study.length > 0) await addStudy(session, problemId, 3, new Map(study.map((seed) => [seed + 10, 'c'])));
  await session.ask<'session.write-note'>({ type: 'session.write-note', note });
  return saved(session);
}

async function merged(...paths: readonly string[]): Promise<string> {
  const session = empty();
  for (const path of paths) await merge(session, path);
  return saved(session);
}
const contentAt = async (path: string): Promise<unknown> => {
  const session = openHere({ kind: 'file', path }, data);
  try {
    return await saidBy(session);
  } finally {
    await session.close();
  }
};

describe('the laws of merging', () => {
  it('hold on random sessions: the same again changes nothing, and how three are bracketed or ordered does not matter', async () => {
    await fc.assert(fc.asyncProperty(drawn, drawn, drawn, async (...three) => {
      const [a = '', b = '', c = ''] = await Promise.all(three.map(write));
      const left = await merged(a, b, c, b);
      const content = await contentAt(left);
      expect(await contentAt(await merged(await merged(c, b), a, left))).toEqual(content);
      expect(complaintsOf(left)).toEqual([]);
    }), { numRuns: 5 });
  });
});
