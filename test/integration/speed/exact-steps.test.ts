/** What a step of an exact descent may leave behind: a guard that needs no clock. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

describe('a step of an exact descent', () => {
  it('makes no array: what it leaves on the heap is far less than one vector', () => {
    // A young generation that holds all of it, so that nothing is collected while it is counted; one thread, so
    // that hot code is compiled at the same step every time.
    const space = ['--single-threaded', '--min-semi-space-size=128', '--max-semi-space-size=128'];
    const output = execFileSync(process.execPath, ['--expose-gc', ...space, fileURLToPath(new URL('exact-steps.ts', import.meta.url))], {
      encoding: 'utf8',
    });
    const found = JSON.parse(output) as Record<string, { readonly bytes: number; readonly vector: number }>;
    expect(Object.keys(found)).toHaveLength(8);
    for (const [name, { bytes, vector }] of Object.entries(found)) expect(bytes, name).toBeLessThan(vector / 2);
  });
});
