/**
 * One seed serves many purposes; what keeps their numbers apart is the stream each draws from (docs/science.md,
 * section 11). The list holds all of them, and nobody draws from a stream that is not in it.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { STREAMS } from '../../../src-science/random/streams.ts';

const SCIENCE = join(import.meta.dirname, '../../../src-science');

it('no two purposes draw from the same stream of random numbers', () => {
  const numbers = Object.values(STREAMS);
  expect(new Set(numbers).size).toBe(numbers.length);
});

it('has numbers that results depend on', () => {
  expect(STREAMS).toMatchObject({
    descent: 0,
    estimation: 1,
    decoding: 2,
    start: 3,
    claims: 4,
    search: 5,
    quality: 6,
    dives: 7,
    rows: 8,
    errorSigns: 9,
    generators: 0x67656e,
  });
});

it('names every stream by its purpose: no bare number stands in a call', () => {
  const bare = globSync('**/*.ts', { cwd: SCIENCE }).flatMap((file) =>
    readFileSync(join(SCIENCE, file), 'utf8')
      .split('\n')
      .filter((line) => /positionStream\([^,]+, [^,]+, \d|createNumberSequence\([^,]+, \d|\bstream: \d/u.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(bare).toEqual([]);
});
