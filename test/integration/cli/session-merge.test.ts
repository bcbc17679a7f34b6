/** `leibniz session merge` as a process: what it writes, says and refuses, and that it is all or nothing. */
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examplesFolder } from '../../../src-main/engine/entry-points.ts';
import { writeWholeSession } from '../../stress/whole-session.ts';
import { startLeibniz } from './leibniz-process.ts';
import type { Ended } from './leibniz-process.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leibniz-merge-'));
  await writeWholeSession(at('a.leibniz'), at('data'), 200);
  await writeWholeSession(at('b.leibniz'), at('data'), 300);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const start = (...words: string[]) => startLeibniz(words, { XDG_STATE_HOME: at('state') });
const run = (...words: string[]): Promise<Ended> => start(...words).ended;

it('writes one whole session, tells what contradicts with exit code 1, and replaces nothing unasked', async () => {
  const sources = ['a', 'b'].map((name) => readFileSync(at(`${name}.leibniz`)));
  const merged = await run('session', 'merge', at('a.leibniz'), at('b.leibniz'), '-o', at('all.leibniz'));
  expect(merged.code, merged.stderr).toBe(1);
  expect(merged.stdout).toContain('another result');
  expect(merged.stdout).toContain('wrote 1 problem, 5 runs, 1 study to');
  const again = await run('session', 'merge', at('all.leibniz'), at('a.leibniz'), '-o', at('twice.leibniz'), '--json');
  expect(again.code, again.stderr).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject({
    runs: 5, problems: 1, sources: [{ runs: { added: 5, same: 0 } }, { runs: { added: 0, same: 4 } }], studies: [{ runs: 3 }],
  });
  expect((await run('session', 'verify', at('twice.leibniz'))).code).toBe(0);
  const there = readFileSync(at('all.leibniz'));
  const refused = await run('session', 'merge', at('a.leibniz'), '-o', at('all.leibniz'));
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('exists already')]);
  expect((await run('session', 'merge', at('a.leibniz'), '-o', at('a.leibniz'), '--force')).code).toBe(2);
  copyFileSync(join(examplesFolder(), 'problems', 'p0033.mps.gz'), at('c.leibniz'));
  const unread = await run('session', 'merge', at('a.leibniz'), at('c.leibniz'), '-o', at('all.leibniz'), '--force');
  expect([unread.code, unread.stderr]).toEqual([2, expect.stringContaining('c.leibniz')]);
  expect(readFileSync(at('all.leibniz')).equals(there)).toBe(true);
  expect(['a', 'b'].map((name, k) => readFileSync(at(`${name}.leibniz`)).equals(sources[k] ?? Buffer.of()))).toEqual([true, true]);
}, 240_000);

it('killed in the middle leaves what stood there, and the next one begins anew', async () => {
  await writeWholeSession(at('large.leibniz'), at('data'), 600_000);
  copyFileSync(at('a.leibniz'), at('target.leibniz'));
  const before = readFileSync(at('target.leibniz'));
  const words = ['session', 'merge', at('large.leibniz'), at('b.leibniz'), '-o', at('target.leibniz'), '--force'];
  const { process: child, ended } = start(...words);
  const copies = at('state/leibniz/command-line/merges/working-copies');
  // As soon as it works on a copy that can be told to be one.
  const begun = (): boolean => existsSync(copies) && readdirSync(copies).some((id) => existsSync(join(copies, id, 'about.json')));
  while (child.exitCode === null && !begun()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill('SIGKILL');
  await ended;
  expect(readFileSync(at('target.leibniz')).equals(before)).toBe(true);
  expect((await run(...words)).code).toBe(1);
  expect((await run('session', 'verify', at('target.leibniz'))).code).toBe(0);
  expect(readdirSync(copies)).toEqual([]);
}, 240_000);
