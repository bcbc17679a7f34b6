/** The command line as a whole: help, refusals, interrupts, outputs that end early. */
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesFolder } from '../../../src-main/engine/entry-points.ts';
import { leibniz, startLeibniz } from './leibniz-process.ts';
import { KNAPSACK } from './small-problems.ts';

const p0033 = join(examplesFolder(), 'problems', 'p0033.mps.gz');
let folder = '';
let knapsack = '';
let empty = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leibniz-cli-'));
  knapsack = join(folder, 'knapsack.lp');
  await writeFile(knapsack, KNAPSACK);
  empty = join(folder, 'empty.leibniz');
  await writeFile(empty, '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the command line', () => {
  const cases: readonly (readonly [what: string, words: () => string[], message: RegExp])[] = [
    ['no command', () => [], /Usage: leibniz/],
    ['an unknown command', () => ['frobnicate'], /unknown command 'frobnicate'/],
    ['an unknown option', () => ['info', knapsack, '--frob'], /unknown option '--frob'/],
    ['a missing argument', () => ['solve'], /missing required argument 'problem'/],
    ['a surplus argument', () => ['solve', knapsack, 'more'], /too many arguments/],
    ['a missing file', () => ['info', join(folder, 'nowhere.mps')], /nowhere\.mps” does not exist/],
    ['a folder', () => ['info', folder], /is a folder/],
    ['an unknown solver', () => ['solve', knapsack, '--solver', 'cplex'],
      /--solver <name>' argument 'cplex' is invalid. Allowed choices are highs, glpk, race, enumerate/],
    ['a check of one solver', () => ['solve', knapsack, '--solver', 'highs', '--check'],
      /--check compares two solvers, and highs is one\.\s+Use it with --solver race\./],
    ['a time limit that is not a number', () => ['solve', knapsack, '--time-limit', 'NaN'], /--time-limit.*must be a finite number/],
    ['a time limit of zero', () => ['solve', knapsack, '--time-limit', '0'], /--time-limit.*above 0/],
    ['an infinite mu', () => ['descend', knapsack, '--scheme', 'true-penalty', '--mu', 'Infinity'], /--mu <m>.*finite/],
    ['a hexadecimal number', () => ['descend', knapsack, '--scheme', 'true-penalty', '--mu', '0x10'], /--mu <m>.*finite number/],
    ['a negative mu', () => ['descend', knapsack, '--scheme', 'true-penalty', '--mu', '-1'], /--mu <m>.*at least 0/],
    ['two kinds of mu', () => ['descend', knapsack, '--scheme', 'true-penalty', '--mu', '1', '--mu-ramp', '1:2'], /exclude each other/],
    ['a fraction of a sample', () => ['estimate', knapsack, '--at', '0.5', '--samples', '1.5'], /--samples.*whole number/],
    ['a negative seed', () => ['estimate', knapsack, '--at', '0.5', '--seed', '-3'], /--seed.*at least 0/],
    ['no scheme', () => ['gradient', knapsack, '--at', '0.5'], /required option '--scheme <name>' not specified/],
    ['no point', () => ['estimate', knapsack], /required option '--at <x>' not specified/],
    ['a point outside of the cube', () => ['estimate', knapsack, '--at', '1.5'], /--at is 1.5, which is not in \[0, 1\]/],
    ['a place for the trajectory that is none',
      () => ['descend', knapsack, '--scheme', 'true-penalty', '--trajectory', join(folder, 'no', 'a.csv')],
      /The folder .*no” of --trajectory does not exist/],
    ['a trajectory that is a folder', () => ['descend', knapsack, '--scheme', 'true-penalty', '--trajectory', folder],
      /--trajectory.*is a folder/],
    ['a trajectory over the problem itself', () => ['descend', knapsack, '--scheme', 'true-penalty', '--trajectory', knapsack],
      /--trajectory.*is the one that this command reads/],
    ['a device instead of a problem', () => ['info', '/dev/null'], /no regular file/],
    ['a folder instead of a problem', () => ['info', folder], /is a folder/],
    ['a point that names not all variables', () => ['estimate', knapsack, '--at', '{"a": 1}'], /--at says nothing of the variable/],
    ['a point that is a word', () => ['estimate', knapsack, '--at', '"half"'],
      /--at is neither a number nor an array of numbers, nor an object/],
    ['a negative point', () => ['estimate', knapsack, '--at', '-0.1'], /--at is -0.1/],
    ['a point of NaN', () => ['estimate', knapsack, '--at', 'NaN'], /--at holds NaN or an infinity/],
    ['a point of the wrong length', () => ['estimate', knapsack, '--at', '[0.1, 0.2]'],
      /--at has 2 values, but the problem has 3 variables/],
    ['a point with a word in it', () => ['estimate', knapsack, '--at', '[0.1, "x", 0.3]'], /"x" as value 2, which is no number/],
    ['a point with null in it', () => ['estimate', knapsack, '--at', '[0.1, null, 0.3]'], /null as value 2/],
    ['a broken array', () => ['estimate', knapsack, '--at', '[0.1, 0.2'], /no JSON array/],
    ['a point in a missing file', () => ['estimate', knapsack, '--at', 'point.json'], /point\.json” does not exist/],
    ['momentum for Adam', () => ['descend', knapsack, '--scheme', 'true-penalty', '--optimizer', 'adam', '--momentum', '0.9'],
      /--momentum means nothing to the optimizer adam/],
    ['an exact evaluation that does not exist',
      () => ['gradient', knapsack, '--at', '0.5', '--scheme', 'score-function', '--evaluation', 'exact'], /sampl/],
    ['an unknown preset', () => ['descend', knapsack, '--preset', 'magic'], /no preset “magic”/],
    ['an unknown family', () => ['generate', 'magic', '--size', 'n=1', '-o', join(folder, 'm.lp')], /no family “magic”/],
    ['an unknown parameter', () => ['generate', 'set-cover', '--size', 'frob=1', '-o', join(folder, 'm.lp')], /no parameter “frob”/],
    ['an unknown ending', () => ['generate', 'set-cover', '--size', 'rows=5', '-o', join(folder, 'm.xls')],
      /must end in \.mps, \.lp, \.opb, \.wbo, \.qubo or \.json/],
    ['a session that is none', () => ['session', 'info', knapsack], /knapsack\.lp/],
    ['a study that is none', () => ['study', 'run', knapsack, '--session', join(folder, 's.leibniz')], /is not JSON/],
  ];
  it.each(cases)('ends with 2 and says why for %s', async (_what, words, message) => {
    const { code, stdout, stderr } = await leibniz(...words());
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it.each([
    ['an unknown command', () => ['conquer'], 'usage'],
    ['an unknown option', () => ['info', knapsack, '--nope'], 'usage'],
    ['a missing argument', () => ['solve'], 'usage'],
    ['a value out of range', () => ['descend', knapsack, '--scheme', 'true-penalty', '--samples', '0'], 'usage'],
    ['a missing file', () => ['info', join(folder, 'missing.mps')], 'file-missing'],
    ['an evaluation that does not exist', () => ['gradient', knapsack, '--at', '0.5', '--scheme', 'concrete', '--evaluation', 'exact'],
      'spec-invalid'],
    ['a session that is empty', () => ['session', 'verify', empty], 'session-empty'],
  ] as const)('prints one JSON document and nothing else on stdout for %s', async (_what, words, code) => {
    const ended = await leibniz(...words(), '--json');
    expect(ended.code).toBe(2);
    const document: unknown = JSON.parse(ended.stdout);
    expect(document).toMatchObject({ error: { code, message: expect.stringMatching(/^(?!error: )./), hint: expect.stringMatching(/./) } });
    expect(ended.stderr).not.toBe('');
  });

  it.skipIf(process.platform === 'win32')('ends in peace when nobody reads its output any more', async () => {
    const { process: child, ended } = startLeibniz(['solve', p0033, '--json']);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('says that its output could not be written, and ends with 1', async () => {
    const full = openSync('/dev/full', 'w');
    try {
      const { process: child, ended } = startLeibniz(['info', p0033], {}, full);
      expect(child.stdout).toBeNull();
      const { code, stderr } = await ended;
      expect(stderr).toMatch(/^leibniz: The output could not be written: .*no space left/);
      expect(stderr).not.toMatch(/^ +at /m);
      expect(code).toBe(1);
    } finally {
      closeSync(full);
    }
  });

  it('names file and line of a problem it cannot read, as a JSON document where asked', async () => {
    const broken = join(folder, 'broken.lp');
    await writeFile(broken, KNAPSACK.replace('2 a + 3 b', '2 a + + * b'));
    const { code, stdout } = await leibniz('solve', broken, '--json');
    expect(code).toBe(2);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; line: number } };
    expect(error.message).toContain('broken.lp');
    expect(error.line).toBe(5);
  });

  it('prints its version and its help without an error', async () => {
    expect(await leibniz('--version')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
    expect(await leibniz('descend', '--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('--mu-ramp'), stderr: '' });
  });

  it('shows control characters of names instead of obeying them', async () => {
    const json = join(folder, 'names.json');
    const name = '\u001b[31mred';
    await writeFile(
      json,
      JSON.stringify({
        format: 'leibniz-program',
        version: 1,
        name,
        sense: 'max',
        variables: [name],
        objective: { name, constant: 0, terms: [[name, 1]] },
        rows: [],
      }),
    );
    for (const words of [['info', json], ['solve', json], ['decode', json, '--at', '1', '--decoder', 'threshold']]) {
      const { code, stdout } = await leibniz(...words);
      expect(code).toBe(0);
      expect(stdout).toContain('[31mred');
      expect(stdout).not.toContain('\u001b');
    }
  });
});
