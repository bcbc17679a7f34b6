/**
 * Rows of the lists that hold what none may hold: each is left out and named, everything else is as readable as before,
 * and the file keeps the row as it is, saved or not. And figures that were changed by hand leave the command line only
 * with a word.
 */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sessionExport, sessionInfo } from '../../../src-main/cli/commands/session.ts';
import { reportOnFile } from '../../../src-main/engine/session/open-session.ts';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import { z } from '../../../src-contract/zod.ts';
import { writeWholeSession } from '../../stress/whole-session.ts';
import { DESCENT, migrations, openHere, temporaryFolder } from './fixtures.ts';

let folder = '';
let good = '';
const complaintsOf = (path: string): readonly string[] =>
  reportOnFile({ type: 'report', path, verify: true }, migrations).complaints ?? [];

beforeAll(async () => {
  folder = temporaryFolder();
  good = join(folder, 'good.leibniz');
  const whole = join(folder, 'whole.leibniz');
  await writeWholeSession(whole, join(folder, 'data'), 100);
  const session = openHere({ kind: 'file', path: whole }, join(folder, 'data'));
  const [problem] = await session.ask<'problem.list'>({ type: 'problem.list' });
  const id = problem?.id ?? 0;
  for (const title of ['first', 'second']) await session.ask<'study.put'>({
    type: 'study.put', id: null, title, state: 'stopped',
    spec: { version: 1, problems: [id], methods: [{ name: 'm', spec: DESCENT }], seeds: [11, 12] },
  });
  await session.ask<'save'>({ type: 'save', path: good, overwriteChanged: false });
  await session.close();
});

it('nothing is said of a session that is whole', () => {
  expect(complaintsOf(good)).toEqual([]);
});

afterEach(() => void vi.restoreAllMocks());

let count = 0;
function edited(sql: string): string {
  const path = join(folder, `edited-${count++}.leibniz`);
  copyFileSync(good, path);
  edit(path, sql);
  return path;
}

function edit(path: string, sql: string): void {
  const database = openDatabase(path);
  database.unsafeMode(true);
  database.exec(`PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; ${sql}`);
  database.close();
}

function stored(path: string, sql: string): unknown {
  const database = openDatabase(path);
  const found: unknown = database.prepare(sql).pluck().get();
  database.close();
  return found;
}

const EDITS = [
  ['run', 2, 'status', "'winning'"],
  ['run', 2, 'scheme', "'telepathy'"],
  ['run', 2, 'objective', '9e999'],
  ['run', 2, 'origin', "'{'"],
  ['run', 2, 'problem_id', '-3'],
  ['problem', 1, 'warnings', "'not JSON'"],
  ['problem', 1, 'added_at', '-9e999'],
  ['study', 1, 'spec', "'{'"],
  ['study', 1, 'title', "''"],
  ['study', 2, 'spec', `replace(spec, '[11,12]', '[11,11]')`],
  ['study_run', 1, 'seed', '9e999'],
] as const;

describe('a row with what it may not hold', () => {
  it.each(EDITS)('%s %i, its %s %s: is named, and all others are there, before a save and after it', async (table, id, column, value) => {
    const path = edited(`UPDATE ${table} SET ${column} = ${value} WHERE id = ${id}`);
    const held = stored(path, `SELECT ${column} FROM ${table} WHERE id = ${id}`);
    const named = /cannot be read \(\w+.*\)$/;
    expect(complaintsOf(path).filter((line) => named.test(line))).toHaveLength(1);
    const session = openHere({ kind: 'file', path }, join(folder, 'data'));
    await vi.waitFor(() =>
      expect(session.events).toContainEqual({
        type: 'error', error: expect.objectContaining({ code: 'session-rows-damaged', message: expect.stringContaining('cannot be read') }),
      }), 5000);
    const counts = async (): Promise<Record<string, number>> => ({
      run: (await session.ask<'run.list'>({ type: 'run.list' })).length,
      problem: (await session.ask<'problem.list'>({ type: 'problem.list' })).length,
      study: (await session.ask<'study.list'>({ type: 'study.list' })).length,
    });
    const whole = Object.fromEntries(
      ['run', 'problem', 'study'].map((each) => [each, z.number().parse(stored(good, `SELECT count(*) FROM ${each}`))]),
    );
    expect(await counts()).toEqual({ ...whole, ...(table in whole ? { [table]: (whole[table] ?? 0) - 1 } : {}) });
    const other = table === 'run' ? 1 : 2;
    await session.ask<'run.update'>({ type: 'run.update', ids: [other], change: { label: 'kept' } });
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: true });
    await session.close();
    expect(stored(path, `SELECT ${column} FROM ${table} WHERE id = ${id}`)).toEqual(held);
    expect(stored(path, `SELECT label FROM run WHERE id = ${other}`)).toBe('kept');
    expect(complaintsOf(path).filter((line) => named.test(line))).toHaveLength(1);
  });
});

