import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { requireDistinct } from '../../../src-main/cli/distinct-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'leibniz-distinct-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: string[]): string => join(folder, ...names);
writeFileSync(at('p.json'), '{}');
writeFileSync(at('start.sol'), 'x 1\n');
mkdirSync(at('sub'));
symlinkSync(at('p.json'), at('link.json'));
linkSync(at('p.json'), at('hard.json'));
symlinkSync(folder, at('sub', 'up'));
symlinkSync('new.leibniz', at('dangling.html'));

describe('the files of a command', () => {
  it.each([
    ['by its own name', at('p.json')], ['through ..', `${folder}/sub/../p.json`], ['through a link', at('link.json')],
    ['through a hard link', at('hard.json')], ['through a linked folder', at('sub', 'up', 'p.json')],
  ])('are refused where the problem would be written over %s, with --force too', (_, path) => {
    for (const force of [true, false]) {
      expect(() => requireDistinct(at('p.json'), { trajectory: path, force })).toThrow(/--trajectory.*is the one that this command reads/);
      expect(() => requireDistinct(at('p.json'), { writeSolution: path, force })).toThrow('--write-solution');
    }
  });

  it('are refused where two outputs go to one place, there or not', () => {
    expect(() => requireDistinct(at('p.json'), { trajectory: at('new.csv'), multipliers: `${folder}/sub/up/./new.csv` }))
      .toThrow(/--multipliers.*is that of --trajectory too/);
    expect(() => requireDistinct(at('p.json'), { trajectory: at('start.sol'), multipliers: at('start.sol') })).toThrow('--multipliers');
    expect(() => requireDistinct(at('p.json'), { session: at('new.leibniz'), report: at('dangling.html') }))
      .toThrow(/--report.*is that of --session too/);
  });

  it('are refused where a start or a point would be written over, unless --force says so', () => {
    expect(() => requireDistinct(at('p.json'), { startAt: at('start.sol'), trajectory: at('start.sol') }))
      .toThrow(/--trajectory.*is that of --start-at too/);
    expect(() => requireDistinct(at('p.json'), { start: at('start.sol'), writeSolution: at('start.sol'), force: true })).not.toThrow();
  });

  it('may be any others', () => {
    expect(() => requireDistinct(at('p.json'), { trajectory: at('a.csv'), multipliers: at('b.csv'), at: '0.5', startAt: '[0.1, 0.2]' })).not
      .toThrow();
    expect(() => requireDistinct('set-cover', { output: at('set-cover') })).not.toThrow();
    expect(() => requireDistinct('', { at: '0.5' })).not.toThrow();
    expect(() => requireDistinct(at('p.json'), { at: `[${'0.5,'.repeat(5000)}0.5]`, output: at('no', 'a.csv') })).not.toThrow();
  });
});
