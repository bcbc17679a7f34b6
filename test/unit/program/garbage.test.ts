/**
 * Readers and the decoder on damaged input: whatever bytes they are given, they end, and they either give
 * a valid program or throw a ProblemError. Mutations start from valid files, so that they get deep.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROGRAM_FORMATS } from '../../../src-science/program/formats/format-table.ts';
import { decodeProgram, encodeProgram } from '../../../src-science/program/encoding.ts';
import { createProgramReader, parseProgram } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import { validateProgram } from '../../../src-science/program/validate-program.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { arbitraryProgram, bytesOf, programFor } from './arbitrary-program.ts';

/** Edits: at a share of the length, replace, insert or delete a few bytes, or cut or repeat a piece. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('replace', 'insert', 'delete', 'cut', 'repeat'),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 4 }),
    fc.constantFrom(...[' ', '\n', '\t', '\r', '-', '+', '.', 'e', '1e999', 'nan', 'inf', '<=', ':', '\\', '$', '"', '{', ']', 'st\n',
      'End', 'RHS\n', '\nENDATA\n', '%', '\u0000'].map((text) => bytesOf(text))),
  ),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function mutated(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let now = bytes;
  for (const { at, kind, bytes: piece } of edits) {
    const place = Math.floor(at * now.length);
    const keep = kind === 'replace' ? place + piece.length : kind === 'delete' ? place + 3 : kind === 'cut' ? now.length : place;
    const insert = kind === 'delete' || kind === 'cut' ? new Uint8Array(0) : kind === 'repeat' ? now.slice(place, place + 40) : piece;
    const next = new Uint8Array(place + insert.length + Math.max(0, now.length - keep));
    next.set(now.subarray(0, place));
    next.set(insert, place);
    next.set(now.subarray(Math.min(keep, now.length)), place + insert.length);
    now = next;
  }
  return now;
}

/** @returns whether the bytes were accepted */
function accepted(read: () => ReturnType<typeof decodeProgram>): boolean {
  try {
    validateProgram(read());
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    expect(error.message.length).toBeLessThan(600);
    expect(error.hint).not.toBe('');
    return false;
  }
}

describe('damaged files', () => {
  for (const format of PROGRAM_FORMATS) {
    it(`in ${format} are read or refused with a ProblemError, and nothing else happens`, () => {
      let refused = 0;
      fc.assert(
        fc.property(programFor(format), fc.array(edit, { minLength: 1, maxLength: 3 }), (program, edits) => {
          const bytes = mutated(bytesOf(writeProgram(program, format)), edits);
          if (!accepted(() => parseProgram(bytes, `a.${format}`).program)) refused++;
        }),
        { numRuns: 3000, seed: 20260210 },
      );
      expect(refused).toBeGreaterThan(500);
    });
  }

  it('say the same read whole or in pieces', () => {
    fc.assert(
      fc.property(
        arbitraryProgram(),
        fc.constantFrom('mps', 'lp'),
        fc.array(edit, { minLength: 1, maxLength: 2 }),
        (program, format, edits) => {
          const bytes = mutated(bytesOf(writeProgram(program, format)), edits);
          const outcome = (read: () => unknown): unknown => {
            try {
              return read();
            } catch (error) {
              if (error instanceof ProblemError) return error.message;
              throw error;
            }
          };
          const pieces = outcome(() => {
            const reader = createProgramReader(`a.${format}`);
            for (let at = 0; at < bytes.length; at += 7) reader.push(bytes.subarray(at, at + 7));
            return reader.finish();
          });
          expect(pieces).toEqual(outcome(() => parseProgram(bytes, `a.${format}`)));
        },
      ),
      { numRuns: 500, seed: 20260211 },
    );
  });

  it('made from the shipped problems are read or refused', () => {
    const folder = join(import.meta.dirname, '../../../examples/problems');
    const files = readdirSync(folder).filter((name) => name.endsWith('.mps.gz')).map((name) =>
      gunzipSync(readFileSync(join(folder, name)))
    );
    expect(files.length).toBe(7);
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.array(edit, { minLength: 1, maxLength: 2 }), (bytes, edits) => {
        accepted(() => parseProgram(mutated(bytes, edits), 'a.mps').program);
      }),
      { numRuns: 300, seed: 20260212 },
    );
  });

  it('of random bytes are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('a.mps', 'a.lp', 'a.json', 'a'), (bytes, name) => {
        expect(accepted(() => parseProgram(bytes, name).program)).toBe(false);
      }),
      { numRuns: 1000, seed: 20260213 },
    );
  });
});

