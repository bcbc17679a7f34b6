/** kill -9 while a session is being saved: the file is the session before or after, whole. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSummary } from '../../../src-contract/session.ts';
import { openHere } from '../../integration/session/children/open-here.ts';
import type { Attack } from '../attack.ts';
import { pause, startScript } from '../process.ts';

export const attack: Attack = {
  name: 'killed-saves',
  summary: 'A program is killed while it saves a session again and again; the file is one of those saved, whole, and no temporary file stays beside it.',
  async run({ form, random, folder, say }) {
    const kills = form === 'short' ? 2 : 40;
    const failed: string[] = [];
    let counted = 0;
    let left = 0;
    for (let k = 0; k < kills; k++) {
      const place = join(folder, String(k));
      mkdirSync(place);
      const target = join(place, 'session.leibniz');
      const child = startScript('test/stress/children/saving-session.ts', [join(place, 'data'), target]);
      if ((await child.line()) !== 'ready') {
        failed.push(`kill ${k}: the program did not start: ${(await child.ended).stderr}`);
        continue;
      }
      const after = 20 + 400 * random();
      await pause(after);
      child.process.kill('SIGKILL');
      await child.ended;
      if (readdirSync(place).some((name) => name.endsWith('.saving'))) left++;
      const saved = existsSync(target);
      if (saved) counted++;
      const complaint = await lookAt(target, place, saved);
      // Opening the file, or saving to it again, has removed what the killed save had left.
      const stays = readdirSync(place).filter((name) => name.startsWith('.'));
      if (stays.length > 0) failed.push(`kill ${k} after ${after.toFixed(0)} ms: ${stays.join(', ')} stays`);
      if (complaint !== null) failed.push(`kill ${k} after ${after.toFixed(0)} ms: ${complaint}`);
      if (k % 10 === 9) say(`${k + 1} kills`);
    }
    return { tried: kills, failed, counts: { 'files saved before the kill': counted, 'kills that left a temporary file': left } };
  },
};

/** What is wrong with a file that was being saved, or null; then it is saved again. */
async function lookAt(target: string, place: string, saved: boolean): Promise<string | null> {
  try {
    const session = openHere(saved ? { kind: 'file', path: target } : { kind: 'new' }, join(place, 'data'));
    try {
      const [run] = (await session.ask({ type: 'run.list' })) as RunSummary[];
      await session.ask({ type: 'save', path: target, overwriteChanged: false });
      if (saved && (run === undefined || !/^save \d+$/.test(run.label))) return `the file holds ${run === undefined ? 'no run' : `the label “${run.label}”`}`;
    } finally {
      await session.close(false);
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
