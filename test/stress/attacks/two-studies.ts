/**
 * Two studies into one new file, named directly or through links, begun moments apart: one has it, the other is told
 * before its work begins, and the file is that of the first.
 */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack } from '../attack.ts';
import { pause, startScript } from '../process.ts';
import type { Ended } from '../process.ts';

const CLI = 'src-main/cli/main.ts';

export const attack: Attack = {
  name: 'two-studies',
  summary: 'Two studies are run into one new file, one some moments after the other; exactly one is done and the file holds its runs.',
  async run({ form, random, folder, say }) {
    const pairs = form === 'short' ? 1 : 20;
    const failed: string[] = [];
    const counts = { 'told that the other is at work': 0, 'told that the file is there': 0 };
    for (let k = 0; k < pairs; k++) {
      const place = join(folder, String(k));
      mkdirSync(place);
      const after = 1500 * random();
      // A link to what is not there yet, and one to the folder.
      symlinkSync('both.leibniz', join(place, 'link.leibniz'));
      symlinkSync('.', join(place, 'again'));
      const names = {
        first: 'both.leibniz',
        second: ['both.leibniz', 'link.leibniz', join('again', 'both.leibniz')][Math.floor(3 * random())] ?? '',
      };
      // Each with a state folder of its own, as two users or two machines have.
      const begin = (name: 'first' | 'second'): Promise<Ended> => {
        const study = join(place, `${name}.study.json`);
        writeFileSync(study, studyText(name));
        return startScript(CLI, ['study', 'run', study, '--session', join(place, names[name]), '--workers', '1', '--json'], {
          XDG_STATE_HOME: join(place, `state-${name}`),
        }).ended;
      };
      const first = begin('first');
      await pause(after);
      const ends = await Promise.all([first, begin('second')]);
      const complaint = await lookAt(ends, place);
      if (complaint !== null) failed.push(`pair ${k}, ${after.toFixed(0)} ms apart, the second to ${names.second}: ${complaint}`);
      if (ends.some(({ stderr }) => stderr.includes('is writing to'))) counts['told that the other is at work']++;
      else counts['told that the file is there']++;
      if (k % 5 === 4) say(`${k + 1} pairs`);
    }
    return { tried: pairs, failed, counts };
  },
};

function studyText(name: string): string {
  return JSON.stringify({
    version: 1,
    title: name,
    problems: [{ generate: { family: 'set-cover', parameters: { rows: 6, columns: 12, density: 0.4 }, seed: 1, name: 'small' } }],
    methods: [{
      name,
      descent: { scheme: 'true-penalty', start: { kind: 'random', center: 0.5, spread: 0.1 }, iterations: 200, snapshotEvery: 0 },
    }],
    seeds: Array.from({ length: 60 }, (_, k) => k + 1),
  });
}

async function lookAt(ends: readonly Ended[], place: string): Promise<string | null> {
  const done = ends.findIndex(({ code }) => code === 0);
  // 1 where the first was saved in the moment before the second would have held the place.
  const refused = ends.findIndex(({ code, stderr }) => code === 2 || (code === 1 && stderr.includes('was made by another program')));
  if (done < 0 || refused < 0) return `they ended with ${ends.map(({ code, stderr }) => `${code} (${stderr.trim()})`).join(' and ')}`;
  const file = join(place, 'both.leibniz');
  if (!existsSync(file)) return 'no file was saved';
  const info = await startScript(CLI, ['session', 'info', file, '--json'], { XDG_STATE_HOME: join(place, 'state-first') }).ended;
  const runs = (JSON.parse(info.stdout) as { runs: { label: string; status: string }[] }).runs;
  const wanted = ['first', 'second'][done];
  if (runs.length !== 60 || runs.some(({ label, status }) => label !== wanted || status !== 'done')) return `the file holds ${runs.length} runs, not the 60 of the ${wanted}`;
  const left = readdirSync(place).filter((name) => !/^(both\.leibniz|link\.leibniz|again|first\.study\.json|second\.study\.json|state-first|state-second)$/.test(name));
  return left.length === 0 ? null : `${left.join(', ')} was left`;
}
