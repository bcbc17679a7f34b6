/** Names that a terminal would obey never reach it: neither in tables nor in messages, with --json or without. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { firstUnshown } from '../../unit/export/hostile-names.ts';
import { leibniz } from './leibniz-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'leibniz-names-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOSTILE = 'p\n\u001b]0;evil\u0007\u009b2J\u202e\rx';
const file = join(folder, 'hostile.json');
writeFileSync(
  file,
  JSON.stringify({
    format: 'leibniz-program',
    version: 1,
    name: HOSTILE,
    variables: [HOSTILE, 'b'],
    objective: { terms: [[HOSTILE, 1]] },
    rows: [{ name: HOSTILE, lower: 1, terms: [[HOSTILE, 1], ['b', 1]] }],
  }),
);

describe('a terminal', () => {
  it.each([
    ['facts', ['info', file]],
    ['facts as JSON', ['info', file, '--json']],
    ['a solution', ['solve', file, '--solver', 'enumerate']],
    ['a solution as JSON', ['solve', file, '--solver', 'enumerate', '--json']],
    ['a gradient', ['gradient', file, '--at', '0.5', '--scheme', 'true-penalty', '--evaluation', 'exact']],
    ['a name that is no variable', ['gradient', file, '--at', JSON.stringify({ [HOSTILE]: 2 }), '--scheme', 'true-penalty']],
    ['a file that is not there', ['info', join(folder, `${HOSTILE}.mps`)]],
    ['an option that is not there', ['info', file, `--${HOSTILE}`]],
    ['a command that is not there', [HOSTILE]],
  ])('gets %s without anything that it obeys', async (_, words) => {
    const { stdout, stderr } = await leibniz(...words);
    expect(stdout + stderr).not.toBe('');
    expect(firstUnshown(stdout, '\n')).toBeNull();
    expect(firstUnshown(stderr, '\n')).toBeNull();
  });
});
