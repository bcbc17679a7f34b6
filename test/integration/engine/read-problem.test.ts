import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toErrorValue } from '../../../src-main/engine/error-value.ts';
import { readProblem } from '../../../src-main/engine/problems/read-problem.ts';
import { copySession } from '../../../src-main/engine/session/open-file.ts';
import { readStudy } from '../../../src-main/engine/study/read-study.ts';
import type { ReadingBudget } from '../../../src-main/engine/problems/read-problem.ts';

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

async function refusal(path: string, budget: Partial<ReadingBudget> = {}, signal?: AbortSignal) {
  try {
    await readProblem(path, { budget, ...(signal === undefined ? {} : { signal }) });
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
    ['a truncated gzip', () => file('cut.lp.gz', gzipSync(LP.repeat(20)).subarray(0, 120)), 'problem-truncated',
      /cut\.lp\.gz” ends in the middle/],
    ['a damaged gzip', () => file('bad.lp.gz', gzipSync(LP).fill(0xff, 20, 40)), 'problem-corrupt', /bad\.lp\.gz” is damaged/],
    ['a gzip in a gzip', () => file('twice.lp.gz', gzipSync(gzipSync(LP))), 'problem-format', /compressed with gzip inside/],
    ['a web page', () => file('page.mps', '<!doctype html><title>404</title>'), 'problem-format', /web page/],
    ['an integer that nothing bounds', () => file('general.lp', 'Minimize\n a\nSubject To\n r: a >= 1\nGeneral\n a\nEnd\n'),
      'problem-not-binary', /“a”/],
  ] as const)('refuses %s and names it', async (_name, make, code, message) => {
    const error = await refusal(await make());
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.hint).not.toBe('');
  });

  it('refuses a small gzip that unpacks to more than the limit, without unpacking it', async () => {
    const bomb = await file('bomb.lp.gz', gzipSync(Buffer.alloc(8 * 2 ** 20, '\\ nothing\n')));
    const error = await refusal(bomb, { bytes: 2 ** 20 });
    expect(error).toMatchObject({ code: 'file-too-large', message: '“bomb.lp.gz” holds more than 1048576 bytes when decompressed.' });
  });

  it.each([
    ['comments', 'comments.lp.gz', '\\ nothing\n'],
    ['blanks in JSON', 'blanks.json.gz', '          \n'],
    ['comments of MPS', 'comments.mps.gz', '* nothing at all here\n'],
  ])('refuses a gzip of %s that unpacks to many times its size, after its beginning', async (_name, name, line) => {
    const packed = gzipSync(Buffer.concat([Buffer.from(name.includes('json') ? '{' : ''), Buffer.alloc(8 * 2 ** 20, line)]));
    const error = await refusal(await file(name, packed), { expansionFrom: 2 ** 20 });
    expect(error).toMatchObject({ code: 'file-expands-too-far', message: `“${name}” unpacks to more than 100 times its size, which no problem does.` });
    // A beginning that expands is not made good by what follows it.
    const padded = Buffer.concat([packed, gzipSync(Buffer.from(Array.from({ length: 300_000 }, (_, k) => (k * 2_654_435_761) >>> 24)))]);
    expect((await refusal(await file(`padded-${name}`, padded), { expansionFrom: 2 ** 20 })).code).toBe('file-expands-too-far');
  });

  it('reads what compresses as well as problems do', async () => {
    const rows = Array.from({ length: 20_000 }, (_, k) => ` r${k}: 1 a + 1 b + 1 c <= 2`).join('\n');
    const packed = gzipSync(`Minimize\n o: a\nSubject To\n${rows}\nBinary\n a b c\nEnd\n`, { level: 9 });
    const { program } = await readProblem(await file('repeated.lp.gz', packed), { budget: { expansionFrom: 0 } });
    expect(program.rowLower.length).toBe(20_000);
  });

  it('ends between two pieces when it is cancelled', async () => {
    const long = await file('long.lp', `\\ ${'x'.repeat(60_000)}\n`.repeat(100));
    const cancelled = new AbortController();
    const reading = refusal(long, {}, cancelled.signal);
    cancelled.abort();
    expect(await reading).toMatchObject({ code: 'reading-cancelled', message: 'Opening “long.lp” was cancelled.' });
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe and a device in one sentence, without waiting for either', async () => {
    const pipe = join(folder, 'pipe.lp');
    execFileSync('mkfifo', [pipe]);
    for (const path of [pipe, '/dev/zero']) {
      expect(await refusal(path)).toMatchObject({
        code: 'file-not-regular',
        message: expect.stringMatching(/is no regular file but a device, a socket or a pipe\.$/u),
      });
      await expect(readStudy(path)).rejects.toMatchObject({ code: 'file-not-regular' });
      expect(() => copySession(path, join(folder, 'copy'), [])).toThrow('is not a file but a device');
    }
  });

  // As /proc/kmsg and trace_pipe are, which would be waited for if this one were read.
  it.runIf(process.platform === 'linux')('refuses a file that the kernel makes while it is read, though it says it is a regular one', async () => {
    const path = '/proc/self/status';
    const message = '“status” is empty, or a file of the system that is made while it is read.';
    expect(await refusal(path)).toMatchObject({ code: 'file-not-regular', message });
    await expect(readStudy(path)).rejects.toMatchObject({ code: 'file-not-regular', message });
    expect(() => copySession(path, join(folder, 'copy'), [])).toThrow('is not a file but a device');
  });

  it('names the line of a syntax error in a compressed file', async () => {
    const error = await refusal(await file('syntax.lp.gz', gzipSync(LP.replace('2 a + 3 b', '2 a + 3x b <'))));
    expect(error.file ?? error.message).toMatch(/syntax\.lp\.gz/);
    expect(error.line).toBe(5);
  });
});