describe('damaged stored problems', () => {
  it('are decoded to a valid program or refused with a ProblemError', () => {
    let refused = 0;
    fc.assert(
      fc.property(arbitraryProgram({ freeRows: true }), fc.array(edit, { minLength: 1, maxLength: 3 }), (program, edits) => {
        if (!accepted(() => decodeProgram(mutated(encodeProgram(program), edits)))) refused++;
      }),
      { numRuns: 5000, seed: 20260214 },
    );
    expect(refused).toBeGreaterThan(2500);
  });

  it('are refused when cut anywhere, when longer than they should be, and when of another version', () => {
    const program = parseProgram(bytesOf('Minimize\n x + 2.5 y\nSubject To\n r: x + y >= 1\nBinaries\n x y\nEnd\n'), 'a.lp').program;
    const bytes = encodeProgram(program);
    for (let length = 0; length < bytes.length; length++) expect(() => decodeProgram(bytes.subarray(0, length))).toThrow(ProblemError);
    expect(() => decodeProgram(Uint8Array.of(...bytes, 0))).toThrow(/longer than it should be/);
    const newer = bytes.slice();
    newer[4] = 9;
    expect(() => decodeProgram(newer)).toThrow(/format version 9, this program reads 1/);
    expect(() => decodeProgram(bytesOf('SQLite format 3\u0000'))).toThrow(/does not begin like a problem/);
  });

  it('cannot make the decoder allocate more than they are worth', () => {
    // Magic, version, then counts of two thousand million each.
    const bomb = Uint8Array.of(0x4c, 0x42, 0x5a, 0x50, 1, 0xff, 0xff, 0xff, 0xff, 7, 0xff, 0xff, 0xff, 0xff, 7, 0xff, 0xff, 0xff, 0xff, 7);
    expect(() => decodeProgram(bomb)).toThrow(/counts do not fit its length/);
  });

  it('are read from shared memory', () => {
    const program = parseProgram(bytesOf('Minimize\n x\nSubject To\n r: x >= 1\nBinaries\n x\nEnd\n'), 'a.lp').program;
    const bytes = encodeProgram(program);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    expect(decodeProgram(shared)).toStrictEqual(program);
  });
});

describe('equal programs', () => {
  it('have equal bytes, and different ones different bytes', () => {
    fc.assert(
      fc.property(arbitraryProgram({ freeRows: true }), arbitraryProgram({ freeRows: true }), (one, other) => {
        const a = encodeProgram(one);
        expect(encodeProgram(decodeProgram(a))).toEqual(a);
        let same = true;
        try {
          expect(one).toStrictEqual(other);
        } catch {
          same = false;
        }
        expect(Buffer.compare(a, encodeProgram(other)) === 0).toBe(same);
      }),
      { numRuns: 300, seed: 20260215 },
    );
  });

  it('include those that differ in the sign of a zero', () => {
    const program = parseProgram(bytesOf('Minimize\n 0 x + y\nSubject To\n r: x >= 0\nBinaries\n x y\nEnd\n'), 'a.lp').program;
    const signed = { ...program, objective: Float64Array.of(-0, 1), rowLower: Float64Array.of(-0), objectiveConstant: -0 };
    expect(encodeProgram(signed)).toEqual(encodeProgram(program));
  });
});
