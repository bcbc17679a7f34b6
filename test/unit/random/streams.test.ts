/**
 * One seed serves many purposes; what keeps their numbers apart is the stream each draws from (docs/science.md,
 * section 11). The numbers of the streams stand beside their uses: here they are gathered.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SCIENCE = join(import.meta.dirname, '../../../src-science');

it('no two purposes draw from the same stream of random numbers', () => {
  const streams = globSync('**/*.ts', { cwd: SCIENCE }).flatMap((file) =>
    [...readFileSync(join(SCIENCE, file), 'utf8').matchAll(/^(?:export )?const ([A-Z]+(?:_[A-Z]+)*_STREAM) = (\w+);/gm)].map(([, name = '', value = '']) => ({ name, value: Number(value) })),
  );
  // Descent, estimation, decoding, start, generators and whatever was added since.
  expect(streams.length).toBeGreaterThanOrEqual(5);
  expect(streams.every(({ value }) => Number.isInteger(value))).toBe(true);
  expect(new Set(streams.map(({ value }) => value)).size).toBe(streams.length);
});
