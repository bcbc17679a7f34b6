/**
 * Lines of code have at most 140 characters. A line is excused only for a text, template or regular expression in it that
 * is too long itself: words of messages and help are found by searching for them, which a break in them would prevent.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/set-up/places.mjs';

const MOST = 140;
/** A shorter text can go to a line of its own. */
const LONG_TEXT = 60;

const TEXTS = /`.*`|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\^.*\/[a-z]*/g;

/** @returns places of lines that are too long, and how long they are */
function overlong(file: string, text: string): readonly string[] {
  return text.split('\n').flatMap((line, k) => {
    if (Array.from(line).length <= MOST) return [];
    const rest = line.replaceAll(TEXTS, (found) => (found.length > LONG_TEXT ? '' : found));
    return Array.from(rest).length <= MOST ? [] : [`${file}:${k + 1}: ${Array.from(line).length} characters`];
  });
}

const tracked = execFileSync('git', ['ls-files', 'src-*', 'scripts', 'bench'], { cwd: projectRoot, encoding: 'utf8' }).split('\n');
const sources = tracked.filter((file) => /\.(?:tsx?|mjs)$/.test(file) && !file.startsWith('src-kernels/assembly/'));

describe('lines of code', () => {
  it(`have at most ${MOST} characters`, () => {
    expect(sources.length).toBeGreaterThan(500);
    expect(sources.flatMap((file) => overlong(file, readFileSync(join(projectRoot, file), 'utf8')))).toEqual([]);
  });

  it('are found where they are too long, and excused for a long text only', () => {
    const call = `  const made = ${'firstOf(second, third) + '.repeat(6)}fourth;`;
    expect(overlong('a.ts', `short\n${call}`)).toEqual([`a.ts:2: ${call.length} characters`]);
    expect(overlong('a.ts', `  const help = '${'one word and another, '.repeat(8)}';`)).toEqual([]);
    expect(overlong('a.ts', `  const names = [${"'short', ".repeat(20)}];`)).toHaveLength(1);
  });
});
