/** Kernels that nobody holds any more give their memory back, without being told to. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('three gibibytes of kernels, made one after another, never take half a gibibyte', () => {
  const child = fileURLToPath(new URL('many-kernels.ts', import.meta.url));
  const found = JSON.parse(execFileSync(process.execPath, ['--expose-gc', child, '250'], { encoding: 'utf8' })) as Readonly<
    Record<string, number>
  >;
  expect(found['made']).toBe(750);
  expect(found['given']).toBeGreaterThan(3000);
  expect(found['peak']).toBeLessThan(512);
  expect(found['left']).toBeLessThan(256);
  // What V8 still counts as held outside its heap.
  expect(found['external']).toBeLessThan(64);
});
