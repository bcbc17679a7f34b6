/** kill -9 while a session is being saved: the file is the session before or after, whole. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSummary } from '../../../src-contract/session.ts';
import { openHere } from '../../integration/session/children/open-here.ts';
import type { Attack } from '../attack.ts';
import { pause, startScript } from '../process.ts';

export const attack: Attack = {
  name: 'killed-saves',
  summary: 'A program is killed while it saves a session again and again; the file is one of those saved, whole.',
  async run({ form, random, folder, say }) {
    const kills = form === 'short' ? 2 : 40;
    const failed: string[] = [];
    let counted = 0;
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
      if (!existsSync(target)) continue;
      counted++;
      const complaint = await lookAt(target, place);
      if (complaint !== null) failed.push(`kill ${k} after ${after.toFixed(0)} ms: ${complaint}`);
      if (k % 10 === 9) say(`${k + 1} kills`);
    }
    return { tried: kills, failed, counts: { 'files saved before the kill': counted } };
  },
};

/** What is wrong with a file that was being saved, or null. */
async function lookAt(target: string, place: string): Promise<string | null> {
  try {
    const session = openHere({ kind: 'file', path: target }, join(place, 'data'));
    try {
      const [run] = (await session.ask({ type: 'run.list' })) as RunSummary[];
      if (run === undefined || !/^save \d+$/.test(run.label)) return `the file holds ${run === undefined ? 'no run' : `the label “${run.label}”`}`;
    } finally {
      await session.close(false);
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
