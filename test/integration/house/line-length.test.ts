/**
 * Lines have at most 140 characters and files at most 400 lines, in the program, its tests and its kernels. A line is
 * excused only for a text, template or regular expression in it that is too long itself: words of messages and help are
 * found by searching for them, which a break in them would prevent.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/set-up/places.mjs';

const MOST = 140;
/** A shorter text can go to a line of its own. */
const LONG_TEXT = 60;
const MOST_LINES = 400;

const TEXTS = /`.*`|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\^.*\/[a-z]*/g;

/** @returns places of lines that are too long, and how long they are */
function overlong(file: string, text: string): readonly string[] {
  return text.split('\n').flatMap((line, k) => {
    if (Array.from(line).length <= MOST) return [];
    const rest = line.replaceAll(TEXTS, (found) => (found.length > LONG_TEXT ? '' : found));
    return Array.from(rest).length <= MOST ? [] : [`${file}:${k + 1}: ${Array.from(line).length} characters`];
  });
}

/** @returns the files of more lines than there may be, and how many they have */
function overfull(files: readonly (readonly [file: string, text: string])[]): readonly string[] {
  return files.flatMap(([file, text]) => {
    const lines = text.trimEnd().split('\n').length;
    return lines <= MOST_LINES ? [] : [`${file}: ${lines} lines`];
  });
}

const tracked = execFileSync('git', ['ls-files', 'src-*', 'test', 'scripts', 'bench', '*.mjs'], { cwd: projectRoot, encoding: 'utf8' });
const sources = [...new Set(tracked.split('\n'))]
  .filter((file) => /\.(?:tsx?|mjs|css)$/.test(file))
  .map((file) => [file, readFileSync(join(projectRoot, file), 'utf8')] as const);

describe('lines of code', () => {
  it(`have at most ${MOST} characters`, () => {
    expect(sources.length).toBeGreaterThan(1000);
    expect(sources.flatMap(([file, text]) => overlong(file, text))).toEqual([]);
  });

  it('are found where they are too long, and excused for a long text only', () => {
    const call = `  const made = ${'firstOf(second, third) + '.repeat(6)}fourth;`;
    expect(overlong('a.ts', `short\n${call}`)).toEqual([`a.ts:2: ${call.length} characters`]);
    expect(overlong('a.ts', `  const help = '${'one word and another, '.repeat(8)}';`)).toEqual([]);
    expect(overlong('a.ts', `  const names = [${"'short', ".repeat(20)}];`)).toHaveLength(1);
  });
});

describe('files of code', () => {
  it(`have at most ${MOST_LINES} lines`, () => {
    expect(overfull(sources)).toEqual([]);
  });

  it('are found where they are too long', () => {
    expect(overfull([['a.ts', 'line\n'.repeat(MOST_LINES + 1)], ['b.ts', 'line\n'.repeat(MOST_LINES)]])).toEqual(['a.ts: 401 lines']);
  });
});
