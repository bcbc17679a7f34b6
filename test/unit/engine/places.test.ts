/** What is said of places that cannot be written to: what, where, what to do, and never a fault inside of Leibniz. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../../src-main/cli/output.ts';
import { toErrorValue } from '../../../src-main/engine/error-value.ts';
import { dataFailure } from '../../../src-main/engine/files/refusals.ts';
import { placeOf, temporaryBeside } from '../../../src-main/engine/files/target-place.ts';
import { holdTarget } from '../../../src-main/engine/session/target-hold.ts';
import { writeFileAtomically } from '../../../src-main/engine/files/write-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'leibniz-places-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
symlinkSync('loop.csv', join(folder, 'loop.csv'));
symlinkSync(join('absent', 'x.csv'), join(folder, 'into-nothing.csv'));
symlinkSync('new.csv', join(folder, 'to-new.csv'));

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('a file that is replaced', () => {
  it('is read by whoever could read it before, and by nobody else', async () => {
    const path = join(folder, 'private.csv');
    writeFileSync(path, 'old', { mode: 0o600 });
    await writeFileAtomically(path, 'new');
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['new', 0o600]);
  });
});

describe('a file whose name is as long as a name may be', () => {
  it.each([['of ASCII', 'n', 250], ['of letters of three bytes', '語', 83], ['of letters beyond 16 bits', '𝔫', 62]])(
    '%s is written, held and replaced, and nothing stays beside it',
    async (_what, letter, times) => {
      const own = mkdtempSync(join(folder, 'long-'));
      for (const shorter of [0, 1, 7, 20, 30]) {
        const path = join(own, `${letter.repeat(times).slice(0, letter.length * (times - shorter))}.csv`);
        await writeFileAtomically(path, 'old');
        const hold = holdTarget(path, 0);
        expect(() => holdTarget(path, 0)).toThrow('is writing to');
        const leftover = temporaryBeside(path, 'saving');
        writeFileSync(leftover, 'half');
        await writeFileAtomically(path, 'new', hold.seen);
        hold.release();
        holdTarget(path, 0).release();
        expect(readFileSync(path, 'utf8')).toBe('new');
        expect(readdirSync(own)).toEqual([basename(path)]);
        rmSync(path);
      }
      // Two names of one beginning keep apart.
      const [one, other] = ['a', 'b'].map((end) => join(own, `${'n'.repeat(249)}${end}`));
      const hold = holdTarget(one!, 0);
      holdTarget(other!, 0).release();
      hold.release();
    },
  );
});

describe('a link', () => {
  it('to nothing in a folder that is there is followed', () => {
    expect(placeOf(join(folder, 'to-new.csv'))).toMatch(/new\.csv$/);
  });

  it('into a folder that is not there is what is said to be wrong, not the folder it stands in', async () => {
    const error = toErrorValue(await writeFileAtomically(join(folder, 'into-nothing.csv'), 'x').catch((failure: unknown) => failure));
    expect(error).toMatchObject({ code: 'folder-missing', message: '“into-nothing.csv” is a link into a folder that does not exist.' });
  });

  it('that leads to itself is bad input, in words', () => {
    for (const look of [() => statSync(join(folder, 'loop.csv')), () => placeOf(join(folder, 'loop.csv'))]) {
      const error = toErrorValue(thrown(look));
      expect(error).toMatchObject({ code: 'file-links', message: expect.stringContaining('loop.csv” leads through links that never end') });
      expect(exitCodeOf(error.code)).toBe(2);
      expect(exitCodeOf('example-missing')).toBe(2);
    }
  });
});

it('what the system says of a file for a reason that is not listed is no fault inside of Leibniz', () => {
  const error = Object.assign(new Error('EIO: i/o error, read'), { errno: -5, code: 'EIO', syscall: 'read', path: '/a/b.mps' });
  expect(toErrorValue(error)).toMatchObject({ code: 'file-failed', message: '“/a/b.mps” could not be read or written.', file: '/a/b.mps' });
  // Without a file it is somebody's mistake, and stays to be reported.
  expect(toErrorValue(Object.assign(new Error('no'), { code: 'EIO' })).code).toBe('internal');
});

it.each(['EROFS', 'EACCES', 'ENOTDIR', 'ENOENT'])('a data folder that cannot be had (%s) is named as such, not as a folder to choose', (code) => {
  const error = dataFailure(Object.assign(new Error(code), { code }), '/somewhere/mine.leibniz', '/state/leibniz');
  expect(error).toMatchObject({ code: 'data-folder', message: expect.stringContaining('the folder of the application\'s data, “/state/leibniz”, cannot be made or written to') });
  expect(error.hint).toContain('XDG_STATE_HOME');
});
