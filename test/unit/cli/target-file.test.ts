import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkPlace, checkTarget } from '../../../src-main/cli/target-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'leibniz-target-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a file to write', () => {
  it('may be new or, where nothing forbids it, be there already', () => {
    writeFileSync(join(folder, 'there.csv'), 'kept');
    expect(() => checkPlace('--trajectory', join(folder, 'new.csv'))).not.toThrow();
    expect(() => checkPlace('--trajectory', join(folder, 'there.csv'))).not.toThrow();
    expect(checkTarget('--output', join(folder, 'new.CSV'), ['.csv'], true)).toEqual({ ending: '.csv', seen: null });
    expect(checkTarget('--output', join(folder, 'there.csv'), ['.csv'], true)).toMatchObject({ ending: '.csv', seen: { size: 4 } });
    expect(() => checkTarget('--output', join(folder, 'there.csv'), ['.csv', '.tex'], false)).toThrow('exists already');
    expect(() => checkTarget('--output', join(folder, 'new.txt'), ['.csv', '.tex'], false)).toThrow('must end in .csv or .tex');
  });

  it.each([
    ['a folder', folder, 'is a folder'],
    ['in a folder that is not there', join(folder, 'no', 'a.csv'), 'does not exist'],
    ['in a file', join(folder, 'there.csv', 'a.csv'), 'does not exist'],
  ])('is refused where it is %s, naming the option', (_what, path, message) => {
    expect(() => checkPlace('--report', path)).toThrow(message);
    expect(() => checkPlace('--report', path)).toThrow('--report');
  });

  // The kernel lets nobody write there, root neither.
  it.runIf(process.platform === 'linux')('is refused in a folder that may not be written to', () => {
    expect(() => checkPlace('--report', '/proc/self/a.csv')).toThrow('may not be written to');
  });
});
