/** Names of files made of names out of files. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { plainFileName } from '../../../src-contract/file-name.ts';
import { HOSTILE_NAMES } from '../export/hostile-names.ts';

describe('the name of a new file', () => {
  it.each([
    ['p0033', '.leibniz', 'p0033.leibniz'],
    ['set cover 60 × 120', '.mps', 'set cover 60 × 120.mps'],
    ['../../etc/passwd', '', 'etc passwd'],
    ['a/b\\c:d*e?f"g<h>i|j', '', 'a b c d e f g h i j'],
    ['line\nbreak\u0000', '.csv', 'line break.csv'],
    ['gnp\u202e.exe', '.png', 'gnp .exe.png'],
    ['-rf *', '.csv', 'rf.csv'],
    ['...', '', 'untitled'],
    ['', '.svg', 'untitled.svg'],
    ['nul', '.csv', 'nul_.csv'],
    ['ends in dots...', '', 'ends in dots'],
    ['x'.repeat(500), '.csv', `${'x'.repeat(176)}.csv`],
    ['中'.repeat(500), '.csv', `${'中'.repeat(58)}.csv`],
    ['🙂'.repeat(500), '.svg', `${'🙂'.repeat(44)}.svg`],
  ])('made of %j with the ending %j is %j', (name, ending, plain) => {
    expect(plainFileName(name, ending)).toBe(plain);
  });
  it('is one that every file system takes, whatever it is made of', () => {
    fc.assert(
      fc.property(HOSTILE_NAMES, (name) => {
        const file = plainFileName(name, '.csv');
        expect(file).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\\/:*?"<>|]+\.csv$/u);
        expect(file).not.toMatch(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff]/);
        expect(file).not.toMatch(/^[-. ]|[. ]\.csv$/);
        expect(Buffer.byteLength(file)).toBeLessThanOrEqual(180);
        expect(Buffer.from(file).toString()).toBe(file);
      }),
      { numRuns: 500 },
    );
  });
});
