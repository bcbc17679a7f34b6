/** Names that would act, in a session: the program keeps them, everything that is shown has them on one line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import { reportOnFile } from '../../../src-main/engine/session/open-session.ts';
import { EVERY_ATTACK, firstUnshown } from '../../unit/export/hostile-names.ts';
import { DESCENT, migrations, openHere, temporaryFolder } from './fixtures.ts';

const HOSTILE = 'p\n\\input{x}\u202e\u001b[31m=1';
const SHOWN = String.raw`p\n\input{x}\u202e\x1b[31m=1`;
const names = EVERY_ATTACK.filter((name) => name !== '' && !/\p{Surrogate}/u.test(name));

function hostileProblem(folder: string): string {
  const path = join(folder, 'hostile.json');
  const unique = [...new Set(names)];
  writeFileSync(
    path,
    JSON.stringify({
      format: 'leibniz-program',
      version: 1,
      name: HOSTILE,
      variables: unique,
      objective: { terms: unique.map((name, k) => [name, k + 1]) },
      rows: [{ name: HOSTILE, lower: 1, terms: unique.map((name) => [name, 1]) }],
    }),
  );
  return path;
}

/** Every string in a value, keys too. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => [key, ...textsOf(entry)]);
}

function expectShown(value: unknown, allowed = ''): void {
  for (const text of textsOf(value)) expect(firstUnshown(text, allowed), JSON.stringify(text)).toBeNull();
}

describe('names that would act', () => {
  it('are shown on one line, warned of, and written back to files as they were', async () => {
    const folder = temporaryFolder();
    const session = openHere({ kind: 'new' }, join(folder, 'data'));
    const problem = await session.ask({ type: 'problem.add-file', path: hostileProblem(folder), origin: null, publishedOptimum: null });
    expect(problem.name).toBe(SHOWN);
    expect(problem.warnings).toHaveLength(1);
    expectShown(problem);
    expectShown(await session.ask({ type: 'problem.variables', id: problem.id }));
    for (const format of ['json', 'mps', 'lp'] as const) {
      const path = join(folder, `again.${format}`);
      await session.ask({ type: 'problem.write', id: problem.id, format, form: 'as-is', path });
      expect(firstUnshown(readFileSync(path, 'utf8'), '\n')).toBeNull();
      // The same bytes of the program are the same problem.
      expect((await session.ask({ type: 'problem.add-file', path, origin: null, publishedOptimum: null })).id).toBe(problem.id);
    }
    await session.close();
  });

  it('in a session of an older version, names, labels, notes and messages, are read on one line', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'old.leibniz');
    const session = openHere({ kind: 'new' }, join(folder, 'data'));
    const problem = await session.ask({ type: 'problem.add-file', path: hostileProblem(folder), origin: null, publishedOptimum: null });
    const manifest = {
      application: 'Leibniz test',
      runtime: 'node',
      solver: null,
      numerics: 7,
      programHash: problem.hash,
      createdAt: '2026-11-30T00:00:00.000Z',
    };
    const [run] = await session.ask({
      type: 'run.create',
      runs: [{ problemId: problem.id, spec: DESCENT, label: 'x', replaces: null }],
      manifest,
    });
    if (run === undefined) throw new Error('no run');
    await session.ask({ type: 'save', path, overwriteChanged: false });
    await session.close();
    const database = openDatabase(path);
    database.prepare('UPDATE problem SET name = ?, origin = ?, warnings = ?').run(HOSTILE, HOSTILE, JSON.stringify([HOSTILE]));
    database.prepare('UPDATE run SET label = ?, note = ?').run(HOSTILE, `${HOSTILE}\u2028second line`);
    database.exec('DELETE FROM checksum');
    database.close();
    const again = openHere({ kind: 'file', path }, join(folder, 'data'));
    const [old] = await again.ask({ type: 'problem.list' });
    expect([old?.name, old?.origin, old?.warnings]).toEqual([SHOWN, SHOWN, [SHOWN]]);
    const [oldRun] = await again.ask({ type: 'run.list' });
    expect([oldRun?.problemName, oldRun?.label, oldRun?.note]).toEqual([SHOWN, SHOWN,
      `p\n${String.raw`\input{x}\u202e\x1b[31m=1`}\nsecond line`]);
    await again.close();
  });
});

describe('two problems of one name', () => {
  const twin = (folder: string, lower: number): string => {
    const path = join(folder, `twin-${lower}.json`);
    writeFileSync(
      path,
      JSON.stringify({
        format: 'leibniz-program',
        version: 1,
        name: 'twin',
        variables: ['a', 'b', 'c'],
        objective: { terms: [['a', 1]] },
        rows: [{ name: 'r', lower, terms: [['a', 1], ['b', 1], ['c', 1]] }],
      }),
    );
    return path;
  };

  it('are told apart in every list, on reopening too, and keep the name of their file', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'twins.leibniz');
    const session = openHere({ kind: 'new' }, join(folder, 'data'));
    const added = [];
    for (const lower of [1, 2, 3]) {
      added.push(await session.ask({ type: 'problem.add-file', path: twin(folder, lower), origin: null, publishedOptimum: null }));
    }
    const names = ['twin', 'twin (2)', 'twin (3)'];
    expect(added.map(({ name }) => name)).toEqual(names);
    // The same file again is the same problem.
    expect((await session.ask({ type: 'problem.add-file', path: twin(folder, 2), origin: null, publishedOptimum: null })).name)
      .toBe('twin (2)');
    const manifest = {
      application: 'Leibniz test',
      runtime: 'node',
      solver: null,
      numerics: 7,
      programHash: added[1]?.hash ?? '',
      createdAt: '2026-11-30T00:00:00.000Z',
    };
    await session.ask({ type: 'run.create', runs: [{ problemId: added[1]?.id ?? 0, spec: DESCENT, label: '', replaces: null }], manifest });
    const written = join(folder, 'again.json');
    await session.ask({ type: 'problem.write', id: added[1]?.id ?? 0, format: 'json', form: 'as-is', path: written });
    expect(JSON.parse(readFileSync(written, 'utf8'))).toMatchObject({ name: 'twin' });
    await session.ask({ type: 'save', path, overwriteChanged: false });
    await session.close();
    const again = openHere({ kind: 'file', path }, join(folder, 'data'));
    expect((await again.ask({ type: 'problem.list' })).map(({ name }) => name)).toEqual(names);
    expect((await again.ask({ type: 'run.list' })).map(({ problemName }) => problemName)).toEqual(['twin (2)']);
    // The first goes and another comes under its name; and the first comes back.
    await again.ask({ type: 'problem.remove', id: 1 });
    const fourth = await again.ask({ type: 'problem.add-file', path: twin(folder, 0), origin: null, publishedOptimum: null });
    expect(fourth.name).toBe('twin');
    await again.ask({ type: 'save', path, overwriteChanged: false });
    const without = openHere({ kind: 'file', path }, join(folder, 'data'));
    expect((await without.ask({ type: 'problem.list' })).map(({ name }) => name)).toEqual(['twin (2)', 'twin (3)', 'twin']);
    await without.close();
    await again.ask({ type: 'session.restore', runs: [], problems: [1] });
    const restored = ['twin (4)', 'twin (2)', 'twin (3)', 'twin'];
    expect((await again.ask({ type: 'problem.list' })).map(({ name }) => name)).toEqual(restored);
    await again.ask({ type: 'save', path, overwriteChanged: false });
    await again.close();
    const last = openHere({ kind: 'file', path }, join(folder, 'data'));
    expect((await last.ask({ type: 'problem.list' })).map(({ name }) => name)).toEqual(restored);
    await last.ask({ type: 'problem.write', id: 1, format: 'json', form: 'as-is', path: written });
    expect(JSON.parse(readFileSync(written, 'utf8'))).toMatchObject({ name: 'twin' });
    await last.close();
    // Its checksums and its programs agree with what is stored.
    expect(reportOnFile({ type: 'report', path, verify: true }, migrations).complaints).toEqual([]);
  });
});
