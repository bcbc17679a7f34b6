/**
 * kill -9 while a study makes its runs: the copy holds whole batches, every run with its label, and the study that goes
 * on ends with each run once.
 */
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '../../../src-contract/zod.ts';
import { openDatabase } from '../../../src-main/engine/files/sqlite.ts';
import type { Attack } from '../attack.ts';
import { pause, startScript } from '../process.ts';

const CLI = 'src-main/cli/main.ts';
const Row = z.object({ label: z.string(), seed: z.number() });

export const attack: Attack = {
  name: 'killed-while-made',
  summary: 'A study is killed while it makes its runs; no run is without its label, and the study that goes on has every run once.',
  async run({ form, random, folder, say }) {
    const kills = form === 'short' ? 1 : 40;
    // Those of the short form can be run to their end in seconds.
    const seeds = form === 'short' ? 600 : 4000;
    const failed: string[] = [];
    let partly = 0;
    for (let k = 0; k < kills; k++) {
      const place = join(folder, String(k));
      mkdirSync(place);
      const study = join(place, 'a.study.json');
      writeFileSync(study, studyText(seeds));
      const words = ['study', 'run', study, '--session', join(place, 'a.leibniz'), '--workers', '1', '--json'];
      const environment = { XDG_STATE_HOME: join(place, 'state') };
      const first = startScript(CLI, words, environment);
      const made = await untilMade(place, Math.floor(random() * seeds));
      await pause(30 * random());
      first.process.kill('SIGKILL');
      await first.ended;
      const rows = rowsOf(place);
      if (rows.length < seeds) partly++;
      const bare = rows.filter(({ label }) => label !== 'descent').length;
      if (bare > 0) failed.push(`kill ${k} at ${made} runs: ${bare} of ${rows.length} runs have no label`);
      if (new Set(rows.map(({ seed }) => seed)).size !== rows.length) failed.push(`kill ${k} at ${made} runs: a run is there twice`);
      if (form === 'short') {
        const ended = await startScript(CLI, [...words, '--resume'], environment).ended;
        const runs = ended.code === 0 ? (JSON.parse(ended.stdout) as { runs: { runId: number; status: string }[] }).runs : [];
        if (runs.length !== seeds || new Set(runs.map(({ runId }) => runId)).size !== seeds) failed.push(`kill ${k}: the study that went on ended with code ${ended.code} and ${runs.length} runs of ${seeds}: ${ended.stderr}`);
        const info = await startScript(CLI, ['session', 'info', join(place, 'a.leibniz'), '--json'], environment).ended;
        const saved = (JSON.parse(info.stdout) as { runs: unknown[] }).runs.length;
        if (saved !== seeds) failed.push(`kill ${k}: the file holds ${saved} runs of ${seeds}`);
      }
      if (k % 10 === 9) say(`${k + 1} kills`);
    }
    return { tried: kills, failed, counts: { 'killed with some runs made and some not': partly } };
  },
};

function studyText(seeds: number): string {
  return JSON.stringify({
    version: 1,
    title: 'Killed',
    problems: [{ generate: { family: 'set-cover', parameters: { rows: 6, columns: 12, density: 0.4 }, seed: 1, name: 'small' } }],
    methods: [{
      name: 'descent',
      descent: { scheme: 'true-penalty', start: { kind: 'random', center: 0.5, spread: 0.1 }, iterations: 1, snapshotEvery: 0 },
    }],
    seeds: Array.from({ length: seeds }, (_, k) => k + 1),
  });
}

function rowsOf(place: string): z.infer<typeof Row>[] {
  const [copy] = globSync('**/session.leibniz', { cwd: join(place, 'state') });
  if (copy === undefined) return [];
  const database = openDatabase(join(place, 'state', copy), { mustExist: true });
  try {
    return database.prepare('SELECT label, seed FROM run').all().map((row) => Row.parse(row));
  } catch {
    // Its tables are not made yet.
    return [];
  } finally {
    database.close();
  }
}

/** Waits until the working copy holds as many runs, or for so long that they may all be made. */
async function untilMade(place: string, least: number): Promise<number> {
  for (let waited = 0; waited < 20_000; waited += 20) {
    const made = rowsOf(place).length;
    if (made > 0 && made >= least) return made;
    await pause(20);
  }
  return 0;
}
