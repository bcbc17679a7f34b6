/**
 * No name of a file stands for two things. A name may be there twice where both files are of one thing: a command and
 * what it runs, a kernel and its host, a record and its kernel, the shape of a thing and the thing.
 */
import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/set-up/places.mjs';

/** Folders whose files are named for what stands elsewhere under the same name. */
const NAMED_FOR_ANOTHER = [/^src-main\/cli\/commands\//, /^src-kernels\/assembly\//, /^src-science\/gradients\/schemes\//, /^src-(?:main\/engine|workers|renderer)\/kinds\//];

/** Names that any room may have, since the room is part of the name. */
const OF_A_ROOM = new Set(['index.ts', 'main.ts']);

/** Of one thing in two rooms, and what each is. */
const ONE_THING: Readonly<Record<string, string>> = {
  'claim.ts': 'a claim: its schema at the boundary, its definition in the science',
  'one-line.ts': 'text on one line: its schemas at the boundary, the escape in the science',
  'session.ts': 'a session: its schemas at the boundary, the open session in the engine',
  'study.ts': 'a study: its schema at the boundary, what runs it in the engine',
};

/** @returns the names that stand for two things, each with its files */
export function doubtfulNames(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const file of files) {
    if (NAMED_FOR_ANOTHER.some((folder) => folder.test(file))) continue;
    // Nor do a view and its logic differ in the ending only.
    const name = basename(file).replace(/\.tsx$/, '.ts');
    places.set(name, [...(places.get(name) ?? []), file]);
  }
  return new Map([...places].filter(([name, found]) => !OF_A_ROOM.has(name) && ONE_THING[name] === undefined && found.length > 1));
}

const tracked = execFileSync('git', ['ls-files', 'src-*'], { cwd: projectRoot, encoding: 'utf8' }).split('\n').filter((file) =>
  /\.tsx?$/.test(file)
);

describe('names of files', () => {
  it('stand for one thing each', () => {
    expect(tracked.length).toBeGreaterThan(400);
    expect(Object.fromEntries(doubtfulNames(tracked))).toEqual({});
  });

  it('that are excused are there twice', () => {
    for (const name of Object.keys(ONE_THING)) {
      expect(tracked.filter((file) => basename(file) === name && !NAMED_FOR_ANOTHER.some((folder) => folder.test(file))).length)
        .toBeGreaterThan(1);
    }
  });

  it('are found where they stand for two', () => {
    const found = doubtfulNames(['src-contract/settings.ts', 'src-main/shell/settings.ts', 'src-main/cli/commands/decode.ts',
      'src-science/decoding/decode.ts', 'src-main/cli/main.ts', 'src-main/shell/main.ts']);
    expect([...found]).toEqual([['settings.ts', ['src-contract/settings.ts', 'src-main/shell/settings.ts']]]);
  });
});