describe('a problem whose own row cannot be read, opened again', () => {
  const parameters = { rows: 6, columns: 5, density: 0.6 };
  const generate = { type: 'problem.generate', family: 'set-cover', parameters, seed: 3, name: 'again' } as const;
  /** A session whose problem is edited, and its number. */
  async function withProblem(change: string): Promise<{ readonly path: string; readonly id: number }> {
    const path = join(folder, `again-${count++}.leibniz`);
    const session = openHere({ kind: 'file', path: good }, join(folder, 'data'));
    const { id } = await session.ask<'problem.generate'>(generate);
    await session.ask<'problem.generate'>({ ...generate, seed: 4, name: 'after' });
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await session.close();
    edit(path, change.replace('ID', String(id)));
    return { path, id };
  }

  it('is written anew under its number, and nothing of the file is damaged any more', async () => {
    const { path, id } = await withProblem("UPDATE problem SET warnings = 'not JSON', variables = -1 WHERE id = ID");
    const session = openHere({ kind: 'file', path }, join(folder, 'data'));
    const before = await session.ask<'problem.list'>({ type: 'problem.list' });
    expect(before.some((problem) => problem.id === id)).toBe(false);
    expect(await session.ask<'problem.generate'>(generate)).toMatchObject({ id, name: 'again', variables: 5 });
    const after = (await session.ask<'problem.list'>({ type: 'problem.list' })).map((problem) => problem.id);
    expect(after).toEqual([...before.map((problem) => problem.id), id].sort((a, b) => a - b));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: true });
    await session.close();
    expect(complaintsOf(path)).toEqual([]);
  });

  it('is refused in a sentence where its number cannot be read', async () => {
    const { path } = await withProblem('UPDATE problem SET id = -5 WHERE id = ID');
    const session = openHere({ kind: 'file', path }, join(folder, 'data'));
    await expect(session.ask<'problem.generate'>(generate)).rejects.toMatchObject({ code: 'problem-unreadable' });
    await session.close();
  });
});

describe('counters of numbers', () => {
  it.each([
    ["UPDATE sqlite_sequence SET seq = 0 WHERE name = 'run'", 'run'],
    ["DELETE FROM sqlite_sequence WHERE name = 'study'", 'study'],
    ["UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'problem'", 'problem'],
  ])('%s is found', (sql, table) => {
    expect(complaintsOf(edited(sql))).toEqual([expect.stringContaining(`the counter of the table ${table} is not what Leibniz wrote`)]);
  });
});

describe('the command line, of figures that somebody changed', () => {
  it('prints and exports them with a word and exit code 1, and the manifest has the word too', async () => {
    const path = edited('UPDATE run SET objective = -5 WHERE id = 1');
    const said: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    const info = await sessionInfo(path);
    expect(info.exitCode).toBe(1);
    expect(said.join('')).toMatch(/run 1: its row in the run table is not what Leibniz wrote\n.*Do not use/);
    const output = join(folder, 'runs.csv');
    expect((await sessionExport(path, { output, manifest: 'beside' })).exitCode).toBe(1);
    expect(readFileSync(join(folder, 'runs.json'), 'utf8')).toContain('not to be relied on: run 1: its row in the run table');
  });

  it('says of a manifest that is none whose it is, and shows the rest', async () => {
    const path = edited("UPDATE run SET manifest = '{' WHERE id = 2");
    const said: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    expect((await sessionInfo(path)).exitCode).toBe(1);
    expect(said.join('')).toContain('run 2: its manifest cannot be read');
  });

  it('says nothing of a session that is whole', async () => {
    const write = vi.spyOn(process.stderr, 'write');
    expect((await sessionInfo(good)).exitCode).toBe(0);
    expect(write).not.toHaveBeenCalled();
  });
});
