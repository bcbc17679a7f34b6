/** Names on one line: what is escaped, what stays, and that nothing is escaped twice. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { hasUnshown, keptLines, linesOf, oneLine, plainJson } from '../../../src-science/program/one-line.ts';
import { EVERY_ATTACK, HOSTILE_NAMES, firstUnshown } from '../export/hostile-names.ts';

describe('a name on one line', () => {
  it.each([
    ['plain text, letters of any script and composed ones', 'naïve x̂ 中 🙂 שלום', 'naïve x̂ 中 🙂 שלום'],
    ['blanks, also those that do not break', 'a\u00a0b\u202fc', 'a\u00a0b\u202fc'],
    ['line breaks and tabs', 'a\r\nb\tc', String.raw`a\r\nb\tc`],
    ['what ends a line for some readers', 'a\u000bb\u000cc\u0085d\u2028e\u2029f', String.raw`a\x0bb\x0cc\x85d\u2028e\u2029f`],
    ['sequences that a terminal obeys', 'a\u001b[31mb\u0007\u009b', String.raw`a\x1b[31mb\x07\x9b`],
    ['marks that turn the writing', 'a\u202eb\u2066c\u200fd', String.raw`a\u202eb\u2066c\u200fd`],
    ['what XML cannot hold', 'a\u0000\ufffe\uffff', String.raw`a\x00\ufffe\uffff`],
    ['halves of characters, and whole ones beside them', '\ud83d\ude42\ud83d', '\ud83d\ude42' + String.raw`\ud83d`],
    ['backslashes of its own', String.raw`\nu \tau`, String.raw`\nu \tau`],
  ])('has %s as they are or as escapes', (_, text, line) => {
    expect(oneLine(text)).toBe(line);
    expect(hasUnshown(text)).toBe(text !== line);
  });
  it('holds nothing that ends a line, is obeyed or misleads, whatever the name is, and stays as it is', () => {
    fc.assert(
      fc.property(fc.oneof(HOSTILE_NAMES, fc.string({ unit: 'binary' })), (name) => {
        const line = oneLine(name);
        expect(firstUnshown(line)).toBeNull();
        expect(oneLine(line)).toBe(line);
        expect(line === name).toBe(firstUnshown(name) === null);
        expect(firstUnshown(keptLines(name), '\n\t')).toBeNull();
      }),
      { numRuns: 1000 },
    );
  });
  it('is the same value in JSON, with escapes of JSON', () => {
    fc.assert(
      fc.property(fc.array(HOSTILE_NAMES), (names) => {
        const text = plainJson(JSON.stringify({ names }, null, 2));
        expect(JSON.parse(text)).toEqual({ names });
        expect(firstUnshown(text, '\n')).toBeNull();
      }),
    );
  });
  it('is found in a text of several lines whatever ends them', () => {
    expect(linesOf('a\r\nb\nc\rd\u0085e\u2028f\u2029g\u000bh\u000ci')).toEqual(Array.from('abcdefghi'));
    for (const attack of EVERY_ATTACK) expect(linesOf(oneLine(attack)).length).toBe(1);
  });
});
