import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toErrorValue } from '../../../src-main/engine/error-value.ts';
import { readProblem } from '../../../src-main/engine/read-problem.ts';

const LP = `\\ two knapsacks
Maximize
 profit: 5 a + 4 b + 3 c
Subject To
 first: 2 a + 3 b + c <= 5
 second: 4 a + b + 2 c <= 11
Binary
 a b c
End
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leibniz-read-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function refusal(path: string, largestBytes?: number) {
  try {
    await readProblem(path, largestBytes === undefined ? {} : { largestBytes });
  } catch (error) {
    return toErrorValue(error);
  }
  throw new Error('the file was accepted');
}

describe('reading a problem file', () => {
  it('reads the same program plain and gzipped, whatever the name says about compression', async () => {
    const plain = await readProblem(await file('knapsack.lp', LP));
    expect(plain.program.variableNames).toEqual(['a', 'b', 'c']);
    expect(plain.program.sense).toBe('max');
    for (const name of ['knapsack.lp.gz', 'packed.lp']) {
      const packed = await readProblem(await file(name, gzipSync(LP)));
      expect(packed.program.rows).toEqual(plain.program.rows);
    }
    const misnamed = await readProblem(await file('plain.lp.gz', LP));
    expect(misnamed.program.rows).toEqual(plain.program.rows);
  });

  it('reads a gzip of several members to its end', async () => {
    const half = LP.indexOf('Binary');
    const packed = await readProblem(await file('members.lp.gz', Buffer.concat([gzipSync(LP.slice(0, half)), gzipSync(LP.slice(half))])));
    expect(packed.program.variableNames).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['a missing file', () => Promise.resolve(join(folder, 'nowhere.mps')), 'file-missing', /nowhere\.mps” does not exist/],
    ['a folder', () => Promise.resolve(folder), 'file-is-folder', /is a folder/],
    ['an empty file', () => file('empty.mps', ''), 'problem-empty', /empty\.mps/],
    ['an empty gzip', () => file('empty.mps.gz', gzipSync('')), 'problem-empty', /empty\.mps\.gz/],
    ['a truncated gzip', () => file('cut.lp.gz', gzipSync(LP.repeat(20)).subarray(0, 120)), 'problem-truncated', /cut\.lp\.gz” ends in the middle/],
    ['a damaged gzip', () => file('bad.lp.gz', gzipSync(LP).fill(0xff, 20, 40)), 'problem-corrupt', /bad\.lp\.gz” is damaged/],
    ['a gzip in a gzip', () => file('twice.lp.gz', gzipSync(gzipSync(LP))), 'problem-format', /compressed with gzip inside/],
    ['a web page', () => file('page.mps', '<!doctype html><title>404</title>'), 'problem-format', /web page/],
    ['a general integer', () => file('general.lp', LP.replace('Binary', 'General')), 'problem-not-binary', /a/],
  ] as const)('refuses %s and names it', async (_name, make, code, message) => {
    const error = await refusal(await make());
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.hint).not.toBe('');
  });

  it('refuses a small gzip that unpacks to more than the limit, without unpacking it', async () => {
    const bomb = await file('bomb.lp.gz', gzipSync(Buffer.alloc(8 * 2 ** 20, '\\ nothing\n')));
    const error = await refusal(bomb, 2 ** 20);
    expect(error).toMatchObject({ code: 'file-too-large', message: '“bomb.lp.gz” holds more than 1048576 bytes when decompressed.' });
  });

  it('names the line of a syntax error in a compressed file', async () => {
    const error = await refusal(await file('syntax.lp.gz', gzipSync(LP.replace('2 a + 3 b', '2 a + 3x b <'))));
    expect(error.file ?? error.message).toMatch(/syntax\.lp\.gz/);
    expect(error.line).toBe(5);
  });
});
