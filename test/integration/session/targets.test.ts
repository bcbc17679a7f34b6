/** What is written takes its place whole, and only where nothing else has come to stand there meanwhile. */
import { execFileSync } from 'node:child_process';
import {
  existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listRecoverable } from '../../../src-main/engine/session/recovery.ts';
import { reportOnFile } from '../../../src-main/engine/session/open-session.ts';
import { holdTarget } from '../../../src-main/engine/session/target-hold.ts';
import { seenAt } from '../../../src-main/engine/files/target-place.ts';
import { writeFileAtomically } from '../../../src-main/engine/files/write-file.ts';
import { startChild } from './child.ts';
import { filledSession, migrations, openHere, temporaryFolder } from './fixtures.ts';

const HEX = '0123456789ab';

describe('an export', () => {
  it('follows a link, as a save does: the link stays and its file is replaced', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'far'));
    writeFileSync(join(folder, 'far', 'real.csv'), 'old');
    symlinkSync(join(folder, 'far', 'real.csv'), join(folder, 'link.csv'));
    await writeFileAtomically(join(folder, 'link.csv'), 'new');
    expect(lstatSync(join(folder, 'link.csv')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'far', 'real.csv'), 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'far'))).toEqual(['real.csv']);
  });

  it('replaces what was seen and nothing that came since, and leaves no temporary file', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.csv');
    writeFileSync(path, 'came meanwhile');
    await expect(writeFileAtomically(path, 'mine', null)).rejects.toMatchObject({
      code: 'session-changed-on-disk',
      message: expect.stringContaining('was made by another program'),
    });
    const seen = seenAt(path);
    writeFileSync(path, 'came later still');
    await expect(writeFileAtomically(path, 'mine', seen)).rejects.toMatchObject({
      code: 'session-changed-on-disk',
      message: expect.stringContaining('was changed'),
    });
    expect(readFileSync(path, 'utf8')).toBe('came later still');
    await writeFileAtomically(path, 'mine', seenAt(path));
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['a.csv']);
  });

  it('removes what an export that was killed has left beside its target, not what one may be writing now', async () => {
    const folder = temporaryFolder();
    const [old, young, other] = [`.a.csv.${HEX}.writing`, '.a.csv.ba9876543210.writing', `.b.csv.${HEX}.writing`].map((name) => join(folder, name));
    for (const path of [old, young, other]) writeFileSync(path ?? '', 'half');
    utimesSync(old ?? '', new Date(Date.now() - 3_600_000), new Date(Date.now() - 3_600_000));
    await writeFileAtomically(join(folder, 'a.csv'), 'whole');
    expect(readdirSync(folder).sort()).toEqual(['.a.csv.ba9876543210.writing', `.b.csv.${HEX}.writing`, 'a.csv']);
  });
});

describe.skipIf(process.platform === 'win32')('a pipe or a device in the place of a target', () => {
  const pipeIn = (folder: string, name: string): string => {
    const path = join(folder, name);
    execFileSync('mkfifo', [path]);
    return path;
  };

  it('is neither waited for nor replaced by an export, directly or by a link', async () => {
    const folder = temporaryFolder();
    const path = pipeIn(folder, 'a.csv');
    symlinkSync('a.csv', join(folder, 'link.csv'));
    symlinkSync('/dev/null', join(folder, 'null.csv'));
    for (const name of ['a.csv', 'link.csv', 'null.csv']) {
      expect(() => seenAt(join(folder, name)), name).toThrow('is not a file but a device');
      // `seen` was asked for before the pipe came.
      await expect(writeFileAtomically(join(folder, name), 'mine', null), name).rejects.toMatchObject({ code: 'target-not-a-file' });
    }
    expect(lstatSync(path).isFIFO()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['a.csv', 'link.csv', 'null.csv']);
  });

  it('is not held for a study or a save, and no lock stays beside it', () => {
    const folder = temporaryFolder();
    const path = pipeIn(folder, 'a.leibniz');
    expect(() => holdTarget(path, 0)).toThrow('is not a file but a device');
    expect(readdirSync(folder)).toEqual(['a.leibniz']);
  });
});

