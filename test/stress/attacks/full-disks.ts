/**
 * A disk that is full after a random number of bytes, while a session is opened, worked in and saved: what
 * could not be written is said with a sentence, the file is the one before or after, whole, and once there
 * is room everything that was acknowledged can be saved. The limit is the system's own on the size of a file.
 */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startChildProcess } from '../../integration/session/child-process.ts';
import type { Attack } from '../attack.ts';
import { verified } from '../verified.ts';
import { writeWholeSession } from '../whole-session.ts';

const POINTS = 6000;

/** What may be said where a write found no room. */
const SAID = new Set(['disk-full', 'file-too-large', 'session-not-recorded']);

export const attack: Attack = {
  name: 'full-disks',
  summary: 'The disk is full after a random number of bytes; what was not written is said, and the file is the one before or after, whole.',
  async run({ form, random, folder, say }) {
    const sweeps = form === 'short' ? 2 : 150;
    const failed: string[] = [];
    const counts: Record<string, number> = {};
    const count = (what: string): void => {
      counts[what] = (counts[what] ?? 0) + 1;
    };
    const original = join(folder, 'original.leibniz');
    await writeWholeSession(original, join(folder, 'data'), POINTS);
    const size = statSync(original).size;
    for (let k = 0; k < sweeps; k++) {
      const place = join(folder, String(k));
      mkdirSync(place);
      const room = Math.floor(size * (0.05 + 8 * random()));
      const complaint = await sweep(original, place, room, random, count);
      if (complaint !== null) failed.push(`sweep ${k}, room for ${room} of ${size} bytes: ${complaint}`);
      if (k % 20 === 19) say(`${k + 1} sweeps, ${failed.length} failed`);
    }
    return { tried: sweeps, failed, counts };
  },
};

async function sweep(
  original: string,
  place: string,
  room: number,
  random: () => number,
  count: (what: string) => void,
): Promise<string | null> {
  const target = join(place, 'a.leibniz');
  const child = startChildProcess('held-session.ts', [], { before: `cp "${original}" "${target}" && ulimit -S -f ${Math.ceil(room / 1024)} &&` });
  const refused: string[] = [];
  try {
    await child.line();
    const before = readFileSync(target);
    const ask = async (...command: readonly string[]): Promise<boolean> => {
      const { error } = await child.ask(...command);
      if (error === undefined) return true;
      refused.push(`${command[0] ?? ''}: ${error.code}`);
      if (!SAID.has(error.code)) refused.push(`unexpected: ${error.message}`);
      return false;
    };
    if (!(await ask('open', target, join(place, 'data')))) {
      count('not opened');
      return readFileSync(target).equals(before) ? unexpected(refused) : 'the file was changed by an opening that was refused';
    }
    const written: string[] = [];
    for (let times = Math.floor(5 * random()), k = 1; k <= times; k++) {
      const note = `note ${k}`;
      if (await ask('note', String(k), note)) written.push(note);
    }
    const saved = await ask('save', target);
    count(saved ? 'saved' : 'not saved');
    const beside = readdirSync(place).filter((name) => name !== 'a.leibniz' && name !== 'data');
    if (beside.length > 0) return `${beside.join(', ')} stays beside the file`;
    if (!saved && !readFileSync(target).equals(before)) return 'the file was changed by a save that was refused';
    const verdict = verified(target);
    if (verdict.kind !== 'passed') return `the file is not whole: ${JSON.stringify(verdict)}`;
    const bytes = readFileSync(target);
    const lost = saved ? written.find((note) => !bytes.includes(note)) : undefined;
    if (lost !== undefined) return `the saved file lacks “${lost}”, which was acknowledged`;
    return unexpected(refused);
  } finally {
    await child.kill('SIGKILL');
  }
}

function unexpected(refused: readonly string[]): string | null {
  return refused.find((line) => line.startsWith('unexpected')) ?? null;
}
