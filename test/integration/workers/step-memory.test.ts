/**
 * What a step of a descent leaves to the garbage collector, in bytes rather than in time: next to nothing.
 * A vector over the 2000 variables would be 16 000 bytes.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** Boxed numbers of the sums are some hundreds of bytes to a few thousand. */
const BOXED = 6000;

it('a step allocates no vector, in compiled code or in TypeScript', () => {
  const child = fileURLToPath(new URL('step-memory.ts', import.meta.url));
  const answer = execFileSync(process.execPath, ['--expose-gc', child, String(BOXED)], { encoding: 'utf8' });
  const found = JSON.parse(answer) as Readonly<Record<string, number>>;
  expect(Object.keys(found)).toHaveLength(6);
  for (const [name, bytes] of Object.entries(found)) expect(bytes, name).toBeLessThan(BOXED);
});