describe('a target that is held', () => {
  it('is refused to every other writer until it is let go, and nothing of the hold stays', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'study.leibniz');
    const hold = holdTarget(path);
    expect(() => holdTarget(path, 0)).toThrow('is writing to “study.leibniz”');
    const session = await filledSession(join(folder, 'data'));
    const child = startChild('held-session.ts', []);
    await child.line();
    hold.release();
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    const again = holdTarget(path);
    expect(await child.ask('open', path, join(folder, 'data'))).toEqual({ ok: null });
    expect((await child.ask('save', path)).error).toMatchObject({ code: 'target-held' });
    again.release();
    expect(await child.ask('save', path)).toEqual({ ok: null });
    await child.ask('close');
    await session.close();
    expect(readdirSync(folder).sort()).toEqual(['data', 'study.leibniz']);
  });

  it.runIf(process.platform === 'linux')('leaves nothing in its folder where that is renamed meanwhile, and nothing of another is removed', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'old'));
    const path = join(folder, 'old', 'study.leibniz');
    const hold = holdTarget(path, 0);
    renameSync(join(folder, 'old'), join(folder, 'new'));
    // Another program makes a folder of the old name, and works there.
    mkdirSync(join(folder, 'old'));
    const other = holdTarget(path, 0);
    hold.release();
    expect(readdirSync(join(folder, 'new'))).toEqual([]);
    expect(() => holdTarget(path, 0)).toThrow('is writing to');
    other.release();
    expect(readdirSync(join(folder, 'old'))).toEqual([]);
    const gone = holdTarget(path, 0);
    rmSync(join(folder, 'old'), { recursive: true });
    expect(() => gone.release()).not.toThrow();
  });

  it('is free again when its owner is killed', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'study.leibniz');
    const child = startChild('held-session.ts', []);
    await child.line();
    expect(await child.ask('hold', path)).toEqual({ ok: null });
    expect(() => holdTarget(path, 0)).toThrow('is writing to');
    await child.kill('SIGKILL');
    holdTarget(path, 0).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is known from the opening on: a new file may not be there, a save replaces nothing that came since', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'study.leibniz');
    const session = openHere({ kind: 'new' }, join(folder, 'data'), { path, isNew: true });
    expect(() => openHere({ kind: 'new' }, join(folder, 'data'), { path, isNew: true })).toThrow('is writing to');
    writeFileSync(path, 'somebody’s');
    await expect(session.ask<'save'>({ type: 'save', path, overwriteChanged: false })).rejects.toMatchObject({
      code: 'session-changed-on-disk',
    });
    expect(readFileSync(path, 'utf8')).toBe('somebody’s');
    // What could not be saved is offered to be recovered, and it is said that the file is another's.
    await session.ask<'problem.generate'>({
      type: 'problem.generate',
      family: 'set-cover',
      parameters: { rows: 6, columns: 12, density: 0.4 },
      seed: 1,
      name: 'small',
    });
    await session.close(true);
    expect(await listRecoverable(join(folder, 'data'))).toMatchObject([{ file: 'none', problems: 1 }]);
    expect(() => openHere({ kind: 'new' }, join(folder, 'data'), { path, isNew: true })).toThrow('was made by another program');
  });
});

