/** What is too large is refused in words before it is allocated, in each format; names cannot be chosen to collide. */
import { describe, expect, it } from 'vitest';
import { nameHash } from '../../../src-science/program/formats/name-table.ts';
import { LIMITS } from '../../../src-science/program/limits.ts';
import { createProgramReader, parseProgram } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import { validateProgram } from '../../../src-science/program/validate-program.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';

const text = 'Minimize\n o: a + b + c\nSubject To\n first: a + b >= 1\n second: b + c >= 1\n third: a + c >= 1\nBinary\n a b c\nEnd\n';
const program = parseProgram(Buffer.from(text), 'p.lp').program;

function complaint(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

describe.each(['mps', 'lp', 'json'] as const)('a problem in %s', (format) => {
  const bytes = Buffer.from(writeProgram(program, format));
  const read = (limits: Partial<typeof LIMITS>) => () => {
    const reader = createProgramReader(`p.${format}`, { ...LIMITS, ...limits });
    reader.push(bytes);
    reader.finish();
  };
  it('is read at its limits', () => {
    expect(complaint(read({ names: 4, nonzeros: 6, jsonBytes: bytes.length }))).toBe('accepted');
  });
  it('is refused with more names', () => {
    expect(complaint(read({ names: 2 }))).toMatch(/^problem-too-large: .*there are more than 2 (variables|rows)/u);
  });
  it('is refused with more nonzeros', () => {
    expect(complaint(read({ nonzeros: 5 }))).toMatch(/^problem-too-large: .*there are more than 5 nonzeros/u);
  });
});

it('a problem in JSON is refused before more of it is held than may be', () => {
  const reader = createProgramReader('p.json', { ...LIMITS, jsonBytes: 100_000 });
  const blank = Buffer.alloc(70_000, ' ');
  blank[0] = 123;
  reader.push(blank);
  expect(complaint(() => reader.push(blank))).toBe('problem-too-large: p.json: a problem in JSON may have 100000 bytes, and this one has more.');
});

it('a program of more names than a set can hold is refused before a set is made', () => {
  const wide = { ...program, objective: { length: 2 ** 24 } as unknown as Float64Array };
  expect(complaint(() => validateProgram(wide))).toBe('problem-too-large: The program has 16777216 variables; there may be 16777215.');
  expect(complaint(() => validateProgram({ ...program, rowLower: { length: 2 ** 24 } as unknown as Float64Array })))
    .toContain('16777216 rows');
});

describe('names made to collide', () => {
  const FNV_START = 0x811c9dc5 | 0;
  const PRIME = 0x01000193;
  /** 1/PRIME modulo 2^32, by Newton's iteration. */
  let inverse = PRIME;
  for (let k = 0; k < 5; k++) inverse = Math.imul(inverse, 2 - Math.imul(PRIME, inverse));
  const letters = Array.from({ length: 62 }, (_, k) => (k < 26 ? 97 + k : k < 52 ? 39 + k : k - 4));

  /** Names of six letters with one and the same FNV-1a from FNV's own start: three letters forward, three back. */
  function colliding(target: number): Uint8Array[] {
    const heads = new Map<number, Uint8Array>();
    for (const a of letters) {
      for (const b of letters) {
        for (const c of letters) {
          heads.set([a, b, c].reduce((hash, byte) => Math.imul(hash ^ byte, PRIME), FNV_START), Uint8Array.of(a, b, c));
        }
      }
    }
    const names: Uint8Array[] = [];
    for (const d of letters) for (const e of letters) for (const f of letters) {
      const before = [f, e, d].reduce((hash, byte) => Math.imul(hash, inverse) ^ byte, target);
      const head = heads.get(before);
      if (head !== undefined) names.push(Uint8Array.of(...head, d, e, f));
    }
    return names;
  }

  it('collide from the start they were made for and from no other', () => {
    const names = [1, 2, 3, 4].map((target) => colliding(target)).sort((a, b) => b.length - a.length)[0] ?? [];
    expect(names.length).toBeGreaterThan(5);
    const hashes = (seed: number): number => new Set(names.map((name) => nameHash(name, 0, name.length, seed))).size;
    expect(hashes(FNV_START)).toBe(1);
    for (const seed of [1, 0x12345678, -77, 0x811c9dc4 | 0]) expect(hashes(seed)).toBeGreaterThan(names.length / 2);
  });
});
