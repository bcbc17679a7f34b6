/** Every export with hostile names: of its format to the letter, nothing in it that acts, and the names given back. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { projectFolder } from '../../../src-main/engine/entry-points.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { NAMED_EXPORTS, WITHOUT_NAMES } from './exports.ts';
import { RECORDED_EXPORTS } from './recorded-exports.ts';
import { WINDOW_EXPORTS } from './window-exports.ts';
import { EVERY_ATTACK, HOSTILE_NAMES, firstUnshown } from './hostile-names.ts';

/** What sends text to a file, the clipboard or a terminal. */
const SENDS = new RegExp([
  String.raw`writeFileAtomically\(|writeFileInPieces\(|writeFileSync\(|\.writeFile\(|createWriteStream`,
  String.raw`clipboard\.(copy|writeText)|process\.(stdout|stderr)\.write|terminal\.write|console\.`,
].join('|'));
const FOLDERS = ['src-main', 'src-renderer', 'src-workers', 'src-preload', 'src-contract', 'src-science', 'src-kernels'];
const seed = 20261130;

async function held(
  names: readonly string[],
  { made, read, found = (line) => line, layout }: (typeof NAMED_EXPORTS)[number],
): Promise<void> {
  const text = await made(names);
  expect(firstUnshown(text, layout)).toBeNull();
  const back = read(text);
  if (back.length === 0) return;
  expect(back.length).toBe(names.length);
  names.forEach((name, k) => {
    const expected = found(oneLine(name));
    if (expected !== null) expect(back[k]).toBe(expected);
  });
}

describe(`every export, seed ${seed}`, () => {
  for (const each of [...NAMED_EXPORTS, ...RECORDED_EXPORTS, ...WINDOW_EXPORTS]) {
    it(`${each.what}: nothing acts, with any name`, async () => {
      for (let from = 0; from < EVERY_ATTACK.length; from += 4) await held(EVERY_ATTACK.slice(from, from + 4), each);
      await fc.assert(fc.asyncProperty(fc.array(HOSTILE_NAMES, { minLength: 4, maxLength: 6 }), (names) => held(names, each)), {
        numRuns: each.what.includes('SVG') ? 60 : 150,
        seed,
      });
    });
  }

  it('is here: a file that sends something out is among them, or said to hold no names', () => {
    const exported = [...NAMED_EXPORTS, ...RECORDED_EXPORTS, ...WINDOW_EXPORTS];
    const known = new Set([...exported.flatMap(({ from }) => from), ...Object.keys(WITHOUT_NAMES)]);
    const sending = FOLDERS.flatMap((folder) =>
      readdirSync(join(projectFolder(), folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        `${folder}/${file.replaceAll('\\', '/')}`
      )
    )
      .filter((file) => /\.tsx?$/.test(file) && SENDS.test(readFileSync(join(projectFolder(), file), 'utf8')));
    expect(sending.length).toBeGreaterThan(15);
    expect(sending.filter((file) => !known.has(file))).toEqual([]);
    expect([...known].filter((file) => !sending.includes(file))).toEqual([]);
  });
});
