/** Vectors as they may be given: arrays, objects of names, replies of this program, files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readZeroOne } from '../../../src-main/cli/marginals-argument.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';

const program = (text: string) => parseProgram(new TextEncoder().encode(text), 'p.lp').program;
const plain = program('Minimize\n z: x1 + x2 + x3\nSubject To\n r: x1 + x2 >= 1\nBinary\n x1 x2 x3\nEnd\n');
const folder = mkdtempSync(join(tmpdir(), 'leibniz-vectors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a vector of --start', () => {
  it.each([
    ['an array', '[1, 0, 1]'],
    ['an object of names', '{"x1": 1, "x2": 0, "x3": 1}'],
    ['an object of names in another order', '{"x3": 1, "x1": 1, "x2": 0}'],
    ['a reply by names', '{"status": "optimal", "x": {"x1": 1, "x2": 0, "x3": 1}}'],
    ['a reply of a descent', '{"xHat": [0, 0, 0], "decoded": {"x": [1, 0, 1]}}'],
  ])('may be %s, as text or in a file', async (what, text) => {
    expect(await readZeroOne('--start', text, plain)).toEqual([1, 0, 1]);
    const file = join(folder, `${what.replaceAll(' ', '-')}.json`);
    writeFileSync(file, text);
    expect(await readZeroOne('--start', file, plain)).toEqual([1, 0, 1]);
  });

  it('by names is read whatever variables are called', async () => {
    const odd = program('Minimize\n z: x + decoded + xHat\nSubject To\n r: x + decoded >= 1\nBinary\n x decoded xHat\nEnd\n');
    expect(await readZeroOne('--start', '{"x": 1, "decoded": 0, "xHat": 1}', odd)).toEqual([1, 0, 1]);
    expect(await readZeroOne('--start', '{"x": {"x": 1, "decoded": 0, "xHat": 1}}', odd)).toEqual([1, 0, 1]);
  });

  it('by names has integers as integers', async () => {
    const integers = program('Minimize\n z: n + b\nSubject To\n r: n + b >= 1\nBounds\n 0 <= n <= 5\nGeneral\n n\nBinary\n b\nEnd\n');
    const array = await readZeroOne('--start', '[3, 1]', integers);
    expect(await readZeroOne('--start', '{"b": 1, "n": 3}', integers)).toEqual(array);
  });

  it.each([
    ['{"x1": 1, "x2": 0}', 'says nothing of the variable “x3”'],
    ['{"x1": 1, "x2": 0, "x3": 1, "x4": 1}', 'to “x4”, which is no variable'],
    ['{"x1": 1, "x2": 0, "x3": 0.5}', 'has 0.5 as value 3'],
    ['{"x1": 1, "x2": 0, "x3": "1"}', 'has "1" as value 3'],
    ['{"status": "infeasible", "x": null}', 'without a solution'],
    ['{"decoded": null}', 'without a solution'],
  ])('is refused in one sentence: %s', async (text, sentence) => {
    await expect(readZeroOne('--start', text, plain)).rejects.toThrow(sentence);
  });
});
