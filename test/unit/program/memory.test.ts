/**
 * What a program of a million nonzeros takes: bytes of its stored form, bytes of its arrays when it is
 * decoded and brought to normal form, and how many such copies are kept. Counted, not timed.
 */
import { describe, expect, it } from 'vitest';
import { encodeProgram, decodeProgram } from '../../../src-science/program/encoding.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { normalForm } from '../../../src-science/program/normal-form.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { createRecent } from '../../../src-science/program/recent.ts';

/** Bytes of all arrays reachable from a value, each memory once. */
function arrayBytes(value: unknown, seen = new Set<ArrayBufferLike>()): number {
  if (ArrayBuffer.isView(value)) {
    if (seen.has(value.buffer)) return 0;
    seen.add(value.buffer);
    return value.buffer.byteLength;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + arrayBytes(each, seen), 0);
}

const million: Program = generate('set-cover', { rows: 20_000, columns: 10_000, density: 0.005 }, 1);
const nonzeros = million.rows.value.length;
const places = 20_000 + 10_000;

describe('a program of a million nonzeros', () => {
  it('is stored in two bytes a nonzero where coefficients are alike, and in ten where they are not', () => {
    expect(nonzeros).toBeGreaterThan(990_000);
    expect(encodeProgram(million).byteLength).toBeLessThanOrEqual(2 * nonzeros + 40 * places);
    const real: Program = { ...million, rows: { ...million.rows, value: million.rows.value.map((_, k) => 1 + k / 7) } };
    expect(encodeProgram(real).byteLength).toBeLessThanOrEqual(10 * nonzeros + 40 * places);
  });

  it('takes twelve bytes a nonzero decoded, and twelve more in normal form', () => {
    const decoded = decodeProgram(encodeProgram(million));
    expect(arrayBytes(decoded)).toBeLessThanOrEqual(12 * nonzeros + 64 * places);
    expect(arrayBytes(normalForm(decoded))).toBeLessThanOrEqual(12 * nonzeros + 64 * places);
  });
});

describe('what was used last', () => {
  const store = (most: number, mostWeight: number) => createRecent<string, number>({ most, mostWeight, weightOf: (weight) => weight });
  const held = (recent: ReturnType<typeof store>, keys: string): string =>
    keys.split('').filter((key) => recent.get(key) !== undefined).join('');

  it('is kept up to a count, the least recently used going first', () => {
    const recent = store(3, Infinity);
    for (const key of 'abc') recent.put(key, 1);
    recent.get('a');
    recent.put('d', 1);
    expect(held(recent, 'abcd')).toBe('acd');
  });

  it('is kept up to a weight, but the last one whatever it weighs', () => {
    const recent = store(8, 10);
    for (const key of 'abcd') recent.put(key, 3);
    expect(held(recent, 'abcd')).toBe('bcd');
    recent.put('e', 50);
    expect(held(recent, 'abcde')).toBe('e');
    // The weight of what went is given back.
    recent.put('f', 4);
    recent.put('g', 4);
    expect(held(recent, 'efg')).toBe('fg');
  });

  it('forgets what it is told to, and counts a value that is put twice once', () => {
    const recent = store(8, 10);
    recent.put('a', 6);
    recent.put('a', 6);
    recent.put('b', 4);
    expect(held(recent, 'ab')).toBe('ab');
    recent.delete('a');
    recent.put('c', 6);
    expect(held(recent, 'abc')).toBe('bc');
  });
});