describe('saving under another name', () => {
  it('is one place, whoever comes to it through a link to what is not there yet', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'study.leibniz');
    symlinkSync('second.leibniz', join(folder, 'first.leibniz'));
    symlinkSync('study.leibniz', join(folder, 'second.leibniz'));
    const session = openHere({ kind: 'new' }, join(folder, 'data'), { path, isNew: true });
    for (const name of ['first.leibniz', 'second.leibniz']) expect(() => holdTarget(join(folder, name), 0), name).toThrow('is writing to');
    await session.close(false);
    await writeFileAtomically(join(folder, 'first.leibniz'), 'through both');
    expect(readFileSync(path, 'utf8')).toBe('through both');
    expect(lstatSync(join(folder, 'first.leibniz')).isSymbolicLink()).toBe(true);
    symlinkSync('round.leibniz', join(folder, 'round.leibniz'));
    expect(() => holdTarget(join(folder, 'round.leibniz'), 0)).toThrow();
  });

  it('replaces nothing of a folder that its path leads to only since then', async () => {
    const folder = temporaryFolder();
    for (const name of ['here', 'there']) mkdirSync(join(folder, name));
    symlinkSync('here', join(folder, 'out'));
    const path = join(folder, 'out', 'study.leibniz');
    const session = openHere({ kind: 'new' }, join(folder, 'data'), { path, isNew: true });
    writeFileSync(join(folder, 'there', 'study.leibniz'), 'somebody’s');
    rmSync(join(folder, 'out'));
    symlinkSync('there', join(folder, 'out'));
    await expect(session.ask<'save'>({ type: 'save', path, overwriteChanged: false })).rejects.toMatchObject({
      code: 'session-changed-on-disk',
    });
    expect(readFileSync(path, 'utf8')).toBe('somebody’s');
    await session.close(false);
  });

  it('replaces what its user was asked about and nothing else', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'chosen.leibniz');
    const session = await filledSession(join(folder, 'data'));
    writeFileSync(path, 'came after the dialog');
    await expect(session.ask<'save'>({ type: 'save', path, overwriteChanged: false, seen: null })).rejects.toMatchObject({
      code: 'session-changed-on-disk',
    });
    expect(readFileSync(path, 'utf8')).toBe('came after the dialog');
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false, seen: seenAt(path) });
    expect(readFileSync(path).subarray(0, 6).toString()).toBe('SQLite');
    await session.close();
  });
});

describe('what a save that was killed has left', () => {
  it('goes with the next save and with the next opening', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.leibniz');
    const leave = (): void => {
      for (const end of ['', '-journal']) writeFileSync(join(folder, `.a.leibniz.${HEX}.saving${end}`), 'half');
    };
    leave();
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    expect(readdirSync(folder).sort()).toEqual(['a.leibniz', 'data']);
    leave();
    await openHere({ kind: 'file', path }, join(folder, 'data')).close();
    expect(readdirSync(folder).sort()).toEqual(['a.leibniz', 'data']);
    await session.close();
  });

  it('is nothing to recover where the save had put the file in its place', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.leibniz');
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await session.ask<'run.update'>({ type: 'run.update', ids: [1], change: { label: 'later' } });
    await session.close(true);
    const [entry] = await listRecoverable(join(folder, 'data'));
    expect(entry).toMatchObject({ file: 'as-known' });
    // As it stands between the renaming and the note that it was done.
    const about = join(folder, 'data', 'working-copies', entry?.id ?? '', 'about.json');
    writeFileSync(about, JSON.stringify({ ...(JSON.parse(readFileSync(about, 'utf8')) as object), saving: seenAt(path) }));
    expect(await listRecoverable(join(folder, 'data'))).toEqual([]);
    expect(existsSync(about)).toBe(false);
  });

  it('and what a report that was killed has left goes with the next report', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.leibniz');
    const session = await filledSession(join(folder, 'data'));
    await session.ask<'save'>({ type: 'save', path, overwriteChanged: false });
    await session.close();
    const child = startChild('held-session.ts', []);
    await child.line();
    // A copy that nothing was changed in, as a report makes one.
    await child.ask('open', path, join(folder, 'looks'));
    await child.kill('SIGKILL');
    expect(readdirSync(join(folder, 'looks', 'working-copies'))).toHaveLength(1);
    expect(reportOnFile({ type: 'report', path, verify: false, dataFolder: join(folder, 'looks') }, migrations).runs).toHaveLength(4);
    expect(readdirSync(join(folder, 'looks', 'working-copies'))).toEqual([]);
  });
});
